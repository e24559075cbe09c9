/**
 * The ways through a function, counted: how many values it sends, has sent by goroutines, and receives, on each way to each of its exits. Loops that
 * end by their header turn all their rounds at once; their early exits, and endless loops, are walked. Calls and goroutines are gone into.
 */

import { effectsOf } from '../../catalog/index.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { bare } from '../../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from '../callee.ts';
import { fileOf } from '../file.ts';
import { type Flow, flowAround, flowOf, type Loop, type Point } from '../flow.ts';
import { implementations } from '../mentions.ts';
import { samePlace } from '../places.ts';
import { remember } from '../remember.ts';
import { howRuns } from '../starts.ts';
import { type Event, eventsOf, type Traffic } from './events.ts';
import { afterConstant, afterMake, afterReturn, decided, endOf, type Facts, forgetting, isDeferred } from './facts.ts';
import { turnsOf } from './loops.ts';
import { channelAt, type Name, type Names, namesInside } from './names.ts';
import {
  admit,
  bump,
  covers,
  fresh,
  joined,
  most,
  type State,
  type Stuck,
  settingOf,
  started,
  times,
} from './state.ts';

/** A way to its end. */
export interface Way {
  readonly state: State;
  /** The exit: a return, the function's last statement, the next round of the loop that made the channel, a wait that never ends. */
  readonly node: SyntaxNode | undefined;
  readonly ends: 'return' | 'again' | 'wait';
}

/** All ways through one function. */
export interface Ways {
  readonly ends: readonly Way[];
  /** Where its own sends may block: the state with that send counted. */
  readonly blocks: readonly { readonly state: State; readonly send: SyntaxNode; readonly channel: number }[];
  /** The most that has happened at any point, for functions that never end. */
  readonly most: State;
  readonly waits: boolean;
}

/** Shared by all functions that one question leads to. */
export class Tour {
  readonly size: number;
  /** Sends, receives and closes that were met. */
  readonly met = new Set<SyntaxNode>();
  /** Channels with sends that can go another way. */
  readonly free = new Set<number>();
  readonly known = new Map<SyntaxNode, { readonly names: Names; readonly ways: Ways }[]>();
  readonly open = new Set<SyntaxNode>();
  /** Names that hold in the callee of a call, besides what it is handed: channels that it makes and returns. */
  readonly given = new Map<SyntaxNode, Names>();
  budget = BUDGET;

  constructor(size: number) {
    this.size = size;
  }

  ways(func: SyntaxNode, names: Names, from?: Loop, facts?: Facts): Ways {
    const isPlain = !from && !facts;
    const known = isPlain ? this.known.get(func)?.find(each => sameNames(each.names, names)) : undefined;
    if (known) return known.ways;
    const none = { ends: [], blocks: [], most: fresh(this.size), waits: false };
    if (this.open.has(func) || this.open.size > DEEP)
      return { ...none, ends: [{ state: none.most, node: undefined, ends: 'return' }] };
    this.open.add(func);
    const ways = new Walk(this, flowOf(func), names, from).all(facts);
    this.open.delete(func);
    if (isPlain) this.known.set(func, [...(this.known.get(func) ?? []), { names, ways }]);
    return ways;
  }
}

/** Steps that one question may cost; states at one point; ways that a call may take; calls in calls. */
const BUDGET = 60_000;
const STATES = 128;
const WAYS = 12;
const BLOCKS = 48;
const DEEP = 7;

function sameNames(a: Names, b: Names): boolean {
  return a.length === b.length && a.every((name, at) => sameName(name, b[at]));
}

function sameName(a: Name, b: Name | undefined): boolean {
  if (!b || a.channel !== b.channel || a.call !== b.call) return false;
  return a.place === b.place || samePlace(a.place, b.place);
}

interface Rounds {
  readonly first: State;
  readonly more: State;
  readonly stuck: readonly (Stuck | undefined)[];
}

interface Run {
  readonly ends: Way[];
  readonly back: State[];
  readonly within: Loop | undefined;
}

