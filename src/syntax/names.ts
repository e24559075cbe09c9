import { kindOf, WIDTH } from './flatten.ts';
import type { SyntaxTree } from './grammar.ts';

/** Where the identifiers of a file stand, by their text: made in one pass, because most files are asked for many names. */
export interface NameIndex {
  /** Offsets of the identifiers with that text, in order. */
  at(name: string): readonly number[];
}

export function nameIndex({ nodes, isName }: SyntaxTree, text: string): NameIndex {
  let count = 0;
  for (let at = 0; at < nodes.length; at += WIDTH) if (isName[kindOf(nodes[at]!)]) count++;
  // Chains of nodes whose names have one hash: `heads` by hash, from 1, and `next` by node.
  const heads = new Uint32Array(2 ** Math.ceil(Math.log2(count + 1)));
  const mask = heads.length - 1;
  const next = new Uint32Array(count);
  const places = new Uint32Array(count);
  // From the end, so that the chains run in order.
  for (let at = nodes.length - WIDTH; at >= 0; at -= WIDTH) {
    if (!isName[kindOf(nodes[at]!)]) continue;
    const slot = hashOf(text, nodes[at + 1]!, nodes[at + 2]!) & mask;
    count--;
    places[count] = at;
    next[count] = heads[slot]!;
    heads[slot] = count + 1;
  }
  return {
    at(name) {
      const found: number[] = [];
      for (let link = heads[hashOf(name, 0, name.length) & mask]!; link !== 0; link = next[link - 1]!) {
        const at = places[link - 1]!;
        const start = nodes[at + 1]!;
        if (nodes[at + 2]! - start === name.length && text.startsWith(name, start)) found.push(start);
      }
      return found;
    },
  };
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 13);
}
