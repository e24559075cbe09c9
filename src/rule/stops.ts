/** Where a ticker is stopped, seen from a goroutine that waits for it: by itself on its way out, after it has ended, or behind its back. */

import { effectsOf } from '../catalog/index.ts';
import { argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import { type Flow, flowOf, functionOf } from '../golang/flow.ts';
import { type Frequency, frequencyOf, isProgramStart } from '../golang/lifetime.ts';
import { fieldAt } from '../golang/mentions.ts';
import { placeOf, samePlace } from '../golang/places.ts';
import { type Root, rootsOf, someRoot, startsOf } from '../golang/starts.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** A function whose flow evaluates a call, and the statement that does it there: for a deferred one the `defer`. */
interface Standing {
  readonly func: SyntaxNode;
  readonly node: SyntaxNode;
  readonly deferred: boolean;
}

/** Whether a stop can come while a goroutine that runs `func` still waits for the ticker. */
export function isStoppedElsewhere(stop: SyntaxNode, func: SyntaxNode, goroutine: Root): boolean {
  const standing = standingOf(stop);
  // Whoever comes to a stop of the function itself does not wait.
  if (!standing || functionOf(stop) === func) return false;
  const roots = rootsOf(func).map(root => root.func);
  if (!someRoot(standing.func, root => !roots.includes(root.func))) return false;
  const starter = goroutine.start && functionOf(goroutine.start.call);
  const ended = (node: SyntaxNode) => awaits(node, func, goroutine);
  if (goroutine.start && starter === standing.func) return outlives(goroutine.start.call, standing, ended);
  const flow = flowOf(standing.func);
  return reachesUnwaited(flow, standing, ended);
}

/** Nothing piles up behind a stop: the end of the process follows, or the goroutine's owner lives as long as it does. */
export function isLast(stop: SyntaxNode, start: SyntaxNode, frequency: Frequency): boolean {
  const func = functionOf(stop);
  if (!func) return true;
  const stopping = frequencyOf(stop);
  const isFew = frequency.how === 'few' && /^(once|few)$/.test(stopping.how);
  if ((frequency.how === 'once' || isFew) && func !== functionOf(start)) return true;
  const isRepeated = [frequency, stopping].some(({ how }) => how === 'many');
  return !isRepeated && !someRoot(func, root => !isProgramStart(root.func));
}

function standingOf(call: SyntaxNode): Standing | undefined {
  let node = call.parent?.kind === 'defer_statement' ? call.parent : call;
  let deferred = node !== call;
  let func = functionOf(call);
  for (let depth = 0; func?.kind === 'func_literal' && depth < 4; depth++) {
    const [start, ...more] = startsOf(func);
    if (!start || more.length > 0 || start.how !== 'defer') break;
    node = start.call.parent ?? start.call;
    deferred = true;
    func = functionOf(start.call);
  }
  return func && { func, node, deferred };
}

/** From the start of the goroutine on: the function that started it comes to the stop, or to its end with the stop deferred, and does not wait before. */
function outlives(start: SyntaxNode, standing: Standing, ended: (node: SyntaxNode) => boolean): boolean {
  const flow = flowOf(standing.func);
  const from = flow.pointOf(start);
  if (!from) return false;
  const waits = (point: Flow['entry']) => point.kind === 'node' && point.node !== undefined && ended(point.node);
  if (!standing.deferred) {
    const to = flow.pointOf(standing.node);
    return to !== undefined && flow.reaches(from, to, waits);
  }
  const exits = flow.exits.filter(exit => exit.ends !== 'never');
  return exits.some(exit => flow.reaches(from, exit, waits));
}

/** Some way leads to the stop without having waited for the goroutine. */
function reachesUnwaited(flow: Flow, standing: Standing, ended: (node: SyntaxNode) => boolean): boolean {
  if (standing.deferred) return true;
  const to = flow.pointOf(standing.node);
  if (!to) return false;
  return flow.reaches(flow.entry, to, point => point.kind === 'node' && point.node !== undefined && ended(point.node));
}

/** Whether a statement waits for the goroutine's end: `wg.Wait()` of a group that it belongs to, or a receive from a channel that it closes or sends to. */
function awaits(statement: SyntaxNode, func: SyntaxNode, goroutine: Root): boolean {
  if (/^(select|go|defer)_statement$/.test(statement.kind)) return false;
  const nodes = [statement, ...statement.all('call_expression', 'unary_expression')];
  return nodes.some(node => {
    if (node.within('func_literal') !== statement.within('func_literal')) return false;
    const what = awaited(node);
    if (!what) return false;
    const given = goroutine.start ? argumentsOf(goroutine.start.call) : [];
    return (
      given.some(argument => isSame(argument, what)) ||
      (goroutine.start !== undefined && isCallOn(goroutine.start.call, what)) ||
      [func, goroutine.func].some(body => signals(body, what))
    );
  });
}

/** The group or channel that a node blocks on. */
function awaited(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'unary_expression') return node.operator === '<-' ? node.field('operand') : undefined;
  if (node.kind !== 'call_expression' || effectsOf(symbolOf(calleeOf(node)))?.blocks !== 'until-done') return undefined;
  return bare(node.field('function') ?? node).field('operand');
}

/** Whether a body says that it is done: by a send, a close, or `Done` of a group. */
function signals(body: SyntaxNode, what: SyntaxNode): boolean {
  for (const node of body.all('send_statement', 'call_expression')) {
    const target = node.kind === 'send_statement' ? node.field('channel') : (closed(node) ?? done(node));
    if (target && isSame(target, what)) return true;
  }
  return false;
}

function closed(call: SyntaxNode): SyntaxNode | undefined {
  const callee = calleeOf(call);
  return callee.kind === 'builtin' && callee.name === 'close' ? call.field('arguments')?.children[0] : undefined;
}

function done(call: SyntaxNode): SyntaxNode | undefined {
  const target = call.field('function');
  return target?.field('field')?.text === 'Done' ? target.field('operand') : undefined;
}

function isCallOn(call: SyntaxNode, receiver: SyntaxNode): boolean {
  const operand = call.field('function')?.field('operand');
  return operand !== undefined && isSame(operand, receiver);
}

/** The same variable, or the same field of whatever value: methods name their receiver each in their own way. */
function isSame(a: SyntaxNode, b: SyntaxNode): boolean {
  if (samePlace(placeOf(a), placeOf(b))) return true;
  const [x, y] = [fieldOf(a), fieldOf(b)];
  return x !== undefined && x === y;
}

function fieldOf(outer: SyntaxNode): SyntaxNode | undefined {
  const node = bare(outer);
  const name = node.kind === 'selector_expression' ? node.field('field') : undefined;
  return name && fieldAt(name)?.node;
}