class Walk {
  readonly tour: Tour;
  readonly flow: Flow;
  readonly names: Names;
  readonly blocks: { state: State; send: SyntaxNode; channel: number }[] = [];
  /** The most of each count at any point. */
  peak: State;
  readonly heads: ReadonlyMap<Point, Loop>;
  /** Headers of loops that turn all their rounds at once: the walk does not leave by them. */
  readonly counted = new Set<SyntaxNode>();
  readonly known = new Map<Loop, Rounds>();
  /** Where the walk stands. */
  at: Point | undefined;
  readonly from: Loop | undefined;
  waits = false;

  constructor(tour: Tour, flow: Flow, names: Names, from: Loop | undefined) {
    this.from = from;
    this.tour = tour;
    this.flow = flow;
    this.names = names;
    this.peak = fresh(tour.size);
    this.heads = new Map(flow.loops.map(loop => [loop.head, loop]));
    for (const loop of flow.loops) {
      const turns = turnsOf(loop, names);
      if (turns.kind === 'counted' && turns.header) this.counted.add(turns.header);
    }
  }

  all(facts: Facts = new Map()): Ways {
    const { from } = this;
    const run: Run = { ends: [], back: [], within: from };
    const state = { ...fresh(this.tour.size), facts };
    this.go(run, from?.head ?? this.flow.entry, state);
    const again = run.back.map((each): Way => ({ state: each, node: from?.node, ends: 'again' }));
    return {
      ends: distinct([...run.ends, ...again]),
      blocks: distinctBlocks(this.blocks),
      most: this.peak,
      waits: this.waits,
    };
  }

  note(state: State): void {
    this.peak = most([this.peak, state], this.tour.size);
  }

  go(run: Run, start: Point, state: State): void {
    const seen = new Map<Point, Map<string, State[]>>();
    const open: { point: Point; state: State }[] = [{ point: start, state }];
    for (let at = open.pop(); at; at = open.pop()) {
      if (this.tour.budget-- < 0) return;
      for (const next of at.point.next) {
        for (const after of this.enter(run, at.point, next, at.state)) {
          if (this.isNew(run, seen, after)) open.push(after);
        }
      }
    }
  }

  /** Whether a state says anything that others at the same point don't. What a round of a loop does is asked for its most, so there all count. */
  isNew(run: Run, seen: Map<Point, Map<string, State[]>>, { point, state }: { point: Point; state: State }): boolean {
    const settings = seen.get(point) ?? new Map<string, State[]>();
    seen.set(point, settings);
    const setting = settingOf(state);
    const known = settings.get(setting) ?? [];
    settings.set(setting, known);
    if (settings.size > STATES) return false;
    if (!run.within || run.within === this.from) return admit(known, state);
    if (known.length >= STATES || known.some(each => covers(each, state) && covers(state, each))) return false;
    known.push(state);
    return true;
  }

  /** A step from one point to the next: the states that it leads to, none where the way ends. */
  enter(run: Run, from: Point, to: Point, state: State): readonly { point: Point; state: State }[] {
    if (to.kind === 'exit') {
      this.exit(run, to, state);
      return [];
    }
    const loop = this.heads.get(to);
    if (loop) return this.turn(run, loop, loop.points.has(from), state);
    if (to.kind === 'branch') return this.branch(to, state);
    if (to.kind !== 'node' || !to.node) return [{ point: to, state }];
    this.at = to;
    return this.perform(run, to.node, state).map(each => ({ point: to, state: each }));
  }

  turn(run: Run, loop: Loop, inside: boolean, state: State): readonly { point: Point; state: State }[] {
    if (loop === run.within) {
      if (inside) run.back.push(state);
      return [];
    }
    const turns = turnsOf(loop, this.names);
    if (turns.kind === 'counted') {
      if (inside) return [];
      const { first, more, stuck } = this.rounds(loop);
      const all = turns.times > 0 ? times(times(state, first, 1), more, turns.times - 1) : state;
      const after = forgetting(all, loop.node);
      this.note(after);
      const ways = stuck.map(each => ({ point: loop.after, state: { ...after, stuck: after.stuck ?? each } }));
      return [{ point: loop.head, state }, ...ways];
    }
    const next = inside ? times(state, this.rounds(loop).more, Number.POSITIVE_INFINITY) : state;
    this.note(next);
    return [{ point: loop.head, state: next }];
  }

