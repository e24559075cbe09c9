/** Numbers that data state: which call read a value off some bytes, followed back through arithmetic, helpers and callers, and who checked it. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, argumentsOf, calleeOf, rowOf } from './callee.ts';
import { callersOf, returnedBy } from './callers.ts';
import { constantNumber } from './constants.ts';
import { flowAround, functionOf } from './flow.ts';
import { placeOf, reaching, samePlace } from './places.ts';
import { remember } from './remember.ts';
import { resolve, topOf } from './scope.ts';
import { paramAt } from './starts.ts';

export interface Decoded {
  /** The call that read the number. */
  readonly call: SyntaxNode;
  /** The bytes, or the reader, that state it. */
  readonly data: SyntaxNode;
  /** Something compared it with a limit on the way. */
  readonly checked: boolean;
}

const DEPTH = 6;
const CALLERS = 12;

/** The calls that read a number off data which an expression is made of. Empty where none is in sight. */
export const decodedFrom = remember<SyntaxNode, readonly Decoded[]>(
  node => [...new Map(follow(node, 0, DEPTH).map(each => [each.call, each])).values()],
  [],
);

function follow(outer: SyntaxNode, result: number, depth: number): readonly Decoded[] {
  const node = bare(outer);
  if (depth <= 0) return [];
  switch (node.kind) {
    case 'identifier':
    case 'selector_expression':
      return checkedAt(node, ofPlace(node, depth - 1));
    case 'binary_expression':
      // What is left of a division or a mask is as small as its right side makes it.
      return /^(%|&|>>)$/.test(node.operator) ? [] : node.children.flatMap(side => follow(side, 0, depth));
    case 'type_conversion_expression':
      return follow(node.field('operand')!, 0, depth);
    case 'call_expression':
      return ofCall(node, result, depth);
    default:
      return [];
  }
}

function ofCall(call: SyntaxNode, result: number, depth: number): readonly Decoded[] {
  const callee = calleeOf(call);
  switch (callee.kind) {
    case 'conversion':
      return argumentsOf(call).flatMap(each => follow(each, 0, depth));
    case 'external':
      return (rowOf(call)?.decodes ?? []).flatMap(each => {
        const data = argumentOf(call, each.param);
        return each.result === result && data ? [{ call, data, checked: false }] : [];
      });
    case 'literal':
      return returnedBy(callee.node, result).flatMap(value => follow(value.node, value.result, depth - 1));
    case 'declared':
      return returnedBy(callee.func.node, result).flatMap(value => follow(value.node, value.result, depth - 1));
    default:
      return [];
  }
}

function ofPlace(node: SyntaxNode, depth: number): readonly Decoded[] {
  const place = placeOf(node);
  if (!place) return [];
  const { definitions, entry } = reaching(place, node, true);
  const found = definitions.flatMap(({ definition }) => {
    if (definition.how === 'pour') return ofPour(definition.at);
    return definition.value && definition.how !== 'range-key' ? follow(definition.value, definition.result, depth) : [];
  });
  const { root, path } = place;
  const isParam = entry && root.kind === 'local' && root.role === 'param' && path.length === 0;
  return isParam ? [...found, ...ofCallers(root.owner, root.index, depth)] : found;
}

function ofPour(call: SyntaxNode): readonly Decoded[] {
  return (rowOf(call)?.decodes ?? []).flatMap(each => {
    const data = argumentOf(call, each.param);
    return each.into !== undefined && data ? [{ call, data, checked: false }] : [];
  });
}

function ofCallers(func: SyntaxNode, index: number, depth: number): readonly Decoded[] {
  const callers = callersOf(func);
  if (callers.length > CALLERS) return [];
  return callers.flatMap(call => {
    const argument = argumentsOf(call)[index];
    return argument ? follow(argument, 0, depth) : [];
  });
}

function checkedAt(use: SyntaxNode, found: readonly Decoded[]): readonly Decoded[] {
  return found.length > 0 && isLimited(use) ? found.map(each => ({ ...each, checked: true })) : found;
}

/** Whether something before a use, in its function, keeps the value below a limit. */
export function isLimited(use: SyntaxNode): boolean {
  const func = functionOf(use);
  const place = placeOf(use);
  if (!func || !place) return false;
  const is = (node: SyntaxNode) => samePlace(placeOf(unconverted(node)), place);
  const comparisons = topOf(use)
    .all('binary_expression')
    .filter(each => each.start < use.start);
  if (comparisons.some(each => isRejection(each, is) || (isAcceptance(each, is) && isInside(use, each)))) return true;
  return func.all('call_expression').some(call => call.end <= use.start && isCheckedBy(call, is));
}

/** `n > max`, `max < n` as a condition of its own: what follows is for the rest. Loops compare for other reasons. */
function isRejection(comparison: SyntaxNode, is: (node: SyntaxNode) => boolean): boolean {
  if (isLoopHeader(comparison)) return false;
  const [left, right] = [comparison.field('left')!, comparison.field('right')!];
  switch (comparison.operator) {
    case '>':
    case '>=':
      return is(left) && isLimit(right);
    case '<':
    case '<=':
      return is(right) && isLimit(left);
    case '!=':
      return (is(left) && isLimit(right)) || (is(right) && isLimit(left));
    default:
      return false;
  }
}

function isAcceptance(comparison: SyntaxNode, is: (node: SyntaxNode) => boolean): boolean {
  const [left, right] = [comparison.field('left')!, comparison.field('right')!];
  switch (comparison.operator) {
    case '<':
    case '<=':
      return is(left) && isLimit(right);
    case '>':
    case '>=':
      return is(right) && isLimit(left);
    case '==':
      return is(left) || is(right);
    default:
      return false;
  }
}

/** No number, or one above 0: `n > 0` and `n != 0` limit nothing. */
function isLimit(node: SyntaxNode): boolean {
  const value = constantNumber(node);
  return value === undefined || value > 0;
}

function isLoopHeader(node: SyntaxNode): boolean {
  const statement = node.within('for_clause', 'block');
  return statement?.kind === 'for_clause' || node.parent?.kind === 'for_statement';
}

/** The use runs only where the comparison held. */
function isInside(use: SyntaxNode, comparison: SyntaxNode): boolean {
  const flow = flowAround(use);
  const point = flow?.pointOf(use);
  return (
    point !== undefined && flow!.guards(point).some(({ condition, holds }) => holds && condition.contains(comparison))
  );
}

/** `check(n)`: a function of the module that compares its parameter. */
function isCheckedBy(call: SyntaxNode, is: (node: SyntaxNode) => boolean): boolean {
  const index = argumentsOf(call).findIndex(is);
  const callee = index < 0 ? undefined : calleeOf(call);
  if (callee?.kind !== 'declared') return false;
  const param = paramAt(callee.func.node, index);
  const isParam = (node: SyntaxNode) => {
    const inner = unconverted(node);
    return param !== undefined && inner.kind === 'identifier' && resolve(inner) === param;
  };
  return callee.func.node
    .all('binary_expression')
    .some(each => isRejection(each, isParam) || isAcceptance(each, isParam));
}

/** `n` of `int(n)`. */
function unconverted(outer: SyntaxNode): SyntaxNode {
  const node = bare(outer);
  if (node.kind === 'type_conversion_expression') return unconverted(node.field('operand')!);
  const [only, ...more] =
    node.kind === 'call_expression' && calleeOf(node).kind === 'conversion' ? argumentsOf(node) : [];
  return only && more.length === 0 ? unconverted(only) : node;
}
