/** The ways of an insert, from where its work begins down to it, and what lies on them. */
import type { Activation } from '../golang/activations.ts';
import { argumentOf } from '../golang/callee.ts';
import { flowAround } from '../golang/flow.ts';
import { resolve } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** On the way of an insert, up to where it begins, a delete may follow: it stands or is called later, is deferred, or waits in a literal. */
export function meets(
  node: SyntaxNode,
  { functions, calls }: Activation,
  reaching: ReadonlyMap<SyntaxNode, readonly SyntaxNode[]>,
): boolean {
  return functions.some((func, level) => {
    const at = level === 0 ? node : calls[level - 1];
    const flow = at && flowAround(at);
    const from = at && flow?.pointOf(at);
    // The call that led here is this same work: what it reaches was looked at a level below.
    const places = (reaching.get(func) ?? []).filter(place => level === 0 || !isCallBy(place, at));
    if (!from || !flow) return places.length > 0;
    return places.some(place => {
      const to = flow.pointOf(place);
      return !to || to === from || to.node?.kind === 'defer_statement' || !isCalled(place) || flow.reaches(from, to);
    });
  });
}

function isCallBy(place: SyntaxNode, call: SyntaxNode | undefined): boolean {
  return call?.field('function')?.contains(place) === true;
}

/** The place calls, rather than hands on as a value. */
function isCalled(place: SyntaxNode): boolean {
  const target = place.role === 'field' && place.parent?.kind === 'selector_expression' ? place.parent : place;
  return target.role === 'function' || target.kind === 'call_expression';
}

/** A call on the way hands `false` to what asks for `true` before it goes on: `if keep { m[k] = v }`, called with `keep` false. */
export function isBarred(node: SyntaxNode, { calls }: Activation): boolean {
  return calls.some((call, level) => {
    const at = level === 0 ? node : calls[level - 1]!;
    const flow = flowAround(at);
    const point = flow?.pointOf(at);
    if (!flow || !point) return false;
    return flow.guards(point).some(({ condition, holds }) => {
      const isNot = bare(condition).operator === '!';
      const asked = bare(isNot ? (bare(condition).field('operand') ?? condition) : condition);
      const entity = asked.kind === 'identifier' ? resolve(asked) : undefined;
      if (entity?.kind !== 'local' || entity.role !== 'param' || entity.owner !== flow.func) return false;
      const given = argumentOf(call, entity.index);
      return given !== undefined && bare(given).kind === (holds === isNot ? 'true' : 'false');
    });
  });
}
