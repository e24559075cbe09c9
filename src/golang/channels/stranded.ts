/** Goroutines that a function leaves behind at a send: on some way to an exit more was sent to a channel than it holds and anybody receives. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { type Flow, flowOf, functionOf, type Loop } from '../flow.ts';
import { remember } from '../remember.ts';
import { type Channel, channelsOf } from './channel.ts';
import type { Name } from './names.ts';
import { type Handover, handoversOf } from './returned.ts';
import type { State, Stuck } from './state.ts';
import { type ChannelUse, usesOfChannel, usesOfResult } from './uses.ts';
import { Tour, type Way } from './ways.ts';

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
  readonly exit: Exit;
}

export interface Exit {
  /** `left`: by a clause of a select instead of a receive; `early`: by a return before it; `never`: nobody receives at all; `wait`: waits for the stuck goroutine itself. */
  readonly how: 'left' | 'early' | 'again' | 'never' | 'wait';
  readonly node: SyntaxNode;
}

/** A channel as the function that is looked at has it. */
interface Held {
  readonly channel: Channel;
  readonly handover: Handover | undefined;
  readonly uses: () => readonly ChannelUse[];
}

/** Channels that are followed together. */
const TOGETHER = 8;

/** The goroutines that a function strands on channels that it makes, or that callers strand to whom it returns them. */
export const strandedBy = remember<SyntaxNode, readonly Stranding[]>(func => {
  const made = channelsOf(func).slice(0, TOGETHER).map(heldByMaker);
  if (made.length === 0) return [];
  const flow = flowOf(func);
  const loops = new Set(made.map(held => flow.loopAround(held.channel.make)));
  const own = [...loops].flatMap(loop => strandings(func, made, loop));
  return [...own, ...made.flatMap(({ channel }) => strandedByCallers(channel, func))];
}, []);

function heldByMaker(channel: Channel): Held {
  return { channel, handover: undefined, uses: () => usesOfChannel(channel.make) };
}

function strandedByCallers(channel: Channel, func: SyntaxNode): readonly Stranding[] {
  return handoversOf(channel, func).flatMap(handover => {
    if (channel.place.path.length > 0 && !isReceivedBy(handover.func, channel)) return [];
    const uses = () => [
      ...usesOfChannel(channel.make).filter(use => use.kind !== 'returned'),
      ...(channel.place.path.length > 0 ? [] : usesOfResult(handover.call, handover.result)),
    ];
    const held = [
      { channel, handover, uses },
      ...channelsOf(handover.func)
        .slice(0, TOGETHER - 1)
        .map(heldByMaker),
    ];
    const found = strandings(handover.func, held, loopOf(flowOf(handover.func), handover.call));
    return found.filter(each => each.channel === channel);
  });
}

/** A struct goes further than its caller: only what the caller itself receives is its own to leave. */
function isReceivedBy(func: SyntaxNode, { make }: Channel): boolean {
  return usesOfChannel(make).every(
    ({ kind, node }) => (kind !== 'receive' && kind !== 'range') || functionOf(node) === func,
  );
}

function strandings(func: SyntaxNode, held: readonly Held[], loop: Loop | undefined): readonly Stranding[] {
  const flow = flowOf(func);
  const tour = new Tour(held.length);
  const names = held.flatMap((each, index): readonly Name[] => {
    const { channel, handover } = each;
    if (handover) tour.given.set(handover.call, [{ place: channel.place, channel: index }]);
    if (!handover) return [{ place: channel.place, channel: index }];
    return [{ place: handover.place, call: handover.call, channel: index }];
  });
  const { ends } = tour.ways(func, names, loop);
  return ends.flatMap(way => {
    const { stuck } = way.state;
    const each = stuck && held[stuck.channel];
    if (!stuck || !each || loopOf(flow, each.handover?.call ?? each.channel.make) !== loop) return [];
    // A channel that others close wakes its sender, to a panic: another mistake.
    if (way.state.closed[stuck.channel]! > 0 || hasOthers(each, tour, 'close')) return [];
    if (!isLeftOver(way.state, stuck, each.channel) || hasOthers(each, tour, 'receive', 'range', 'hidden', 'returned'))
      return [];
    return isPossible(way.state, held, tour) ? [stranding(way, stuck, each)] : [];
  });
}

/** The loop whose rounds evaluate a node each; what a range goes over is evaluated before its rounds. */
function loopOf(flow: Flow, node: SyntaxNode): Loop | undefined {
  const clause = node.within('range_clause', 'block');
  return flow.loopAround(clause?.kind === 'range_clause' && clause.parent ? clause.parent : node);
}

/** Uses that the walk did not meet: somebody else's. */
function hasOthers({ uses }: Held, tour: Tour, ...kinds: readonly ChannelUse['kind'][]): boolean {
  return uses().some(use => kinds.includes(use.kind) && !tour.met.has(use.node));
}

function isLeftOver(state: State, { channel: at }: Stuck, { capacity }: Channel): boolean {
  const sends = state.sent[at]! + state.spawned[at]!;
  return sends > capacity && sends - capacity > state.got[at]!;
}

/** Nothing is received that was not sent, and no channel is over that nobody has closed. */
function isPossible(state: State, held: readonly Held[], tour: Tour): boolean {
  return state.got.every((got, at) => {
    if (state.closed[at]! > 0 || hasOthers(held[at]!, tour, 'close')) return true;
    if (state.over[at]! > 0) return false;
    return got <= state.sent[at]! + state.spawned[at]! || tour.free.has(at) || hasOthers(held[at]!, tour, 'send');
  });
}

function stranding(way: Way, stuck: Stuck, held: Held): Stranding {
  const { state } = way;
  const at = stuck.channel;
  return {
    channel: held.channel,
    handover: held.handover?.call,
    send: stuck.send,
    start: stuck.start,
    sends: state.sent[at]! + state.spawned[at]!,
    receives: state.got[at]!,
    exit: exitOf(way, held, state.left[at]),
  };
}

function exitOf({ ends, node }: Way, { channel, handover, uses }: Held, left: SyntaxNode | undefined): Exit {
  const at = node ?? handover?.call ?? channel.make;
  if (ends === 'wait') return { how: 'wait', node: at };
  if (!uses().some(use => use.kind === 'receive' || use.kind === 'range')) return { how: 'never', node: at };
  if (left) return { how: left.kind.endsWith('_case') ? 'left' : 'early', node: left };
  return { how: ends === 'again' ? 'again' : 'early', node: at };
}
