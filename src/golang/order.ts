/** Which of two nodes of one function runs first, deferred calls included: they run after the rest, the last one first. */
import type { SyntaxNode } from '../syntax/node.ts';
import { type Flow, flowOf, functionOf } from './flow.ts';
import { startsOf } from './starts.ts';

interface Moment {
  /** 0 for what runs in line, then the deferred calls in the order in which they run. */
  readonly phase: number;
  /** The flow that tells the order within a phase. */
  readonly flow: Flow;
}

/** Whether `first` can have run when `second` does, in the same run of the function. Both stand in it, or in literals that it runs or defers. */
export function runsBefore(first: SyntaxNode, second: SyntaxNode, func: SyntaxNode): boolean {
  const [a, b] = [momentOf(first, func), momentOf(second, func)];
  if (!a || !b) return false;
  if (a.phase !== b.phase || a.flow !== b.flow) return a.phase < b.phase;
  const [from, to] = [a.flow.pointOf(first), a.flow.pointOf(second)];
  if (!from || !to) return false;
  return from === to ? first.start < second.start : a.flow.reaches(from, to);
}

function momentOf(node: SyntaxNode, func: SyntaxNode): Moment | undefined {
  const flow = flowOf(func);
  const around = functionOf(node);
  if (around === func) return { phase: phaseOf(deferAround(node, func), flow), flow };
  if (!around || !func.contains(around)) return undefined;
  const [start, ...more] = startsOf(around);
  if (!start || more.length > 0) return undefined;
  if (start.how === 'defer' && functionOf(start.call) === func)
    return { phase: phaseOf(start.call.parent, flow), flow: flowOf(around) };
  return start.how === 'now' ? momentOf(start.call, func) : undefined;
}

/** The defer statement whose call the node is; its arguments are evaluated at once, but what is asked about is the call. */
function deferAround(node: SyntaxNode, func: SyntaxNode): SyntaxNode | undefined {
  const statement = node.within('defer_statement');
  return statement && functionOf(statement) === func && statement.children[0] === node ? statement : undefined;
}

function phaseOf(statement: SyntaxNode | undefined, { defers }: Flow): number {
  const index = statement ? defers.indexOf(statement) : -1;
  return index < 0 ? 0 : defers.length - index;
}
