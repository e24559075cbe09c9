/** What has happened to the followed channels at one point of one way: counts per channel, and the goroutine that is taken to be stuck. */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Facts } from './facts.ts';

/** A send of a goroutine that may never come to an end. */
export interface Stuck {
  readonly channel: number;
  readonly send: SyntaxNode;
  /** The call that starts the goroutine. */
  readonly start: SyntaxNode;
}

export interface State {
  /** Sends by the function itself. */
  readonly sent: readonly number[];
  /** Sends by goroutines that it started, the stuck one counted. */
  readonly spawned: readonly number[];
  readonly got: readonly number[];
  readonly closed: readonly number[];
  /** Channels that the way has found closed. */
  readonly over: readonly number[];
  readonly stuck: Stuck | undefined;
  /** The way relies on the end of a goroutine that waits for others. */
  readonly waited: boolean;
  /** For each channel, where its receiver has left for good: a clause of a select that was taken instead of a receive, or the end of a goroutine. */
  readonly left: readonly (SyntaxNode | undefined)[];
  readonly defers: readonly SyntaxNode[];
  /** The return statement that was taken; that of a literal called in place, where a return gives what that gives. */
  readonly answer: SyntaxNode | undefined;
  /** Conditions that were decided on the way. */
  readonly facts: Facts;
}

export function fresh(size: number): State {
  const none = new Array<number>(size).fill(0);
  return {
    sent: none,
    spawned: none,
    got: none,
    closed: none,
    over: none,
    stuck: undefined,
    waited: false,
    left: new Array<undefined>(size).fill(undefined),
    defers: [],
    answer: undefined,
    facts: new Map(),
  };
}

export function bump(counts: readonly number[], at: number, by = 1): readonly number[] {
  return counts.map((count, index) => (index === at ? count + by : count));
}

/** What a called function did is done by its caller, too. */
export function joined(state: State, way: State): State {
  return {
    ...state,
    sent: sum(state.sent, way.sent),
    spawned: sum(state.spawned, way.spawned),
    got: sum(state.got, way.got),
    closed: sum(state.closed, way.closed),
    over: sum(state.over, way.over),
    stuck: state.stuck ?? way.stuck,
    waited: state.waited || way.waited,
    left: state.left.map((clause, index) => way.left[index] ?? clause),
  };
}

/** The same, done by a goroutine: its sends are nobody's turn to wait for. */
export function started(state: State, way: State, stuck: Stuck | undefined): State {
  return {
    ...state,
    spawned: sum(state.spawned, sum(way.sent, way.spawned)),
    got: sum(state.got, way.got),
    closed: sum(state.closed, way.closed),
    over: sum(state.over, way.over),
    stuck: state.stuck ?? way.stuck ?? stuck,
    waited: state.waited || way.waited,
    left: state.left.map((clause, index) => way.left[index] ?? clause),
  };
}

export function sum(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((count, index) => count + (b[index] ?? 0));
}

/** The most of each count over several states. */
export function most(states: readonly State[], size: number): State {
  const best = fresh(size);
  const over = (pick: (state: State) => readonly number[]) =>
    best.sent.map((_, index) => Math.max(0, ...states.map(state => pick(state)[index] ?? 0)));
  return {
    ...best,
    sent: over(each => each.sent),
    spawned: over(each => each.spawned),
    got: over(each => each.got),
    closed: over(each => each.closed),
  };
}

/** So many rounds of a loop, each of which does this much at most. */
export function times(state: State, round: State, rounds: number): State {
  const grow = (counts: readonly number[], by: readonly number[]) =>
    counts.map((count, index) => ((by[index] ?? 0) > 0 ? count + (by[index] ?? 0) * rounds : count));
  return {
    ...state,
    sent: grow(state.sent, round.sent),
    spawned: grow(state.spawned, round.spawned),
    got: grow(state.got, round.got),
    closed: grow(state.closed, round.closed),
  };
}

/** What besides counts decides the future of a state. */
export function settingOf(state: State): string {
  return [
    state.stuck ? `${state.stuck.send.start}@${state.stuck.start.start}` : '',
    state.waited ? 'w' : '',
    state.answer?.start,
    state.left.map(each => each?.start ?? '').join(),
    state.defers.map(each => each.start).join(),
    [...state.facts].map(([key, { holds }]) => `${key}:${holds}`).join(';'),
  ].join('|');
}

/** At least as likely to leave somebody at a send: as much sent and closed, as little received, on all channels. */
export function covers(a: State, b: State): boolean {
  const isMore = (pick: (state: State) => readonly number[]) =>
    pick(a).every((count, at) => count >= (pick(b)[at] ?? 0));
  return (
    isMore(each => each.sent) &&
    isMore(each => each.spawned) &&
    isMore(each => each.closed) &&
    isMore(each => each.over.map(over => -over)) &&
    isMore(each => each.got.map(got => -got))
  );
}

/** Keeps the states that no other one covers; adds one unless it is covered. */
export function admit(known: State[], state: State): boolean {
  if (known.some(each => covers(each, state))) return false;
  const rest = known.filter(each => !covers(state, each));
  known.splice(0, known.length, ...rest, state);
  return true;
}
