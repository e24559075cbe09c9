/** What calls lead to, as far as ways through them are counted: functions of the module, literals that are handed over, waits for others. */
import { effectsOf } from '../../catalog/index.ts';
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from '../callee.ts';
import { fileOf } from '../file.ts';
import { flowAround } from '../flow.ts';
import { implementations } from '../mentions.ts';
import { remember } from '../remember.ts';
import { howRuns } from '../starts.ts';
import type { Stuck } from './state.ts';

/** More implementations than this say too little about a call through an interface. */
const IMPLEMENTATIONS = 6;

/** The functions of the module that a call may reach. */
export function calleesOf(call: SyntaxNode): readonly SyntaxNode[] {
  const callee = calleeOf(call);
  if (callee.kind === 'declared') return [callee.func.node];
  if (callee.kind === 'literal') return [callee.node];
  if (callee.kind !== 'interface') return [];
  const found = implementations(callee.member.owner, callee.member.node.field('name')?.text ?? '', fileOf(call));
  return found.length > IMPLEMENTATIONS ? [] : found.map(func => func.node);
}

/** In a goroutine, before the call returns, or again and again before it returns as long as a peer listens. */
export type HowHanded = 'goroutine' | 'now' | 'streamed';

/** A literal that a call is handed. */
export interface Handed {
  readonly literal: SyntaxNode;
  /** How the call runs it, if at all. Takes long to find out. */
  runs(): HowHanded | undefined;
}

export function handedTo(call: SyntaxNode): readonly Handed[] {
  return argumentsOf(call).flatMap((argument, index) => {
    const literal = literalAt(argument);
    return literal ? [{ literal, runs: () => runsArgument(call, index) }] : [];
  });
}

/** What runs once in many calls has no count here. */
function runsArgument(call: SyntaxNode, index: number): HowHanded | undefined {
  if (effectsOf(symbolOf(calleeOf(call)))?.streams === index) return 'streamed';
  const hows = howRuns(call, index);
  if (hows.some(how => how === 'goroutine' || how === 'timer' || how === 'schedule')) return 'goroutine';
  return hows.includes('now') ? 'now' : undefined;
}

/** The function literal that an argument is, directly or through a variable. */
function literalAt(argument: SyntaxNode): SyntaxNode | undefined {
  const node = bare(argument);
  if (node.kind === 'func_literal') return node;
  if (node.kind !== 'identifier') return undefined;
  const callee = calleeOf(node);
  return callee.kind === 'literal' ? callee.node : undefined;
}

/** `wg.Wait()`, `g.Wait()`: comes back when goroutines have ended. */
export function isWait(call: SyntaxNode): boolean {
  if (bare(call.field('function') ?? call).field('field')?.text !== 'Wait') return false;
  const callee = calleeOf(call);
  if (callee.kind !== 'external') return false;
  return effectsOf(callee.symbol)?.blocks === 'until-done' || callee.symbol.includes('errgroup');
}

/** The stuck goroutine is one of those that the wait is for: started through the same group, or it says Done. */
export function isWaitedFor(stuck: Stuck, wait: SyntaxNode): boolean {
  const group = bare(wait.field('function') ?? wait).field('operand')?.text;
  const start = bare(stuck.start.field('function') ?? stuck.start);
  if (start.kind === 'selector_expression' && start.field('operand')?.text === group) return true;
  const run = [...calleesOf(stuck.start), ...argumentsOf(stuck.start).flatMap(each => literalAt(each) ?? [])];
  return run.some(func => donesOf(func).some(done => isAfter(done, stuck.send)));
}

const donesOf = remember<SyntaxNode, readonly SyntaxNode[]>(
  func => [...func.all('call_expression')].filter(call => symbolOf(calleeOf(call)) === '(*sync.WaitGroup).Done'),
  [],
);

/** Deferred, or on a way from the send. */
function isAfter(done: SyntaxNode, send: SyntaxNode): boolean {
  const flow = flowAround(done);
  if (!flow || done.within('defer_statement')) return true;
  const [from, to] = [flow.pointOf(send), flow.pointOf(done)];
  return !from || !to || flow.reaches(from, to);
}

/** Where atomic operations decide who sends, one among many: what they count in. */
export const chosenBy = remember<SyntaxNode, readonly string[]>(send => {
  const flow = flowAround(send);
  const point = flow?.pointOf(send);
  if (!flow || !point) return [];
  return flow
    .guards(point)
    .flatMap(({ condition }) => [condition, ...condition.all('call_expression')])
    .filter(each => each.kind === 'call_expression' && isAtomic(each))
    .map(counterOf);
}, []);

/** `failed` of `o.failed.Add(1)` and of `atomic.AddInt32(&o.failed, 1)`: whoever has it, it goes by that name. */
function counterOf(call: SyntaxNode): string {
  const callee = calleeOf(call);
  const counter = (callee.kind === 'external' && callee.receiver) || argumentsOf(call)[0];
  return counter?.text.replace(/^.*\W/, '') ?? '';
}

function isAtomic(call: SyntaxNode): boolean {
  const name = bare(call.field('function') ?? call).field('field')?.text ?? '';
  if (!/^(Add|Inc|Dec|Sub|CompareAndSwap|CAS|Swap)/.test(name)) return false;
  return /\batomic\./.test(symbolOf(calleeOf(call)));
}
