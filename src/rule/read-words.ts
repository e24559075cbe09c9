/** What messages call that which is read whole, and the repair that they name. */
import { brief, type Origin } from '../golang/origins.ts';
import { cappingMethod } from './capping.ts';
import type { WholeRead } from './reads.ts';

/** What a peer can fill. */
const PEERS: Readonly<Record<string, string>> = {
  request: 'the body of a request',
  upload: 'an uploaded file',
  connection: 'a network connection',
  websocket: 'a message of a websocket',
  message: 'a message',
  object: 'an object of a store',
  registry: 'what a registry sends',
};
/** What is small by itself, but not once it is inflated. */
const PACKED: Readonly<Record<string, string>> = {
  ...PEERS,
  response: 'a response',
  header: 'a header of a request',
  cookie: 'a cookie',
  query: 'a parameter of a request',
};
/** What only this program's own side fills, as far as can be seen. */
const OWN: Readonly<Record<string, string>> = {
  file: 'a file',
  stdin: 'standard input',
  archive: 'an archive',
  database: 'a stored record',
};

/** What handlers are handed. */
const HANDLED = new Set(['request', 'upload']);

/** What a peer fills; undefined where none does, or where it is small as long as nothing inflates it. */
export function peerRead({ source, expanded }: Origin): string | undefined {
  return (expanded ? PACKED : PEERS)[source ?? ''];
}

/** What this program's own side fills. */
export function ownRead({ source }: Origin): string | undefined {
  return OWN[source ?? ''];
}

/** Whether the bytes come with the request that is being answered. */
export function isHandled({ source }: Origin): boolean {
  return HANDLED.has(source ?? '');
}

/** How to bound a read, in the words of its own values. */
export function readRepair({ origin, node, direct, reader }: WholeRead): string {
  if (direct && isHandled(origin) && !origin.expanded)
    return 'a limit in front of the handler (http.MaxBytesReader, or the body limit of the framework)';
  const cap = cappingMethod(origin.symbol);
  if (cap && !origin.expanded) return `${brief(reader)}.${cap}(max)`;
  if (origin.expanded?.node === node)
    return 'a decoder that takes a maximum, or a check of the length that the data declares';
  if (origin.source === 'request' && !origin.expanded) return `http.MaxBytesReader(w, ${brief(reader)}, max)`;
  return `io.LimitReader(${brief(reader)}, max+1) and a length check`;
}
