/** The drawn flow of one function, and the questions that are asked of it: ways, loops, what comes before what. */
import type { SyntaxNode } from '../syntax/node.ts';
import { type Dominators, dominatorsFrom } from './dominators.ts';
import { isCalledInPlace } from './function-of.ts';

export interface Point {
  readonly id: number;
  readonly kind: 'entry' | 'exit' | 'node' | 'branch' | 'join';
  /** The statement, clause or condition; for a branch the condition, case or clause that was decided. */
  readonly node: SyntaxNode | undefined;
  /** For branches: which way. `true`/`false` of a condition, `case` of a switch or select, `body`/`done` of a loop over a range. */
  readonly taken: 'true' | 'false' | 'case' | 'default' | 'body' | 'done' | undefined;
  readonly next: Point[];
  readonly before: Point[];
  /** For exits: what ends the function there. */
  readonly ends?: 'return' | 'end' | 'panic' | 'never';
}

export interface Loop {
  /** The `for_statement`. */
  readonly node: SyntaxNode;
  /** Where each round begins. */
  readonly head: Point;
  /** Where the flow goes on after the loop. */
  readonly after: Point;
  /** Points of the loop, its head included. */
  readonly points: ReadonlySet<Point>;
  /** Steps that leave the loop: from a point inside to one outside. */
  readonly exits: readonly { readonly from: Point; readonly to: Point }[];
}

/** A condition that is known to hold, or not to, at a point. */
export interface Guard {
  readonly condition: SyntaxNode;
  readonly holds: boolean;
}

export interface Flow {
  /** The function declaration, method or literal. */
  readonly func: SyntaxNode;
  readonly entry: Point;
  readonly points: readonly Point[];
  /** Points that end the function, dead code left out. */
  readonly exits: readonly Point[];
  readonly loops: readonly Loop[];
  readonly defers: readonly SyntaxNode[];
  /** The point that evaluates a node; undefined for nodes of other functions and for dead code. */
  pointOf(node: SyntaxNode): Point | undefined;
  /** Whether a way leads from one point to another that avoids the points that `stop` accepts. The start itself does not count as reached. */
  reaches(from: Point, to: Point, stop?: (point: Point) => boolean): boolean;
  /** A way from a point, itself left out, to one that `goal` accepts, through none that `stop` accepts; undefined where there is none. */
  way(from: Point, goal: (point: Point) => boolean, stop?: (point: Point) => boolean): readonly Point[] | undefined;
  /** All ways to the point come through the other. */
  dominates(by: Point, point: Point): boolean;
  /** The nodes along a way from a node's point to an exit that avoids what `stop` accepts; undefined where every way is stopped. */
  escapes(
    from: SyntaxNode,
    stop: (node: SyntaxNode) => boolean,
    end?: (exit: Point) => boolean,
  ): readonly SyntaxNode[] | undefined;
  /** Conditions known to hold, or not to, whenever the point is reached. */
  guards(point: Point): readonly Guard[];
  /** The innermost loop around a node. */
  loopAround(node: SyntaxNode): Loop | undefined;
}

/** What a walk over the function's body drew. */
export interface Drawn {
  readonly func: SyntaxNode;
  readonly points: readonly Point[];
  readonly exits: readonly Point[];
  readonly defers: readonly SyntaxNode[];
  readonly loops: readonly { readonly node: SyntaxNode; readonly head: Point; readonly after: Point }[];
  readonly byNode: ReadonlyMap<SyntaxNode, Point>;
}

export class FlowView implements Flow {
  readonly func: SyntaxNode;
  readonly entry: Point;
  readonly points: readonly Point[];
  readonly exits: readonly Point[];
  readonly defers: readonly SyntaxNode[];
  readonly #findLoops: () => readonly Loop[];
  #loops: readonly Loop[] | undefined;
  readonly #byNode: ReadonlyMap<SyntaxNode, Point>;
  #dominators: Dominators | undefined;
  readonly #guards = new Map<Point, readonly Guard[]>();

