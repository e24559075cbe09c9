/** Conditions that a way has decided once: it can't decide them otherwise until the variable changes. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import type { LocalEntity } from '../entities.ts';
import { functionOf } from '../flow.ts';
import { resolve } from '../scope.ts';
import { isChannelMake } from './channel.ts';
import { channelAt, type Names } from './names.ts';
import type { State } from './state.ts';

export interface Fact {
  readonly holds: boolean;
  /** The variable that it is about, where that can change. */
  readonly local: LocalEntity | undefined;
}

export type Facts = ReadonlyMap<string, Fact>;

/** The state after a condition came out so; undefined where it can't. */
export function decided(condition: SyntaxNode, holds: boolean, state: State, names: Names): State | undefined {
  if (isRecovered(condition) || isSetElsewhere(condition)) return holds ? undefined : state;
  const asked = question(condition, names);
  if (!asked) return state;
  const answer = asked.negated ? !holds : holds;
  const known = state.facts.get(asked.key)?.holds ?? first(asked.key);
  if (known !== undefined) return known === answer ? state : undefined;
  return { ...state, facts: new Map([...state.facts, [asked.key, { holds: answer, local: asked.local }]]) };
}

/** Without what was known of the variables that a statement, or anything inside a loop, gives a value. */
export function forgetting(state: State, at: SyntaxNode): State {
  const stale = [...state.facts].filter(([, { local }]) => local?.definitions.some(each => at.contains(each.at)));
  if (stale.length === 0) return state;
  return { ...state, facts: new Map([...state.facts].filter(([key]) => !stale.some(([old]) => old === key))) };
}

/** After `ch = make(...)`, ch is not nil. */
export function afterMake(statement: SyntaxNode, state: State, names: Names): State {
  const values = statement.kind === 'var_declaration' ? statement.all('call_expression') : statement.list('right');
  if (!values.some(value => isChannelMake(bare(value)))) return state;
  const target = statement.list('left')[0];
  const channel = target && channelAt(target, names);
  if (channel === undefined) return state;
  return { ...state, facts: new Map([...state.facts, [`made ${channel}`, { holds: true, local: undefined }]]) };
}

/** After `done = true`: what constants say. */
export function afterConstant(statement: SyntaxNode, state: State): State {
  const targets = statement.kind === 'var_declaration' ? [] : statement.list('left');
  const values = statement.list('right');
  if (targets.length !== values.length || (statement.operator !== '' && statement.operator !== '=')) return state;
  return learning(state, targets, values);
}

/** After `x, err := f()`: what the return statement that was taken says of x and err. */
export function afterReturn(call: SyntaxNode, exit: SyntaxNode | undefined, state: State): State {
  const { parent } = call;
  if (
    exit?.kind !== 'return_statement' ||
    !parent ||
    !/^(short_var_declaration|assignment_statement)$/.test(parent.kind)
  )
    return state;
  const targets = parent.list('left');
  return targets.length === exit.children.length ? learning(state, targets, exit.children) : state;
}

function learning(state: State, targets: readonly SyntaxNode[], values: readonly SyntaxNode[]): State {
  const learnt = targets.flatMap((target, index) => {
    const local = changing(target);
    const value = values[index]!;
    const other = local && changing(value);
    const known = other && state.facts.get(`${keyOf(other)} == nil`);
    if (local && known) return [[`${keyOf(local)} == nil`, { holds: known.holds, local }] as const];
    if (!local || !/^(nil|true|false)$/.test(value.text)) return [];
    const key = value.text === 'nil' ? `${keyOf(local)} == nil` : keyOf(local);
    return [[key, { holds: value.text !== 'false', local }] as const];
  });
  return learnt.length > 0 ? { ...state, facts: new Map([...state.facts, ...learnt]) } : state;
}

/** `r := recover(); r != nil`: holds in a panic only, and panics are not followed. */
function isRecovered(outer: SyntaxNode): boolean {
  const node = bare(outer);
  if (node.kind !== 'binary_expression' || node.operator !== '!=' || node.field('right')?.kind !== 'nil') return false;
  const value = bare(node.field('left') ?? node);
  const entity = value.kind === 'identifier' ? resolve(value) : undefined;
  const source = entity?.kind === 'local' ? entity.definitions.find(each => each.value)?.value : value;
  return source?.kind === 'call_expression' && source.text === 'recover()';
}

