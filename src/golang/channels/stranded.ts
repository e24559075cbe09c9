/** Goroutines that a function leaves behind at a send: on some way to an exit more was sent to a channel than it holds and anybody receives. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { type Flow, flowAround, functionOf, type Loop } from '../flow.ts';
import type { Place } from '../places.ts';
import { remember } from '../remember.ts';
import { type Activation, Activations } from './activations.ts';
import { type Channel, channelsOf } from './channel.ts';
import { type Family, familyOf } from './family.ts';
import { isKeptBelow, isKeptInSight } from './keepers.ts';
import type { Name, Names } from './names.ts';
import { type Handover, handoversOf } from './returned.ts';
import { tellsOfFailedService, tellsOfFailedWork } from './services.ts';
import type { State, Stuck } from './state.ts';
import { countOf, type Tally } from './tally.ts';
import { Tour } from './tour.ts';
import { type ChannelUse, usesOfChannel, usesOfResult } from './uses.ts';
import type { Way } from './ways.ts';

export interface Stranding {
  readonly channel: Channel;
  /** The call that hands the channel to the function which leaves; undefined where that is the one that makes it. */
  readonly handover: SyntaxNode | undefined;
  /** The send that nobody takes. */
  readonly send: SyntaxNode;
  /** The call that starts the goroutine. */
  readonly start: SyntaxNode;
  /** On the way that strands it: values sent and received; Infinity for a loop without a known number of rounds. */
  readonly sends: number;
  readonly receives: number;
  /** The most that one run sends to the channel, on whichever way; Infinity where that is not known, or some of its senders are out of sight. */
  readonly room: number;
  readonly exit: Exit;
  /** The loop that makes the channel goes on and makes another. */
  readonly again: boolean;
  /** The send tells that a server has failed, which mostly is the end of its process; or work that ends well when its receiver leaves. */
  readonly afterFailedService: boolean;
}

export interface Exit {
  /** `left`: by a clause of a select instead of a receive; `early`: by a return before it; `short`: by the end of a function that leaves too few to receive; `never`: nobody receives at all; `wait`: waits for the stuck goroutine itself. */
  readonly how: 'left' | 'early' | 'short' | 'never' | 'wait';
  readonly node: SyntaxNode;
}

/** A channel as the function that is looked at has it. */
interface Held {
  readonly channel: Channel;
  readonly handover: Handover | undefined;
  readonly uses: () => readonly ChannelUse[];
  /** It is in a struct that nobody has who does not have it from here. */
  readonly own: boolean;
}

/** Channels that are followed together, and those that are looked through for them. */
const TOGETHER = 6;
const MANY = 24;

/** The goroutines that a function strands on channels that it makes, or that callers strand to whom it returns them. */
export const strandedBy = remember<SyntaxNode, readonly Stranding[]>(func => {
  const made = channelsOf(func)
    .filter(({ make }) => !isJumpedBackTo(make))
    .slice(0, MANY)
    .map(heldByMaker);
  if (made.length === 0) return [];
  if (viewOf(func, made).family.sentTo.size === 0) return [];
  return [...strandings(func, made), ...strandedByCallers(made, func)];
}, []);

/** A `goto` comes to it again, which makes rounds that are no loop's: what belongs to which of them is not counted. */
function isJumpedBackTo(make: SyntaxNode): boolean {
  const flow = flowAround(make);
  const point = flow?.pointOf(make);
  if (!flow || !point) return false;
  const head = loopOf(flow, make)?.head;
  return flow.reaches(point, point, each => each === head);
}

function heldByMaker(channel: Channel): Held {
  const { root, path } = channel.place;
  const own = path.length > 0 && root.kind === 'local' && root.role === 'var' && isKeptBelow(root);
  return { channel, handover: undefined, uses: () => usesOfChannel(channel.make), own };
}

/** Channels that one call gives are followed together: what comes through one can tell that nothing comes through the others. */
function strandedByCallers(made: readonly Held[], func: SyntaxNode): readonly Stranding[] {
  const given = new Map<SyntaxNode, { readonly caller: SyntaxNode; readonly held: Held[] }>();
  for (const { channel } of made) {
    for (const handover of handoversOf(channel, func)) {
      if (handover.path.length > 0 && !isTheirOwn(handover, channel)) continue;
      if (isMadeAgain(channel, handover, func)) continue;
      const each = given.get(handover.call) ?? { caller: handover.func, held: [] };
      given.set(handover.call, each);
      each.held.push(heldByCaller(channel, handover, func));
    }
  }
  return [...given.values()].flatMap(({ caller, held }) => {
    const others = channelsOf(caller).slice(0, MANY).map(heldByMaker);
    return strandings(caller, [...held, ...others]).filter(each => each.handover);
  });
}

