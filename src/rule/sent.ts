import type { Source } from '../catalog/schema.ts';

/** What a client of the program sends, in whichever part of a request or message. */
export const SENT: ReadonlySet<Source> = new Set<Source>([
  'request',
  'header',
  'metadata',
  'cookie',
  'query',
  'upload',
  'connection',
  'websocket',
  'message',
]);
