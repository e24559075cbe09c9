/** How long a ticker or timer takes, as far as it can be known. */
import { argumentsOf } from '../golang/callee.ts';
import { initialNumber } from '../golang/constants.ts';
import { originsOf } from '../golang/origins.ts';
import { resolve } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** In nanoseconds, as Go counts durations. */
const MINUTE = 60e9;

/** As far as the values that its duration can have are known, none is longer than a minute. */
export function isShort(made: SyntaxNode): boolean {
  const [duration] = argumentsOf(made);
  if (!duration) return false;
  const longest = atMost(duration);
  if (longest !== undefined) return longest <= MINUTE;
  return originsOf(duration).every(({ node }) => {
    const value = initialNumber(node);
    return value !== undefined && value <= MINUTE;
  });
}

/** What an expression is at most, in nanoseconds: what is left of a period, or a part of it, is no longer than the period. */
function atMost(outer: SyntaxNode, depth = 0): number | undefined {
  const node = bare(outer);
  const known = initialNumber(node);
  if (known !== undefined || depth > 3) return known;
  if (node.kind === 'binary_expression' && /^[-/]$/.test(node.operator)) return atMost(node.children[0]!, depth + 1);
  const entity = node.kind === 'identifier' ? resolve(node) : undefined;
  const value = entity?.kind === 'local' && entity.definitions.length === 1 ? entity.definitions[0]?.value : undefined;
  return value && atMost(value, depth + 1);
}