  /** What the first round of a loop and each later one do at most, and the goroutines that they may leave stuck. */
  rounds(loop: Loop): Rounds {
    const known = this.known.get(loop);
    if (known) return known;
    const none = fresh(this.tour.size);
    this.known.set(loop, { first: none, more: none, stuck: [undefined] });
    const begun = this.round(loop, [none]);
    const first = most(begun, this.tour.size);
    const blocked = this.blocks.length;
    // What a round has settled (a flag that it set) holds for the next.
    const settled = new Map(begun.map(each => [settingOf(each), { ...none, facts: each.facts }]));
    const more = most(this.round(loop, [...settled.values()].slice(0, WAYS)), this.tour.size);
    const { times: count } = turnsOf(loop, this.names);
    // A send in the loop can block in its last round, too.
    for (const block of this.blocks.slice(blocked)) {
      const last = times(times(block.state, first, 1), more, Math.max(0, count - 2));
      if (count > 1) this.blocks.push({ ...block, state: last });
    }
    const stuck = new Map<SyntaxNode | undefined, Stuck | undefined>([[undefined, undefined]]);
    for (const { stuck: each } of begun) stuck.set(each?.send, each);
    const found = { first, more, stuck: [...stuck.values()].slice(0, WAYS) };
    this.known.set(loop, found);
    return found;
  }

  /** The states at the end of one round. */
  round(loop: Loop, starts: readonly State[]): readonly State[] {
    const run: Run = { ends: [], back: [], within: loop };
    for (const start of starts) this.go(run, loop.head, start);
    return run.back;
  }

  branch(to: Point, state: State): readonly { point: Point; state: State }[] {
    const { node, taken } = to;
    if (!node) return [{ point: to, state }];
    if (node.kind === 'range_clause') return this.range(to, node, state);
    if ((taken === 'false' || taken === 'done') && this.counted.has(node)) return [];
    if (taken === 'true' || taken === 'false') {
      const after = decided(node, taken === 'true', state, this.names);
      if (!after) return [];
      const end = endOf(node, taken === 'true', this.names);
      return [{ point: to, state: end === undefined ? after : { ...after, over: bump(after.over, end) } }];
    }
    return [{ point: to, state: { ...state, left: this.leaves(to, node, state.left) } }];
  }

  range(to: Point, clause: SyntaxNode, state: State): readonly { point: Point; state: State }[] {
    const channel = channelAt(clause.field('right'), this.names);
    if (channel === undefined) return to.taken === 'done' && this.counted.has(clause) ? [] : [{ point: to, state }];
    this.tour.met.add(clause);
    const by = to.taken === 'done' ? Number.POSITIVE_INFINITY : 1;
    const isOver = to.taken === 'done';
    const next = { ...state, got: bump(state.got, channel, by), over: isOver ? bump(state.over, channel) : state.over };
    this.note(next);
    return [{ point: to, state: next }];
  }

  /** For each channel, the clause by which its receiver has left for good: this one, where another would have received. */
  leaves(to: Point, clause: SyntaxNode, before: State['left']): State['left'] {
    const clauses = clause.parent?.kind === 'select_statement' ? clause.parent.children : [];
    const others = new Set(clauses.flatMap(each => (each === clause ? [] : this.received(each))));
    if (others.size === 0) return before;
    return before.map((known, channel) => {
      if (!others.has(channel)) return known;
      return this.comesBack(to, channel) ? undefined : clause;
    });
  }

  /** The channels that a clause of a select receives from. */
  received(clause: SyntaxNode): readonly number[] {
    const communication = clause.field('communication');
    return (communication ? eventsOf(communication) : []).flatMap(event => {
      const channel = event.kind === 'receive' ? channelAt(event.channel, this.names) : undefined;
      return channel === undefined ? [] : [channel];
    });
  }

