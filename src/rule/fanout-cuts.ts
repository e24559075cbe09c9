/** What keeps the number of elements of a fan-out small: a comparison of its length, here or in the callers; a rule in the field's tag; a limit in the query. */
import { argumentOf, argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import { constantNumber, constantString } from '../golang/constants.ts';
import { flowAround } from '../golang/flow.ts';
import { fieldAt } from '../golang/mentions.ts';
import { callersOf, type Origin } from '../golang/origins.ts';
import { resolve } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Fanout } from './fanout.ts';

/** A comparison of the length on the way, a rule in the field's tag, or a limit in the query. */
export function isCut({ rounds, loop, flow }: Fanout, origin: Origin | undefined): boolean {
  if (!rounds.of) return false;
  const point = flow.pointOf(loop.node.children[0] ?? loop.node) ?? loop.head;
  if (flow.guards(point).some(({ condition, holds }) => limits(bare(condition), holds, rounds.of!.text))) return true;
  if (isCutByCallers(rounds.of, 2)) return true;
  return tagged(rounds.of) || (origin !== undefined && asksForFew(origin));
}

/** A parameter, of which every caller hands a part, or what it compared with a limit. */
function isCutByCallers(collection: SyntaxNode, depth: number): boolean {
  const node = bare(collection);
  const param = node.kind === 'identifier' ? resolve(node) : undefined;
  if (param?.kind !== 'local' || param.role !== 'param' || depth === 0) return false;
  const calls = callersOf(param.owner);
  return calls.length > 0 && calls.every(call => isCutAt(call, argumentOf(call, param.index), depth - 1));
}

function isCutAt(call: SyntaxNode, outer: SyntaxNode | undefined, depth: number): boolean {
  if (!outer) return false;
  const argument = bare(outer.kind === 'variadic_argument' ? (outer.children[0] ?? outer) : outer);
  if (argument.kind === 'slice_expression') return argument.field('end') !== undefined;
  const flow = flowAround(call);
  const point = flow?.pointOf(call);
  const guards = flow && point ? flow.guards(point) : [];
  return (
    guards.some(({ condition, holds }) => limits(bare(condition), holds, argument.text)) ||
    isCutByCallers(argument, depth)
  );
}

/** `len(xs) > max` that does not hold, or `len(xs) <= max` that does; comparisons with nothing and one are no limits. */
function limits(condition: SyntaxNode, holds: boolean, text: string): boolean {
  if (condition.kind !== 'binary_expression') return false;
  const left = condition.field('left');
  const right = condition.field('right');
  if (!left || !right) return false;
  const { operator } = condition;
  if (operator === '&&' || operator === '||')
    return (operator === '&&') === holds && [left, right].some(side => limits(bare(side), holds, text));
  const isLength = (side: SyntaxNode) => side.text === `len(${text})` || side.text === text;
  const onLeft = isLength(bare(left));
  if (!onLeft && !isLength(bare(right))) return false;
  const max = constantNumber(onLeft ? right : left);
  const above = onLeft ? /^>=?$/ : /^<=?$/;
  const below = onLeft ? /^<=?$/ : /^>=?$/;
  return (max === undefined || max > 1) && (holds ? below : above).test(operator);
}

/** The field that is ranged over says in its tag how long it may be: `validate:"max=100"`. */
function tagged(collection: SyntaxNode): boolean {
  const node = bare(collection);
  const name = node.kind === 'selector_expression' ? node.field('field') : undefined;
  const declaration = name && fieldAt(name)?.node.within('field_declaration');
  return /\b(max|lte?|len|maxItems)[=:]/.test(declaration?.field('tag')?.text ?? '');
}

/** The query or listing says how much it wants at most. */
function asksForFew({ node, steps }: Origin): boolean {
  return [node, ...steps.map(step => step.node)].some(at => {
    for (let call: SyntaxNode | undefined = at; call?.kind === 'call_expression'; call = receiverOf(call)) {
      if (/\.(Limit|Take|First|FindInBatches)$/.test(symbolOf(calleeOf(call)) || (call.field('function')?.text ?? '')))
        return true;
      if (argumentsOf(call).some(saysLimit)) return true;
    }
    return false;
  });
}

function saysLimit(argument: SyntaxNode): boolean {
  if (/\blimit\b/i.test(constantString(argument) ?? '')) return true;
  const names = [argument, ...argument.all('keyed_element')].map(each => each.field('key')?.text ?? each.text);
  return names.some(name => /^[\w.()]*(limit|page|batch|chunk|window|offset|max)\w*\)?$/i.test(name));
}

function receiverOf(call: SyntaxNode): SyntaxNode | undefined {
  const receiver = argumentOf(call, 'receiver');
  return receiver && bare(receiver);
}
