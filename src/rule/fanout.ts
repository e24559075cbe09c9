/**
 * The family of fan-outs: goroutines that a loop starts, one for each element of something. Who decides how many elements there are, what keeps the
 * number of goroutines that run at once within limits, and what else is wrong with starting them.
 */
import { typeRow } from '../catalog/index.ts';
import type { Source } from '../catalog/schema.ts';
import { bodiesOf } from '../golang/bodies.ts';
import { argumentsOf, calleeOf, rowOf } from '../golang/callee.ts';
import { constantNumber } from '../golang/constants.ts';
import { type Flow, flowAround, functionOf, type Loop } from '../golang/flow.ts';
import { type Origin, originsOf } from '../golang/origins.ts';
import { type Rounds, roundsOf } from '../golang/rounds.ts';
import { resolve, topOf } from '../golang/scope.ts';
import { type Size, sizeOriginsOf } from '../golang/sizes.ts';
import { howRuns, startsOf } from '../golang/starts.ts';
import { typeOf } from '../golang/type-of.ts';
import { pointee, typeName, underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Site } from './contract.ts';

export interface Fanout {
  readonly site: Site;
  /** What the loop does in each round: the start itself, or the call of the function that starts. */
  readonly inLoop: SyntaxNode;
  readonly flow: Flow;
  readonly loop: Loop;
  readonly rounds: Rounds;
  /** The function that the goroutine runs, where it is in sight. */
  readonly body: SyntaxNode | undefined;
  /** The group or pool that starts it, where it is not a `go` statement. */
  readonly group: SyntaxNode | undefined;
}

/** Goroutines that are started in each round of a loop, directly or in a function that the loop calls. */
export function* fanouts(sites: readonly Site[]): Generator<Fanout> {
  for (const site of sites) {
    const call = site.node.kind === 'go_statement' ? site.node.children[0] : site.node;
    const started = call && startedBy(call, site.node.kind === 'go_statement');
    if (!started) continue;
    for (const inLoop of repeated(site.node)) {
      const flow = flowAround(inLoop)!;
      const loop = flow.loopAround(inLoop)!;
      yield { site, inLoop, flow, loop, rounds: roundsOf(loop.node), ...started };
    }
  }
}

/** What a `go` statement or a call of a group runs in a goroutine of its own; undefined where it runs nothing there. */
function startedBy(call: SyntaxNode, isGo: boolean): Pick<Fanout, 'body' | 'group'> | undefined {
  if (isGo) return { body: bodyOf(call), group: undefined };
  const index = argumentsOf(call).findIndex((_, each) => howRuns(call, each).includes('goroutine'));
  if (index < 0) return undefined;
  const callee = calleeOf(call);
  const group = 'receiver' in callee ? callee.receiver : undefined;
  return { body: bodyOf(argumentsOf(call)[index]!), group };
}

function bodyOf(target: SyntaxNode): SyntaxNode | undefined {
  const callee = calleeOf(bare(target));
  if (callee.kind === 'literal') return callee.node;
  return callee.kind === 'declared' ? callee.func.node : undefined;
}

/** The start where it stands in a loop; else the calls of its function that do, where the function always starts. */
function repeated(start: SyntaxNode): readonly SyntaxNode[] {
  if (isRepeated(start)) return [start];
  const flow = flowAround(start);
  const func = functionOf(start);
  const point = flow?.pointOf(start);
  if (!flow || !func || !point || func.kind === 'func_literal' || flow.loopAround(start)) return [];
  if (runsParameter(start, func)) return [];
  if (flow.exits.some(exit => exit.ends !== 'panic' && !flow.dominates(point, exit))) return [];
  return startsOf(func)
    .filter(({ how, call }) => how === 'now' && isRepeated(call))
    .map(({ call }) => call);
}

/** A function that starts what it is handed: its callers' calls are starts themselves. */
function runsParameter(start: SyntaxNode, func: SyntaxNode): boolean {
  return start.all('identifier').some(name => {
    const entity = resolve(name);
    return entity?.kind === 'local' && entity.role === 'param' && entity.owner === func && typeOf(name).kind === 'func';
  });
}

/** Whether a node is evaluated in round after round of the loop around it. */
function isRepeated(node: SyntaxNode): boolean {
  const flow = flowAround(node);
  const loop = flow?.loopAround(node);
  const point = flow?.pointOf(node);
  return loop !== undefined && point !== undefined && loop.points.has(point);
}

/** Who decides how many goroutines there are, in words; `unknown` where the code in sight does not tell. */
export interface Crowd {
  /** `outside`: whoever asks something of the program; `source`: what the program itself asks, or what it keeps: it knows better than we how much that gives. */
  readonly who: 'outside' | 'source' | 'unknown' | 'own';
  readonly what: string;
  readonly origin: Origin | undefined;
}

const OUTSIDE: Partial<Record<Source, string>> = {
  request: 'a request',
  upload: 'an upload',
  query: 'a request',
  header: 'a request',
  cookie: 'a request',
  connection: 'a peer',
  websocket: 'a peer',
  message: 'a stream of messages',
  response: "another server's answer",
  object: 'an object store',
  registry: 'a registry',
  database: 'a query',
};

