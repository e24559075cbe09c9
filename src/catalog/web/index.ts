/** Web frameworks and the middleware around them: how chains compose, who compresses, who answers preflights, who keeps bodies. */
import type { Library } from '../schema.ts';
import { chi } from './chi.ts';
import { echo } from './echo.ts';
import { fiber } from './fiber.ts';
import { gin } from './gin.ts';
import { netHttpFamily } from './handlers.ts';

export const web: readonly Library[] = [...gin, ...echo, ...chi, ...fiber, ...netHttpFamily];
