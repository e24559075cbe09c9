/** Files that the program makes itself when it misses them: thumbnails, rendered pages. */
import { argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { originsOf } from '../golang/origins.ts';
import { resolve } from '../golang/scope.ts';
import { paramAt } from '../golang/starts.ts';
import type { SyntaxNode } from '../syntax/node.ts';

/** The call that writes the file which another one opens, by the same variable, where what it writes comes from no source but the program's own encoding. */
export function madeAt(opener: SyntaxNode): SyntaxNode | undefined {
  const path = argumentsOf(opener)[0];
  const local = path && resolve(path);
  if (path?.kind !== 'identifier' || local?.kind !== 'local') return undefined;
  const writes = writesTo(local, 1);
  return writes.length > 0 && writes.every(isEncoded) ? writes[0] : undefined;
}

/** Calls that write a whole file whose path a variable holds, in its function or in one that it is handed to. */
function writesTo({ mentions }: LocalEntity, depth: number): readonly SyntaxNode[] {
  return mentions.flatMap(mention => {
    const call = mention.parent?.kind === 'argument_list' ? mention.parent.parent : undefined;
    if (!call) return [];
    const callee = calleeOf(call);
    const index = argumentsOf(call).indexOf(mention);
    if (index === 0 && /^(os|io\/ioutil)\.WriteFile$/.test(symbolOf(callee))) return [call];
    const param = callee.kind === 'declared' && depth > 0 ? paramAt(callee.func.node, index) : undefined;
    return param ? writesTo(param, depth - 1) : [];
  });
}

/** A buffer that was made here and that nothing with a source was seen to fill. */
function isEncoded(write: SyntaxNode): boolean {
  const origins = originsOf(argumentsOf(write)[1] ?? write);
  return origins.length > 0 && origins.every(({ kind, source }) => kind === 'made' && source === undefined);
}
