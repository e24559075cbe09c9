/**
 * Whether what begins at a node passes one of some other nodes before it is over, on whatever way it goes: in its own function, in what that calls, in what
 * it defers or hands on as a literal, or, once it returns, in its callers. An `if` that decides about the target alone counts as passing it.
 */
import type { SyntaxNode } from '../syntax/node.ts';
import type { Activation } from './activations.ts';
import { calleeOf } from './callee.ts';
import { type Flow, flowOf, functionOf, isCalledInPlace, type Point } from './flow.ts';

const DEPTH = 6;

/** The way out, at the end of an activation, that passes none of the targets; undefined where every way does. */
export function wayWithout(
  from: SyntaxNode,
  { calls }: Pick<Activation, 'calls'>,
  targets: readonly SyntaxNode[],
): SyntaxNode | undefined {
  const stops = new Stops(targets);
  let last: SyntaxNode | undefined;
  let ended = false;
  for (const node of [from, ...calls]) {
    const func = functionOf(node);
    const exit = func && stops.exitAfter(node, flowOf(func), node === from);
    if (!exit) return undefined;
    // Who started a goroutine may still clean up after it, but the work ends where the goroutine does.
    ended ||= node.parent?.kind === 'go_statement';
    if (!ended) last = exit;
  }
  return last;
}

class Stops {
  readonly targets: readonly SyntaxNode[];
  readonly #always = new Map<SyntaxNode, boolean>();

  constructor(targets: readonly SyntaxNode[]) {
    this.targets = targets;
  }

  /** An end of the function that can be reached from a node's point without a stop. */
  exitAfter(node: SyntaxNode, flow: Flow, isFirst: boolean): SyntaxNode | undefined {
    const start = flow.pointOf(node);
    if (!start || flow.defers.some(statement => this.covers(statement, start, flow, isFirst))) return undefined;
    return this.open(start, flow, DEPTH);
  }

  /**
   * What is deferred by then; what is deferred later, only ways that come to it pass. Of callers, `if !register(s) { return }` before it may well say that
   * nothing began.
   */
  covers(statement: SyntaxNode, start: Point, flow: Flow, isFirst: boolean): boolean {
    const deferred = flow.pointOf(statement);
    const isBefore = !isFirst || !deferred || deferred === start || flow.reaches(deferred, start);
    return isBefore && this.stopsAt(statement, flow, DEPTH);
  }

  open(start: Point, flow: Flow, depth: number): SyntaxNode | undefined {
    const stop = (point: Point) => point.kind === 'node' && !!point.node && this.stopsAt(point.node, flow, depth);
    const exit = flow.exits.find(each => isEnd(each) && flow.reaches(start, each, stop));
    return exit && (exit.node ?? flow.func);
  }

  /** A statement or condition that is, holds, calls or decides about a target. */
  stopsAt(node: SyntaxNode, flow: Flow, depth: number): boolean {
    if (this.targets.some(target => node.contains(target) && isEvaluatedAt(target, node, flow))) return true;
    if (node.role === 'condition' && node.parent?.kind === 'if_statement') {
      const then = node.parent.field('consequence');
      if (then && this.stopsIn(then, flow, depth)) return true;
    }
    return depth > 0 && callsIn(node).some(call => this.reachesAlways(call, depth - 1));
  }

  stopsIn(block: SyntaxNode, flow: Flow, depth: number): boolean {
    return block.children.some(statement => !isCompound(statement) && this.stopsAt(statement, flow, depth));
  }

  reachesAlways(call: SyntaxNode, depth: number): boolean {
    const callee = calleeOf(call);
    const func = callee.kind === 'declared' ? callee.func.node : callee.kind === 'literal' ? callee.node : undefined;
    // What is called where it stands is part of the flow already.
    if (!func?.field('body') || (func.kind === 'func_literal' && isCalledInPlace(func))) return false;
    let always = this.#always.get(func);
    if (always === undefined) {
      this.#always.set(func, false);
      const flow = flowOf(func);
      const deferred = flow.defers.some(statement => this.stopsAt(statement, flow, depth));
      // What never returns passes nothing, for all that is known.
      const ends = flow.exits.some(isEnd);
      always = deferred || (ends && this.open(flow.entry, flow, depth) === undefined);
      this.#always.set(func, always);
    }
    return always;
  }
}

function isEnd({ ends }: Point): boolean {
  return ends === 'return' || ends === 'end';
}

/** The target runs when its statement does, or stands in a literal that is handed on from there. */
function isEvaluatedAt(target: SyntaxNode, node: SyntaxNode, flow: Flow): boolean {
  let at = target;
  for (let func = functionOf(at); func && func !== flow.func && flow.func.contains(func); func = functionOf(at))
    at = func;
  const point = flow.pointOf(at);
  return point ? point.node === node : true;
}

function isCompound(statement: SyntaxNode): boolean {
  return /^(if|for|expression_switch|type_switch|select)_statement$/.test(statement.kind);
}

/** Calls that a statement makes itself, those of literals in it left out. */
function callsIn(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.kind === 'func_literal') return [];
  const below = node.children.flatMap(callsIn);
  return node.kind === 'call_expression' ? [node, ...below] : below;
}
