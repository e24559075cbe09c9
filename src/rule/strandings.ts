/** What there is to tell of goroutines that are stranded at a send: which of them have one cause, where it shows, what would repair it. */
import { type Channel, oftenFirst, type Stranding } from '../golang/channels/index.ts';
import { fileOf } from '../golang/file.ts';
import { topOf } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { isNamed } from '../golang/types.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Evidence } from './contract.ts';

/** Strandings of one cause: of one goroutine, or on one channel. */
export interface Strand {
  readonly all: readonly Stranding[];
  /** The one that comes again most often and says most, at the send that comes first. */
  readonly worst: Stranding;
}

export function strandsOf(strandings: readonly Stranding[]): readonly Strand[] {
  const groups: Stranding[][] = [];
  for (const each of strandings) {
    const [first, ...others] = groups.filter(group => group.some(other => isSameCause(each, other)));
    if (!first) groups.push([each]);
    else first.push(each, ...others.flat());
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups.map(all => ({ all, worst: worstOf(all) }));
}

function isSameCause(a: Stranding, b: Stranding): boolean {
  return a.start === b.start || a.channel === b.channel;
}

const RANKS = { never: 0, wait: 1, left: 2, early: 3, short: 4 } as const;

function worstOf(group: readonly Stranding[]): Stranding {
  const order = (a: Stranding, b: Stranding) =>
    oftenFirst(a, b) ||
    RANKS[a.exit.how] - RANKS[b.exit.how] ||
    plainness(a) - plainness(b) ||
    a.send.start - b.send.start;
  return [...group].sort(order)[0]!;
}

/**
 * That a context ends needs no proof; whether anything ever comes out of other channels may depend on who calls, and what comes out of an owner's is mostly the
 * owner's end. That the group ends which runs the goroutine is mostly because the goroutine has ended.
 */
function plainness({ exit, start }: Stranding): number {
  if (doneOf(exit)) return 0;
  const group = operandOf(start);
  const calls = exit.node.field('communication')?.all('call_expression') ?? [];
  if (group && calls.some(call => operandOf(call) === group)) return 3;
  return exit.node.field('communication')?.all('unary_expression').some(isOwners) ? 2 : 1;
}

/** `<-s.quit`; a timer's belongs to nobody for long. */
function isOwners(receive: SyntaxNode): boolean {
  const channel = receive.operator === '<-' ? receive.field('operand') : undefined;
  const owner = channel?.kind === 'selector_expression' ? channel.field('operand') : undefined;
  return owner !== undefined && !isNamed(typeOf(owner), 'time.Timer') && !isNamed(typeOf(owner), 'time.Ticker');
}

/** `t` of `t.Go(f)`. */
function operandOf(call: SyntaxNode): string | undefined {
  return call.field('function')?.field('operand')?.text;
}

/** `<-ctx.Done()`. */
function doneOf({ node }: Stranding['exit']): SyntaxNode | undefined {
  const communication = node.field('communication');
  const call = communication && [communication, ...communication.all('call_expression')].find(isDone);
  return call && communication;
}

function isDone(node: SyntaxNode): boolean {
  return node.kind === 'call_expression' && node.field('function')?.field('field')?.text === 'Done';
}

/** The send that says most where there is one, or others in other functions; else the make that they share, where it can be seen from them. */
export function placeOfStrand({ all, worst: { channel, send } }: Strand): SyntaxNode {
  const sends = sendsOf(all);
  if (fileOf(send).pkg !== fileOf(channel.make).pkg) return channel.make;
  return sends.length === 1 || sends.some(each => topOf(each) !== topOf(channel.make)) ? send : channel.make;
}

function sendsOf(group: readonly Stranding[]): readonly SyntaxNode[] {
  return [...new Set(group.map(each => each.send))].sort((a, b) => a.start - b.start);
}

/** `is unbuffered`, `holds 3 values`. */
export function holdsOf({ capacity }: Channel): string {
  if (capacity === 0) return 'is unbuffered';
  return capacity === 1 ? 'holds one value' : `holds ${capacity} values`;
}

/** `any number of sends against one receive`. */
export function countsOf({ sends, receives }: Stranding): string {
  const many = (count: number, noun: string) =>
    count === Number.POSITIVE_INFINITY ? `any number of ${noun}s` : count === 1 ? `one ${noun}` : `${count} ${noun}s`;
  return `${many(sends, 'send')} against ${receives === 0 ? 'no receive' : many(receives, 'receive')}`;
}

/** What to do: make room for as many sends as there are, or let the senders see that their receiver has gone. */
export function repairOf({ all, worst: { channel, exit } }: Strand): string {
  const room = Math.max(...all.filter(each => each.channel === channel).map(each => each.room));
  if (room !== Number.POSITIVE_INFINITY && all.every(each => each.sends !== Number.POSITIVE_INFINITY)) {
    const type = channel.make.field('arguments')?.children[0]?.text ?? 'chan T';
    return `make room for all sends: make(${type}, ${room})`;
  }
  const done = doneOf(exit);
  const other = done ? `\`${done.text}\`` : 'a channel that the receiver closes when it leaves';
  return `send in a select that also waits for ${other}`;
}

const EXITS: Readonly<Record<Exclude<Stranding['exit']['how'], 'never'>, string>> = {
  left: 'the receiver leaves here',
  early: 'the receiver returns here',
  short: 'nobody receives after this',
  wait: 'waits for the goroutine here',
};

/** From the make to the sends. */
export function evidenceOf({ all, worst: { channel, exit, start, handover } }: Strand): readonly Evidence[] {
  const sends = sendsOf(all).map(node => ({ node, note: 'blocks here' }));
  const handed = handover ? [{ node: handover, note: `${channel.name} is handed to its receiver here` }] : [];
  return [
    { node: channel.make, note: `${channel.name} is made here` },
    ...handed,
    ...(exit.how === 'never' ? [] : [{ node: exit.node, note: EXITS[exit.how] }]),
    { node: start, note: 'the goroutine starts here' },
    ...sends,
  ];
}
