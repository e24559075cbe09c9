/**
 * The walk through one function: at each point the states that differ in what can still matter, in the order of the flow, so that ways which have come
 * together go on as one. Loops that end by their header turn all their rounds at once; their early exits, and endless loops, are walked.
 */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Loop, Point } from '../flow.ts';
import type { Activation } from './activations.ts';
import { Doings } from './doings.ts';
import { decided, type Facts, forgetting } from './facts.ts';
import { turnsOf } from './loops.ts';
import { channelAt } from './names.ts';
import { type Outlook, outlookOf } from './outlook.ts';
import { endOf } from './questions.ts';
import { admit, collect, fresh, type State, type Stuck, settingOf } from './state.ts';
import { counted, most, type Tally, turned } from './tally.ts';
import type { Tour } from './tour.ts';
import { distinctBlocks, distinctWays, type Way, type Ways } from './ways.ts';
import { orderOf, Seen, type Step, Worklist } from './worklist.ts';

/** Beginnings of a later round of a loop, and goroutines that its rounds leave stuck. */
const ROUNDS = 12;

interface Rounds {
  readonly first: Tally;
  readonly more: Tally;
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
  readonly #rounds = new Map<Loop, Rounds>();

  constructor(tour: Tour, act: Activation, round: Loop | undefined) {
    const { flow, names, calls } = act;
    this.#tour = tour;
    this.#act = act;
    this.#round = round;
    this.#doings = new Doings(tour, act, round?.head);
    const deferred = [...calls.keys()].filter(call => call.parent?.kind === 'defer_statement');
    this.#outlook = outlookOf(flow, names, deferred);
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
    if (turns.kind === 'counted') return inside ? [] : this.#turnAll(loop, turns.times, state);
    const tally = inside ? turned(state.tally, this.#roundsOf(loop).more, Number.POSITIVE_INFINITY) : state.tally;
    this.#doings.note(tally);
    return [{ point: loop.head, state: { ...state, tally } }];
  }

  /** All rounds at once, and the loop itself for the ways that leave it early. */
  #turnAll(loop: Loop, times: number, state: State): readonly Step[] {
    const { first, more, stuck } = this.#roundsOf(loop);
    const tally = times > 0 ? turned(turned(state.tally, first, 1), more, times - 1) : state.tally;
    this.#doings.note(tally);
    const facts = forgetting(state.facts, loop.node);
    const ways = stuck.map(each => ({
      point: loop.after,
      state: { ...state, tally, facts, stuck: state.stuck ?? each },
    }));
    return [{ point: loop.head, state }, ...ways];
  }

  /** What the first round of a loop and each later one do at most, and the goroutines that they may leave stuck. */
  #roundsOf(loop: Loop): Rounds {
    const known = this.#rounds.get(loop);
    if (known) return known;
    const none = fresh(this.#tour.channels);
    this.#rounds.set(loop, { first: none.tally, more: none.tally, stuck: [undefined] });
    const begun = this.#walkRound(loop, [none]);
    const first = this.#mostOf(begun);
    const { blocks } = this.#doings;
    const before = blocks.length;
    // What a round has settled (a flag that it set) holds for the next.
    const settled = new Map(begun.map(each => [settingOf(each), { ...none, facts: each.facts }]));
    const more = this.#mostOf(this.#walkRound(loop, [...settled.values()].slice(0, ROUNDS)));
    const { times } = turnsOf(loop, this.#act.names);
    // A send in the loop can block in its last round, too.
    for (const block of blocks.slice(before)) {
      const tally = turned(turned(block.state.tally, first, 1), more, times - 2);
      if (times > 1) blocks.push({ ...block, state: { ...block.state, tally } });
    }
    const stuck = new Map<SyntaxNode | undefined, Stuck | undefined>([[undefined, undefined]]);
    for (const { stuck: each } of begun) stuck.set(each?.send, each);
    const found = { first, more, stuck: [...stuck.values()].slice(0, ROUNDS) };
    this.#rounds.set(loop, found);
    return found;
  }

  #mostOf(states: readonly State[]): Tally {
    return most(
      states.map(each => each.tally),
      this.#tour.channels,
    );
  }

  /** The states at the end of one round. */
  #walkRound(loop: Loop, starts: readonly State[]): readonly State[] {
    const run: Run = { ends: [], back: [], within: loop };
    for (const start of starts) this.#go(run, loop.head, start);
    return run.back;
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
