/** Ways on which an acquired value is not given back: from the acquiring call to the end of its function, or round the loop to itself. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { tellsFailure } from './endings.ts';
import { type Fate, isOffered } from './fate.ts';
import { type Flow, flowAround, type Point } from './flow.ts';
import { FUNCTIONS } from './function-of.ts';
import { placeOf, reaching } from './places.ts';
import { resolve } from './scope.ts';

export interface WayOut {
  readonly flow: Flow;
  /** Where the value is lost: an exit, a return of the literal called in place that it belongs to, or the acquiring call itself, met again. */
  readonly end: Point;
}

/**
 * A way from the acquiring call to an end that `accepts`, without a release and without a branch that can't be taken while the value is held:
 * the call's own error, a nil check of what holds it, the opposite of a condition that it was acquired under. `unfailing`: nor a
 * branch that is taken because of an error.
 */
export function wayOut(
  call: SyntaxNode,
  fate: Fate,
  accepts: (flow: Flow, end: Point) => boolean,
  { unfailing = false } = {},
): WayOut | undefined {
  const flow = flowAround(call);
  const start = flow?.pointOf(call);
  if (!flow || !start) return undefined;
  const guards = flow.guards(start);
  const contradicts = ({ node, taken }: Point) =>
    node !== undefined &&
    (taken === 'true' || taken === 'false') &&
    (guards.some(({ condition, holds }) => holds !== (taken === 'true') && condition.text === node.text) ||
      saysNil(node, taken === 'true', fate) ||
      isOwnError(node, taken === 'true', call));
  // A send that is offered in a select hands the value on in its own case only.
  const [offered, plain] = [fate.releases.filter(isOffered), fate.releases.filter(each => !isOffered(each))];
  const releases = ({ node }: Point) => plain.some(release => node?.contains(release));
  const sends = ({ node }: Point) =>
    node?.kind === 'communication_case' && offered.some(send => node.field('communication') === send);
  const ends = (point: Point) => point.kind === 'exit' || point === start || leavesInner(point, call, flow);
  const stops = (point: Point) =>
    point.kind === 'branch'
      ? contradicts(point) || sends(point) || (unfailing && isFailing(point))
      : releases(point) || leavesInner(point, call, flow);
  const isEnd = (point: Point) => ends(point) && (point.kind === 'exit' || !releases(point)) && accepts(flow, point);
  const end = flow.way(start, isEnd, stops)?.at(-1);
  return end && { flow, end };
}

function isFailing({ node, taken }: Point): boolean {
  return node !== undefined && (taken === 'true' || taken === 'false') && tellsFailure(node, taken === 'true');
}

/** A return of the literal, called in place, that the call stands in: what the literal holds is lost there. */
function leavesInner({ node }: Point, call: SyntaxNode, flow: Flow): boolean {
  if (node?.kind !== 'return_statement') return false;
  const inner = call.within(...FUNCTIONS);
  return inner !== flow.func && node.within('func_literal') === inner;
}

/** `w != nil` that does not hold, of a variable that holds the value. */
function saysNil(outer: SyntaxNode, holds: boolean, { holders }: Fate): boolean {
  const condition = bare(outer);
  if (condition.kind !== 'binary_expression' || !condition.text.includes('nil')) return false;
  if (condition.operator !== (holds ? '==' : '!=')) return false;
  const left = condition.field('left');
  const entity = left?.kind === 'identifier' ? resolve(left) : undefined;
  return entity?.kind === 'local' && holders.includes(entity);
}

/** The condition finds the error that the acquiring call returned beside the value. */
function isOwnError(condition: SyntaxNode, holds: boolean, call: SyntaxNode): boolean {
  if (!tellsFailure(condition, holds)) return false;
  return condition.all('identifier').some(name => {
    const place = placeOf(name);
    const seen = place && resolve(name)?.kind === 'local' ? reaching(place, name).definitions : [];
    return seen.length > 0 && seen.every(({ definition }) => definition.value && bare(definition.value) === call);
  });
}
