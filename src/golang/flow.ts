/**
 * The control flow of one function: points and the ways between them. A statement is one point; a condition is one, followed by a branch point for
 * each outcome. Functions called where they stand (`func() {...}()`) are part of the flow around them; other literals have their own.
 */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { calleeOf } from './callee.ts';
import { endOf } from './never.ts';
import { remember } from './remember.ts';

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
  guards(point: Point): readonly { readonly condition: SyntaxNode; readonly holds: boolean }[];
  /** The innermost loop around a node. */
  loopAround(node: SyntaxNode): Loop | undefined;
}

const FUNCTIONS = ['function_declaration', 'method_declaration', 'func_literal'];

/** The function that a node is evaluated in: literals called where they stand count as part of the one around them. */
export function functionOf(node: SyntaxNode): SyntaxNode | undefined {
  let func = node.within(...FUNCTIONS);
  while (func?.kind === 'func_literal' && isCalledInPlace(func)) func = func.within(...FUNCTIONS);
  return func;
}

/** `func() {...}()` as a plain call: not under `go`, not under `defer`. */
export function isCalledInPlace(literal: SyntaxNode): boolean {
  let target = literal;
  while (target.parent?.kind === 'parenthesized_expression') target = target.parent;
  const call = target.parent;
  if (call?.kind !== 'call_expression' || target.role !== 'function') return false;
  return call.parent?.kind !== 'go_statement' && call.parent?.kind !== 'defer_statement';
}

/** The flow of a function declaration, method or literal. */
export const flowOf = remember<SyntaxNode, Flow>(func => new Builder(func).build(), undefined as unknown as Flow);

/** The flow that a node is part of. */
export function flowAround(node: SyntaxNode): Flow | undefined {
  const func = functionOf(node);
  return func && flowOf(func);
}

interface Target {
  readonly label: string;
  readonly breaks: Point;
  readonly continues: Point | undefined;
}

class Builder {
  readonly func: SyntaxNode;
  readonly points: Point[] = [];
  readonly exits: Point[] = [];
  readonly defers: SyntaxNode[] = [];
  readonly loops: { node: SyntaxNode; head: Point; after: Point }[] = [];
  readonly byNode = new Map<SyntaxNode, Point>();
  readonly labels = new Map<string, Point>();
  targets: Target[] = [];
  /** Where `return` leads inside a function called in place. */
  returns: Point | undefined;
  label = '';

  constructor(func: SyntaxNode) {
    this.func = func;
  }

  build(): Flow {
    const entry = this.point('entry');
    const body = this.func.field('body');
    const end = this.block(body?.children ?? [], entry);
    this.exit(end, 'end', undefined);
    return new FlowView(this, entry);
  }

  point(kind: Point['kind'], node?: SyntaxNode, taken?: Point['taken'], ends?: Point['ends']): Point {
    const base = { id: this.points.length, kind, node, taken, next: [], before: [] };
    const point: Point = ends ? { ...base, ends } : base;
    this.points.push(point);
    if (node && kind === 'node' && !this.byNode.has(node)) this.byNode.set(node, point);
    return point;
  }

  link(from: Point | undefined, to: Point): void {
    if (!from || from.next.includes(to)) return;
    from.next.push(to);
    to.before.push(from);
  }

  /** Adds a point after another; from dead code on, everything stays dead. */
  step(from: Point | undefined, kind: Point['kind'], node?: SyntaxNode, taken?: Point['taken']): Point | undefined {
    if (!from) return undefined;
    const point = this.point(kind, node, taken);
    this.link(from, point);
    return point;
  }

  exit(from: Point | undefined, ends: NonNullable<Point['ends']>, node: SyntaxNode | undefined): void {
    if (!from) return;
    const exit = this.point('exit', node, undefined, ends);
    this.link(from, exit);
    this.exits.push(exit);
  }

  block(statements: readonly SyntaxNode[], from: Point | undefined): Point | undefined {
    let at = from;
    for (const statement of statements) at = this.statement(statement, at);
    return at;
  }

  statement(node: SyntaxNode, from: Point | undefined): Point | undefined {
    switch (node.kind) {
      case 'block':
        return this.block(node.children, from);
      case 'labeled_statement':
        return this.labeled(node, from);
      case 'if_statement':
        return this.branch(node, from);
      case 'for_statement':
        return this.loop(node, from);
      case 'expression_switch_statement':
      case 'type_switch_statement':
        return this.switch(node, from);
      case 'select_statement':
        return this.select(node, from);
      case 'return_statement':
        return this.leave(node, from);
      case 'break_statement':
      case 'continue_statement':
      case 'goto_statement':
        return this.jump(node, from);
      case 'fallthrough_statement':
        return from;
      default:
        return this.simple(node, from);
    }
  }

