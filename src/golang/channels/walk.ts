/**
 * The walk through one function: at each point the states that differ in what can still matter, in the order of the flow, so that ways which have come
 * together go on as one. Loops that end by their header turn all their rounds at once; their early exits, and endless loops, are walked.
 */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Loop, Point } from '../flow.ts';
import type { Activation } from './activations.ts';
import { Doings } from './doings.ts';
import { beginning, decided, type Facts, factsKey } from './facts.ts';
import { turnsOf } from './loops.ts';
import { channelAt } from './names.ts';
import { type Outlook, outlookOf } from './outlook.ts';
import { endOf } from './questions.ts';
import { type Turns, turning } from './rounds.ts';
import { admit, collect, fresh, joined, type State, type Stuck } from './state.ts';
import { counted, plus, type Tally, untouched } from './tally.ts';
import type { Tour } from './tour.ts';
import { type Block, distinctBlocks, distinctWays, type Way, type Ways } from './ways.ts';
import { orderOf, Seen, type Step, Worklist } from './worklist.ts';

/** Goroutines that the rounds of a loop leave stuck. */
const STUCK = 12;

interface Round {
  readonly facts: Facts;
  readonly back: readonly State[];
  readonly blocks: readonly Block[];
}

interface Rounds extends Omit<Turns, 'before'> {
  readonly blocks: readonly Block[];
  readonly stuck: readonly (Stuck | undefined)[];
}

interface Run {
  readonly ends: Way[];
  /** States at the end of a round of the loop that is walked. */
  readonly back: State[];
  readonly within: Loop | undefined;
}

export class Walk {
  readonly #tour: Tour;
  readonly #act: Activation;
  /** The loop of which one round is walked, instead of the whole function. */
  readonly #round: Loop | undefined;
  readonly #doings: Doings;
  readonly #outlook: Outlook;
  readonly #heads: ReadonlyMap<Point, Loop>;
  /** Headers of loops that turn all their rounds at once: the walk does not leave by them. */
  readonly #headers: ReadonlySet<SyntaxNode>;
  readonly #rounds = new Map<Loop, Map<string, Rounds>>();

  constructor(tour: Tour, act: Activation, round: Loop | undefined) {
    const { flow, names } = act;
    this.#tour = tour;
    this.#act = act;
    this.#round = round;
    this.#doings = new Doings(tour, act, round?.head);
    this.#outlook = outlookOf(act);
    this.#heads = new Map(flow.loops.map(loop => [loop.head, loop]));
    const turns = flow.loops.map(loop => turnsOf(loop, names));
    this.#headers = new Set(turns.flatMap(({ kind, header }) => (kind === 'counted' && header ? [header] : [])));
  }

  all(facts: Facts = new Map()): Ways {
    const round = this.#round;
    const run: Run = { ends: [], back: [], within: round };
    this.#go(run, round?.head ?? this.#act.flow.entry, { ...fresh(this.#tour.channels), facts });
    const again = run.back.map((state): Way => ({ state, node: round?.node, ends: 'again' }));
    const { blocks, most: peak, waits } = this.#doings;
    return { ends: distinctWays([...run.ends, ...again]), blocks: distinctBlocks(blocks), most: peak, waits };
  }

  #go(run: Run, start: Point, first: State): void {
    const seen = new Seen(run.within && run.within !== this.#round ? collect : admit);
    const open = new Worklist(orderOf(this.#act.flow));
    open.add({ point: start, state: first, among: [first] });
    for (let at = open.next(); at; at = open.next()) {
      // A later one may have taken its place.
      if (!at.among.includes(at.state)) continue;
      for (const next of at.point.next) {
        if (this.#leaves(run, next)) continue;
        if (!this.#tour.spend()) return;
        for (const step of this.#enter(run, at.point, next, at.state)) {
          const { point, state } = this.#trimmed(step);
          const among = seen.add(point, state);
          if (among) open.add({ point, state, among });
          if (seen.isFull) this.#tour.giveUp();
        }
      }
    }
  }

  /** A round of an inner loop is asked for what it does when it comes to its end. */
  #leaves({ within }: Run, to: Point): boolean {
    return within !== undefined && within !== this.#round && !within.points.has(to);
  }

  #trimmed({ point, state }: Step): Step {
    const facts = this.#outlook.trim(state.facts, point);
    return { point, state: facts === state.facts ? state : { ...state, facts } };
  }

  /** A step from one point to the next: the states that it leads to, none where the way ends. */
  #enter(run: Run, from: Point, to: Point, state: State): readonly Step[] {
    const loop = this.#heads.get(to);
    if (loop) return this.#turn(run, loop, loop.points.has(from), state);
    switch (to.kind) {
      case 'exit':
        return this.#exit(run, to, state);
      case 'branch':
        return this.#branch(to, state).map(each => ({ point: to, state: each }));
      case 'node':
        return this.#perform(run, to, state).map(each => ({ point: to, state: each }));
      default:
        return [{ point: to, state }];
    }
  }

  #perform(run: Run, to: Point, state: State): readonly State[] {
    if (!to.node) return [state];
    const { states, stuckAt } = this.#doings.perform(to, to.node, state, this.#outlook.asks(to));
    for (const { state: each, node } of stuckAt) run.ends.push({ state: each, node, ends: 'wait' });
    return states;
  }

