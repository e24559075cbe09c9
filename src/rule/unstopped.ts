/** On which ways a ticker or timer is given up without having been stopped (timers: or having fired). */
import { type Flow, flowOf, functionOf, type Point } from '../golang/flow.ts';
import { isBefore, isUnending } from '../golang/lifetime.ts';
import { placeOf, samePlace } from '../golang/places.ts';
import { startsOf } from '../golang/starts.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { type Clock, caseOf, clockOf } from './clocks.ts';
import { endSignal } from './signals.ts';

/** How a ticker gets lost. */
export interface Loss {
  /** `round`: made anew in each round of a loop; `replaced`: its variable is given another one; `exit`: the function is left. */
  readonly how: 'round' | 'replaced' | 'exit';
  /** The loop, the assignment, or the statement that leaves; undefined for the end of the function. */
  readonly node: SyntaxNode | undefined;
  /** Some other way does stop it. */
  readonly partly: boolean;
}

/** Undefined where it is stopped on every way, or where somebody else has it in hands by then. */
export function lossOf(clock: Clock): Loss | undefined {
  const func = functionOf(clock.made);
  if (!func || isHandedOn(clock, func)) return undefined;
  const own = lostIn(func, clock, clock.made, []);
  const keepers = goroutinesWith(clock, func);
  if (!own || keepers.length === 0) return own;
  // What the goroutine leaves unstopped when it ends; one that never ends keeps its ticker, and that is another matter.
  for (const keeper of keepers) {
    const lost = lostIn(keeper, clock, undefined, []);
    if (lost) return lost;
  }
  return lostIn(func, clock, clock.made, keepers);
}

/** Kept in a field or variable of the package, returned, out of sight, or used by a function of its own: whoever has it then stops it. */
function isHandedOn(clock: Clock, func: SyntaxNode): boolean {
  const { travel, stops, receives, lost } = clock;
  if (travel.kept.length > 0 || travel.returnedBy.length > 0 || lost.length > 0) return true;
  return [...stops, ...receives].some(node => !isReleaseIn(node, func) && !goroutineOf(node, func));
}

/** The stop belongs to the function's own flow: in place, or deferred by it. */
function isReleaseIn(stop: SyntaxNode, func: SyntaxNode): boolean {
  const around = functionOf(stop);
  if (around === func || deferredBy(stop, func) !== undefined) return true;
  if (!around || !func.contains(around)) return false;
  const starts = startsOf(around);
  return starts.length > 0 && starts.every(start => start.how === 'now' && functionOf(start.call) === func);
}

/** Calls, by the function itself, of literals of its own that stop the clock. */
function helperCalls(stop: SyntaxNode, func: SyntaxNode): readonly SyntaxNode[] {
  const around = functionOf(stop);
  if (!around || around === func || !func.contains(around)) return [];
  return startsOf(around).flatMap(start =>
    start.how === 'now' && functionOf(start.call) === func ? [start.call] : [],
  );
}

/** The `defer` statement of the function whose literal holds a stop. */
function deferredBy(stop: SyntaxNode, func: SyntaxNode): SyntaxNode | undefined {
  const literal = functionOf(stop);
  if (literal?.kind !== 'func_literal') return undefined;
  const [start] = startsOf(literal);
  return start?.how === 'defer' && functionOf(start.call) === func ? (start.call.parent ?? start.call) : undefined;
}

/** The goroutine that the function starts from a literal, and that holds the node. */
function goroutineOf(node: SyntaxNode, func: SyntaxNode): SyntaxNode | undefined {
  for (let at = functionOf(node); at && at !== func && func.contains(at); at = functionOf(at)) {
    const starts = startsOf(at);
    if (starts.some(start => start.how === 'goroutine' && functionOf(start.call) === func)) return at;
  }
  return undefined;
}

function goroutinesWith(clock: Clock, func: SyntaxNode): readonly SyntaxNode[] {
  const nodes = [...clock.receives, ...clock.stops];
  return [...new Set(nodes.flatMap(node => goroutineOf(node, func) ?? []))];
}

/** A way from where the clock is made (in a goroutine that was handed it: from its begin) on which nothing stops it. */
function lostIn(
  func: SyntaxNode,
  clock: Clock,
  made: SyntaxNode | undefined,
  keepers: readonly SyntaxNode[],
): Loss | undefined {
  const flow = flowOf(func);
  const from = made ? evaluated(made, flow) : flow.entry;
  if (!from) return undefined;
  const releases = releasePoints(func, clock, flow);
  for (const keeper of keepers) for (const { call } of startsOf(keeper)) releases.add(flow.pointOf(call) ?? from);
  if (releases.has(from)) return undefined;
  const partly = clock.stops.length > 0;
  const others = new Set(replacements(clock, func).flatMap(node => flow.pointOf(node) ?? []));
  const defers = deferPoints(func, clock, flow);
  const stop = (point: Point) => releases.has(point);
  const left = (point: Point) =>
    others.has(point) ? 'replaced' : isExit(point) && defers.size === 0 ? 'exit' : undefined;
  const found = anew(made, from, clock, flow, stop) ?? search(from, clock, stop, left);
  if (!found) return undefined;
  return { how: found.how, node: nodeOf(found, made, flow), partly };
}