  /** Evaluates a statement or expression: first what is called in place inside it, then itself. */
  simple(node: SyntaxNode, from: Point | undefined): Point | undefined {
    const at = this.step(this.inPlace(node, from), 'node', node);
    if (node.kind === 'defer_statement') this.defers.push(node);
    if (node.kind === 'go_statement' || node.kind === 'defer_statement' || !at) return at;
    const ended = this.endedBy(node);
    if (!ended) return at;
    this.exit(at, ended, node);
    return undefined;
  }

  endedBy(node: SyntaxNode): 'panic' | 'never' | undefined {
    const call = bare(node.kind === 'expression_statement' ? (node.children[0] ?? node) : node);
    if (call.kind !== 'call_expression') return undefined;
    const callee = calleeOf(call);
    if (callee.kind === 'builtin') return callee.name === 'panic' ? 'panic' : undefined;
    return endOf(callee);
  }

  inPlace(node: SyntaxNode, from: Point | undefined): Point | undefined {
    let at = from;
    for (const literal of literalsIn(node)) {
      if (!at || !isCalledInPlace(literal)) continue;
      const outer = { returns: this.returns, targets: this.targets };
      const join = this.point('join');
      this.returns = join;
      this.targets = [];
      this.link(this.block(literal.field('body')?.children ?? [], at), join);
      this.returns = outer.returns;
      this.targets = outer.targets;
      at = join.before.length > 0 ? join : undefined;
    }
    return at;
  }

  labeled(node: SyntaxNode, from: Point | undefined): Point | undefined {
    const name = node.field('label')?.text ?? '';
    const point = this.labelPoint(name);
    this.link(from, point);
    const inner = node.children.find(child => child.role !== 'label');
    if (!inner) return point;
    this.label = name;
    const alive = point.before.length > 0 || /\bgoto\b/.test(this.func.text) ? point : undefined;
    if (/^(for|expression_switch|type_switch|select)_statement$/.test(inner.kind)) return this.statement(inner, alive);
    this.label = '';
    const after = this.point('join');
    this.targets.push({ label: name, breaks: after, continues: undefined });
    this.link(this.statement(inner, alive), after);
    this.targets.pop();
    return after.before.length > 0 ? after : undefined;
  }

  labelPoint(name: string): Point {
    let point = this.labels.get(name);
    if (!point) {
      point = this.point('join');
      this.labels.set(name, point);
    }
    return point;
  }

  branch(node: SyntaxNode, from: Point | undefined): Point | undefined {
    const initializer = node.field('initializer');
    const before = initializer ? this.simple(initializer, from) : from;
    const condition = node.field('condition');
    const decided = condition ? this.simple(condition, before) : before;
    const join = this.point('join');
    const yes = this.step(decided, 'branch', condition, 'true');
    this.link(this.block(node.field('consequence')?.children ?? [], yes), join);
    const no = this.step(decided, 'branch', condition, 'false');
    const alternative = node.field('alternative');
    this.link(alternative ? this.statement(alternative, no) : no, join);
    return join.before.length > 0 ? join : undefined;
  }

  takeLabel(): string {
    const { label } = this;
    this.label = '';
    return label;
  }

  loop(node: SyntaxNode, from: Point | undefined): Point | undefined {
    const label = this.takeLabel();
    const header = node.children.find(child => child.role !== 'body');
    const initializer = header?.kind === 'for_clause' ? header.field('initializer') : undefined;
    const before = initializer ? this.simple(initializer, from) : from;
    if (!before) return undefined;
    const head = this.point('join');
    this.link(before, head);
    const after = this.point('join');
    const update = header?.kind === 'for_clause' ? header.field('update') : undefined;
    const turn = update ? this.point('join') : head;
    this.targets.push({ label, breaks: after, continues: turn });
    const body = this.loopHead(header, head, after);
    this.link(this.block(node.field('body')?.children ?? [], body), turn);
    this.targets.pop();
    if (update) this.link(this.simple(update, turn), head);
    this.loops.push({ node, head, after });
    return after.before.length > 0 ? after : undefined;
  }

  /** Where the body begins; the way out, where the header has one, leads to `after`. */
  loopHead(header: SyntaxNode | undefined, head: Point, after: Point): Point | undefined {
    if (header?.kind === 'range_clause') {
      const at = this.step(head, 'node', header);
      this.link(this.step(at, 'branch', header, 'done'), after);
      return this.step(at, 'branch', header, 'body');
    }
    const condition = header?.kind === 'for_clause' ? header.field('condition') : header;
    if (!condition || condition.text === 'true') return head;
    const at = this.simple(condition, head);
    this.link(this.step(at, 'branch', condition, 'false'), after);
    return this.step(at, 'branch', condition, 'true');
  }