  constructor(builder: Drawn, entry: Point) {
    this.func = builder.func;
    this.entry = entry;
    const live = reachable(entry);
    this.points = builder.points.filter(point => live.has(point));
    this.exits = builder.exits.filter(point => live.has(point));
    this.defers = builder.defers;
    this.#byNode = builder.byNode;
    this.#findLoops = () =>
      builder.loops
        .filter(loop => live.has(loop.head))
        .map(loop => this.#loop(loop, live, headsAround(loop.node, builder.loops)));
  }

  /** Found when asked for: generated code has functions with hundreds of loops, and most questions are of other things. */
  get loops(): readonly Loop[] {
    this.#loops ??= this.#findLoops();
    return this.#loops;
  }

  #loop(
    { node, head, after }: { node: SyntaxNode; head: Point; after: Point },
    live: ReadonlySet<Point>,
    outer: ReadonlySet<Point>,
  ): Loop {
    // A natural loop: what is reached from the head and leads back to it, without another round of a loop around it.
    const forward = reachable(head, outer);
    const points = new Set<Point>([head]);
    const open = head.before.filter(point => forward.has(point) && live.has(point));
    for (let point = open.pop(); point; point = open.pop()) {
      if (points.has(point)) continue;
      points.add(point);
      open.push(...point.before.filter(each => forward.has(each) && live.has(each)));
    }
    const exits = [...points].flatMap(from => from.next.filter(to => !points.has(to)).map(to => ({ from, to })));
    return { node, head, after, points, exits };
  }

  pointOf(node: SyntaxNode): Point | undefined {
    for (let at: SyntaxNode | undefined = node; at && at !== this.func; at = at.parent) {
      const point = this.#byNode.get(at);
      if (point) return point;
      if (at.kind === 'func_literal' && !isCalledInPlace(at)) {
        // A node of another function: its own flow evaluates it.
        if (at !== node) return undefined;
      }
    }
    return undefined;
  }

  reaches(from: Point, to: Point, stop: (point: Point) => boolean = () => false): boolean {
    return this.way(from, point => point === to, stop) !== undefined;
  }

  dominates(by: Point, point: Point): boolean {
    return this.#dominatorsOf(point).includes(by);
  }

  escapes(
    from: SyntaxNode,
    stop: (node: SyntaxNode) => boolean,
    end: (exit: Point) => boolean = () => true,
  ): readonly SyntaxNode[] | undefined {
    const start = this.pointOf(from);
    if (!start) return undefined;
    const stops = (point: Point) => point.kind === 'node' && point.node !== undefined && stop(point.node);
    const way = this.way(start, point => point.kind === 'exit' && end(point), stops);
    return way?.flatMap(point => (point.node && point.kind !== 'branch' ? [point.node] : []));
  }

  guards(point: Point): readonly Guard[] {
    let found = this.#guards.get(point);
    if (!found) {
      found = this.#dominatorsOf(point).flatMap(by =>
        by.kind === 'branch' && by.node && (by.taken === 'true' || by.taken === 'false')
          ? [{ condition: by.node, holds: by.taken === 'true' }]
          : [],
      );
      this.#guards.set(point, found);
    }
    return found;
  }

  #dominatorsOf(point: Point): readonly Point[] {
    this.#dominators ??= dominatorsFrom(this.entry);
    return this.#dominators(point);
  }

  loopAround(node: SyntaxNode): Loop | undefined {
    for (let at = node.within('for_statement'); at && this.func.contains(at); at = at.within('for_statement')) {
      const loop = this.loops.find(each => each.node === at);
      if (loop) return loop;
    }
    return undefined;
  }

  way(
    from: Point,
    goal: (point: Point) => boolean,
    stop: (point: Point) => boolean = () => false,
  ): readonly Point[] | undefined {
    const came = new Map<Point, Point>();
    const open = [...from.next];
    for (const point of open) came.set(point, from);
    for (const point of open) {
      if (goal(point)) return wayTo(point, from, came);
      if (stop(point)) continue;
      for (const next of point.next) {
        if (came.has(next)) continue;
        came.set(next, point);
        open.push(next);
      }
    }
    return undefined;
  }
}

function wayTo(point: Point, from: Point, came: ReadonlyMap<Point, Point>): readonly Point[] {
  const way: Point[] = [];
  for (let at: Point | undefined = point; at && (at !== from || way.length === 0); at = came.get(at)) way.push(at);
  return way.reverse();
}

/** The heads of the loops around a `for_statement`. */
function headsAround(
  inner: SyntaxNode,
  loops: readonly { readonly node: SyntaxNode; readonly head: Point }[],
): ReadonlySet<Point> {
  return new Set(loops.filter(({ node }) => node !== inner && node.contains(inner)).map(({ head }) => head));
}

function reachable(from: Point, without: ReadonlySet<Point> = new Set()): Set<Point> {
  const seen = new Set<Point>([from]);
  const open = [from];
  for (let point = open.pop(); point; point = open.pop()) {
    for (const next of point.next) {
      if (seen.has(next) || without.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return seen;
}
