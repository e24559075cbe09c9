/** What else is wrong with the goroutines of a fan-out: a panic in one ends the process, and a group that is told of the end too early lets Wait return. */
import { argumentsOf, calleeOf, rowOf, symbolOf } from '../golang/callee.ts';
import { flowOf, functionOf } from '../golang/flow.ts';
import { resolve } from '../golang/scope.ts';
import { paramAt } from '../golang/starts.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** A panic of the goroutine's own that nothing in it recovers. */
export function panicIn(body: SyntaxNode): SyntaxNode | undefined {
  const flow = flowOf(body);
  if (flow.defers.some(recovers)) return undefined;
  return flow.exits.find(exit => exit.ends === 'panic')?.node;
}

function recovers(statement: SyntaxNode): boolean {
  const calls = statement.all('call_expression');
  return calls.some(call => {
    const callee = calleeOf(call);
    if (callee.kind === 'builtin') return callee.name === 'recover';
    const func = callee.kind === 'declared' ? callee.func.node : undefined;
    return func?.field('body')?.all('call_expression').some(isRecover) === true;
  });
}

function isRecover(call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  return callee.kind === 'builtin' && callee.name === 'recover';
}

export interface EarlyDone {
  /** Where the group is told that the work is done. */
  readonly done: SyntaxNode;
  /** Where the result is stored, afterwards. */
  readonly stored: SyntaxNode;
}

/** The goroutine calls a function that says Done itself, and stores the result when that function has returned. */
export function earlyDone(body: SyntaxNode): EarlyDone | undefined {
  const flow = flowOf(body);
  for (const call of body.field('body')?.all('call_expression') ?? []) {
    if (functionOf(call) !== body || call.parent?.kind === 'defer_statement') continue;
    const done = doneIn(call);
    const from = done && flow.pointOf(call);
    if (!done || !from) continue;
    const after = flow.points.find(
      point => point !== from && point.node && flow.reaches(from, point) && isStore(point.node, body),
    );
    if (after?.node) return { done, stored: after.node };
  }
  return undefined;
}

/** A call that is handed a wait group and calls its Done. */
function doneIn(call: SyntaxNode): SyntaxNode | undefined {
  const callee = calleeOf(call);
  const func = callee.kind === 'declared' ? callee.func.node : undefined;
  if (!func) return undefined;
  for (const index of argumentsOf(call).keys()) {
    const found = paramAt(func, index)?.mentions.find(isDone);
    if (found) return found;
  }
  return undefined;
}

function isDone(mention: SyntaxNode): boolean {
  const selector = mention.parent;
  const call = selector?.kind === 'selector_expression' && mention.role === 'operand' ? selector.parent : undefined;
  return call?.kind === 'call_expression' && symbolOf(calleeOf(call)) === '(*sync.WaitGroup).Done';
}

/** Gives something outside of the goroutine a value: by an assignment or by a call that inserts. */
function isStore(node: SyntaxNode, body: SyntaxNode): boolean {
  if (node.kind !== 'assignment_statement')
    return node.kind === 'expression_statement' && rowOf(bare(node.children[0] ?? node))?.inserts !== undefined;
  return node.list('left').some(target => {
    const root = rootOf(target);
    const entity = root && resolve(root);
    return entity?.kind === 'global' || (entity?.kind === 'local' && entity.owner !== body);
  });
}

function rootOf(target: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = bare(target);
  while (at && at.kind !== 'identifier') at = at.field('operand');
  return at;
}
