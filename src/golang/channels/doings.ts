/** What a point does to a state: sends, receives and closes are counted, calls and goroutines gone into. */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Point } from '../flow.ts';
import type { Activation } from './activations.ts';
import { isAnswer } from './answers.ts';
import { chosenBy, isWaitedFor } from './callees.ts';
import type { Event } from './events.ts';
import { afterReturn, afterStatement, type Facts, factsInside, forgetting } from './facts.ts';
import { Partings } from './partings.ts';
import { isDeferred } from './questions.ts';
import { distinctStates, joined, type State, started } from './state.ts';
import { counted, countOf, grown, most, plus, type Tally, untouched } from './tally.ts';
import type { Tour } from './tour.ts';
import type { Block, Way, Ways } from './ways.ts';

/** Where a way waits for ever. */
interface Stop {
  readonly state: State;
  readonly node: SyntaxNode;
}

export interface Outcome {
  readonly states: readonly State[];
  readonly stuckAt: readonly Stop[];
}

/** Deferred calls that are followed. */
const DEFERS = 6;
const UNLIMITED = Number.POSITIVE_INFINITY;

export class Doings {
  readonly partings: Partings;
  /** Where its own sends may block. */
  readonly blocks: Block[] = [];
  /** The most of each count at any point. */
  most: Tally;
  waits = false;
  readonly #tour: Tour;
  readonly #act: Activation;
  /** Where the walk stands, and where it has come to wait for ever. */
  #at: Point | undefined;
  #stops: Stop[] = [];

