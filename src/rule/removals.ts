/** The family of removals: what takes entries out of a container, and what only looks as if it did. */
import { type Activation, activationsOf, functionsReaching } from '../golang/activations.ts';
import { argumentOf } from '../golang/callee.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { FUNCTIONS } from '../golang/function-of.ts';
import { isInUnendingLoop } from '../golang/lifetime.ts';
import { callersOf, entityOf, keyOriginsOf } from '../golang/origins.ts';
import { takesServed } from '../golang/roles.ts';
import { resolve } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { UniqueKey } from './keys.ts';
import { openExit } from './open-exits.ts';
import { takesOther } from './other-keys.ts';
import { rootOf } from './roots.ts';
import { isSentBack } from './sent-back.ts';
import { isBarred, meets } from './ways.ts';

/** The places that store nil for an entry, as if to take it out: directly, or by handing nil to the function that stores. */
export function nilStores(uses: readonly ContainerUse[]): readonly SyntaxNode[] {
  return uses.flatMap(use => {
    if (use.kind === 'nil') return [use.node];
    const param = use.kind === 'insert' && use.value ? paramAt(use.value) : undefined;
    if (!param || underlying(typeOf(use.value!)).kind === 'slice') return [];
    return callersOf(param.owner).filter(call => argumentOf(call, param.index)?.kind === 'nil');
  });
}

/** The parameter of a declared function that an expression names. */
export function paramAt(expression: SyntaxNode): LocalEntity | undefined {
  const inner = bare(expression);
  const entity = inner.kind === 'identifier' ? resolve(inner) : undefined;
  return entity?.kind === 'local' && entity.role === 'param' && entityOf(entity.owner) ? entity : undefined;
}

/** Not only constants and what is configured. */
export function comesFromOutside(key: SyntaxNode): boolean {
  return keyOriginsOf(key).some(
    ({ kind, source }) => kind !== 'constant' && kind !== 'nil' && source !== 'environment' && source !== 'file',
  );
}

/** Whether one of the reads asks if an entry is there, so that nil is a state of its own. */
export function asksForPresence(uses: readonly ContainerUse[]): boolean {
  return uses.some(use => {
    if (use.kind !== 'read') return false;
    if (use.node.kind === 'range_clause') return true;
    const statement = use.node.parent;
    return (
      use.node.kind === 'index_expression' &&
      statement !== undefined &&
      statement.list('left').length === 2 &&
      statement.list('right').length === 1
    );
  });
}

/** What the deletes of a container leave in. */
export type Remnant =
  /** Entries that were made here leave only when a peer sends their key back. */
  | {
      readonly kind: 'consumed';
      readonly insert: ContainerUse;
      readonly taking: ContainerUse;
      readonly begins: Activation;
    }
  /** What is taken out is never what went in. */
  | { readonly kind: 'other'; readonly insert: ContainerUse; readonly taking: ContainerUse }
  /** Entries of one kind of work leave when it is done, those of another never. */
  | {
      readonly kind: 'elsewhere';
      readonly insert: ContainerUse;
      readonly taking: ContainerUse;
      readonly begins: Activation;
    }
  /** A way out passes no delete. */
  | { readonly kind: 'exits'; readonly insert: ContainerUse; readonly taking: ContainerUse; readonly exit: SyntaxNode };

/** Deletes that take out whatever is old, too much, or not the entry that is being worked on; also through a function that is handed the key. */
export function sweeps({ key, node }: ContainerUse): boolean {
  return !key || isSwept(key, node, 3);
}

function isSwept(key: SyntaxNode, node: SyntaxNode, depth: number): boolean {
  const root = rootOf(key);
  if (!root) return false;
  if (root.definitions.some(({ how }) => how === 'range-key' || how === 'range-value')) return true;
  if (root.role !== 'param')
    return root.definitions.some(({ value }) => value !== undefined && depth > 0 && isSwept(value, node, depth - 1));
  if (root.owner.kind === 'func_literal') return root.owner !== node && !isHandlerLiteral(root.owner);
  return (
    depth > 0 &&
    callersOf(root.owner).some(call => {
      const argument = argumentOf(call, root.index);
      return argument !== undefined && isSwept(argument, call, depth - 1);
    })
  );
}

/** `m.Range(func(k, v any) bool { m.Delete(k) })`: the literal is handed to a call that runs it for each entry. */
function isHandlerLiteral(literal: SyntaxNode): boolean {
  return takesServed(literal) || literal.parent?.kind !== 'argument_list';
}

