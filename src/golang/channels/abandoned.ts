/** Goroutines that wait for a channel which nobody closes, when all who send to it have gone. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { flowOf, functionOf, type Loop } from '../flow.ts';
import { remember } from '../remember.ts';
import { startsOf } from '../starts.ts';
import { type Channel, channelsOf } from './channel.ts';
import { type ChannelUse, usesOfChannel } from './uses.ts';

export interface Abandoned {
  readonly channel: Channel;
  /** The loop that receives, by ranging or again and again. */
  readonly loop: SyntaxNode;
  readonly receive: SyntaxNode;
  /** The call that starts the goroutine. */
  readonly start: SyntaxNode;
  readonly sends: readonly SyntaxNode[];
}

/** The receivers that a function abandons on channels that it makes. */
export const abandonedBy = remember<SyntaxNode, readonly Abandoned[]>(func => {
  if (flowOf(func).exits.length === 0) return [];
  return channelsOf(func).flatMap(channel => (channel.place.path.length > 0 ? [] : abandonedOn(channel, func)));
}, []);

function abandonedOn(channel: Channel, maker: SyntaxNode): readonly Abandoned[] {
  const uses = usesOfChannel(channel.make);
  if (uses.some(({ kind }) => /^(close|hidden|returned|stored)$/.test(kind))) return [];
  const sends = uses.filter(({ kind }) => kind === 'send').map(({ node }) => node);
  if (!sends.every(send => comesToAnEnd(send, maker))) return [];
  return uses.flatMap(use => {
    const loop = waitingLoop(use);
    const start = loop && startOf(loop.node, maker);
    return start ? [{ channel, loop: loop.node, receive: use.node, start, sends }] : [];
  });
}

/** The loop that ends only when the channel is closed, if ever. */
function waitingLoop({ kind, node }: ChannelUse): Loop | undefined {
  if (kind !== 'range' && kind !== 'receive') return undefined;
  const func = functionOf(node);
  const loop = func && flowOf(func).loopAround(node);
  if (!loop || (kind === 'range' && node.parent !== loop.node)) return undefined;
  // One among several cases of a select: the others go on.
  if (kind === 'receive' && node.within('communication_case', 'func_literal')?.kind === 'communication_case')
    return undefined;
  if (kind === 'receive' && !isEveryRound(node, loop)) return undefined;
  return loop.exits.every(exit => isClosedExit(exit, node)) ? loop : undefined;
}

/** The receive is passed by each round of an endless loop. */
function isEveryRound(receive: SyntaxNode, loop: Loop): boolean {
  const header = loop.node.children.find(child => child.role !== 'body');
  const flow = flowOf(functionOf(receive)!);
  const point = flow.pointOf(receive);
  if (header || !point) return false;
  return !flow.reaches(loop.head, loop.head, each => each === point);
}

/** A step out of the loop that a closed channel alone allows: the end of the range, or `if !ok`. */
function isClosedExit({ to }: Loop['exits'][number], receive: SyntaxNode): boolean {
  if (to.kind === 'exit') return to.ends === 'panic' || to.ends === 'never';
  if (to.kind !== 'branch' || !to.node) return false;
  if (to.node === receive) return to.taken === 'done';
  const condition = bare(to.node);
  const isNot = condition.kind === 'unary_expression' && condition.operator === '!';
  const name = isNot ? condition.field('operand')?.text : condition.text;
  const ok = receive.parent?.list('left')[1]?.text;
  return ok !== undefined && name === ok && to.taken === (isNot ? 'true' : 'false');
}

/** The call that starts the goroutine which a loop is the work of; undefined where the maker runs it itself, or others start it too. */
function startOf(loop: SyntaxNode, maker: SyntaxNode): SyntaxNode | undefined {
  const func = functionOf(loop);
  if (!func || func === maker) return undefined;
  const starts = startsOf(func).filter(start => maker.contains(start.call));
  const [start] = starts;
  return starts.length > 0 && starts.every(each => each.how === 'goroutine') ? start?.call : undefined;
}

/** A send by code that the maker runs, or that goroutines of it run, and that ends: not by callbacks that somebody keeps. */
function comesToAnEnd(send: SyntaxNode, maker: SyntaxNode): boolean {
  for (let func = functionOf(send), depth = 0; func && depth < 8; depth++) {
    if (func === maker) return true;
    if (flowOf(func).exits.length === 0) return false;
    const starts = startsOf(func);
    const inside = starts.filter(({ call }) => maker.contains(call));
    const [start] = inside.length > 0 ? inside : starts;
    if (!start || !/^(now|defer|goroutine)$/.test(start.how)) return false;
    func = functionOf(start.call);
  }
  return false;
}
