/** Ids that things keep: made only for what has none yet, or read from a configuration or a store, so that what was there comes back under the id that it had. */
import { fieldTags } from '../catalog/field-tags.ts';
import { constantOf } from '../golang/constants.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import { flowAround } from '../golang/flow.ts';
import { fieldAt } from '../golang/mentions.ts';
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

/** A field that a configuration is read into: what one place gives it is a setting, and made as often as what it configures. */
export function isSetting(expression: SyntaxNode): boolean {
  return isTagged(expression, fieldTags.setting);
}

/** `accounts[account.ID] = account`, where a store keeps accounts: what is loaded again goes in under the same id. */
export function isRecord({ key, value }: ContainerUse): boolean {
  const [from, held] = [key && placeOf(key), value && placeOf(value)];
  if (!key || !from || !held || from.root !== held.root || from.path.length !== held.path.length + 1) return false;
  return isTagged(key, fieldTags.record);
}

/** Whether the field that an expression names has one of the tags, and is not left out by it. */
function isTagged(expression: SyntaxNode, tags: readonly string[]): boolean {
  const node = bare(expression);
  const name = node.kind === 'selector_expression' ? node.field('field') : undefined;
  const declaration = name && fieldAt(name)?.node.within('field_declaration');
  return new RegExp(`\\b(${tags.join('|')}):"[^"-]`).test(declaration?.field('tag')?.text ?? '');
}
