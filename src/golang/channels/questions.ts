/** What conditions ask, as far as a way that has decided them once can't decide them otherwise later on. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import type { LocalEntity } from '../entities.ts';
import { functionOf } from '../flow.ts';
import { remember } from '../remember.ts';
import { resolve } from '../scope.ts';
import { typeOf } from '../type-of.ts';
import { isNamed } from '../types.ts';
import { channelAt, type Names } from './names.ts';

/** What a condition asks of one variable, or of one channel. */
export interface Question {
  readonly key: string;
  readonly negated: boolean;
  /** The variable that it is about, where that can change. */
  readonly local: LocalEntity | undefined;
}

/** What `a && b`, `a || b` and `!a` are made of; empty for other conditions. */
export function sidesOf(condition: SyntaxNode): readonly SyntaxNode[] {
  const node = bare(condition);
  if (node.kind === 'unary_expression' && node.operator === '!') return [node.field('operand') ?? []].flat();
  if (node.kind !== 'binary_expression' || !/^(&&|\|\|)$/.test(node.operator)) return [];
  return [node.field('left') ?? [], node.field('right') ?? []].flat();
}

/** A condition's parts that ask something each. */
export function partsOf(condition: SyntaxNode): readonly SyntaxNode[] {
  const sides = sidesOf(condition);
  return sides.length === 0 ? [condition] : sides.flatMap(partsOf);
}

/** Undefined for conditions that are not understood. */
export function questionOf(outer: SyntaxNode, names: Names): Question | undefined {
  const node = bare(outer);
  if (node.kind === 'unary_expression' && node.operator === '!') {
    const inner = questionOf(node.field('operand') ?? node, names);
    return inner && { ...inner, negated: !inner.negated };
  }
  const plain = changing(node);
  if (plain) return { key: keyOf(plain), negated: false, local: plain };
  if (node.kind !== 'binary_expression' || !/^[=!]=$/.test(node.operator)) return undefined;
  const [left, right] = [bare(node.field('left') ?? node), bare(node.field('right') ?? node)];
  const negated = node.operator === '!=';
  const channel = right.kind === 'nil' && left.kind === 'identifier' ? channelAt(left, names) : undefined;
  if (channel !== undefined)
    return { key: isOwn(left) ? madeKey(channel) : givenKey(channel), negated: !negated, local: undefined };
  const local = changing(left);
  if (!local || !/_literal$|^(nil|true|false)$/.test(right.kind)) return undefined;
  return { key: `${keyOf(local)} == ${right.text}`, negated, local };
}

/** Told apart from others of its name. */
export function keyOf(local: LocalEntity): string {
  return `${local.name}@${local.declared.start}`;
}

export function nilKey(local: LocalEntity): string {
  return `${keyOf(local)} == nil`;
}

/** A variable holds its channel once it is made; what was handed in is there from the start. */
export function madeKey(channel: number): string {
  return `made ${channel}`;
}

function givenKey(channel: number): string {
  return `given ${channel}`;
}

/** The answer where nothing on the way has given one. */
export function atFirst(key: string): boolean | undefined {
  return key.startsWith('made ') ? false : key.startsWith('given ') ? true : undefined;
}

/** A variable of the function that asks, rather than a parameter or one that a literal captures. */
function isOwn(name: SyntaxNode): boolean {
  const entity = resolve(name);
  return entity?.kind === 'local' && entity.role === 'var' && functionOf(entity.declared) === functionOf(name);
}

/** The variable that a name means, where only the function that asks changes it, or the one that defers it. */
export function changing(name: SyntaxNode): LocalEntity | undefined {
  const entity = name.kind === 'identifier' ? resolve(name) : undefined;
  if (entity?.kind !== 'local') return undefined;
  const func = functionOf(name);
  const outer = func && isDeferred(func) ? functionOf(func) : undefined;
  if (entity.mentions.some(isPointedTo)) return undefined;
  const isOurs = entity.definitions.every(({ at, how }) => how === 'param' || [func, outer].includes(functionOf(at)));
  return isOurs || entity.definitions.length <= 1 ? entity : undefined;
}

/** Whoever has `&x` may change x. */
function isPointedTo({ parent }: SyntaxNode): boolean {
  return parent?.kind === 'unary_expression' && parent.operator === '&';
}

/** What begins the key of a fact about a condition that holds in one round of a loop at most. */
export const ONCE = 'once ';

/** The loop of which one round at most finds `i == last` so: i is its counter or key, and the other side stays as it is. */
export const loopOfOnce = remember<SyntaxNode, SyntaxNode | undefined>(outer => {
  const node = bare(outer);
  const sides = node.operator === '==' ? [node.field('left'), node.field('right')] : [];
  const [left, right] = sides.map(side => side && bare(side));
  if (!left || !right) return undefined;
  const loop = loopCountedBy(left) ?? loopCountedBy(right);
  const other = loopCountedBy(left) ? right : left;
  return loop && isSteady(other, loop) ? loop : undefined;
}, undefined);

