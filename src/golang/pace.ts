/** What makes code run again and again by the clock: a loop that waits for time to pass, or a schedule that it is handed to. */
import type { SyntaxNode } from '../syntax/node.ts';
import { calleeOf, symbolOf } from './callee.ts';
import { type Flow, flowAround, functionOf, type Loop } from './flow.ts';
import { isUnending } from './lifetime.ts';
import type { Step } from './origin.ts';
import { functionName } from './origins.ts';
import { startsOf } from './starts.ts';
import { typeOf } from './type-of.ts';
import { isNamed, underlying } from './types.ts';

/** Calls that are followed from the clock down to the code. */
const DEPTH = 4;

/** The loop or schedule that runs a node by the clock, then the calls down to it; undefined where nothing in sight does. */
export function pacedBy(node: SyntaxNode, depth = DEPTH): readonly Step[] | undefined {
  const flow = flowAround(node);
  for (let loop = flow?.loopAround(node); flow && loop; loop = flow.loopAround(loop.node)) {
    const point = flow.pointOf(node);
    if (point && !loop.points.has(point)) continue;
    // What is done for each element of some work is done because of the work.
    return isUnending(loop.node) && waitsForTime(loop, flow)
      ? [{ node: loop.node, note: 'each round of this loop waits for the clock' }]
      : undefined;
  }
  const func = functionOf(node);
  // What ends a piece of work is done because of the work, however that was begun.
  if (!func || depth === 0 || flow?.loops.length !== 0) return undefined;
  return startedByClock(func, depth - 1);
}

function startedByClock(func: SyntaxNode, depth: number): readonly Step[] | undefined {
  for (const { how, call } of startsOf(func)) {
    if (how === 'schedule') return [{ node: call, note: 'runs on this schedule' }];
    // A timer fires once, unless what it runs sets it again.
    if (how === 'timer' && func.contains(call)) return [{ node: call, note: 'sets its own timer again' }];
    if (!/^(now|defer|goroutine)$/.test(how) || func.contains(call)) continue;
    const outer = pacedBy(call, depth);
    if (outer) return [...outer, { node: call, note: `calls ${functionName(func)}` }];
  }
  return undefined;
}

function waitsForTime(loop: Loop, flow: Flow): boolean {
  const header = loop.node.children.find(child => child.role !== 'body');
  const over = header?.kind === 'range_clause' ? header.field('right') : undefined;
  if (over && isTicks(over)) return true;
  const waits = [...loop.node.all('unary_expression', 'call_expression')].filter(each => isWait(each));
  return waits.some(each => {
    const point = flow.pointOf(each);
    return point !== undefined && loop.points.has(point);
  });
}

function isWait(node: SyntaxNode): boolean {
  if (node.kind === 'call_expression') return symbolOf(calleeOf(node)) === 'time.Sleep';
  const operand = node.operator === '<-' ? node.field('operand') : undefined;
  return operand !== undefined && isTicks(operand);
}

/** A channel of times. */
function isTicks(node: SyntaxNode): boolean {
  const type = underlying(typeOf(node));
  return type.kind === 'chan' && isNamed(type.elem, 'time.Time');
}
