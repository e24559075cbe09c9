/** Libraries other than web frameworks. */
import type { Library } from '../schema.ts';
import { caches } from './caches.ts';
import { clients } from './clients.ts';
import { codecs } from './codecs.ts';
import { decoders } from './decoders.ts';
import { idLibraries } from './ids.ts';
import { peers } from './peers.ts';
import { standIns } from './stand-ins.ts';
import { stores } from './stores.ts';
import { workbooks } from './workbooks.ts';
import { workers } from './workers.ts';

export const lib: readonly Library[] = [
  ...idLibraries,
  ...codecs,
  ...decoders,
  ...caches,
  ...peers,
  ...clients,
  ...standIns,
  ...stores,
  ...workbooks,
  ...workers,
];
