/** Sends of a goroutine to itself: the only receiver of the channel is the loop that leads to the send. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf } from '../callee.ts';
import { flowAround, functionOf } from '../flow.ts';
import { startsOf } from '../starts.ts';
import { Activations } from './activations.ts';
import { type Channel, channelsOf } from './channel.ts';
import { eventsOf, hasOtherWays } from './events.ts';
import { countOf } from './tally.ts';
import { Tour } from './tour.ts';
import { usesOfChannel } from './uses.ts';

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
  const channels = channelsOf(func).filter(each => isSentTo(each) && isOnlyOf(each, func));
  if (channels.length === 0) return [];
  const names = channels.map(({ place }, channel) => ({ place, channel }));
  const root = new Activations().of(func, names);
  const found = new Map<SyntaxNode, Channel>();
  for (const loop of new Set(channels.map(each => root.flow.loopAround(each.make)))) {
    const tour = new Tour(channels.length);
    const { blocks } = tour.ways(root, loop);
    for (const { state, send, channel } of tour.exhausted ? [] : blocks) {
      const each = channels[channel]!;
      if (root.flow.loopAround(each.make) !== loop || root.flow.loopAround(send) !== loop) continue;
      const waiting = countOf(state.tally, 'sent', channel) - countOf(state.tally, 'got', channel);
      if (waiting > each.capacity) found.set(send, each);
    }
  }
  return [...found].map(([send, channel]) => ({ send, channel }));
}

function isSentTo({ place }: Channel): boolean {
  if (place.root.kind !== 'local' || place.path.length > 0) return false;
  return place.root.mentions.some(({ parent, role }) => parent?.kind === 'send_statement' && role === 'channel');
}

function isOnlyOf({ make, place }: Channel, func: SyntaxNode): boolean {
  if (place.root.kind !== 'local') return false;
  // Handed on, even to a call of the function itself, somebody else has it; and which ways a select goes depends on what the channel holds by then.
  if (place.root.mentions.some(each => functionOf(each) !== func || isHandedOn(each) || isChosen(each))) return false;
  return usesOfChannel(make).every(({ kind, node }) => !/^(hidden|stored)$/.test(kind) && functionOf(node) === func);
}

function isHandedOn({ parent }: SyntaxNode): boolean {
  return parent?.kind === 'argument_list' && parent.parent !== undefined && calleeOf(parent.parent).kind !== 'builtin';
}

/** Is sent or received from by a select that can go another way. */
function isChosen(mention: SyntaxNode): boolean {
  const clause = mention.within('communication_case', 'block');
  return clause?.field('communication')?.contains(mention) === true && hasOtherWays(clause);
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

/** The one `go` that starts the receiver; undefined where there are several, a loop, or where it starts the next itself: then another one may receive. */
function onlyStart(owner: SyntaxNode): SyntaxNode | undefined {
  const [start, ...more] = startsOf(owner);
  if (start?.how !== 'goroutine' || more.length > 0 || functionOf(start.call) === owner) return undefined;
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
    // Behind an interface, something else may stand between: another object, with channels of its own.
    if ((how !== 'now' && how !== 'defer') || calleeOf(call).kind === 'interface') continue;
    const before = chain(call, owner, depth - 1);
    if (before) return [...before, call];
  }
  return undefined;
}
