/**
 * How often code runs in the life of a process, as far as calls in sight tell: once, a few times (a loop over what is configured), or again and
 * again (per request, per message, per round of an endless loop). From it follows whether a value or goroutine that is made there can pile up.
 */
import type { SyntaxNode } from '../syntax/node.ts';
import { bare } from '../syntax/node.ts';
import { flowAround, functionOf } from './flow.ts';
import { firstTimeOnly } from './guards.ts';
import { entityOf } from './origins.ts';
import type { Package } from './package.ts';
import { placeOf } from './places.ts';
import { takesServed } from './roles.ts';
import { type Start, startsOf } from './starts.ts';
import { typeOf } from './type-of.ts';
import { isNamed, underlying } from './types.ts';

export interface Frequency {
  readonly how: 'once' | 'few' | 'many' | 'unknown';
  /** For `many`: the handler, loop or schedule that makes it so, outermost cause first, then the calls down to the node. */
  readonly because: readonly { readonly node: SyntaxNode; readonly note: string }[];
}

const ONCE: Frequency = { how: 'once', because: [] };
const FEW: Frequency = { how: 'few', because: [] };
const UNKNOWN: Frequency = { how: 'unknown', because: [] };
const DEPTH = 10;

/** How often a node is evaluated in the life of a process. */
export function frequencyOf(node: SyntaxNode): Frequency {
  return ofNode(node, new Set(), DEPTH) ?? UNKNOWN;
}

/** Undefined where the way leads back to where it came from: recursion says nothing. */
function ofNode(node: SyntaxNode, seen: ReadonlySet<SyntaxNode>, depth: number): Frequency | undefined {
  const memory = firstTimeOnly(node);
  // Once for each owner: how many owners there are is another question.
  if (memory) return memory === 'global' ? ONCE : UNKNOWN;
  const loop = loopFrequency(node);
  if (loop.how === 'many') return loop;
  const func = functionOf(node);
  // Package-level values are made once.
  if (!func) return ONCE;
  const around = seen.has(func) ? undefined : ofFunc(func, new Set([...seen, func]), depth);
  return around?.how === 'once' && loop.how === 'few' ? FEW : around;
}

function ofFunc(func: SyntaxNode, seen: ReadonlySet<SyntaxNode>, depth: number): Frequency | undefined {
  if (takesServed(func)) return { how: 'many', because: [{ node: func, note: 'runs for each request' }] };
  if (isProgramStart(func)) return ONCE;
  const starts = depth > 0 ? startsOf(func) : [];
  if (starts.length === 0) return UNKNOWN;
  return starts.map(start => ofStart(start, seen, depth - 1)).reduce(worse, undefined);
}

function ofStart(start: Start, seen: ReadonlySet<SyntaxNode>, depth: number): Frequency | undefined {
  const { how, call } = start;
  switch (how) {
    case 'once':
      return isHeld(call) ? UNKNOWN : ONCE;
    case 'request':
      return { how: 'many', because: [{ node: call, note: 'runs for each request' }] };
    case 'schedule':
      return { how: 'many', because: [{ node: call, note: 'runs on a schedule' }] };
    case 'unknown':
    case 'later':
      return UNKNOWN;
    default: {
      const around = ofNode(call, seen, depth);
      return around?.how === 'many'
        ? { how: 'many', because: [...around.because, { node: call, note: 'called here' }] }
        : around;
    }
  }
}

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

const RANKS = { once: 0, few: 1, unknown: 2, many: 3 } as const;

/** One way that runs often is enough; one way that is not understood makes the whole unknown. */
function worse(a: Frequency | undefined, b: Frequency | undefined): Frequency | undefined {
  if (!a || !b) return a ?? b;
  return RANKS[b.how] > RANKS[a.how] ? b : a;
}

/** Whether nothing in the module is a program: then its exported functions are run by others, as often as they like. */
export function isLibrary({ module, world }: Package): boolean {
  return !world.search(module, 'main', 'func main()').some(file => file.pkg.main);
}

/** `main` and `init`. */
export function isProgramStart(func: SyntaxNode): boolean {
  const entity = entityOf(func);
  if (!entity || entity.receiver) return false;
  return entity.name === 'init' || (entity.name === 'main' && entity.pkg.main);
}

/** Whether a node is evaluated once for each round of a loop that has no end of its own. */
export function isInUnendingLoop(node: SyntaxNode): boolean {
  return loopFrequency(node).how === 'many';
}

/** The loops around a node, in its own function: endless ones and those over channels go on as long as the process. */
function loopFrequency(node: SyntaxNode): Frequency {
  const flow = flowAround(node);
  let frequency = ONCE;
  for (let loop = flow?.loopAround(node); flow && loop; loop = flow.loopAround(loop.node)) {
    const point = flow.pointOf(node);
    // A loop whose body always leaves after the node runs it once.
    if ((point && !loop.points.has(point)) || isBefore(node, loop.node)) continue;
    if (isUnending(loop.node))
      return { how: 'many', because: [{ node: loop.node, note: 'once for each round of this loop' }] };
    frequency = FEW;
  }
  return frequency;
}

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