  switch(node: SyntaxNode, from: Point | undefined): Point | undefined {
    const label = this.takeLabel();
    const initializer = node.field('initializer');
    let at = initializer ? this.simple(initializer, from) : from;
    const value = node.field('value');
    if (value) at = this.simple(value, at);
    const after = this.point('join');
    this.targets.push({ label, breaks: after, continues: undefined });
    const clauses = node.children.filter(child => child.kind.endsWith('_case'));
    let falling: Point | undefined;
    for (const clause of clauses) {
      const entry = this.step(at, 'branch', clause, clause.kind === 'default_case' ? 'default' : 'case');
      if (falling && entry) this.link(falling, entry);
      const body = clauseBody(clause);
      const end = this.block(body, entry);
      const falls = body.at(-1)?.kind === 'fallthrough_statement';
      falling = falls ? end : undefined;
      if (!falls) this.link(end, after);
    }
    if (!clauses.some(clause => clause.kind === 'default_case'))
      this.link(this.step(at, 'branch', node, 'default'), after);
    this.targets.pop();
    return after.before.length > 0 ? after : undefined;
  }

  select(node: SyntaxNode, from: Point | undefined): Point | undefined {
    const label = this.takeLabel();
    const at = this.step(from, 'node', node);
    const after = this.point('join');
    this.targets.push({ label, breaks: after, continues: undefined });
    for (const clause of node.children) {
      if (!clause.kind.endsWith('_case')) continue;
      const entry = this.step(at, 'branch', clause, clause.kind === 'default_case' ? 'default' : 'case');
      const communication = clause.field('communication');
      const begun = communication ? this.simple(communication, entry) : entry;
      this.link(this.block(clauseBody(clause), begun), after);
    }
    this.targets.pop();
    return after.before.length > 0 ? after : undefined;
  }

  leave(node: SyntaxNode, from: Point | undefined): undefined {
    const at = this.step(this.inPlace(node, from), 'node', node);
    if (this.returns) {
      if (at) this.link(at, this.returns);
      return undefined;
    }
    this.exit(at, 'return', node);
    return undefined;
  }

  jump(node: SyntaxNode, from: Point | undefined): undefined {
    const at = this.step(from, 'node', node);
    const label = node.children[0]?.text;
    if (node.kind === 'goto_statement') {
      if (at && label) this.link(at, this.labelPoint(label));
      return undefined;
    }
    const continues = node.kind === 'continue_statement';
    const target = this.targets.findLast(
      each => (label ? each.label === label : true) && (!continues || each.continues),
    );
    const to = continues ? target?.continues : target?.breaks;
    if (at && to) this.link(at, to);
    return undefined;
  }
}

function clauseBody(clause: SyntaxNode): readonly SyntaxNode[] {
  return clause.children.filter(
    child => child.role !== 'value' && child.role !== 'type' && child.role !== 'communication',
  );
}

/** Function literals inside a node that are not inside another literal. */
function* literalsIn(node: SyntaxNode): Generator<SyntaxNode> {
  if (node.kind === 'func_literal') {
    yield node;
    return;
  }
  for (const child of node.children) yield* literalsIn(child);
}

class FlowView implements Flow {
  readonly func: SyntaxNode;
  readonly entry: Point;
  readonly points: readonly Point[];
  readonly exits: readonly Point[];
  readonly defers: readonly SyntaxNode[];
  readonly #findLoops: () => readonly Loop[];
  #loops: readonly Loop[] | undefined;
  readonly #byNode: ReadonlyMap<SyntaxNode, Point>;
  readonly #dominators = new Map<Point, ReadonlySet<Point>>();

  constructor(builder: Builder, entry: Point) {
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
    return this.#dominatorsOf(point).has(by);
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

  guards(point: Point): readonly { readonly condition: SyntaxNode; readonly holds: boolean }[] {
    return [...this.#dominatorsOf(point)].flatMap(by =>
      by.kind === 'branch' && by.node && (by.taken === 'true' || by.taken === 'false')
        ? [{ condition: by.node, holds: by.taken === 'true' }]
        : [],
    );
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
    for (let point = open.shift(); point; point = open.shift()) {
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

  /** The points that every way from the entry to this one passes, itself included. */
  #dominatorsOf(point: Point): ReadonlySet<Point> {
    let found = this.#dominators.get(point);
    if (!found) {
      const [way] = [
        this.way(
          this.entry,
          each => each === point,
          () => false,
        ),
      ];
      const passed = (way ?? []).filter(each => each !== point && !this.#avoidable(each, point));
      found = new Set([this.entry, ...passed, point]);
      this.#dominators.set(point, found);
    }
    return found;
  }

  #avoidable(by: Point, point: Point): boolean {
    return (
      this.way(
        this.entry,
        each => each === point,
        each => each === by,
      ) !== undefined
    );
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
