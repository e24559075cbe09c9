/** Who decides how many goroutines a fan-out starts: whoever calls, a peer, the program itself, or nobody in sight. */
import { effectsOf, typeRow } from '../catalog/index.ts';
import type { Source } from '../catalog/schema.ts';
import { bodiesOf } from '../golang/bodies.ts';
import { argumentsOf, calleeOf, rowOf } from '../golang/callee.ts';
import { constantNumber } from '../golang/constants.ts';
import { flowAround, type Loop } from '../golang/flow.ts';
import { type Origin, originsOf } from '../golang/origins.ts';
import { roundsOf } from '../golang/rounds.ts';
import { topOf } from '../golang/scope.ts';
import { type Size, sizeOriginsOf } from '../golang/sizes.ts';
import { typeOf } from '../golang/type-of.ts';
import { pointee, typeName, underlying } from '../golang/types.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Fanout } from './fanout.ts';

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
  metadata: 'a request',
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

export function crowdOf(fanout: Fanout): Crowd {
  const { rounds, loop } = fanout;
  if (!rounds.of) return messagesIn(loop) ?? OWN_CROWD;
  if (goesInStrides(loop.node)) return OWN_CROWD;
  if (rounds.by === 'channel') return receivedFrom(rounds.of);
  const origins = sizeOriginsOf(rounds.of);
  const isCollection = rounds.by !== 'elements' || underlying(typeOf(rounds.of)).kind !== 'unknown';
  const near = origins.filter(({ node }) => isNear(node, loop.node));
  const outside =
    near.find(({ source }) => source && OUTSIDE[source]) ?? (isCollection ? near.find(isListing) : undefined);
  if (outside) {
    const isAsked =
      ASKED.includes(outside.source) || isStored(outside) || (isListing(outside) && !isWhole(outside, fanout));
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
  return source === undefined && kind === 'call' && node.kind === 'call_expression' && leaves(node);
}

function leaves(call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  const [first] = argumentsOf(call);
  const isRemote = callee.kind === 'external' ? isForeign(callee.symbol) : callee.kind === 'unknown';
  return isRemote && first !== undefined && typeName(typeOf(first)) === 'context.Context';
}

/** Every page of a listing is gathered first, and each goroutine asks again for its element. */
function isWhole({ node }: Origin, { site, body }: Fanout): boolean {
  const loop = flowAround(node)?.loopAround(node);
  const by = loop && roundsOf(loop.node).by;
  if (by !== 'cursor' && by !== 'unknown') return false;
  const started = site.node.kind === 'go_statement' ? site.node.children[0] : undefined;
  if (!body) return started !== undefined && leaves(started);
  return [...calledFrom(body, ASKING)].some(func => func.all('call_expression').some(leaves));
}

/** Calls from a goroutine to where it asks. */
const ASKING = 3;

/** Not of the standard library (the path's first element is a host), and nothing whose result the catalog knows to be at hand. */
function isForeign(symbol: string): boolean {
  const isAtHand = effectsOf(symbol)?.yields?.some(({ source }) => source === 'memory') === true;
  return !isAtHand && /^\(?\*?[^/]*\.[^/]*\//.test(symbol);
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
