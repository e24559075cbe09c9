/** What an expression is taken from. */
import { argumentsOf } from '../golang/callee.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { resolve } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** The variable that an expression is taken from: `id`, of `id`, `s.id`, `*resp.Id`, `string(id)`. */
export function rootOf(expression: SyntaxNode): LocalEntity | undefined {
  let node = bare(expression);
  for (let depth = 0; depth < 6; depth++) {
    if (node.kind === 'identifier') {
      const entity = resolve(node);
      return entity?.kind === 'local' ? entity : undefined;
    }
    const next = node.field('operand') ?? (node.kind === 'call_expression' ? argumentsOf(node)[0] : undefined);
    if (!next) return undefined;
    node = bare(next);
  }
  return undefined;
}