  /** Whether a way from here leads to another receive of the same channel. */
  comesBack(from: Point, channel: number): boolean {
    return this.flow.points.some(
      point => this.mayReceive(point, channel) && this.flow.reaches(from, point, stop => stop === this.from?.head),
    );
  }

  mayReceive({ kind, node }: Point, channel: number): boolean {
    if (kind !== 'node' || !node) return false;
    if (node.kind === 'range_clause' && channelAt(node.field('right'), this.names) === channel) return true;
    return eventsOf(node).some(event => {
      if (event.kind === 'receive') return channelAt(event.channel, this.names) === channel;
      return (
        event.kind === 'call' &&
        this.inside(event.node, calleesOf(event.node)).some(ways => ways.most.got[channel]! > 0)
      );
    });
  }

  exit(run: Run, exit: Point, state: State): void {
    if (exit.ends === 'panic' || exit.ends === 'never') return;
    let states: readonly State[] = [state];
    for (const call of [...state.defers].reverse()) states = states.flatMap(each => this.call(run, call, each));
    for (const each of states) {
      this.note(each);
      run.ends.push({ state: each, node: exit.node && each.answer, ends: 'return' });
    }
  }

  perform(run: Run, node: SyntaxNode, state: State): readonly State[] {
    // The point of a select stands for the choice alone; its clauses follow.
    if (node.kind === 'select_statement') return [state];
    let states: readonly State[] = [forgetting(state, node)];
    for (const event of eventsOf(node)) {
      states = states.flatMap(each => this.event(run, event, each)).slice(0, STATES);
    }
    if (node.kind === 'return_statement' && !isAnsweredInPlace(node))
      states = states.map(each => ({ ...each, answer: node }));
    states = states.map(each => afterConstant(node, afterMake(node, each, this.names)));
    for (const each of states) if (each !== state) this.note(each);
    return states;
  }

  event(run: Run, event: Event, state: State): readonly State[] {
    switch (event.kind) {
      case 'call':
        return this.call(run, event.node, state);
      case 'go':
        return this.start(event.node, event.node, calleesOf(event.node), state);
      case 'defer':
        return [{ ...state, defers: [...state.defers, event.node].slice(-6) }];
      default:
        return [this.communicate(event, state)];
    }
  }

  communicate(event: Traffic, state: State): State {
    const channel = channelAt(event.channel, this.names);
    if (channel === undefined) return state;
    this.tour.met.add(event.node);
    if (event.kind === 'receive') return { ...state, got: bump(state.got, channel) };
    if (event.free || isOnce(event.node)) {
      this.tour.free.add(channel);
      return state;
    }
    const next = { ...state, sent: bump(state.sent, channel) };
    this.blocks.push({ state: next, send: event.node, channel });
    return next;
  }

  /** A call, and the functions that it is handed. */
  call(run: Run, call: SyntaxNode, state: State): readonly State[] {
    const callee = calleeOf(call);
    if (callee.kind === 'builtin') return [callee.name === 'close' ? this.close(call, state) : state];
    if (isWait(call)) {
      this.waits = true;
      if (state.stuck && isWaitedFor(state.stuck, call)) {
        run.ends.push({ state, node: call, ends: 'wait' });
        return [];
      }
    }
    let states = this.through(call, calleesOf(call), state);
    argumentsOf(call).forEach((argument, index) => {
      const literal = literalAt(argument);
      if (!literal) return;
      const hows = howRuns(call, index);
      if (hows.some(how => how === 'goroutine' || how === 'timer' || how === 'schedule'))
        states = states.flatMap(each => this.start(call, call, [literal], each));
      // What runs once in many calls has no count here.
      else if (hows.includes('now')) states = states.flatMap(each => this.through(call, [literal], each));
    });
    return states;
  }

  close(call: SyntaxNode, state: State): State {
    const channel = channelAt(argumentsOf(call)[0], this.names);
    if (channel === undefined) return state;
    this.tour.met.add(call);
    return { ...state, closed: bump(state.closed, channel) };
  }