  #exit(run: Run, exit: Point, state: State): readonly Step[] {
    if (exit.ends === 'panic' || exit.ends === 'never') return [];
    const { states, stuckAt } = this.#doings.leave(exit, state);
    for (const { state: each, node } of stuckAt) run.ends.push({ state: each, node, ends: 'wait' });
    for (const each of states) run.ends.push({ state: each, node: exit.node && each.answer, ends: 'return' });
    return [];
  }

  #turn(run: Run, loop: Loop, inside: boolean, state: State): readonly Step[] {
    if (loop === run.within) {
      if (inside) run.back.push(state);
      return [];
    }
    const turns = turnsOf(loop, this.#act.names);
    if (turns.kind === 'counted' && inside) return [];
    const begun = inside ? state : { ...state, facts: beginning(state.facts, loop.node) };
    if (turns.kind === 'counted') return [{ point: loop.head, state: begun }, ...this.#turnAll(loop, begun)];
    return inside ? this.#turnOn(loop, begun) : [{ point: loop.head, state: begun }];
  }

  /** After all rounds at once; the ways that leave the loop early are walked besides. */
  #turnAll(loop: Loop, state: State): readonly Step[] {
    const { last, blocks, stuck } = this.#roundsOf(loop, state.facts);
    for (const block of blocks) this.#doings.blocks.push({ ...block, state: joined(state, block.state) });
    return last.flatMap(({ facts, tally }) =>
      stuck.map(each => ({
        point: loop.after,
        state: this.#noted({ ...state, facts, tally: plus(state.tally, tally), stuck: state.stuck ?? each }),
      })),
    );
  }

  /** After a round of an endless loop: any number of rounds may follow before it is left. */
  #turnOn(loop: Loop, state: State): readonly Step[] {
    const { any, blocks } = this.#roundsOf(loop, state.facts);
    for (const block of blocks) this.#doings.blocks.push({ ...block, state: joined(state, block.state) });
    return any.map(({ facts, tally }) => ({
      point: loop.head,
      state: this.#noted({ ...state, facts, tally: plus(state.tally, tally) }),
    }));
  }

  #noted(state: State): State {
    this.#doings.note(state.tally);
    return state;
  }

  /** What the rounds of a loop do at most that begins with such facts, and the goroutines that they may leave stuck. */
  #roundsOf(loop: Loop, facts: Facts): Rounds {
    const known = this.#rounds.get(loop) ?? new Map<string, Rounds>();
    this.#rounds.set(loop, known);
    const key = factsKey(facts);
    const found = known.get(key);
    if (found) return found;
    const none = { facts, tally: untouched(this.#tour.channels) };
    known.set(key, { last: [none], any: [none], blocks: [], stuck: [undefined] });
    const made = this.#makeRounds(loop, facts);
    known.set(key, made);
    return made;
  }

  #makeRounds(loop: Loop, start: Facts): Rounds {
    const { times } = turnsOf(loop, this.#act.names);
    const walked = new Map<string, Round>();
    const round = (facts: Facts) => {
      const key = factsKey(facts);
      const made = walked.get(key) ?? this.#walkRound(loop, facts);
      walked.set(key, made);
      return made.back;
    };
    const { last, any, before } = turning(start, times, this.#tour.channels, round);
    const rounds = [...walked.values()];
    const blocks = rounds.flatMap(each => each.blocks.map(block => later(block, before(each.facts))));
    const stuck = new Map<SyntaxNode | undefined, Stuck | undefined>([[undefined, undefined]]);
    for (const { stuck: each } of rounds.flatMap(({ back }) => back)) stuck.set(each?.send, each);
    // No round comes to its end: the loop may still end before the first.
    const none = times === Number.POSITIVE_INFINITY ? any.filter(each => each.facts === start) : [];
    return {
      last: last.length > 0 ? last : none,
      any,
      blocks: distinctBlocks(blocks),
      stuck: [...stuck.values()].slice(0, STUCK),
    };
  }

  /** One round: the states at its end, and where it may block. */
  #walkRound(loop: Loop, facts: Facts): Round {
    const run: Run = { ends: [], back: [], within: loop };
    const { blocks } = this.#doings;
    const known = blocks.length;
    this.#go(run, loop.head, { ...fresh(this.#tour.channels), facts });
    return { facts, back: run.back, blocks: blocks.splice(known) };
  }

  #branch(to: Point, state: State): readonly State[] {
    const { node, taken } = to;
    if (!node) return [state];
    if (node.kind === 'range_clause') return this.#range(to, node, state);
    if ((taken === 'false' || taken === 'done') && this.#headers.has(node)) return [];
    if (taken !== 'true' && taken !== 'false')
      return [{ ...state, left: this.#doings.partings.byClause(to, node, state.left) }];
    const { names } = this.#act;
    const facts = decided(node, taken === 'true', state.facts, names);
    if (!facts) return [];
    const end = endOf(node, taken === 'true', names);
    return [{ ...state, facts, tally: end === undefined ? state.tally : counted(state.tally, 'over', end) }];
  }

  #range(to: Point, clause: SyntaxNode, state: State): readonly State[] {
    const channel = channelAt(clause.field('right'), this.#act.names);
    const isOver = to.taken === 'done';
    if (channel === undefined) return isOver && this.#headers.has(clause) ? [] : [state];
    const got = counted(state.tally, 'got', channel, isOver ? Number.POSITIVE_INFINITY : 1);
    const tally = isOver ? counted(got, 'over', channel) : got;
    this.#doings.note(tally);
    return [{ ...state, tally }];
  }
}

/** With what had happened before its round began. */
function later(block: Block, before: Tally): Block {
  return { ...block, state: { ...block.state, tally: plus(before, block.state.tally) } };
}
