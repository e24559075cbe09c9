/** What decides how often a loop goes round, and with it how many elements it gives to what it fills. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf } from './callee.ts';
import { typeOf } from './type-of.ts';
import { underlying } from './types.ts';

export type Rounds =
  /** Once for each element of a collection. */
  | { readonly by: 'elements'; readonly of: SyntaxNode }
  /** As often as a number says. */
  | { readonly by: 'count'; readonly of: SyntaxNode }
  /** Once for each value that a channel gives. */
  | { readonly by: 'channel'; readonly of: SyntaxNode }
  /** As long as a cursor has more: `rows.Next()`, `scanner.Scan()`. */
  | { readonly by: 'cursor'; readonly of: SyntaxNode }
  | { readonly by: 'unknown'; readonly of: undefined };

const UNKNOWN_ROUNDS: Rounds = { by: 'unknown', of: undefined };

/** What a `for_statement` goes round by. */
export function roundsOf(loop: SyntaxNode): Rounds {
  const header = loop.children.find(child => child.role !== 'body');
  if (header?.kind === 'range_clause') return ofRange(header.field('right'));
  const condition = header?.kind === 'for_clause' ? header.field('condition') : header;
  return condition ? ofCondition(bare(condition)) : UNKNOWN_ROUNDS;
}

function ofRange(over: SyntaxNode | undefined): Rounds {
  if (!over) return UNKNOWN_ROUNDS;
  const type = underlying(typeOf(over));
  if (type.kind === 'chan') return { by: 'channel', of: over };
  if (type.kind === 'func') return UNKNOWN_ROUNDS;
  const isNumber = type.kind === 'named' && /^u?int(8|16|32|64)?$/.test(type.name);
  return counted(over, isNumber ? 'count' : 'elements');
}

/** `i < len(xs)` counts the elements of xs; `i < n` counts to n. */
function ofCondition(condition: SyntaxNode): Rounds {
  if (condition.kind === 'call_expression') return ofCursor(condition);
  if (condition.kind !== 'binary_expression') return UNKNOWN_ROUNDS;
  const { operator } = condition;
  const left = condition.field('left');
  const right = condition.field('right');
  if (operator === '&&') return left ? ofCondition(bare(left)) : UNKNOWN_ROUNDS;
  const limit = /^(<|<=|!=)$/.test(operator) ? right : /^(>|>=)$/.test(operator) ? left : undefined;
  return limit ? counted(limit, 'count') : UNKNOWN_ROUNDS;
}

function ofCursor(call: SyntaxNode): Rounds {
  const callee = calleeOf(call);
  const receiver = 'receiver' in callee ? callee.receiver : undefined;
  return receiver ? { by: 'cursor', of: receiver } : UNKNOWN_ROUNDS;
}

function counted(outer: SyntaxNode, by: 'count' | 'elements'): Rounds {
  const node = bare(outer);
  const callee = node.kind === 'call_expression' ? calleeOf(node) : undefined;
  const [only] = callee ? argumentsOf(node) : [];
  return callee?.kind === 'builtin' && callee.name === 'len' && only ? { by: 'elements', of: only } : { by, of: node };
}
