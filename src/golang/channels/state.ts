/** What has happened to the followed channels at one point of one way: the counts, the goroutine that is taken to be stuck, what is known. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { type Facts, factsKey } from './facts.ts';
import { asSpawned, covers, plus, sameTally, type Tally, untouched } from './tally.ts';

/** A send of a goroutine that may never come to an end. */
export interface Stuck {
  readonly channel: number;
  readonly send: SyntaxNode;
  /** The call that starts the goroutine. */
  readonly start: SyntaxNode;
  /** Channels from which the goroutine has taken more than one value before: the rounds that come to the send are as many as these values. */
  readonly fedBy: readonly number[];
}

export interface State {
  readonly tally: Tally;
  readonly stuck: Stuck | undefined;
  /** The way relies on the end of a goroutine that waits for others. */
  readonly waited: boolean;
  /** For each channel, where its receiver has left for good: a clause of a select that was taken instead of a receive, or the end of a goroutine. */
  readonly left: readonly (SyntaxNode | undefined)[];
  /** Deferred calls that matter, in the order of their `defer`. */
  readonly defers: readonly SyntaxNode[];
  /** The return statement that was taken; that of a literal called in place, where a return gives what that gives. */
  readonly answer: SyntaxNode | undefined;
  /** Conditions that were decided on the way. */
  readonly facts: Facts;
}

export function fresh(channels: number): State {
  return {
    tally: untouched(channels),
    stuck: undefined,
    waited: false,
    left: new Array<undefined>(channels).fill(undefined),
    defers: [],
    answer: undefined,
    facts: new Map(),
  };
}

/** What a called function did is done by its caller, too. */
export function joined(state: State, way: State): State {
  return merged(state, way, way.tally, undefined);
}

/** The same, done by a goroutine. */
export function started(state: State, way: State, stuck: Stuck | undefined): State {
  return merged(state, way, asSpawned(way.tally), stuck);
}

function merged(state: State, way: State, done: Tally, stuck: Stuck | undefined): State {
  return {
    ...state,
    tally: plus(state.tally, done),
    stuck: state.stuck ?? way.stuck ?? stuck,
    waited: state.waited || way.waited,
    left: state.left.map((clause, channel) => way.left[channel] ?? clause),
  };
}

/** What besides counts decides the future of a state. */
export function settingOf({ stuck, waited, answer, left, defers, facts }: State): string {
  return [
    stuck ? `${idOf(stuck.send)}@${idOf(stuck.start)}<${stuck.fedBy}` : '',
    waited ? 'w' : '',
    idOf(answer),
    left.map(idOf).join(),
    defers.map(idOf).join(),
    factsKey(facts),
  ].join('|');
}

const ids = new WeakMap<SyntaxNode, number>();
let last = 0;

/** Told apart from all other nodes, those of other files too. */
function idOf(node: SyntaxNode | undefined): string {
  if (!node) return '';
  let id = ids.get(node);
  if (id === undefined) {
    id = ++last;
    ids.set(node, id);
  }
  return `${id}`;
}

/** Keeps the states that no other one covers; adds one unless it is covered. */
export function admit(known: State[], state: State): boolean {
  if (known.some(each => covers(each.tally, state.tally))) return false;
  const rest = known.filter(each => !covers(state.tally, each.tally));
  known.splice(0, known.length, ...rest, state);
  return true;
}

/** Keeps all states that differ in their counts. */
export function collect(known: State[], state: State): boolean {
  if (known.some(each => sameTally(each.tally, state.tally))) return false;
  known.push(state);
  return true;
}

/** The states that differ. */
export function distinctStates(states: readonly State[]): readonly State[] {
  if (states.length < 2) return states;
  const groups = new Map<string, State[]>();
  for (const state of states) {
    const setting = settingOf(state);
    const group = groups.get(setting) ?? [];
    groups.set(setting, group);
    collect(group, state);
  }
  return [...groups.values()].flat();
}
