/**
 * The code that one question leads to: functions, each with the names that the followed channels have there, and what in them concerns a channel.
 * This is found before any way is walked, by names alone; what concerns no channel is passed over from then on.
 */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf } from '../callee.ts';
import { type Flow, flowOf, isCalledInPlace } from '../flow.ts';
import { calleesOf, type HowHanded, handedTo, isWait } from './callees.ts';
import { carriersOf } from './carriers.ts';
import { type Event, eventsOf } from './events.ts';
import { channelAt, handsOver, type Names, namesInside, sameNames } from './names.ts';

/** A function and the channels that it is given. */
export interface Activation {
  readonly func: SyntaxNode;
  readonly names: Names;
  readonly flow: Flow;
  /** Sends, receives, range clauses and closes of followed channels. */
  readonly traffic: ReadonlyMap<SyntaxNode, number>;
  /** Calls that concern a followed channel, or that wait for goroutines. */
  readonly calls: ReadonlyMap<SyntaxNode, CallInto>;
  /** What the point of a node does, in order, without what concerns no channel. */
  eventsAt(node: SyntaxNode): readonly Event[];
}

export interface CallInto {
  /** The functions that it may run: one of them, each time. */
  readonly runs: readonly Activation[];
  readonly hands: readonly { readonly into: Activation; readonly how: HowHanded }[];
  readonly waits: boolean;
}

/** Functions, with their names, that one question may lead to, and how deep: what comes after is not looked into, so what happens there is others'. */
const MANY = 160;
const DEEP = 8;

/** What one question has come by so far. */
export class Activations {
  /** Names that hold in the callee of a call, besides what it is handed: channels that it makes and returns. */
  readonly #given: ReadonlyMap<SyntaxNode, Names>;
  readonly #known = new Map<SyntaxNode, Made[]>();
  #left = MANY;
  #depth = 0;
  #isWhole = true;

  constructor(given: ReadonlyMap<SyntaxNode, Names> = new Map()) {
    this.#given = given;
  }

  /** All code that it leads to was looked into. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  of(func: SyntaxNode, names: Names): Activation {
    return this.#enter(func, names).activation;
  }

  #enter(func: SyntaxNode, outer: Names): Made {
    const marks = new Marks(func, outer, this.#given);
    const { names } = marks;
    const known = this.#known.get(func)?.find(each => sameNames(each.activation.names, names));
    if (known) return known;
    const traffic = new Map<SyntaxNode, number>();
    const calls = new Map<SyntaxNode, CallInto>();
    const made: Made = { activation: activationOf(func, names, traffic, calls), concerned: true };
    this.#known.set(func, [...(this.#known.get(func) ?? []), made]);
    const isWithin = this.#left-- > 0 && this.#depth < DEEP;
    this.#isWhole &&= isWithin;
    if (isWithin) {
      this.#depth++;
      for (const node of marks.inside()) this.#gather(node, names, traffic, calls);
      this.#depth--;
    }
    made.concerned = traffic.size > 0 || calls.size > 0 || (names.length > 0 && isEndless(func));
    return made;
  }

  #gather(node: SyntaxNode, names: Names, traffic: Map<SyntaxNode, number>, calls: Map<SyntaxNode, CallInto>): void {
    const channel = channelAt(channelIn(node), names);
    if (channel !== undefined) traffic.set(node, channel);
    else if (node.kind === 'call_expression' && !isInPlaceCall(node)) {
      const into = this.#into(node, names);
      if (into) calls.set(node, into);
    }
  }

  #into(call: SyntaxNode, names: Names): CallInto | undefined {
    if (isWait(call)) return { runs: [], hands: [], waits: true };
    const isGiven = this.#given.has(call) || handsOver(call, names);
    const runs = isGiven ? calleesOf(call).flatMap(func => this.#called(call, func, names)) : [];
    const hands = handedTo(call).flatMap(({ literal, runs: howRun }) => {
      const [into] = this.#called(call, literal, names);
      const how = into && howRun();
      return how ? [{ into, how }] : [];
    });
    return runs.length + hands.length > 0 ? { runs, hands, waits: false } : undefined;
  }

  #called(call: SyntaxNode, func: SyntaxNode, names: Names): readonly Activation[] {
    if (!func.field('body')) return [];
    const inside = [...namesInside(call, func, names), ...(this.#given.get(call) ?? [])];
    if (inside.length === 0 && func.kind !== 'func_literal') return [];
    const { activation, concerned } = this.#enter(func, inside);
    return concerned ? [activation] : [];
  }
}

interface Made {
  readonly activation: Activation;
  concerned: boolean;
}

function activationOf(
  func: SyntaxNode,
  names: Names,
  traffic: Activation['traffic'],
  calls: Activation['calls'],
): Activation {
  const known = new Map<SyntaxNode, readonly Event[]>();
  const isOurs = ({ node }: Event) => traffic.has(node) || calls.has(node);
  return {
    func,
    names,
    traffic,
    calls,
    get flow() {
      return flowOf(func);
    },
    eventsAt(node) {
      let events = known.get(node);
      if (!events) {
        events = eventsOf(node).filter(isOurs);
        known.set(node, events);
      }
      return events;
    },
  };
}

/** The expression that stands for a channel in a send, a receive, a range clause or a close. */
function channelIn(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'send_statement') return node.field('channel');
  if (node.kind === 'range_clause') return node.field('right');
  if (node.kind === 'unary_expression') return node.operator === '<-' ? node.field('operand') : undefined;
  if (node.kind !== 'call_expression' || node.field('function')?.text !== 'close') return undefined;
  return calleeOf(node).kind === 'builtin' ? argumentsOf(node)[0] : undefined;
}