function heldByCaller(channel: Channel, handover: Handover, func: SyntaxNode): Held {
  // A method that returns it hands it to others.
  const own = () =>
    usesOfChannel(channel.make).filter(({ kind, node }) => kind !== 'returned' || functionOf(node) !== func);
  if (handover.path.length > 0) return { channel, handover, uses: own, own: false };
  return { channel, handover, uses: () => [...own(), ...usesOfResult(handover.call, handover.result)], own: false };
}

/** A struct may go further than its caller: the channel is the caller's to leave where it is the only one to receive, or nobody else comes by the struct. */
function isTheirOwn({ func, path, place }: Handover, channel: Channel): boolean {
  if (isReceivedBy(func, channel)) return true;
  // Stored in a field of something else, it is not the caller's alone.
  const isVariable = place?.path.length === path.length;
  return isVariable && isInSight(place) && isInSight(channel.place);
}

/** Another call of the caller gives the field in which the senders find the channel a new one: they go on there. */
function isMadeAgain(channel: Channel, { call, func: caller }: Handover, func: SyntaxNode): boolean {
  const { root, path } = channel.place;
  if (path.length === 0 || (root.kind === 'local' && root.role === 'var')) return false;
  return handoversOf(channel, func).some(other => other.func === caller && other.call !== call);
}

/** A variable of the function: who handed over a parameter has it, too. */
function isInSight({ root }: Place): boolean {
  return root.kind === 'local' && root.role === 'var' && isKeptInSight(root);
}

function isReceivedBy(func: SyntaxNode, { make }: Channel): boolean {
  return usesOfChannel(make).every(
    ({ kind, node }) => (kind !== 'receive' && kind !== 'range') || functionOf(node) === func,
  );
}

/** What a function does with channels, numbered as they are given. */
interface View {
  readonly root: Activation;
  readonly family: Family;
  /** The family is all of it. */
  readonly isWhole: boolean;
}

function viewOf(func: SyntaxNode, held: readonly Held[]): View {
  const given = new Map<SyntaxNode, Names>();
  const names = held.map(({ channel, handover }, index): Name => {
    if (!handover) return { place: channel.place, channel: index };
    given.set(handover.call, [...(given.get(handover.call) ?? []), { place: channel.place, channel: index }]);
    return { place: handover.place, call: handover.call, channel: index };
  });
  const activations = new Activations(given);
  const root = activations.of(func, names);
  return { root, family: familyOf(root), isWhole: activations.isWhole };
}

function strandings(func: SyntaxNode, all: readonly Held[]): readonly Stranding[] {
  const whole = viewOf(func, all);
  const suspects = new Set(all.filter((each, index) => whole.family.sentTo.has(index) && isSuspect(each, whole)));
  if (suspects.size === 0) return [];
  const others = all.filter((each, index) => !suspects.has(each) && whole.family.used.has(index));
  const held = [...suspects, ...others].slice(0, TOGETHER);
  const view = viewOf(func, held);
  const loops = new Set([...suspects].map(each => loopOf(view.root.flow, madeBy(each))));
  return [...loops].flatMap(loop => strandingsIn(loop, view, held).filter(each => suspects.has(each.held))).map(report);
}

/** Nobody else can receive from it, or close it: that would wake its sender, to a panic, which is another mistake. */
function isSuspect(held: Held, view: View): boolean {
  if (held.channel.capacity === Number.POSITIVE_INFINITY || isForImporters(held)) return false;
  return !hasOthers(held, view, 'receive', 'range', 'hidden', 'returned', 'close');
}

/** Nothing in the module receives from it, and other modules come by it: they are whom it is for. */
function isForImporters({ uses }: Held): boolean {
  const kinds = new Set(uses().map(({ kind }) => kind));
  return kinds.has('exported') && !kinds.has('receive') && !kinds.has('range');
}

interface Found {
  readonly held: Held;
  readonly room: number;
  readonly sends: number;
  readonly stuck: Stuck;
  readonly way: Way;
}

/** The ways of one round of the loop that makes channels, or of the whole function, on which goroutines are left behind. */
function strandingsIn(loop: Loop | undefined, view: View, held: readonly Held[]): readonly Found[] {
  const { root, family } = view;
  const tour = new Tour(held.length, family.onces);
  const { ends, most } = tour.ways(root, loop);
  if (tour.exhausted) return [];
  return ends.flatMap(way => {
    const { stuck } = way.state;
    const each = stuck && held[stuck.channel];
    if (!stuck || !each || loopOf(root.flow, madeBy(each)) !== loop) return [];
    const limit = family.onces.get(stuck.channel);
    const isLeft = isLeftOver(way.state, stuck, each.channel, limit) && isPossible(way.state, held, view, tour.free);
    // Who is chosen to send to one of two channels is mostly not chosen for the other.
    if (limit !== undefined && !isLeftForOthers(way.state.left[stuck.channel], root)) return [];
    // How many values others send to it, and so how many rounds it makes, is not in sight.
    const isFedByOthers = stuck.fedBy.some(from => hasOthers(held[from]!, view, 'send'));
    if (!isLeft || isFedByOthers) return [];
    // A send that can go another way takes a place all the same when it goes this one.
    const isAll = !tour.free.has(stuck.channel) && !hasOthers(each, view, 'send', 'hidden');
    const room = isAll ? sendsIn(most, stuck.channel, limit) : Number.POSITIVE_INFINITY;
    return [{ held: each, room, sends: sendsIn(way.state.tally, stuck.channel, limit), stuck, way }];
  });
}

