/** Who is no part of the program: sources whose size and content somebody else decides. */
import type { Source } from '../catalog/schema.ts';
import type { Origin } from '../golang/origin.ts';

const PEERS: Readonly<Partial<Record<Source, string>>> = {
  request: 'a request',
  upload: 'an upload',
  connection: 'a connection',
  websocket: 'a websocket',
  message: 'a message',
  response: 'a response',
  object: 'an object of a store',
  registry: 'a registry',
  archive: 'an archive',
  header: 'a header',
  cookie: 'a cookie',
  query: 'a request',
};

/** The bytes, or the value, come from somebody else. */
export function isPeer({ source }: Pick<Origin, 'source'>): boolean {
  return source !== undefined && PEERS[source] !== undefined;
}

/** What a message calls the peer; undefined where the origin is none. */
export function peerNoun({ source }: Pick<Origin, 'source'>): string | undefined {
  return source && PEERS[source];
}