  /** Goes through the functions that a call may reach, one after another: a way for each way through one of them. */
  through(call: SyntaxNode, funcs: readonly SyntaxNode[], state: State): readonly State[] {
    const inside = this.inside(call, funcs, state.facts);
    if (inside.length === 0) return [state];
    const found: State[] = [];
    for (const ways of inside) {
      this.waits ||= ways.waits;
      for (const block of ways.blocks) this.blocks.push({ ...block, state: joined(state, block.state) });
      found.push(...ways.ends.map(way => afterReturn(call, way.node, this.joinedHere(state, way.state))));
    }
    return distinctStates(found);
  }

  /** What a callee has left is left only where this function does not receive again either. */
  joinedHere(state: State, way: State): State {
    const { at } = this;
    if (!at || way.left.every(each => each === undefined)) return joined(state, way);
    const left = way.left.map((clause, channel) => (clause && !this.comesBack(at, channel) ? clause : undefined));
    return joined(state, { ...way, left });
  }

  inside(call: SyntaxNode, funcs: readonly SyntaxNode[], facts?: Facts): readonly Ways[] {
    return funcs.flatMap(func => {
      const names = [...namesInside(call, func, this.names), ...(this.tour.given.get(call) ?? [])];
      if (names.length === 0 || !func.field('body')) return [];
      return [this.tour.ways(func, names, undefined, isDeferred(func) ? facts : undefined)];
    });
  }

  /** Starts a goroutine: it may come to any of its ends, or get stuck at any of its sends. */
  start(call: SyntaxNode, start: SyntaxNode, funcs: readonly SyntaxNode[], state: State): readonly State[] {
    const found: State[] = [];
    for (const ways of this.inside(call, funcs)) {
      const late = ways.waits;
      // It may still be at work: waiting for others, in an endless loop, or for a channel that nobody closes.
      const isEndless = ways.ends.every(way => way.state.over.some(count => count > 0));
      if (late || isEndless) found.push(late ? state : started(state, ways.most, undefined));
      if (!(late && state.stuck)) {
        found.push(
          ...ways.ends.map(way => ({
            ...started(state, endedAt(way, ways, call), undefined),
            waited: state.waited || late,
          })),
        );
      }
      if (state.stuck || state.waited) continue;
      for (const { state: at, send, channel } of ways.blocks) {
        // A goroutine that receives what it sends itself is no sender that its receiver has left.
        if (ways.most.got[channel]! > 0) continue;
        found.push({ ...started(state, at, { channel, send, start }), waited: false });
      }
    }
    return found.length > 0 ? distinctStates(found) : [state];
  }
}

/** `return func() (T, error) {...}()`: what the literal's own return statements say. */
function isAnsweredInPlace(statement: SyntaxNode): boolean {
  const [value, ...more] = statement.children;
  const target =
    value && more.length === 0 && bare(value).kind === 'call_expression' ? bare(value).field('function') : undefined;
  return target !== undefined && bare(target).kind === 'func_literal';
}

/** The functions of the module that a call may reach. */
function calleesOf(call: SyntaxNode): readonly SyntaxNode[] {
  const callee = calleeOf(call);
  if (callee.kind === 'declared') return [callee.func.node];
  if (callee.kind === 'literal') return [callee.node];
  if (callee.kind !== 'interface') return [];
  const found = implementations(callee.member.owner, callee.member.node.field('name')?.text ?? '', fileOf(call));
  return found.length > 6 ? [] : found.map(func => func.node);
}

/** The function literal that an argument is, directly or through a variable. */
function literalAt(argument: SyntaxNode): SyntaxNode | undefined {
  const node = bare(argument);
  if (node.kind === 'func_literal') return node;
  if (node.kind !== 'identifier') return undefined;
  const callee = calleeOf(node);
  return callee.kind === 'literal' ? callee.node : undefined;
}

