/** Draws the flow of one function, statement by statement. */
import type { SyntaxNode } from '../syntax/node.ts';
import { bare } from '../syntax/node.ts';
import { calleeOf } from './callee.ts';
import { type Flow, FlowView, type Point } from './flow-graph.ts';
import { isCalledInPlace } from './function-of.ts';
import { endOf } from './never.ts';

interface Target {
  readonly label: string;
  readonly breaks: Point;
  readonly continues: Point | undefined;
}

export class Builder {
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