/** An insert with what makes its key unique, where that is known. */
export interface KeyedInsert {
  readonly use: ContainerUse;
  readonly key: UniqueKey | undefined;
}

/** What the deletes miss of the entries that go in; undefined where nothing shows that they miss any. */
export function remnantOf(inserts: readonly KeyedInsert[], deletes: readonly ContainerUse[]): Remnant | undefined {
  if (deletes.length === 0 || deletes.some(sweeps)) return undefined;
  for (const { use, key } of inserts) {
    const found = key?.confidence === 'high' ? missedUnique(use, key, deletes) : missedElsewhere(use, deletes);
    if (found) return found;
  }
  return undefined;
}

function missedUnique(use: ContainerUse, key: UniqueKey, deletes: readonly ContainerUse[]): Remnant | undefined {
  const [taking] = deletes;
  if (taking && deletes.every(each => takesOther(each, use))) return { kind: 'other', insert: use, taking };
  if (key.by === 'sent') return undefined;
  const stranded = key.by === 'made' ? strandedBy(use, deletes) : undefined;
  const exit = stranded ? undefined : openExit(use, key, deletes);
  const open: Remnant | undefined = stranded ?? (exit && { kind: 'exits', insert: use, ...exit });
  const [begins] = activationsOf(use.node);
  // The exit is left open for a later event, which brings the key back.
  if (open?.kind === 'exits' && key.by === 'made' && begins && deletes.every(each => each.key && isSentBack(each.key)))
    return { kind: 'consumed', insert: use, taking: open.taking, begins };
  return open;
}

/** Where entries leave at the end of each request, their keys are the requests' own: an insert on another way stays, whatever its key is made of. */
function missedElsewhere(use: ContainerUse, deletes: readonly ContainerUse[]): Remnant | undefined {
  if (!use.key || !comesFromOutside(use.key)) return undefined;
  const kind = deletes.every(endsWithRequest) ? 'elsewhere' : isTicket(use) ? 'consumed' : undefined;
  const found = kind && strandedBy(use, deletes);
  return found?.kind === kind ? found : undefined;
}

/** What is kept was made for this once, whatever it is kept under: the secret half of what a peer was given. */
function isTicket({ value }: ContainerUse): boolean {
  return value !== undefined && keyOriginsOf(value).some(({ source }) => source === 'random' || source === 'unique-id');
}

/** In a middleware, or deferred by what answers the request. */
function endsWithRequest({ node }: ContainerUse): boolean {
  for (let func = node.within(...FUNCTIONS); func; func = func.within(...FUNCTIONS)) {
    if (takesServed(func)) return isMiddleware(func) || node.within('defer_statement') !== undefined;
  }
  return false;
}

/** An activation of the insert that no delete is part of. */
function strandedBy(insert: ContainerUse, deletes: readonly ContainerUse[]): Remnant | undefined {
  // A goroutine that takes out what peers name takes out no more than that, whoever started it.
  const sentBack = deletes.every(use => use.key && isSentBack(use.key));
  const reaching = functionsReaching(
    deletes.map(use => use.node),
    !sentBack,
  );
  if (!reaching) return undefined;
  const ways = activationsOf(insert.node).filter(way => !isBarred(insert.node, way));
  const wraps = [...reaching.keys()].some(isMiddleware);
  const isCovered = (way: Activation) => (wraps && way.begins === 'request') || meets(insert.node, way, reaching);
  const open = ways.filter(way => !isCovered(way));
  const begins = open.find(way => isRecurrent(insert.node, way));
  const [taking] = deletes;
  if (!begins || !taking || open.some(way => way.begins === 'exported' || way.begins === 'unknown')) return undefined;
  if (open.length < ways.length)
    return begins.begins === 'request' ? undefined : { kind: 'elsewhere', insert, taking, begins };
  return sentBack ? { kind: 'consumed', insert, taking, begins } : undefined;
}

/** A goroutine that is not started again and again puts entries in again and again only in a loop without end. */
function isRecurrent(node: SyntaxNode, { begins, calls }: Activation): boolean {
  if (begins === 'goroutine') return [node, ...calls].some(isInUnendingLoop);
  return begins === 'request' || begins === 'schedule' || begins === 'timer';
}

/** A function that takes requests and hands them on to the next handler. */
function isMiddleware(func: SyntaxNode): boolean {
  if (!takesServed(func)) return false;
  return [...(func.field('body')?.all('call_expression') ?? [])].some(call =>
    /^(Next|ServeHTTP|next)$/.test(
      bare(call.field('function') ?? call).field('field')?.text ?? bare(call.field('function') ?? call).text,
    ),
  );
}
