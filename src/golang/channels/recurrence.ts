/**
 * How often a stranding comes again in the life of a process: no more often than its channel is made, and no more often than what its receiver leaves by
 * is given. A context ends once, and a channel is closed once: who leaves by what the process holds leaves when that ends.
 */
import { effectsOf } from '../../catalog/index.ts';
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { calleeOf, symbolOf } from '../callee.ts';
import { fileOf } from '../file.ts';
import { flowAround, functionOf } from '../flow.ts';
import { type Frequency, frequencyOf } from '../lifetime.ts';
import { fieldAt } from '../mentions.ts';
import { type Origin, originsOf } from '../origins.ts';
import { remember } from '../remember.ts';
import { resolve } from '../scope.ts';
import { startsOf } from '../starts.ts';
import { typeOf } from '../type-of.ts';
import { isNamed } from '../types.ts';
import { isChannelMake } from './channel.ts';
import type { Stranding } from './stranded.ts';
import { usesOfChannel } from './uses.ts';

type How = Frequency['how'];

const RANKS = { once: 0, few: 1, unknown: 2, many: 3 } as const;

export function recurrenceOf({ channel, handover, exit, again }: Stranding): How {
  const made = handover ?? channel.make;
  // A test stands for what uses the code again and again.
  if (fileOf(made).source.test) return 'many';
  const run = again ? made : (functionOf(made)?.field('body') ?? made);
  return least([frequencyOf(made).how, frequencyOf(run).how, exit.how === 'left' ? signalled(exit.node) : 'many']);
}

/** An order of what comes again more often before what does less. */
export function oftenFirst(a: Stranding, b: Stranding): number {
  return RANKS[recurrenceOf(b)] - RANKS[recurrenceOf(a)];
}

function least(hows: readonly How[]): How {
  return hows.reduce((low, each) => (RANKS[each] < RANKS[low] ? each : low));
}

function most(hows: readonly How[]): How {
  return hows.reduce((high, each) => (RANKS[each] > RANKS[high] ? each : high), 'once');
}

/** How often there is such a signal as a clause of a select waits for; `many` where nothing says less. */
const signalled = remember<SyntaxNode, How>(clause => {
  const received = receivedBy(clause);
  if (!received) return 'many';
  const context = contextOf(received);
  return most(originsOf(context ?? received).map(context ? endOf : closeOf));
}, 'many');

function receivedBy(clause: SyntaxNode): SyntaxNode | undefined {
  const communication = clause.field('communication');
  const receive = communication && [communication, ...communication.all('unary_expression')].find(isReceive);
  const operand = receive?.field('operand');
  return operand && bare(operand);
}

function isReceive({ kind, operator }: SyntaxNode): boolean {
  return kind === 'unary_expression' && operator === '<-';
}

/** `ctx` of `<-ctx.Done()`. */
function contextOf(received: SyntaxNode): SyntaxNode | undefined {
  const target = received.kind === 'call_expression' ? received.field('function') : undefined;
  const operand = target?.field('field')?.text === 'Done' ? target.field('operand') : undefined;
  return operand && isNamed(typeOf(operand), 'context.Context') ? operand : undefined;
}

/** How often there is a context that ends, of those that begin in one place: as often as somebody derives it with an end of its own. */
function endOf({ kind, symbol, steps }: Origin): How {
  if (kind !== 'call' || !/^context\.(Background|TODO)$/.test(symbol)) return 'many';
  return most(steps.map(({ node }) => (node.kind === 'call_expression' ? endIn(node) : 'once')));
}

function endIn(call: SyntaxNode): How {
  const symbol = symbolOf(calleeOf(call));
  const isEndless = /^context\.(WithValue|WithoutCancel)$/.test(symbol) || effectsOf(symbol)?.lasts === true;
  return isEndless || symbol === 'os/signal.NotifyContext' ? 'once' : frequencyOf(call).how;
}

/** How often there is a channel that only a close makes ready. */
function closeOf({ node }: Origin): How {
  return isSignal(node) ? frequencyOf(node).how : 'many';
}

function isSignal(make: SyntaxNode): boolean {
  return isChannelMake(make) && usesOfChannel(make).every(({ kind }) => !/^(send|hidden|exported)$/.test(kind));
}

/** Each round of the sender's loop waits for what the receiver leaves by, too: it ends soon after. */
export function hearsOfExit({ send, exit }: Stranding): boolean {
  const signal = nameOf(receivedBy(exit.node));
  const loop = flowAround(send)?.loopAround(send);
  if (!signal || !loop) return false;
  const receives = [...loop.node.all('communication_case')].map(clause => nameOf(receivedBy(clause)));
  return receives.includes(signal);
}

/** The field or variable that a signal is kept in: a context, or a channel. */
function nameOf(received: SyntaxNode | undefined): unknown {
  const kept = received && bare(contextOf(received) ?? received);
  if (kept?.kind === 'identifier') return resolve(kept);
  const field = kept?.kind === 'selector_expression' ? kept.field('field') : undefined;
  return field && fieldAt(field)?.node;
}

/** The receiver leaves when the one ends that both of them work for: by what that keeps in a field, or closes when it is done. */
export function isOwnersEnd({ exit }: Stranding): boolean {
  const received = receivedBy(exit.node);
  const kept = received && bare(contextOf(received) ?? received);
  if (!received || !kept || exit.how !== 'left') return false;
  const isField = kept.kind === 'selector_expression' && fieldAt(kept.field('field') ?? kept) !== undefined;
  if (isField && kept !== received) return true;
  const makes = originsOf(kept).map(({ node }) => node);
  return makes.length > 0 && makes.every(make => isSignal(make) && (isField || isClosedAtEnd(make)));
}

function isClosedAtEnd(make: SyntaxNode): boolean {
  const closes = usesOfChannel(make).filter(({ kind }) => kind === 'close');
  return closes.length > 0 && closes.every(({ node }) => node.parent?.kind === 'defer_statement');
}

/** Only what ends a service leads to a function; by Go's custom it is called so, and is called once for each of its receivers. Closed are files and connections, of which there are many. */
export function isEnding(func: SyntaxNode | undefined, calls = 3): boolean {
  if (!func) return false;
  const name = func.kind === 'method_declaration' ? func.field('name')?.text : undefined;
  if (name && ENDINGS.has(name)) return true;
  const starts = calls > 0 ? startsOf(func) : [];
  return starts.length > 0 && starts.every(({ call }) => isEnding(functionOf(call), calls - 1));
}

const ENDINGS: ReadonlySet<string> = new Set(['Stop', 'Shutdown']);
