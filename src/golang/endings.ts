/** How a function ends at an exit: with an error, or having done what it was asked for. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { calleeOf, symbolOf } from './callee.ts';
import type { Flow, Point } from './flow.ts';
import { FUNCTIONS } from './function-of.ts';
import { typeOf } from './type-of.ts';
import { isNamed, signatureOf } from './types.ts';

/** Whether an exit is one that the function takes when something went wrong: it panics, returns an error, or stands where an error was found. */
export function isFailure(flow: Flow, exit: Point): boolean {
  if (exit.ends === 'panic' || exit.ends === 'never') return true;
  if (flow.guards(exit).some(({ condition, holds }) => tellsFailure(condition, holds))) return true;
  const value = returnedError(flow, exit);
  return value !== undefined && isNewError(value);
}

/** What an exit returns for the function's last result, where that is an error. */
function returnedError(flow: Flow, exit: Point): SyntaxNode | undefined {
  const func = exit.node?.within(...FUNCTIONS);
  const last = signatureOf(func ?? flow.func).results.at(-1);
  if (!last || !isNamed(last, 'error') || exit.node?.kind !== 'return_statement') return undefined;
  const value = exit.node.children.at(-1);
  return value && bare(value);
}

function isNewError(value: SyntaxNode): boolean {
  if (value.kind === 'unary_expression' || value.kind === 'composite_literal') return true;
  if (value.kind === 'identifier' || value.kind === 'selector_expression')
    return /^(\w+\.)?[eE]rr[A-Z]\w*$/.test(value.text);
  return (
    value.kind === 'call_expression' &&
    /^(errors|fmt)\.(New|Errorf|Join)$|\.(Wrap|Wrapf|WithStack|Trace|Errorf|New)$/.test(symbolOf(calleeOf(value)))
  );
}

/** A condition that, holding or not, says that an error is there. */
export function tellsFailure(outer: SyntaxNode, holds: boolean): boolean {
  const node = bare(outer);
  if (node.kind === 'unary_expression' && node.operator === '!') {
    const operand = node.field('operand');
    return operand !== undefined && tellsFailure(operand, !holds);
  }
  if (node.kind !== 'binary_expression') return false;
  const [left, right] = [node.field('left'), node.field('right')];
  if (!left || !right) return false;
  const { operator } = node;
  if (operator === '&&' || operator === '||') {
    // What holds of a conjunction holds of its parts; of `err != nil || n == 0` either may be why.
    return tellsFailure(left, holds) || tellsFailure(right, holds);
  }
  const isNil = bare(right).kind === 'nil' || bare(left).kind === 'nil';
  const subject = bare(right).kind === 'nil' ? left : right;
  return isNil && isError(subject) && operator === (holds ? '!=' : '==');
}

/** By its type; where that is not in sight, by its name. */
function isError(node: SyntaxNode): boolean {
  const type = typeOf(node);
  return type.kind === 'unknown' ? /^err|Err$/.test(bare(node).text) : isNamed(type, 'error');
}
