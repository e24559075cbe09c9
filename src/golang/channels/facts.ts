/** Conditions that a way has decided once: it can't decide them otherwise later. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { functionOf } from '../flow.ts';
import { resolve } from '../scope.ts';
import { isChannelMake } from './channel.ts';
import { channelAt, type Names } from './names.ts';
import type { State } from './state.ts';

/** The state after a condition came out so; undefined where it can't. */
export function decided(condition: SyntaxNode, holds: boolean, state: State, names: Names): State | undefined {
  if (isRecovered(condition)) return holds ? undefined : state;
  const asked = question(condition, names);
  if (!asked) return state;
  const answer = asked.negated ? !holds : holds;
  const known = state.facts.get(asked.key) ?? first(asked.key);
  if (known !== undefined) return known === answer ? state : undefined;
  return { ...state, facts: new Map([...state.facts, [asked.key, answer]]) };
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

/** A variable holds its channel once it is made; what was handed in is there from the start. */
function first(key: string): boolean | undefined {
  return key.startsWith('made ') ? false : key.startsWith('given ') ? true : undefined;
}

/** A variable of the function that asks, rather than a parameter or one that a literal captures. */
function isOwn(name: SyntaxNode): boolean {
  const entity = resolve(name);
  return entity?.kind === 'local' && entity.role === 'var' && functionOf(entity.declared) === functionOf(name);
}

/** What a statement settles: after `ch = make(...)`, ch is not nil. */
export function factOf(statement: SyntaxNode, names: Names): string | undefined {
  const values = statement.kind === 'var_declaration' ? [...statement.all('call_expression')] : statement.list('right');
  if (!values.some(value => isChannelMake(bare(value)))) return undefined;
  const target = statement.list('left')[0];
  const channel = target && channelAt(target, names);
  return channel === undefined ? undefined : `made ${channel}`;
}

interface Question {
  readonly key: string;
  readonly negated: boolean;
}

/** Conditions whose outcome can't change: of variables that are given one value. */
function question(outer: SyntaxNode, names: Names): Question | undefined {
  const node = bare(outer);
  if (node.kind === 'unary_expression' && node.operator === '!') {
    const inner = question(node.field('operand') ?? node, names);
    return inner && { ...inner, negated: !inner.negated };
  }
  if (node.kind === 'identifier') {
    const name = fixedName(node);
    return name === undefined ? undefined : { key: name, negated: false };
  }
  if (node.kind !== 'binary_expression' || !/^[=!]=$/.test(node.operator)) return undefined;
  const [left, right] = [bare(node.field('left') ?? node), bare(node.field('right') ?? node)];
  const negated = node.operator === '!=';
  const channel = right.kind === 'nil' && left.kind === 'identifier' ? channelAt(left, names) : undefined;
  if (channel !== undefined) return { key: `${isOwn(left) ? 'made' : 'given'} ${channel}`, negated: !negated };
  const name = fixedName(left);
  if (name === undefined || !/_literal$|^(nil|true|false)$/.test(right.kind)) return undefined;
  return { key: `${name} == ${right.text}`, negated };
}

/** A variable that is given one value, told apart from others of its name; undefined for what changes. */
function fixedName(name: SyntaxNode): string | undefined {
  const entity = name.kind === 'identifier' ? resolve(name) : undefined;
  if (entity?.kind === 'global') return entity.constant ? name.text : undefined;
  if (entity?.kind !== 'local' || entity.definitions.filter(each => each.how !== 'declare').length > 1)
    return undefined;
  return `${name.text}@${entity.declared.start}`;
}