function loopCountedBy(name: SyntaxNode): SyntaxNode | undefined {
  const entity = name.kind === 'identifier' ? resolve(name) : undefined;
  const loop = entity?.kind === 'local' ? entity.declared.within('for_statement', 'block') : undefined;
  if (entity?.kind !== 'local' || loop?.kind !== 'for_statement' || !loop.contains(name)) return undefined;
  const header = loop.children.find(child => child.role !== 'body');
  if (functionOf(name) !== functionOf(loop) || entity.mentions.some(isPointedTo)) return undefined;
  const isCounter = entity.definitions.every(
    ({ at, how }) =>
      how === 'range-key' || (how === 'assign' && header?.field('initializer') === at) || isCount(at, header),
  );
  return isCounter ? loop : undefined;
}

/** `i++` in the header. */
function isCount(at: SyntaxNode, header: SyntaxNode | undefined): boolean {
  return at.kind === 'inc_statement' && header?.field('update') === at;
}

function isSteady(node: SyntaxNode, loop: SyntaxNode): boolean {
  if (/_literal$/.test(node.kind)) return true;
  const entity = node.kind === 'identifier' ? resolve(node) : undefined;
  if (entity?.kind === 'global') return entity.constant;
  return entity?.kind === 'local' && !entity.definitions.some(({ at }) => loop.contains(at));
}

/** `defer func() {...}()`: runs on the ways of the function around it. */
export function isDeferred(func: SyntaxNode): boolean {
  const call = func.kind === 'func_literal' && func.role === 'function' ? func.parent : undefined;
  return call?.parent?.kind === 'defer_statement';
}

/** Conditions that hold on no way that is followed: panics are not, nor what a goroutine sets once it has come far enough not to block. */
export const neverHolds = remember<SyntaxNode, boolean>(outer => {
  const node = bare(outer);
  if (node.kind !== 'binary_expression' || node.field('right')?.kind !== 'nil') return false;
  const value = bare(node.field('left') ?? node);
  // By Go's custom nobody hands on a nil context.
  if (node.operator === '==') return isNamed(typeOf(value), 'context.Context');
  return node.operator === '!=' && (isRecovered(value) || isSetElsewhere(value));
}, false);

/** `r := recover(); r != nil`. */
function isRecovered(value: SyntaxNode): boolean {
  const entity = value.kind === 'identifier' ? resolve(value) : undefined;
  const source = entity?.kind === 'local' ? entity.definitions.find(each => each.value)?.value : value;
  return source?.kind === 'call_expression' && source.text === 'recover()';
}

/** `err != nil` where a goroutine alone sets err. */
function isSetElsewhere(name: SyntaxNode): boolean {
  const entity = name.kind === 'identifier' ? resolve(name) : undefined;
  if (entity?.kind !== 'local' || entity.role !== 'var') return false;
  const given = entity.definitions.filter(each => each.how !== 'declare');
  return given.length > 0 && given.every(({ at }) => functionOf(at) !== functionOf(name));
}

/** The channel that a condition finds closed when it comes out so: `!ok` or `v == nil` after `v, ok := <-ch`. */
export function endOf(outer: SyntaxNode, holds: boolean, names: Names): number | undefined {
  const node = bare(outer);
  if (node.kind === 'unary_expression' && node.operator === '!')
    return endOf(node.field('operand') ?? node, !holds, names);
  if (node.kind === 'identifier') return holds ? undefined : receivedAs(node, 1, names);
  const isNil = node.kind === 'binary_expression' && node.field('right')?.kind === 'nil';
  if (!isNil || (node.operator === '==') !== holds || !/^[!=]=$/.test(node.operator)) return undefined;
  return receivedAs(bare(node.field('left') ?? node), 0, names);
}

/** The channel whose receive alone gives a variable its value, as that result, in the function that asks. */
function receivedAs(name: SyntaxNode, result: number, names: Names): number | undefined {
  const entity = name.kind === 'identifier' ? resolve(name) : undefined;
  if (entity?.kind !== 'local') return undefined;
  const func = functionOf(name);
  const given = entity.definitions.filter(({ at, how }) => how !== 'declare' && functionOf(at) === func);
  const channels = given.map(({ value, result: from }) => {
    const receive = value && from === result && bare(value).operator === '<-' ? bare(value) : undefined;
    return channelAt(receive?.field('operand'), names);
  });
  return channels.every(each => each === channels[0]) ? channels[0] : undefined;
}
