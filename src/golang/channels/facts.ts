/** What a way knows of variables: conditions that it has decided, constants that it has assigned, results that it was given. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf } from '../callee.ts';
import type { LocalEntity } from '../entities.ts';
import { remember } from '../remember.ts';
import { isChannelMake } from './channel.ts';
import { channelAt, type Names, parametersOf } from './names.ts';
import {
  atFirst,
  changing,
  keyOf,
  loopOfOnce,
  madeKey,
  neverHolds,
  nilKey,
  ONCE,
  questionOf,
  sidesOf,
} from './questions.ts';

export interface Fact {
  readonly holds: boolean;
  /** The variable that it is about, where that can change. */
  readonly local: LocalEntity | undefined;
  /** The loop whose rounds it holds for. */
  readonly loop?: SyntaxNode;
}

export type Facts = ReadonlyMap<string, Fact>;

/** The same for the same facts. */
export function factsKey(facts: Facts): string {
  return [...facts]
    .map(([key, { holds }]) => `${key}:${holds}`)
    .sort()
    .join(';');
}

/** What is known after a condition came out so; undefined where it can't. */
export function decided(outer: SyntaxNode, holds: boolean, facts: Facts, names: Names): Facts | undefined {
  const condition = bare(outer);
  const [left, right] = sidesOf(condition);
  if (left && !right) return decided(left, !holds, facts, names);
  if (!left || !right) return decidedAlone(condition, holds, facts, names);
  if ((condition.operator === '&&') === holds) {
    const first = decided(left, holds, facts, names);
    return first && decided(right, holds, first, names);
  }
  // One of the sides came out so: which, only the other one tells.
  const byLeft = decided(left, holds, facts, names);
  const otherwise = decided(left, !holds, facts, names);
  const byRight = otherwise && decided(right, holds, otherwise, names);
  return byLeft && byRight ? facts : (byLeft ?? byRight);
}

function decidedAlone(condition: SyntaxNode, holds: boolean, facts: Facts, names: Names): Facts | undefined {
  if (neverHolds(condition)) return holds ? undefined : facts;
  const loop = loopOfOnce(condition);
  if (loop) return holds ? happening(`${ONCE}${condition.start}`, loop, facts) : facts;
  const asked = questionOf(condition, names);
  if (!asked) return facts;
  const answer = asked.negated ? !holds : holds;
  const known = facts.get(asked.key)?.holds ?? atFirst(asked.key);
  if (known !== undefined) return known === answer ? facts : undefined;
  return new Map([...facts, [asked.key, { holds: answer, local: asked.local }]]);
}

/** What can happen in one round only. */
function happening(key: string, loop: SyntaxNode, facts: Facts): Facts | undefined {
  return facts.has(key) ? undefined : new Map([...facts, [key, { holds: true, local: undefined, loop }]]);
}

/** At the beginning of a loop nothing has happened in its rounds. */
export function beginning(facts: Facts, loop: SyntaxNode): Facts {
  return facts.size === 0 ? facts : keeping(facts, (_, fact) => fact.loop !== loop);
}

/** Without what was known of the variables that a statement, or anything inside a loop, gives a value. */
export function forgetting(facts: Facts, at: SyntaxNode): Facts {
  return facts.size === 0 ? facts : keeping(facts, (_, { local }) => !local || !defines(at, local));
}

export function defines(at: SyntaxNode, local: LocalEntity): boolean {
  return local.definitions.some(each => at.contains(each.at));
}

export function keeping(facts: Facts, isKept: (key: string, fact: Fact) => boolean): Facts {
  const kept = [...facts].filter(([key, fact]) => isKept(key, fact));
  return kept.length === facts.size ? facts : new Map(kept);
}

/** After `ch = make(...)`, ch is not nil; after `done = true`, done holds; after `var done bool`, it does not. */
export function afterStatement(statement: SyntaxNode, facts: Facts, names: Names): Facts {
  if (!/^(var_declaration|short_var_declaration|assignment_statement)$/.test(statement.kind)) return facts;
  return afterConstant(statement, afterZero(statement, afterMake(statement, facts, names)));
}

