/** What tells a goroutine to end: contexts and quit channels that its starter or owner holds, and breaks that were meant to leave its loop. */
import { calleeOf, symbolOf } from '../golang/callee.ts';
import type { TypeEntity } from '../golang/entities.ts';
import { functionOf } from '../golang/flow.ts';
import { frequencyOf } from '../golang/lifetime.ts';
import { fieldsOf, memberOf } from '../golang/members.ts';
import { usesOfField, usesOfType } from '../golang/mentions.ts';
import { isLibrary } from '../golang/programs.ts';
import { bindingsAround, resolve } from '../golang/scope.ts';
import { localType, typeOf } from '../golang/type-of.ts';
import { isNamed, pointee, signatureOf, type Type, typeFrom, UNKNOWN, underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Wait } from './waits.ts';

/** What the function that starts a goroutine, or the receiver of it or of the goroutine, holds to end it by: `ctx.Done()`, `s.quit`. */
export function heldSignal(start: SyntaxNode, wait: Wait): string | undefined {
  const starter = functionOf(start);
  const functions = starter && starter !== wait.func ? [starter, wait.func] : [wait.func];
  for (const func of functions) {
    const found = contextParam(func) ?? ownSignal(func);
    if (found) return found;
  }
  return usedContext(start, wait);
}

/** A context that the starter can cancel and that the rounds of the loop work with: once it is cancelled, each of them fails, for ever. */
function usedContext(start: SyntaxNode, { loop }: Wait): string | undefined {
  const found = bindingsAround(start).locals.find(
    local =>
      local.owner.contains(start) &&
      local.role === 'var' &&
      isNamed(localType(local), 'context.Context') &&
      local.definitions.some(({ value }) => value && isCancellable(bare(value))) &&
      local.mentions.some(mention => loop?.node.contains(mention)),
  );
  return found && `${found.name}.Done()`;
}

function isCancellable(value: SyntaxNode): boolean {
  return value.kind === 'call_expression' && symbolOf(calleeOf(value)) === 'context.WithCancel';
}

export interface Closer {
  /** `Store.Close` */
  readonly owner: string;
  readonly node: SyntaxNode;
  /** Owners may come and go: a library's, unless all that are made in sight are made once. */
  readonly comes: boolean;
}

const CLOSERS = ['Close', 'Stop', 'Shutdown'];

/** A method of the goroutine's owner that is there to end it: `(*Store).Close`. The owner is the receiver, or what the starter constructs. */
export function closerOf(start: SyntaxNode, wait: Wait): Closer | undefined {
  for (const func of [wait.func, functionOf(start)]) {
    const type = func && ownerType(func);
    if (type?.kind !== 'named' || !type.entity || type.entity.local) continue;
    for (const name of CLOSERS) {
      const [method] = type.entity.pkg.methods(type.entity.name, name);
      if (method)
        return {
          owner: `${type.entity.name}.${name}`,
          node: method.node.field('name') ?? method.node,
          comes: comesAndGoes(type.entity),
        };
    }
  }
  return undefined;
}

function comesAndGoes(type: TypeEntity): boolean {
  const made = usesOfType(type).flatMap(use => (use.parent?.kind === 'composite_literal' ? [use.parent] : []));
  return isLibrary(type.pkg) && made.some(literal => /^(many|unknown)$/.test(frequencyOf(literal).how));
}

function ownerType(func: SyntaxNode): Type | undefined {
  const receiver = func.field('receiver')?.children[0]?.field('type');
  if (receiver) return pointee(typeFrom(receiver));
  return func.kind === 'function_declaration' ? pointee(signatureOf(func).results[0] ?? UNKNOWN) : undefined;
}

function contextParam(func: SyntaxNode): string | undefined {
  for (const param of func.field('parameters')?.children ?? []) {
    if (!isNamed(typeFrom(param.field('type')), 'context.Context')) continue;
    const name = param.list('name')[0]?.text;
    if (name && name !== '_') return `${name}.Done()`;
  }
  return undefined;
}

/** A context or a channel that somebody closes, among the fields of the receiver. */
function ownSignal(func: SyntaxNode): string | undefined {
  const receiver = func.field('receiver')?.children[0];
  const name = receiver?.list('name')[0];
  if (!name) return undefined;
  const type = pointee(typeOf(name));
  const under = underlying(type);
  if (under.kind !== 'struct') return undefined;
  for (const field of fieldsOf(under.node)) {
    if (isNamed(field.type, 'context.Context')) return `${name.text}.${field.name}.Done()`;
    if (isQuit(field.type) && usesOfField(field.node).some(isClosed)) return `${name.text}.${field.name}`;
  }
  return undefined;
}

function isQuit(type: Type): boolean {
  const under = underlying(type);
  return under.kind === 'chan' && (under.elem.kind === 'struct' || isNamed(under.elem, 'struct{}', 'bool'));
}

function isClosed(use: SyntaxNode): boolean {
  const value = use.parent?.kind === 'selector_expression' ? use.parent : use;
  const call = value.parent?.kind === 'argument_list' ? value.parent.parent : undefined;
  const callee = call && calleeOf(call);
  return callee?.kind === 'builtin' && callee.name === 'close';
}

/** A `break` in a case that is ready once and for all (a context that is done, a channel that is closed), which was meant for the loop. */
export function lostBreak(wait: Wait): { readonly node: SyntaxNode; readonly quit: SyntaxNode } | undefined {
  for (const clause of wait.others) {
    const last = clause.children.at(-1);
    const quit = endSignal(clause);
    if (quit && last?.kind === 'break_statement' && last.children.length === 0) return { node: last, quit };
  }
  return undefined;
}

/** The channel of a case that tells to end: of a context, or one that somebody closes. It is ready once and for all. */
export function endSignal(clause: SyntaxNode): SyntaxNode | undefined {
  const communication = clause.field('communication');
  for (const receive of communication?.all('unary_expression') ?? []) {
    const channel = receive.operator === '<-' ? receive.field('operand') : undefined;
    if (channel && (isDone(channel) || isClosedSomewhere(channel))) return channel;
  }
  return undefined;
}

function isDone(channel: SyntaxNode): boolean {
  const target = channel.kind === 'call_expression' ? bare(channel.field('function') ?? channel) : undefined;
  const operand = target?.kind === 'selector_expression' ? target.field('operand') : undefined;
  return (
    operand !== undefined && target?.field('field')?.text === 'Done' && isNamed(typeOf(operand), 'context.Context')
  );
}

function isClosedSomewhere(outer: SyntaxNode): boolean {
  const channel = bare(outer);
  if (channel.kind === 'selector_expression') {
    const operand = channel.field('operand');
    const member = operand && memberOf(typeOf(operand), channel.field('field')?.text ?? '');
    return member?.kind === 'field' && usesOfField(member.field.node).some(isClosed);
  }
  const entity = channel.kind === 'identifier' ? resolve(channel) : undefined;
  return entity?.kind === 'local' && entity.mentions.some(isClosed);
}
