/** Ids that things keep: made only for what has none yet, so that what was stored or configured comes back under the id that it had. */
import { constantOf } from '../golang/constants.ts';
import { flowAround } from '../golang/flow.ts';
import type { Origin } from '../golang/origins.ts';
import { type Place, placeOf, samePlace } from '../golang/places.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** `if u.ID == "" { u.ID = uuid.NewString() }`: the id is made where one is missing. */
export function isMadeWhereMissing({ node, steps }: Origin): boolean {
  return [node, ...steps.map(step => step.node)].some(isGivenWhereMissing);
}

function isGivenWhereMissing(node: SyntaxNode): boolean {
  const statement =
    node.kind === 'assignment_statement' ? node : node.within('assignment_statement', 'func_literal', 'block');
  const [target] = statement?.list('left') ?? [];
  const place = target && placeOf(target);
  const flow = flowAround(node);
  const point = flow?.pointOf(node);
  if (!place || !flow || !point) return false;
  return flow.guards(point).some(({ condition }) => asksIfEmpty(condition, place));
}

function asksIfEmpty(outer: SyntaxNode, place: Place): boolean {
  const condition = bare(outer);
  const sides = condition.kind === 'binary_expression' ? condition.children.map(bare) : [];
  if (/^(&&|\|\|)$/.test(condition.operator)) return sides.some(side => asksIfEmpty(side, place));
  if (condition.operator === '!') return asksIfEmpty(condition.field('operand') ?? condition, place);
  const asked = sides.some(side => samePlace(placeOf(side), place) || isCallWith(side, place));
  return sides.length > 0 ? asked && sides.some(isEmpty) : isCallWith(condition, place);
}

/** `len(u.ID)`, `u.ID.IsZero()` */
function isCallWith(call: SyntaxNode, place: Place): boolean {
  if (call.kind !== 'call_expression') return false;
  const operand = call.field('function')?.field('operand');
  const given = [operand, ...(call.field('arguments')?.children ?? [])];
  return given.some(each => each !== undefined && samePlace(placeOf(each), place));
}

/** A zero value: `""`, `0`, `nil`, `ID{}`, `uuid.Nil`. */
function isEmpty(node: SyntaxNode): boolean {
  if (node.kind === 'nil') return true;
  if (node.kind === 'composite_literal') return node.field('body')?.children.length === 0;
  const value = constantOf(node);
  return value === '' || value === 0 || /(^|\.)(Nil|Zero|Empty)\w*$/.test(node.text);
}