/** What the program turns to: how much it gives is agreed, by pages, by what is configured there, by whom it trusts. */
const ASKED: readonly (Source | undefined)[] = ['response', 'object', 'registry'];

const OWN_CROWD: Crowd = { who: 'own', what: '', origin: undefined };

export function crowdOf({ rounds, loop }: Fanout): Crowd {
  if (!rounds.of) return messagesIn(loop) ?? OWN_CROWD;
  if (goesInStrides(loop.node)) return OWN_CROWD;
  if (rounds.by === 'channel') return receivedFrom(rounds.of);
  const origins = sizeOriginsOf(rounds.of);
  const isCollection = rounds.by !== 'elements' || underlying(typeOf(rounds.of)).kind !== 'unknown';
  const near = origins.filter(({ node }) => isNear(node, loop.node));
  const outside =
    near.find(({ source }) => source && OUTSIDE[source]) ?? (isCollection ? near.find(isListing) : undefined);
  if (outside) {
    const isAsked = outside.source === undefined || ASKED.includes(outside.source) || isStored(outside);
    return { who: isAsked ? 'source' : 'outside', what: wordsOf(outside), origin: outside };
  }
  const open = rounds.by === 'elements' ? origins.find(isOpen) : undefined;
  return open ? { who: 'unknown', what: '', origin: open.filled ? { ...open, node: open.filled } : open } : OWN_CROWD;
}

/** What was kept in a field before was looked at by then: it is what somebody set up. */
function isStored({ steps }: Origin): boolean {
  return steps.some(({ note }) => note.startsWith('read from'));
}

/** `i += 10`: each round takes many elements, in groups that the program cuts, or in pairs that it made. */
function goesInStrides(loop: SyntaxNode): boolean {
  const update = loop.children.find(child => child.kind === 'for_clause')?.field('update');
  if (update?.kind !== 'assignment_statement' || !/^[+-]=$/.test(update.operator)) return false;
  const [stride] = update.list('right');
  return stride !== undefined && constantNumber(stride) !== 1;
}

/** A channel of the program's own gives what the program sends; one that a broker's library gives is the broker's. */
function receivedFrom(channel: SyntaxNode): Crowd {
  const [first] = originsOf(channel);
  const type = underlying(typeOf(channel));
  const source = type.kind === 'chan' ? typeRow(typeName(pointee(type.elem)))?.source : undefined;
  if (isMessage(source)) return { who: 'outside', what: OUTSIDE[source]!, origin: first };
  return OWN_CROWD;
}

/** Calls between where a size comes from and where it counts; what comes from further away has passed too much to be told. */
const NEAR = 2;

/** Whether a place is in the function around the loop, in one that it calls, or in one that calls it. */
function isNear(place: SyntaxNode, loop: SyntaxNode): boolean {
  const [from, to] = [topOf(place), topOf(loop)];
  return calledFrom(to, NEAR).has(from) || calledFrom(from, NEAR).has(to);
}

/** The declarations that a declaration's calls lead to, itself included. */
function calledFrom(top: SyntaxNode, depth: number): ReadonlySet<SyntaxNode> {
  const found = new Set([top]);
  if (depth === 0) return found;
  for (const call of top.all('call_expression')) {
    for (const next of bodiesOf(call)) for (const each of calledFrom(next, depth - 1)) found.add(each);
  }
  return found;
}

function wordsOf(origin: Origin | undefined): string {
  return (origin?.source && OUTSIDE[origin.source]) ?? 'a listing';
}

/** The answer to a call that leaves the process, as far as a call shows it: it takes a context, and nobody in sight declares it. */
function isListing({ kind, node, source }: Origin): boolean {
  if (source !== undefined || kind !== 'call' || node.kind !== 'call_expression') return false;
  const callee = calleeOf(node);
  const [first] = argumentsOf(node);
  const isRemote = callee.kind === 'external' ? isForeign(callee.symbol) : callee.kind === 'unknown';
  return isRemote && first !== undefined && typeName(typeOf(first)) === 'context.Context';
}

/** Not of the standard library (the path's first element is a host), and no stand-in of a test. */
function isForeign(symbol: string): boolean {
  return !symbol.includes('/testify/') && /^\(?\*?[^/]*\.[^/]*\//.test(symbol);
}

/** Added to one by one where it is kept, or received: as many as there happen to be. */
function isOpen({ kind, source, filled }: Size): boolean {
  return filled !== undefined || (source === undefined && kind === 'received');
}

function isMessage(source: Source | undefined): source is 'message' | 'websocket' {
  return source === 'message' || source === 'websocket';
}

/** An endless loop that takes one message after the other. */
function messagesIn(loop: Loop): Crowd | undefined {
  for (const call of loop.node.field('body')?.all('call_expression') ?? []) {
    const row = rowOf(call);
    const gives = row?.yields || row?.slurps || isMessage(typeRow(typeName(pointee(typeOf(call))))?.source);
    const origin = gives ? originsOf(call).find(({ source }) => isMessage(source)) : undefined;
    if (origin) return { who: 'outside', what: wordsOf(origin), origin };
  }
  return undefined;
}