/** Where an atomic operation decides who sends: one among many. */
const isOnce = remember<SyntaxNode, boolean>(send => {
  const flow = flowAround(send);
  const point = flow?.pointOf(send);
  if (!flow || !point) return false;
  return flow
    .guards(point)
    .some(({ condition }) =>
      [condition, ...condition.all('call_expression')].some(each => each.kind === 'call_expression' && isAtomic(each)),
    );
}, false);

function isAtomic(call: SyntaxNode): boolean {
  const name = bare(call.field('function') ?? call).field('field')?.text ?? '';
  return /\batomic\./.test(symbolOf(calleeOf(call))) && /^(Add|Inc|Dec|Sub|CompareAndSwap|CAS|Swap)/.test(name);
}

/** A goroutine that may receive from a channel leaves it for good when it ends. */
function endedAt({ state, node }: Way, { most: all }: Ways, start: SyntaxNode): State {
  return {
    ...state,
    left: state.left.map((clause, channel) => clause ?? (all.got[channel]! > 0 ? (node ?? start) : undefined)),
  };
}

/** `wg.Wait()`, `g.Wait()`: comes back when goroutines have ended. */
function isWait(call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  if (callee.kind !== 'external' || !callee.symbol.endsWith('.Wait')) return false;
  return effectsOf(callee.symbol)?.blocks === 'until-done' || callee.symbol.includes('errgroup');
}

/** The stuck goroutine is one of those that the wait is for: started through the same group, or it says Done. */
function isWaitedFor(stuck: Stuck, wait: SyntaxNode): boolean {
  const group = bare(wait.field('function') ?? wait).field('operand')?.text;
  const start = bare(stuck.start.field('function') ?? stuck.start);
  if (start.kind === 'selector_expression' && start.field('operand')?.text === group) return true;
  return [...calleesOf(stuck.start), ...argumentsOf(stuck.start).flatMap(each => literalAt(each) ?? [])].some(func =>
    func
      .all('call_expression')
      .some(call => symbolOf(calleeOf(call)) === '(*sync.WaitGroup).Done' && isAfter(call, stuck.send)),
  );
}

/** Ways that no other one covers, and for each channel the one that receives most: what callers want to know in loops. */
function distinct(ways: readonly Way[]): readonly Way[] {
  const groups = new Map<string, State[]>();
  for (const { state, ends, node } of ways) {
    const key = `${ends}|${node?.start}|${settingOf({ ...state, defers: [], facts: new Map() })}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    admit(group, state);
  }
  const kept = new Set([...groups.values()].flat());
  ways[0]?.state.got.forEach((_, channel) => {
    kept.add(ways.reduce((best, way) => (way.state.got[channel]! > best.state.got[channel]! ? way : best)).state);
  });
  return ways.filter(way => kept.has(way.state));
}

/** For each send the first way to it, and the one that has sent most. */
/** Deferred, or on a way from the send. */
function isAfter(done: SyntaxNode, send: SyntaxNode): boolean {
  const flow = flowAround(done);
  if (!flow || done.within('defer_statement')) return true;
  const [from, to] = [flow.pointOf(send), flow.pointOf(done)];
  return !from || !to || flow.reaches(from, to);
}

function distinctBlocks(blocks: Ways['blocks']): Ways['blocks'] {
  const groups = new Map<SyntaxNode, Ways['blocks'][number][]>();
  for (const block of blocks) {
    const group = groups.get(block.send);
    if (!group) groups.set(block.send, [block]);
    else if (block.state.sent[block.channel]! > group.at(-1)!.state.sent[block.channel]!)
      groups.set(block.send, [group[0]!, block]);
  }
  return [...groups.values()].flat().slice(0, BLOCKS);
}

function distinctStates(states: readonly State[]): readonly State[] {
  const found = new Map<string, State[]>();
  for (const state of states) {
    const key = settingOf(state);
    const group = found.get(key) ?? [];
    found.set(key, group);
    if (!group.some(each => covers(each, state) && covers(state, each))) group.push(state);
  }
  return [...found.values()].flat().slice(0, STATES);
}