/** A way round the loop that makes it, back to where it is made. */
function anew(
  made: SyntaxNode | undefined,
  from: Point,
  clock: Clock,
  flow: Flow,
  stop: (point: Point) => boolean,
): Found | undefined {
  const loop = made && flow.loopAround(made);
  if (!loop || !made || !isAnew(made)) return undefined;
  // In a loop that does not end, what is deferred never comes to run.
  const ignored = (point: Point) => isUnending(loop.node) && point.node?.kind === 'defer_statement';
  const halt = (point: Point) => (stop(point) && !ignored(point)) || (clock.noun === 'timer' && isEnd(point));
  return search(from, clock, halt, point => (point === from ? 'round' : undefined));
}

/** Whether coming to it again makes another one: what a loop ranges over is evaluated once. */
function isAnew(made: SyntaxNode): boolean {
  const loop = made.within('for_statement');
  return loop !== undefined && !isBefore(made, loop);
}

function nodeOf({ how, point }: Found, made: SyntaxNode | undefined, flow: Flow): SyntaxNode | undefined {
  return how === 'round' && made ? flow.loopAround(made)?.node : point.node;
}

/** A channel in a case is evaluated when its select is come to, not when the case is taken. */
function evaluated(made: SyntaxNode, flow: Flow): Point | undefined {
  const clause = made.within('communication_case');
  const inCase = clause?.field('communication')?.contains(made) === true;
  return flow.pointOf(inCase ? (clause?.parent ?? made) : made);
}

function isExit(point: Point): boolean {
  return point.kind === 'exit' && (point.ends === 'return' || point.ends === 'end');
}

/** Points that stop it for what comes after; for timers also those that wait until it has fired. */
function releasePoints(func: SyntaxNode, clock: Clock, flow: Flow): Set<Point> {
  const found = new Set<Point>();
  const add = (point: Point | undefined) => void (point && found.add(point));
  for (const stop of clock.stops) {
    if (functionOf(stop) === func) add(flow.pointOf(stop));
    const deferred = deferredBy(stop, func);
    if (deferred) add(flow.pointOf(deferred));
    for (const call of helperCalls(stop, func)) add(flow.pointOf(call));
  }
  if (clock.noun === 'timer') {
    for (const receive of clock.receives) {
      const clause = caseOf(receive);
      if (functionOf(receive) !== func) continue;
      add(clause ? flow.points.find(each => each.kind === 'branch' && each.node === clause) : flow.pointOf(receive));
    }
  }
  return found;
}

/** Deferred literals read the variable when the function is left, so they stop whatever it holds by then, made before or after. */
function deferPoints(func: SyntaxNode, clock: Clock, flow: Flow): ReadonlySet<Point> {
  return new Set(
    clock.stops.flatMap(stop => {
      const deferred = deferredBy(stop, func);
      const point = deferred && flow.pointOf(deferred);
      const made = evaluated(clock.made, flow);
      return point && made && flow.dominates(point, made) ? [point] : [];
    }),
  );
}

/** Other clocks that the same variable is given. */
function replacements(clock: Clock, func: SyntaxNode): readonly SyntaxNode[] {
  return clock.travel.locals
    .flatMap(local => local.definitions)
    .flatMap(({ value, at }) => {
      const other = value && bare(value);
      return other &&
        other !== clock.made &&
        other.kind === 'call_expression' &&
        clockOf(other) &&
        functionOf(other) === func
        ? [at]
        : [];
    });
}

interface Found {
  readonly how: Loss['how'];
  readonly point: Point;
}

function search(
  from: Point,
  clock: Clock,
  stop: (point: Point) => boolean,
  goal: (point: Point) => Loss['how'] | undefined,
): Found | undefined {
  const seen = new Set<Point>();
  const open = [...from.next];
  for (let point = open.shift(); point; point = open.shift()) {
    if (seen.has(point) || stop(point) || isWithout(point, clock) || isNever(point, clock)) continue;
    seen.add(point);
    const how = goal(point);
    if (how) return { how, point };
    open.push(...point.next);
  }
  return undefined;
}

/** What goes round after the signal to end does so for the last time, or the loop would spin. */
function isEnd(point: Point): boolean {
  return point.node?.kind === 'communication_case' && point.taken === 'case' && endSignal(point.node) !== undefined;
}

/** A range over a ticker's channel has no end. */
function isNever(point: Point, clock: Clock): boolean {
  return point.taken === 'done' && point.node !== undefined && clock.receives.includes(point.node);
}

/** The branch on which the variable holds none: `t == nil`. */
function isWithout(point: Point, clock: Clock): boolean {
  if (point.kind !== 'branch' || !point.node || (point.taken !== 'true' && point.taken !== 'false')) return false;
  const condition = bare(point.node);
  if (condition.kind !== 'binary_expression' || condition.operator !== (point.taken === 'true' ? '==' : '!='))
    return false;
  const sides = condition.children.map(bare);
  const other = sides.find(side => side.kind !== 'nil');
  if (!other || !sides.some(side => side.kind === 'nil')) return false;
  const place = placeOf(other);
  return clock.travel.locals.some(local => samePlace(place, { root: local, path: [] }));
}