/** Both are said of a variable: whoever asks knows which of them can be asked of its type. */
function afterZero(statement: SyntaxNode, facts: Facts): Facts {
  if (statement.kind !== 'var_declaration') return facts;
  const learnt = statement.all('var_spec').flatMap(spec => {
    const locals = spec.list('value').length > 0 ? [] : spec.list('name').flatMap(name => changing(name) ?? []);
    return locals.flatMap(local => [
      [nilKey(local), { holds: true, local }] as const,
      [keyOf(local), { holds: false, local }] as const,
    ]);
  });
  return learnt.length > 0 ? new Map<string, Fact>([...facts, ...learnt]) : facts;
}

function afterMake(statement: SyntaxNode, facts: Facts, names: Names): Facts {
  const values = statement.kind === 'var_declaration' ? statement.all('call_expression') : statement.list('right');
  if (!values.some(value => isChannelMake(bare(value)))) return facts;
  const target = statement.list('left')[0];
  const channel = target && channelAt(target, names);
  if (channel === undefined) return facts;
  return new Map([...facts, [madeKey(channel), { holds: true, local: undefined }]]);
}

function afterConstant(statement: SyntaxNode, facts: Facts): Facts {
  if (statement.kind === 'var_declaration') {
    const specs = statement.all('var_spec').filter(spec => spec.list('name').length === spec.list('value').length);
    return specs.reduce((known, spec) => learning(known, spec.list('name'), spec.list('value')), facts);
  }
  const [targets, values] = [statement.list('left'), statement.list('right')];
  if (targets.length !== values.length || (statement.operator !== '' && statement.operator !== '=')) return facts;
  return learning(facts, targets, values);
}

/** After `x, err := f()`: what the return statement that was taken says of x and err. */
export function afterReturn(call: SyntaxNode, exit: SyntaxNode | undefined, facts: Facts): Facts {
  const { parent } = call;
  if (
    exit?.kind !== 'return_statement' ||
    !parent ||
    !/^(short_var_declaration|assignment_statement)$/.test(parent.kind)
  )
    return facts;
  const targets = parent.list('left');
  return targets.length === exit.children.length ? learning(facts, targets, exit.children) : facts;
}

function learning(facts: Facts, targets: readonly SyntaxNode[], values: readonly SyntaxNode[]): Facts {
  const learnt = targets.flatMap((target, index) => {
    const local = changing(target);
    const value = values[index]!;
    const other = local && changing(value);
    const known = other && facts.get(nilKey(other));
    if (local && known) return [[nilKey(local), { holds: known.holds, local }] as const];
    if (!local || !/^(nil|true|false)$/.test(value.text)) return [];
    const key = value.text === 'nil' ? nilKey(local) : keyOf(local);
    return [[key, { holds: value.text !== 'false', local }] as const];
  });
  return learnt.length > 0 ? new Map<string, Fact>([...facts, ...learnt]) : facts;
}

/** What a function knows of its parameters when it is called with such facts; of those that no condition asks, nothing. */
export function factsInside(call: SyntaxNode, func: SyntaxNode, facts: Facts): Facts {
  const learnt = handedTo(call, func).flatMap(({ param, argument }): readonly (readonly [string, Fact])[] => {
    if (argument.kind === 'nil') return [[nilKey(param), { holds: true, local: param }]];
    if (/^(true|false)$/.test(argument.text))
      return [[keyOf(param), { holds: argument.text === 'true', local: param }]];
    const local = changing(argument);
    return [nilKey, keyOf].flatMap(key => {
      const known = local && facts.get(key(local));
      return known ? [[key(param), { holds: known.holds, local: param }] as const] : [];
    });
  });
  return new Map(learnt);
}

/** The variables that a call hands to a function which asks something of them. */
export function localsHanded(call: SyntaxNode, func: SyntaxNode): readonly LocalEntity[] {
  return handedTo(call, func).flatMap(({ argument }) => changing(argument) ?? []);
}

interface Given {
  readonly param: LocalEntity;
  readonly argument: SyntaxNode;
}

function handedTo(call: SyntaxNode, func: SyntaxNode): readonly Given[] {
  const given = argumentsOf(call);
  return parametersOf(func).flatMap((param, index) => {
    const argument = given[index];
    return param && argument && isAskedOf(param) ? [{ param, argument: bare(argument) }] : [];
  });
}

const isAskedOf = remember<LocalEntity, boolean>(
  param => param.mentions.some(mention => mention.within('if_statement', 'block')?.kind === 'if_statement'),
  false,
);
