/** Goroutines that a function leaves behind at a send: on some way to an exit more was sent to a channel than it holds and anybody receives. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { type Flow, flowOf, type Loop } from '../flow.ts';
import { remember } from '../remember.ts';
import { type Channel, channelsOf } from './channel.ts';
import type { Names } from './names.ts';
import type { State, Stuck } from './state.ts';
import { type ChannelUse, usesOfChannel } from './uses.ts';
import { Tour, type Way } from './ways.ts';

export interface Stranding {
  readonly channel: Channel;
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

/** The goroutines that a function strands, on channels that it makes. */
export const strandedBy = remember<SyntaxNode, readonly Stranding[]>(func => {
  const channels = channelsOf(func).slice(0, 8);
  if (channels.length === 0) return [];
  const flow = flowOf(func);
  const names = channels.map((channel, index) => ({ place: channel.place, channel: index }));
  const loops = new Set(channels.map(channel => flow.loopAround(channel.make)));
  return [...loops].flatMap(loop => strandings(flow, channels, names, loop));
}, []);

function strandings(
  flow: Flow,
  channels: readonly Channel[],
  names: Names,
  loop: Loop | undefined,
): readonly Stranding[] {
  const tour = new Tour(channels.length);
  const { ends } = tour.ways(flow.func, names, loop);
  const isOwn = channels.map(channel => flow.loopAround(channel.make) === loop);
  return ends.flatMap(way => {
    const { stuck } = way.state;
    const channel = stuck && channels[stuck.channel];
    if (!stuck || !channel || !isOwn[stuck.channel] || !isLeftOver(way.state, stuck, channel)) return [];
    if (hasOthers(channel, tour, 'receive', 'range', 'hidden', 'returned')) return [];
    return isPossible(way.state, channels, tour) ? [stranding(way, stuck, channel)] : [];
  });
}

/** Uses that the walk did not meet: somebody else's. */
function hasOthers(channel: Channel, tour: Tour, ...kinds: readonly ChannelUse['kind'][]): boolean {
  return usesOfChannel(channel.make).some(use => kinds.includes(use.kind) && !tour.met.has(use.node));
}

function isLeftOver(state: State, { channel: at }: Stuck, { capacity }: Channel): boolean {
  const sends = state.sent[at]! + state.spawned[at]!;
  return sends > capacity && sends - capacity > state.got[at]!;
}

/** Nothing is received that was not sent, unless the channel is closed. */
function isPossible(state: State, channels: readonly Channel[], tour: Tour): boolean {
  return state.got.every((got, at) => {
    if (got <= state.sent[at]! + state.spawned[at]! || got === Number.POSITIVE_INFINITY) return true;
    return state.closed[at]! > 0 || tour.free.has(at) || hasOthers(channels[at]!, tour, 'send', 'close');
  });
}

function stranding(way: Way, stuck: Stuck, channel: Channel): Stranding {
  const { state } = way;
  const at = stuck.channel;
  return {
    channel,
    send: stuck.send,
    start: stuck.start,
    sends: state.sent[at]! + state.spawned[at]!,
    receives: state.got[at]!,
    exit: exitOf(way, channel, state.left[at]),
  };
}

function exitOf({ ends, node }: Way, channel: Channel, left: SyntaxNode | undefined): Exit {
  const at = node ?? channel.make;
  if (ends === 'wait') return { how: 'wait', node: at };
  if (!usesOfChannel(channel.make).some(use => use.kind === 'receive' || use.kind === 'range'))
    return { how: 'never', node: at };
  if (left) return { how: 'left', node: left };
  return { how: ends === 'again' ? 'again' : 'early', node: at };
}
