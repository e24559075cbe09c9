/** The family of removals: what takes entries out of a container, and what only looks as if it did. */
import { effectsOf } from '../catalog/index.ts';
import type { Source } from '../catalog/schema.ts';
import { type Activation, activationsOf, functionsReaching } from '../golang/activations.ts';
import { argumentOf, argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { flowAround, functionOf } from '../golang/flow.ts';
import { isInUnendingLoop } from '../golang/lifetime.ts';
import { wayWithout } from '../golang/must-pass.ts';
import { callersOf, entityOf, keyOriginsOf } from '../golang/origins.ts';
import { takesServed } from '../golang/roles.ts';
import { resolve } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { UniqueKey } from './keys.ts';
import { isSameKey, takesOther } from './other-keys.ts';
import { SENT } from './sent.ts';

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

/** The variable that an expression is taken from: `id`, of `id`, `s.id`, `*resp.Id`, `string(id)`. */
export function rootOf(expression: SyntaxNode): LocalEntity | undefined {
  let node = bare(expression);
  for (let depth = 0; depth < 6; depth++) {
    if (node.kind === 'identifier') {
      const entity = resolve(node);
      return entity?.kind === 'local' ? entity : undefined;
    }
    const next = node.field('operand') ?? (node.kind === 'call_expression' ? argumentsOf(node)[0] : undefined);
    if (!next) return undefined;
    node = bare(next);
  }
  return undefined;
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
  const open = stranded ?? exitOf(use, key, deletes);
  const [begins] = activationsOf(use.node);
  // The exit is left open for a later event, which brings the key back.
  if (open?.kind === 'exits' && key.by === 'made' && begins && deletes.every(each => each.key && isSentBack(each.key)))
    return { kind: 'consumed', insert: use, taking: open.taking, begins };
  return open;
}

/** Where entries leave at the end of each request, their keys are the requests' own: an insert on another way stays, whatever its key is made of. */
function missedElsewhere(use: ContainerUse, deletes: readonly ContainerUse[]): Remnant | undefined {
  if (!deletes.every(endsWithRequest) || !use.key || !comesFromOutside(use.key)) return undefined;
  const found = strandedBy(use, deletes);
  return found?.kind === 'elsewhere' ? found : undefined;
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
  const ways = activationsOf(insert.node);
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

/** On the way of an insert, up to where it begins, a delete may follow: it stands or is called later, is deferred, or waits in a literal. */
function meets(
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

/** A function that takes requests and hands them on to the next handler. */
function isMiddleware(func: SyntaxNode): boolean {
  if (!takesServed(func)) return false;
  return [...(func.field('body')?.all('call_expression') ?? [])].some(call =>
    /^(Next|ServeHTTP|next)$/.test(
      bare(call.field('function') ?? call).field('field')?.text ?? bare(call.field('function') ?? call).text,
    ),
  );
}

const PEERS: ReadonlySet<Source> = new Set<Source>([...SENT, 'response']);

/** The key comes from a peer: out of a request, or out of what was decoded from one. */
function isSentBack(key: SyntaxNode): boolean {
  if (keyOriginsOf(key).some(({ source }) => source !== undefined && PEERS.has(source))) return true;
  const root = rootOf(key);
  return root !== undefined && isDecoded(root, 3);
}

/** A variable that a decoder fills (`conn.ReadJSON(&v)`, `json.Unmarshal(b, &v)`), or a parameter that callers give such a one. */
function isDecoded(local: LocalEntity, depth: number): boolean {
  if (local.role === 'param') {
    if (depth === 0) return false;
    const roots = callersOf(local.owner).flatMap(call => rootOf(argumentOf(call, local.index) ?? call) ?? []);
    return roots.some(root => isDecoded(root, depth - 1));
  }
  return local.mentions.some(mention => {
    const argument = mention.parent?.kind === 'unary_expression' ? mention.parent : mention;
    const call = argument.parent?.kind === 'argument_list' ? argument.parent.parent : undefined;
    if (!call || argument === mention) return false;
    const row = effectsOf(symbolOf(calleeOf(call)));
    const index = argumentsOf(call).indexOf(argument);
    return (
      row?.yields?.some(each => each.into === index && PEERS.has(each.source)) === true ||
      row?.passes?.some(each => each.into === index) === true
    );
  });
}

/** A way from the insert to the end of what it is part of, deletes being part of that too, that passes none of them. */
function exitOf(insert: ContainerUse, key: UniqueKey, deletes: readonly ContainerUse[]): Remnant | undefined {
  const targets = deletes.map(use => use.node);
  const [taking] = deletes;
  const reaching = functionsReaching(targets);
  if (!reaching || !taking) return undefined;
  for (const way of activationsOf(insert.node)) {
    // An entry of this program's own may be meant to stay beyond the call that made it: only where all deletes stand beside the insert, and take its key, it is not.
    const isOwn = key.by === 'made' && !deletes.every(use => isBeside(use, insert));
    if (isOwn || way.begins === 'start' || isOfMany(insert.node, way)) continue;
    if (!way.functions.some(func => reaching.has(func))) continue;
    const exit = wayWithout(insert.node, key.by === 'made' ? { calls: [] } : way, targets);
    if (exit) return { kind: 'exits', insert, taking, exit };
  }
  return undefined;
}

/** `defer func() { delete(m, k) }()` */
function deferring(node: SyntaxNode): SyntaxNode | undefined {
  const literal = functionOf(node);
  const statement = literal?.kind === 'func_literal' ? literal.parent?.parent : undefined;
  return statement?.kind === 'defer_statement' && literal?.role === 'function' ? statement : undefined;
}

/** Not in another branch, or before: a setter that takes out what is set to nothing forgets no exit. */
function mayFollow(later: SyntaxNode, earlier: SyntaxNode): boolean {
  const flow = flowAround(earlier);
  const [from, to] = [flow?.pointOf(earlier), flow?.pointOf(later)];
  return !flow || !from || !to || from === to || flow.reaches(from, to) || to.node?.kind === 'defer_statement';
}

function isBeside(taking: ContainerUse, insert: ContainerUse): boolean {
  const at = deferring(taking.node) ?? taking.node;
  const isHere = functionOf(at) === functionOf(insert.node) && taking.via.length === 0;
  if (!isHere || !taking.key || !insert.key) return false;
  return isSameKey(taking.key, insert.key) && mayFollow(at, insert.node);
}

/** A loop without end deals with many events in turn: where it ends, it is not one of them that ends. */
function isOfMany(node: SyntaxNode, { calls }: Activation): boolean {
  for (const each of [node, ...calls]) {
    if (each.parent?.kind === 'go_statement') return false;
    if (isInUnendingLoop(each)) return true;
  }
  return false;
}

const FUNCTIONS = ['function_declaration', 'method_declaration', 'func_literal'];