/** `err != nil` where a goroutine alone sets err: it has come that far, and will not block before. */
function isSetElsewhere(outer: SyntaxNode): boolean {
  const node = bare(outer);
  if (node.kind !== 'binary_expression' || node.operator !== '!=' || node.field('right')?.kind !== 'nil') return false;
  const name = bare(node.field('left') ?? node);
  const entity = name.kind === 'identifier' ? resolve(name) : undefined;
  if (entity?.kind !== 'local' || entity.role !== 'var') return false;
  const given = entity.definitions.filter(each => each.how !== 'declare');
  return given.length > 0 && given.every(({ at }) => functionOf(at) !== functionOf(name));
}

/** A variable holds its channel once it is made; what was handed in is there from the start. */
function first(key: string): boolean | undefined {
  return key.startsWith('made ') ? false : key.startsWith('given ') ? true : undefined;
}

/** A variable of the function that asks, rather than a parameter or one that a literal captures. */
function isOwn(name: SyntaxNode): boolean {
  const entity = resolve(name);
  return entity?.kind === 'local' && entity.role === 'var' && functionOf(entity.declared) === functionOf(name);
}

interface Question {
  readonly key: string;
  readonly negated: boolean;
  readonly local: LocalEntity | undefined;
}

/** What a condition asks of one variable; undefined for others. */
function question(outer: SyntaxNode, names: Names): Question | undefined {
  const node = bare(outer);
  if (node.kind === 'unary_expression' && node.operator === '!') {
    const inner = question(node.field('operand') ?? node, names);
    return inner && { ...inner, negated: !inner.negated };
  }
  const plain = changing(node);
  if (plain) return { key: keyOf(plain), negated: false, local: plain };
  if (node.kind !== 'binary_expression' || !/^[=!]=$/.test(node.operator)) return undefined;
  const [left, right] = [bare(node.field('left') ?? node), bare(node.field('right') ?? node)];
  const negated = node.operator === '!=';
  const channel = right.kind === 'nil' && left.kind === 'identifier' ? channelAt(left, names) : undefined;
  if (channel !== undefined)
    return { key: `${isOwn(left) ? 'made' : 'given'} ${channel}`, negated: !negated, local: undefined };
  const local = changing(left);
  if (!local || !/_literal$|^(nil|true|false)$/.test(right.kind)) return undefined;
  return { key: `${keyOf(local)} == ${right.text}`, negated, local };
}

/** The variable that a name means, where only the function that asks changes it, or the one that defers it. */
function changing(name: SyntaxNode): LocalEntity | undefined {
  const entity = name.kind === 'identifier' ? resolve(name) : undefined;
  if (entity?.kind !== 'local') return undefined;
  const func = functionOf(name);
  const outer = func && isDeferred(func) ? functionOf(func) : undefined;
  const isOurs = entity.definitions.every(({ at, how }) => how === 'param' || [func, outer].includes(functionOf(at)));
  return isOurs || entity.definitions.length <= 1 ? entity : undefined;
}

/** `defer func() {...}()`: runs on the ways of the function around it. */
export function isDeferred(func: SyntaxNode): boolean {
  const call = func.kind === 'func_literal' && func.role === 'function' ? func.parent : undefined;
  return call?.parent?.kind === 'defer_statement';
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

/** The channel whose receive gives a variable its value, as that result. */
function receivedAs(name: SyntaxNode, result: number, names: Names): number | undefined {
  const entity = name.kind === 'identifier' ? resolve(name) : undefined;
  if (entity?.kind !== 'local') return undefined;
  const receive = entity.definitions.find(
    each => each.result === result && each.value && bare(each.value).operator === '<-',
  )?.value;
  return receive && channelAt(bare(receive).field('operand'), names);
}

/** Told apart from others of its name. */
function keyOf(local: LocalEntity): string {
  return `${local.name}@${local.declared.start}`;
}
