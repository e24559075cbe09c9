/**
 * How often code runs in the life of a process, as far as calls in sight tell: once, a few times (a loop over what is configured), or again and
 * again (per request, per message, per round of an endless loop). From it follows whether a value or goroutine that is made there can pile up.
 */
import { effectsOf } from '../catalog/index.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { bare } from '../syntax/node.ts';
import { calleeOf, symbolOf } from './callee.ts';
import { flowAround, functionOf } from './flow.ts';
import { firstTimeOnly } from './guards.ts';
import { lastsAsProcess } from './lasting.ts';
import { entityOf } from './origins.ts';
import { placeOf } from './places.ts';
import { remember } from './remember.ts';
import { takesServed } from './roles.ts';
import { type Start, startsOf } from './starts.ts';
import { typeOf } from './type-of.ts';
import { isNamed, typeName, underlying } from './types.ts';

export interface Frequency {
  readonly how: 'once' | 'few' | 'many' | 'unknown';
  /** For `many`: the handler, loop or schedule that makes it so, outermost cause first, then the calls down to the node. */
  readonly because: readonly { readonly node: SyntaxNode; readonly note: string }[];
}

const UNKNOWN: Frequency = { how: 'unknown', because: [] };
/** Calls on the way up to a cause, at most. */
const DEPTH = 10;
/** Functions that are looked at on the ways up; where there are more, they say nothing about one another. */
const MANY = 400;

/** How often a node is evaluated in the life of a process. */
export const frequencyOf = remember<SyntaxNode, Frequency>(node => new Climb(DEPTH).from(node), UNKNOWN);

/** What makes a node run again and again, where it is no more than some calls away: asking that far costs much less. */
export function oftenWithin(node: SyntaxNode, calls: number): Frequency['because'] | undefined {
  const { how, because } = new Climb(calls).from(node);
  return how === 'many' ? because : undefined;
}

/** A place on the way up: what is evaluated there, the call that leads back down, whether a loop lies between, and whether something remembers that it ran. */
interface Step {
  readonly node: SyntaxNode;
  readonly down: Step | undefined;
  readonly depth: number;
  readonly few: boolean;
  /** Once for each owner or key: how many of these there are, no cause further up tells. */
  readonly held: boolean;
  /** Asks for the signals that end the process: it runs as long as that does, as far as nobody says otherwise. */
  readonly lasting: boolean;
}

type Way = Pick<Step, 'few' | 'held' | 'lasting'>;

/**
 * The ways up from a node to what makes it run, the nearest first. Every function is passed once (again behind a loop that ends, or a memory), so recursion says nothing
 * and a well-used helper costs no more than its callers. The first cause that runs again and again settles it.
 */
class Climb {
  readonly #passed = new Map<SyntaxNode, Way[]>();
  readonly #open: Step[] = [];
  readonly #reach: number;
  #worst: Frequency | undefined;

  constructor(reach: number) {
    this.#reach = reach;
  }

  from(node: SyntaxNode): Frequency {
    this.#open.push({ node, down: undefined, depth: 0, few: false, held: false, lasting: false });
    for (const step of this.#open) {
      this.#climb(step);
      if (this.#worst?.how === 'many') return this.#worst;
      if (this.#open.length > MANY) return UNKNOWN;
    }
    return this.#worst ?? UNKNOWN;
  }

  #climb(from: Step): void {
    const { node } = from;
    const memory = firstTimeOnly(node);
    if (memory === 'global') return this.#ends('once', from);
    const step = memory ? { ...from, held: true } : from;
    if (step.held && this.#worst?.how === 'unknown') return;
    const loop = loopAround(node);
    const func = functionOf(node);
    if (loop.unending && !(func && isInit(func)))
      return this.#ends('many', step, [{ node: loop.unending, note: 'once for each round of this loop' }]);
    const few = step.few || loop.counted || loop.unending !== undefined;
    // Package-level values are made once.
    if (!func || isProgramStart(func)) return this.#ends('once', { ...step, few });
    if (takesServed(func)) return this.#ends('many', step, [{ node: func, note: 'runs for each request' }]);
    const way = { few, held: step.held, lasting: step.lasting || lastsAsProcess(func) };
    if (!this.#passes(func, way)) return;
    const starts = step.depth < this.#reach ? startsOf(func) : [];
    if (starts.length === 0) this.#ends('unknown', { ...step, ...way });
    for (const start of starts) this.#started(start, { ...step, ...way });
  }

  /** Not where what may come of it is known from an earlier way already. */
  #passes(func: SyntaxNode, way: Way): boolean {
    const passed = this.#passed.get(func) ?? [];
    const covers = (each: Way) => each.few === way.few && (!each.held || way.held) && (!each.lasting || way.lasting);
    if (passed.some(covers)) return false;
    this.#passed.set(func, [...passed, way]);
    return true;
  }

  #started({ how, call }: Start, step: Step): void {
    switch (how) {
      case 'once':
        return this.#ends(isHeld(call) ? 'unknown' : 'once', step);
      case 'request':
        return this.#ends('many', step, [{ node: call, note: 'runs for each request' }]);
      case 'schedule':
        return this.#ends('many', step, [{ node: call, note: 'runs on a schedule' }]);
      case 'unknown':
      case 'later':
        return this.#ends('unknown', step);
      default:
        // How often it is tried again is not in sight.
        if (isRepeated(call)) this.#ends('unknown', { ...step, lasting: false });
        this.#open.push({ ...step, node: call, down: step, depth: step.depth + 1 });
    }
  }

  /** One way that runs often is enough; one that is not understood makes the whole unknown. */
  #ends(told: Frequency['how'], step: Step, cause: Frequency['because'] = []): void {
    const how = told === 'unknown' && step.lasting && !step.held ? 'once' : told;
    const ended = step.held && how === 'many' ? 'unknown' : how === 'once' && step.few ? 'few' : how;
    if (this.#worst && RANKS[ended] <= RANKS[this.#worst.how]) return;
    this.#worst = { how: ended, because: ended === 'many' ? [...cause, ...waysDown(step)] : [] };
  }
}

function waysDown(step: Step): Frequency['because'] {
  const calls: Frequency['because'][number][] = [];
  for (let at = step; at.down; at = at.down) calls.push({ node: at.node, note: 'called here' });
  return calls;
}

const RANKS = { once: 0, few: 1, unknown: 2, many: 3 } as const;

/** `s.once.Do(f)`: once for each s. */
function isHeld(call: SyntaxNode): boolean {
  const operand = call.field('function')?.field('operand');
  const place = operand && placeOf(operand);
  return (
    place !== undefined &&
    (place.path.length > 0 || place.root.kind !== 'global') &&
    isNamed(typeOf(operand!), 'sync.Once')
  );
}

/** A call hands the function, or what another call makes of it, to one that tries again and again: `backoff.Retry(safe(f), ...)`. */
function isRepeated(call: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = call; at?.kind === 'call_expression'; at = outerCall(at)) {
    if (effectsOf(symbolOf(calleeOf(at)))?.repeats !== undefined) return true;
  }
  return false;
}