  constructor(tour: Tour, act: Activation, end: Point | undefined) {
    this.#tour = tour;
    this.#act = act;
    this.most = untouched(tour.channels);
    this.partings = new Partings(act, end, call => this.#gotBy(call));
  }

  note(tally: Tally): void {
    this.most = most([this.most, tally], this.#tour.channels);
  }

  /** The point of a statement or expression; what is known of variables is only kept where somebody asks. */
  perform(at: Point, node: SyntaxNode, state: State, isAsked: boolean): Outcome {
    this.#at = at;
    // The clauses of a select follow: they give values where they stand.
    const facts = node.kind === 'select_statement' ? state.facts : forgetting(state.facts, node);
    return this.#outcome(() => {
      let states: readonly State[] = [facts === state.facts ? state : { ...state, facts }];
      for (const event of this.#act.eventsAt(node)) states = states.flatMap(each => this.#event(event, each));
      if (node.kind === 'return_statement' && isAnswer(node)) states = states.map(each => ({ ...each, answer: node }));
      if (!isAsked) return states;
      return states.map(each => withFacts(each, afterStatement(node, each.facts, this.#act.names)));
    });
  }

  /** An exit: what was deferred runs. */
  leave(at: Point, state: State): Outcome {
    this.#at = at;
    return this.#outcome(() => {
      let states: readonly State[] = [state];
      for (const call of [...state.defers].reverse()) states = states.flatMap(each => this.#call(call, each));
      return states;
    });
  }

  #outcome(run: () => readonly State[]): Outcome {
    this.#stops = [];
    const states = run();
    for (const each of states) this.note(each.tally);
    return { states, stuckAt: this.#stops };
  }

  #event(event: Event, state: State): readonly State[] {
    switch (event.kind) {
      case 'call':
        return this.#call(event.node, state);
      case 'go':
        return this.#start(event.node, this.#act.calls.get(event.node)?.runs ?? [], state);
      case 'defer':
        return [{ ...state, defers: [...state.defers, event.node].slice(-DEFERS) }];
      case 'receive':
        return [this.#count('got', event.node, state)];
      default:
        return [this.#send(event.node, event.free, state)];
    }
  }

  #count(deed: 'got' | 'sent' | 'closed', node: SyntaxNode, state: State): State {
    const channel = this.#act.traffic.get(node);
    return channel === undefined ? state : { ...state, tally: counted(state.tally, deed, channel) };
  }

  #send(send: SyntaxNode, isFree: boolean, state: State): State {
    const channel = this.#act.traffic.get(send);
    if (channel === undefined) return state;
    if (isFree || (chosenBy(send).length > 0 && !this.#tour.onces.has(channel))) {
      this.#tour.free.add(channel);
      return state;
    }
    const next = this.#count('sent', send, state);
    this.blocks.push({ state: next, send, channel });
    return next;
  }

  /** A call, and the functions that it is handed. */
  #call(call: SyntaxNode, state: State): readonly State[] {
    const into = this.#act.calls.get(call);
    if (!into) return [this.#count('closed', call, state)];
    if (into.waits) {
      this.waits = true;
      if (!state.stuck || !isWaitedFor(state.stuck, call)) return [state];
      this.#stops.push({ state, node: call });
      return [];
    }
    let states = this.#through(call, into.runs, state);
    for (const { into: handed, how } of into.hands) {
      states = states.flatMap(each => {
        if (how === 'goroutine') return this.#start(call, [handed], each);
        return how === 'now' ? this.#through(call, [handed], each) : this.#stream(call, handed, each);
      });
    }
    return states;
  }

  /** Goes through the functions that a call may run: a way for each way through one of them. */
  #through(call: SyntaxNode, runs: readonly Activation[], state: State): readonly State[] {
    if (runs.length === 0) return [state];
    const found: State[] = [];
    for (const ways of runs.map(each => this.#waysOf(each, factsFor(call, each.func, state.facts)))) {
      this.waits ||= ways.waits;
      for (const block of ways.blocks) this.blocks.push({ ...block, state: joined(state, block.state) });
      for (const way of ways.ends) {
        const after = joined(state, { ...way.state, left: this.#leftBy(way.state.left) });
        found.push(withFacts(after, afterReturn(call, way.node, after.facts)));
      }
    }
    this.#tour.spend(found.length);
    return distinctStates(found);
  }

  /** Any number of rounds until it is done; or the peer goes first, and with it the receiver. */
  #stream(call: SyntaxNode, step: Activation, state: State): readonly State[] {
    const round = this.#waysOf(step).most;
    const done = { ...state, tally: plus(state.tally, grown(round, untouched(this.#tour.channels), UNLIMITED)) };
    const gone = state.left.map((clause, channel) => (countOf(round, 'got', channel) > 0 ? call : clause));
    return [done, { ...state, left: this.#leftBy(gone) }];
  }

  #leftBy(left: State['left']): State['left'] {
    return this.#at && left.some(Boolean) ? this.partings.byCall(this.#at, left) : left;
  }

  #waysOf(act: Activation, facts?: Facts): Ways {
    return this.#tour.ways(act, undefined, facts);
  }

  #gotBy(call: SyntaxNode): ReadonlySet<number> {
    const ways = (this.#act.calls.get(call)?.runs ?? []).map(act => this.#tour.ways(act));
    return new Set(this.#channels().filter(channel => ways.some(each => countOf(each.most, 'got', channel) > 0)));
  }

  #channels(): readonly number[] {
    return Array.from({ length: this.#tour.channels }, (_, channel) => channel);
  }

  /** Starts a goroutine: it may come to any of its ends, or get stuck at any of its sends. */
  #start(start: SyntaxNode, runs: readonly Activation[], state: State): readonly State[] {
    if (runs.length === 0) return [state];
    const found: State[] = [];
    for (const act of runs) {
      const ways = this.#waysOf(act);
      const late = ways.waits;
      // It may still be at work: waiting for others, in an endless loop, or for a channel that nobody closes.
      if (late) found.push(state);
      else if (ways.ends.every(way => isOver(way.state, this.#tour.channels)))
        found.push(started(state, { ...state, ...BLANK, tally: ways.most }, undefined));
      if (!(late && state.stuck)) {
        for (const way of ways.ends)
          found.push({ ...started(state, endedAt(way, ways, act.func), undefined), waited: state.waited || late });
      }
      if (state.stuck || state.waited) continue;
      for (const { state: at, send, channel } of ways.blocks) {
        // A goroutine that receives what it sends itself is no sender that its receiver has left.
        if (countOf(ways.most, 'got', channel) > 0) continue;
        const fedBy = this.#channels().filter(each => countOf(at.tally, 'got', each) > 1);
        found.push({ ...started(state, at, { channel, send, start, fedBy }), waited: false });
      }
    }
    this.#tour.spend(found.length);
    return distinctStates(found);
  }
}

const BLANK = { stuck: undefined, waited: false } as const;

/** What a function knows when it is called: one that is deferred in place sees the variables around it. */
function factsFor(call: SyntaxNode, func: SyntaxNode, facts: Facts): Facts {
  return isDeferred(func) ? facts : factsInside(call, func, facts);
}

function withFacts(state: State, facts: Facts): State {
  return facts === state.facts ? state : { ...state, facts };
}

function isOver({ tally }: State, channels: number): boolean {
  return Array.from({ length: channels }, (_, channel) => countOf(tally, 'over', channel)).some(count => count > 0);
}

/** A goroutine that may receive from a channel leaves it for good when it ends. */
function endedAt({ state, node }: Way, { most: all }: Ways, func: SyntaxNode): State {
  const end = node ?? func.field('body')?.children.at(-1) ?? func;
  return {
    ...state,
    left: state.left.map((clause, channel) => clause ?? (countOf(all, 'got', channel) > 0 ? end : undefined)),
  };
}
