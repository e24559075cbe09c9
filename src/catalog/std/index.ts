/** Go's standard library: what its functions do. How they look is in `../shapes/std.ts`. */
import type { Library } from '../schema.ts';
import { archive } from './archive.ts';
import { collections } from './collections.ts';
import { compress } from './compress.ts';
import { encoding } from './encoding.ts';
import { io } from './io.ts';
import { net } from './net.ts';
import { netHttp } from './net-http.ts';
import { os } from './os.ts';
import { random } from './random.ts';
import { sync } from './sync.ts';
import { text } from './text.ts';
import { time } from './time.ts';

export const std: readonly Library[] = [
  ...io,
  ...text,
  ...compress,
  ...archive,
  ...netHttp,
  ...net,
  ...os,
  ...time,
  ...sync,
  ...encoding,
  ...random,
  ...collections,
];
