/** Keys that come back from a peer: what takes an entry out waits until somebody sends its key again. */
import { effectsOf } from '../catalog/index.ts';
import type { Source } from '../catalog/schema.ts';
import { argumentOf, argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { callersOf, keyOriginsOf } from '../golang/origins.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { rootOf } from './roots.ts';
import { SENT } from './sent.ts';

const PEERS: ReadonlySet<Source> = new Set<Source>([...SENT, 'response']);

/** The key comes from a peer: out of a request, or out of what was decoded from one. */
export function isSentBack(key: SyntaxNode): boolean {
  if (keyOriginsOf(key).some(({ source }) => source !== undefined && PEERS.has(source))) return true;
  const root = rootOf(key);
  return root !== undefined && isDecoded(root, 3);
}

/** A variable that a decoder fills (`conn.ReadJSON(&v)`, `json.Unmarshal(b, &v)`), or a parameter that callers give such a one. */
function isDecoded(local: LocalEntity, depth: number): boolean {
  if (local.role === 'param') {
    if (depth === 0) return false;
    const roots = callersOf(local.owner).flatMap(call => rootOf(argumentOf(call, local.index) ?? call) ?? []);
    return roots.some(root => isDecoded(root, depth - 1));
  }
  return local.mentions.some(mention => {
    const argument = mention.parent?.kind === 'unary_expression' ? mention.parent : mention;
    const call = argument.parent?.kind === 'argument_list' ? argument.parent.parent : undefined;
    if (!call || argument === mention) return false;
    const row = effectsOf(symbolOf(calleeOf(call)));
    const index = argumentsOf(call).indexOf(argument);
    return (
      row?.yields?.some(each => each.into === index && PEERS.has(each.source)) === true ||
      row?.passes?.some(each => each.into === index) === true
    );
  });
}
