/** Sends of a goroutine to itself: the only receiver of the channel is the loop that leads to the send. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf } from '../callee.ts';
import { flowAround, flowOf, functionOf } from '../flow.ts';
import { startsOf } from '../starts.ts';
import { type Channel, channelsOf } from './channel.ts';
import { eventsOf } from './events.ts';
import { usesOfChannel } from './uses.ts';
import { Tour } from './ways.ts';

export interface SelfSend {
  readonly send: SyntaxNode;
  readonly receive: SyntaxNode;
  /** The calls that lead from the receiving function to the send, outermost first; empty where the send stands in it. */
  readonly calls: readonly SyntaxNode[];
  /** The call that starts the goroutine. */
  readonly start: SyntaxNode;
}

const DEEP = 6;

/** Sends of a function on a channel that only it uses, past what the channel holds: whoever would receive comes later in the same goroutine. */
export function ownBlocks(func: SyntaxNode): readonly { readonly channel: Channel; readonly send: SyntaxNode }[] {
  const channels = channelsOf(func).filter(({ make, place }) => {
    const uses = usesOfChannel(make);
    return (
      place.path.length === 0 &&
      uses.some(each => each.kind === 'send') &&
      uses.every(({ kind, node }) => !/^(hidden|stored)$/.test(kind) && functionOf(node) === func)
    );
  });
  if (channels.length === 0) return [];
  const flow = flowOf(func);
  const names = channels.map(({ place }, channel) => ({ place, channel }));
  const found = new Map<SyntaxNode, Channel>();
  for (const loop of new Set(channels.map(each => flow.loopAround(each.make)))) {
    for (const { state, send, channel } of new Tour(channels.length).ways(func, names, loop).blocks) {
      const each = channels[channel]!;
      if (flow.loopAround(each.make) !== loop || flow.loopAround(send) !== loop) continue;
      if (state.sent[channel]! - state.got[channel]! > each.capacity) found.set(send, each);
    }
  }
  return [...found].map(([send, channel]) => ({ send, channel }));
}

/** The sends to an unbuffered channel that its only receiving goroutine comes to. */
export function selfSends(make: SyntaxNode): readonly SelfSend[] {
  if (argumentsOf(make).length > 1) return [];
  const uses = usesOfChannel(make);
  if (uses.some(({ kind }) => kind === 'hidden' || kind === 'returned' || kind === 'close')) return [];
  const receives = uses.filter(({ kind }) => kind === 'receive' || kind === 'range').map(({ node }) => node);
  const [receive] = receives;
  const owner = receive && functionOf(receive);
  if (!receive || !owner || receives.some(each => functionOf(each) !== owner)) return [];
  const start = onlyStart(owner);
  if (!start) return [];
  return uses.flatMap(({ kind, node: send }) => {
    const calls = kind === 'send' && isBare(send) ? chain(send, owner, DEEP) : undefined;
    return calls ? [{ send, receive, calls, start }] : [];
  });
}

/** The one `go` that starts the receiver; undefined where there are several, or a loop: then another one may receive. */
function onlyStart(owner: SyntaxNode): SyntaxNode | undefined {
  const [start, ...more] = startsOf(owner);
  if (start?.how !== 'goroutine' || more.length > 0) return undefined;
  return flowAround(start.call)?.loopAround(start.call) ? undefined : start.call;
}

function isBare(send: SyntaxNode): boolean {
  return eventsOf(send).every(event => event.kind !== 'send' || !event.free);
}

/** The calls on the way from the owner to a node, all on the owner's own goroutine. */
function chain(node: SyntaxNode, owner: SyntaxNode, depth: number): readonly SyntaxNode[] | undefined {
  const func = functionOf(node);
  if (func === owner) return [];
  if (!func || depth === 0) return undefined;
  for (const { how, call } of startsOf(func)) {
    if (how !== 'now' && how !== 'defer') continue;
    const before = chain(call, owner, depth - 1);
    if (before) return [...before, call];
  }
  return undefined;
}