/** The call that another call is an argument of. */
function outerCall({ parent }: SyntaxNode): SyntaxNode | undefined {
  return parent?.kind === 'argument_list' ? parent.parent : undefined;
}

/** `main` and `init`. */
export function isProgramStart(func: SyntaxNode): boolean {
  const entity = entityOf(func);
  if (!entity || entity.receiver) return false;
  return isInit(func) || (entity.name === 'main' && entity.pkg.main);
}

/** No program runs before its `init` functions end, and so do their loops. */
function isInit(func: SyntaxNode): boolean {
  const entity = entityOf(func);
  return entity !== undefined && !entity.receiver && entity.name === 'init';
}

/** Whether a node is evaluated once for each round of a loop that has no end of its own. */
export function isInUnendingLoop(node: SyntaxNode): boolean {
  return loopAround(node).unending !== undefined;
}

/** The loops around a node, in its own function: endless ones and those over channels go on as long as the process. */
function loopAround(node: SyntaxNode): { readonly unending: SyntaxNode | undefined; readonly counted: boolean } {
  const flow = flowAround(node);
  let counted = false;
  for (let loop = flow?.loopAround(node); flow && loop; loop = flow.loopAround(loop.node)) {
    const point = flow.pointOf(node);
    // A loop whose body always leaves after the node runs it once.
    if ((point && !loop.points.has(point)) || isBefore(node, loop.node)) continue;
    if (isUnending(loop.node) && !waitsForSignal(node, loop.node)) return { unending: loop.node, counted };
    counted = true;
  }
  return { unending: undefined, counted };
}

/** Each round begins with a signal of the operating system: who operates the program sends a few. */
function waitsForSignal(node: SyntaxNode, loop: SyntaxNode): boolean {
  const clause = node.within('communication_case', 'for_statement', 'func_literal');
  const waits = clause?.kind === 'communication_case' ? clause.field('communication') : loop.field('body')?.children[0];
  const range = loop.children.find(child => child.kind === 'range_clause')?.field('right');
  const channels = waits && waits.kind !== 'select_statement' ? waits.all('unary_expression').filter(isReceive) : [];
  return [range, ...channels.map(each => each.field('operand'))].some(each => each !== undefined && givesSignals(each));
}

function isReceive({ operator }: SyntaxNode): boolean {
  return operator === '<-';
}

function givesSignals(channel: SyntaxNode): boolean {
  const type = underlying(typeOf(channel));
  return type.kind === 'chan' && SIGNALS.includes(typeName(type.elem));
}

/** What the operating system tells its services. */
const SIGNALS: readonly string[] = ['os.Signal', 'golang.org/x/sys/windows/svc.ChangeRequest'];

/** What a loop ranges over, and its first statement, are evaluated once. */
export function isBefore(node: SyntaxNode, loop: SyntaxNode): boolean {
  const header = loop.children.find(child => child.role !== 'body');
  const first = header?.kind === 'range_clause' ? header.field('right') : header?.field('initializer');
  return first?.contains(node) === true;
}

/** A loop over a collection or with a counter: its rounds are as many as somebody made things for it. */
export function isCounted(loop: SyntaxNode): boolean {
  const header = loop.children.find(child => child.role !== 'body');
  return (header?.kind === 'range_clause' || header?.kind === 'for_clause') && !isUnending(loop);
}

/** `for {`, or a range over a channel. A loop with a condition or over a collection has an end of its own. */
export function isUnending(loop: SyntaxNode): boolean {
  const header = loop.children.find(child => child.role !== 'body');
  if (!header) return true;
  if (header.kind === 'range_clause') {
    const over = header.field('right');
    return over !== undefined && underlying(typeOf(over)).kind === 'chan';
  }
  const condition = header.kind === 'for_clause' ? header.field('condition') : header;
  return condition === undefined || bare(condition).kind === 'true';
}
