/** Lengths of containers: where `len(m)` goes, behind variables and helpers that return it, and which comparisons with it are limits. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { calleeOf } from './callee.ts';
import { constantNumber } from './constants.ts';
import type { LocalEntity } from './entities.ts';
import { FUNCTIONS } from './function-of.ts';
import { callersOf } from './origins.ts';
import { resolve } from './scope.ts';

export interface LengthUse {
  readonly node: SyntaxNode;
  readonly isLimit: boolean;
  /** Calls by which the length came here. */
  readonly via: readonly SyntaxNode[];
}

/** What becomes of a length, the call `len(m)` or a value that was given it; over `depth` more calls or variables. */
export function* lengthUses(length: SyntaxNode, via: readonly SyntaxNode[], depth: number): Generator<LengthUse> {
  const inner = computed(length);
  const parent = inner.parent;
  if (parent?.kind === 'binary_expression') {
    yield { node: parent, isLimit: isLimit(parent, inner), via };
    return;
  }
  for (const next of depth > 0 ? carriers(parent) : []) yield* lengthUses(next, [...via, length], depth - 1);
  if (parent?.kind !== 'return_statement') yield { node: length, isLimit: false, via };
}

/** The largest expression around a length that is computed from it: `len(m) + 1`, `int64(len(m))`. */
function computed(length: SyntaxNode): SyntaxNode {
  let inner = length;
  while (
    inner.parent?.kind === 'parenthesized_expression' ||
    (inner.parent?.kind === 'binary_expression' && /^[-+*/]$/.test(inner.parent.operator)) ||
    (inner.parent?.kind === 'argument_list' && calleeOf(inner.parent.parent!).kind === 'conversion')
  )
    inner = inner.parent.kind === 'argument_list' ? inner.parent.parent! : inner.parent;
  return inner;
}

/** Calls of the function that returns it, or mentions of the variable that is given it. */
function carriers(parent: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (parent?.kind === 'return_statement') {
    const func = parent.within(...FUNCTIONS);
    return func ? callersOf(func) : [];
  }
  const target = parent?.kind === 'short_var_declaration' ? parent.list('left')[0] : undefined;
  const local = target?.kind === 'identifier' ? resolve(target) : undefined;
  return local?.kind === 'local' ? local.mentions.filter(mention => mention !== target) : [];
}

/** The length is compared with something that can be a limit: a constant above one, or a value that is set elsewhere. */
function isLimit(comparison: SyntaxNode, length: SyntaxNode): boolean {
  if (!/^(<|<=|>|>=|==)$/.test(comparison.operator)) return false;
  const left = comparison.field('left');
  const other = left?.contains(length) ? comparison.field('right') : left;
  if (!other) return false;
  const number = constantNumber(other);
  if (number !== undefined) return number > 1;
  const inner = bare(other);
  if (inner.kind !== 'identifier') return true;
  const entity = resolve(inner);
  return entity?.kind !== 'local' || entity.role === 'param' || entity.role === 'const' || !isCounter(entity);
}

function isCounter(local: LocalEntity): boolean {
  return local.definitions.some(each => each.how === 'update' || each.how.startsWith('range'));
}
