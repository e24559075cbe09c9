/** Web frameworks and the middleware around them: how chains compose, who compresses, who answers preflights, who keeps bodies. */
import type { Library } from '../schema.ts';
import { beego, hertz } from './beego-hertz.ts';
import { chi } from './chi.ts';
import { echo } from './echo.ts';
import { fiber } from './fiber.ts';
import { gin } from './gin.ts';
import { netHttpFamily } from './handlers.ts';
import { injected } from './injected.ts';
import { iris } from './iris.ts';
import { services } from './services.ts';

export const web: readonly Library[] = [
  ...gin,
  ...echo,
  ...chi,
  ...fiber,
  ...netHttpFamily,
  ...iris,
  ...beego,
  ...hertz,
  ...injected,
  ...services,
];