/** By a clause of a select that receives from none of the channels. */
function isLeftForOthers(left: SyntaxNode | undefined, { traffic }: Activation): boolean {
  const communication = left?.field('communication');
  return communication !== undefined && ![...traffic.keys()].some(node => communication.contains(node));
}

function madeBy({ channel, handover }: Held): SyntaxNode {
  return handover?.call ?? channel.make;
}

/** The loop whose rounds evaluate a node each; what a range goes over is evaluated before its rounds. */
function loopOf(flow: Flow, node: SyntaxNode): Loop | undefined {
  const clause = node.within('range_clause', 'block');
  return flow.loopAround(clause?.kind === 'range_clause' && clause.parent ? clause.parent : node);
}

/** Uses that are not in sight: somebody else's. Of a struct that is the function's own, others of its type have other channels. */
function hasOthers(held: Held, view: View, ...kinds: readonly ChannelUse['kind'][]): boolean {
  const others = held.uses().filter(({ kind, node }) => kinds.includes(kind) && !view.family.met.has(node));
  return others.some(({ node }) => leadsTo(view, node)) || (others.length > 0 && !isOwn(held, view));
}

/** Nor is the channel taken out of the struct and kept elsewhere. */
function isOwn({ own, uses, channel }: Held, view: View): boolean {
  if (!own || !view.isWhole) return false;
  return uses().every(({ kind, node }) => kind !== 'stored' || isStoreOf(node, channel) || !leadsTo(view, node));
}

function isStoreOf(target: SyntaxNode, { make }: Channel): boolean {
  const store = target.within('composite_literal', 'assignment_statement');
  return store?.contains(make) === true;
}

function leadsTo({ family }: View, node: SyntaxNode): boolean {
  for (let func = functionOf(node); func; func = functionOf(func)) if (family.funcs.has(func)) return true;
  return false;
}

function isLeftOver({ tally }: State, { channel: at }: Stuck, { capacity }: Channel, limit?: number): boolean {
  const sends = sendsIn(tally, at, limit);
  return countOf(tally, 'closed', at) === 0 && sends > capacity && sends - capacity > countOf(tally, 'got', at);
}

function sendsIn(tally: Tally, channel: number, limit = Number.POSITIVE_INFINITY): number {
  return Math.min(limit, countOf(tally, 'sent', channel) + countOf(tally, 'spawned', channel));
}

/** Nothing is received that was not sent, and no channel is over that nobody has closed. */
function isPossible({ tally }: State, held: readonly Held[], view: View, free: ReadonlySet<number>): boolean {
  return held.every((each, at) => {
    if (countOf(tally, 'closed', at) > 0) return true;
    const isOver = countOf(tally, 'over', at) > 0;
    const isFed = countOf(tally, 'got', at) <= sendsIn(tally, at) || free.has(at);
    if (!isOver && isFed) return true;
    return hasOthers(each, view, 'close') || (!isOver && hasOthers(each, view, 'send'));
  });
}

function report({ held, room, sends, stuck, way }: Found): Stranding {
  const { left, tally } = way.state;
  const exit = exitOf(way, held, left[stuck.channel]);
  return {
    channel: held.channel,
    handover: held.handover?.call,
    send: stuck.send,
    start: stuck.start,
    sends,
    receives: countOf(tally, 'got', stuck.channel),
    room,
    exit,
    again: way.ends === 'again',
    afterFailedService: tellsOfFailedService(stuck.send) || tellsOfFailedWork(stuck.send, exit.node),
  };
}

function exitOf({ ends, node }: Way, held: Held, left: SyntaxNode | undefined): Exit {
  const made = madeBy(held);
  const at = node ?? functionOf(made)?.field('body')?.children.at(-1) ?? made;
  // That its receiver has left comes first: the wait only finds out.
  if (ends === 'wait' && !left) return { how: 'wait', node: at };
  const receives = held.uses().filter(use => use.kind === 'receive' || use.kind === 'range');
  if (receives.length === 0) return { how: 'never', node: at };
  if (left) return { how: /_case$|^call_expression$/.test(left.kind) ? 'left' : 'early', node: left };
  const isReceiver = receives.some(use => functionOf(use.node) === functionOf(at));
  return { how: isReceiver ? 'early' : 'short', node: at };
}