/** The points of a literal called in place are points of the function around it. */
function isInPlaceCall(call: SyntaxNode): boolean {
  const target = bare(call.field('function') ?? call);
  return target.kind === 'func_literal' && isCalledInPlace(target);
}

/** Nothing comes after a call of it. */
function isEndless(func: SyntaxNode): boolean {
  const last = func.field('body')?.children.at(-1);
  return /^(for|select|labeled)_statement$/.test(last?.kind ?? '') && flowOf(func).exits.length === 0;
}

/** The nodes of a function that stand on the way to a mention of a channel, or to a wait. */
class Marks {
  readonly names: Names;
  readonly #func: SyntaxNode;
  readonly #marked = new Set<SyntaxNode>();

  constructor(func: SyntaxNode, names: Names, given: ReadonlyMap<SyntaxNode, Names>) {
    this.#func = func;
    this.names = names.filter(({ place, call }) => {
      const carried = place?.root.kind === 'local' ? carriersOf(place.root) : [];
      const found = [...carried, ...(call ? [call] : [])].filter(each => this.#mark(each));
      return found.length > 0;
    });
    for (const call of [...given.keys(), ...waitsIn(func)]) this.#mark(call);
  }

  #mark(node: SyntaxNode): boolean {
    if (node.file !== this.#func.file || !this.#func.contains(node)) return false;
    for (let at: SyntaxNode | undefined = node; at && at !== this.#func && !this.#marked.has(at); at = at.parent)
      this.#marked.add(at);
    return true;
  }

  /** In source order; literals that are not called in place are other functions. */
  *inside(node: SyntaxNode = this.#func.field('body') ?? this.#func): Generator<SyntaxNode> {
    for (const child of node.children) {
      if (!this.#marked.has(child)) continue;
      if (child.kind === 'func_literal' && !isCalledInPlace(child)) continue;
      yield child;
      yield* this.inside(child);
    }
  }
}

function waitsIn(func: SyntaxNode): readonly SyntaxNode[] {
  if (!func.text.includes('.Wait(')) return [];
  return [...func.all('call_expression')].filter(isWait);
}
