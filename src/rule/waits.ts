/** What a goroutine can do while it waits for a tick that never comes: which other cases of its select can become ready, and whether they lead out. */
import { argumentsOf, calleeOf } from '../golang/callee.ts';
import { type Flow, flowAround, functionOf, type Loop, type Point } from '../golang/flow.ts';
import { fieldAt, isExported, usesOfField } from '../golang/mentions.ts';
import { resolve } from '../golang/scope.ts';
import { rootsOf, someRoot } from '../golang/starts.ts';
import { travelOf } from '../golang/travel.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { type Clock, caseOf } from './clocks.ts';

/** A place where a goroutine waits for a ticker or timer. */
export interface Wait {
  readonly receive: SyntaxNode;
  readonly func: SyntaxNode;
  readonly flow: Flow;
  /** The innermost loop around it. */
  readonly loop: Loop | undefined;
  /** Other cases of its select that someone can make ready, and a default. */
  readonly others: readonly SyntaxNode[];
  /** A way out that needs no tick: from one of the other cases, out of the loop. */
  readonly leaves: boolean;
  /** The loop can be left at all, be it after a tick. */
  readonly ends: boolean;
}

/** Undefined where the receive is not part of any function's flow: dead code. */
export function waitOf(receive: SyntaxNode, clock: Clock): Wait | undefined {
  const flow = flowAround(receive);
  const func = functionOf(receive);
  if (!flow || !func || !flow.pointOf(receive)) return undefined;
  const loop = flow.loopAround(receive);
  const clause = caseOf(receive);
  const siblings = clause?.parent?.children.filter(each => each.kind.endsWith('_case') && each !== clause) ?? [];
  const ticks = clock.receives.filter(each => functionOf(each) === func);
  const others = siblings.filter(each => !ticks.some(tick => caseOf(tick) === each));
  const stops = new Set(ticks.map(tick => arrival(tick, flow)));
  // Whether a way leads out is seen in the function, and who makes a case ready in the module.
  const leaves = others.some(each => leadsOut(each, flow, loop, stops) && isTakeable(each, func));
  return {
    receive,
    func,
    flow,
    loop,
    leaves,
    get others() {
      return others.filter(each => isTakeable(each, func));
    },
    get ends() {
      return !loop || canEnd(loop, receive, func);
    },
  };
}

/** Where the flow goes on once a tick has come. */
function arrival(tick: SyntaxNode, flow: Flow): Point | undefined {
  const clause = caseOf(tick);
  return clause ? branchOf(clause, flow) : flow.pointOf(tick);
}

function branchOf(clause: SyntaxNode, flow: Flow): Point | undefined {
  return flow.points.find(point => point.kind === 'branch' && point.node === clause);
}

/** Whether a way leads from a case of a select out of the loop (without one: anywhere), past no further tick. */
function leadsOut(
  clause: SyntaxNode,
  flow: Flow,
  loop: Loop | undefined,
  stops: ReadonlySet<Point | undefined>,
): boolean {
  const begin = branchOf(clause, flow);
  if (!begin) return false;
  if (!loop?.points.has(begin)) return true;
  const seen = new Set<Point>([begin]);
  const open = [begin];
  for (let point = open.pop(); point; point = open.pop()) {
    if (!loop.points.has(point)) return true;
    if (stops.has(point)) continue;
    open.push(...point.next.filter(next => !seen.has(next)));
    for (const next of point.next) seen.add(next);
  }
  return false;
}

/** Steps out of a loop that can be taken: the end of a range over a ticker's channel never is, nor a case that nobody makes ready. */
function canEnd(loop: Loop, receive: SyntaxNode, func: SyntaxNode): boolean {
  return loop.exits.some(({ to }) => {
    if (to.taken === 'done' && to.node === receive) return false;
    return to.node?.kind !== 'communication_case' || isTakeable(to.node, func);
  });
}

/** Whether anybody can make a case of a select ready: false only where all who send to or close its channel are known, and none of them can. */
function isTakeable(clause: SyntaxNode, func: SyntaxNode): boolean {
  const channel = receivedChannel(clause);
  const makers = channel && makersOf(channel);
  if (!makers) return true;
  return makers.some(made => {
    const { uses, escapes } = travelOf(made);
    const closes = escapes.filter(isClosed);
    if (closes.length < escapes.length) return true;
    const sends = uses.filter(use => use.role === 'channel');
    return [...closes, ...sends].some(waker => wakes(waker, clause, func));
  });
}

function receivedChannel(clause: SyntaxNode): SyntaxNode | undefined {
  const communication = clause.field('communication');
  const receive = communication?.kind === 'receive_statement' ? communication.field('right') : communication;
  const unary = receive && bare(receive.kind === 'expression_statement' ? (receive.children[0] ?? receive) : receive);
  return unary?.kind === 'unary_expression' && unary.operator === '<-' ? unary.field('operand') : undefined;
}

/** The `make` calls that a variable's or unexported field's channel can come from; undefined where others may give it one. */
function makersOf(outer: SyntaxNode): readonly SyntaxNode[] | undefined {
  const channel = bare(outer);
  const values = channel.kind === 'selector_expression' ? fieldValues(channel) : variableValues(channel);
  if (!values || values.length === 0) return undefined;
  const makers = values.map(value => bare(value));
  return makers.every(isMake) ? makers : undefined;
}

function variableValues(channel: SyntaxNode): readonly SyntaxNode[] | undefined {
  const entity = channel.kind === 'identifier' ? resolve(channel) : undefined;
  if (entity?.kind !== 'local') return undefined;
  const values = entity.definitions.filter(each => each.how !== 'declare').map(each => each.value);
  return values.every(value => value !== undefined) ? values : undefined;
}

function fieldValues(selector: SyntaxNode): readonly SyntaxNode[] | undefined {
  const name = selector.field('field');
  const field = name && fieldAt(name);
  if (!field || isExported(field.name)) return undefined;
  const values: SyntaxNode[] = [];
  for (const use of usesOfField(field.node)) {
    if (use.parent?.kind === 'literal_element') {
      const value = use.within('keyed_element')?.field('value');
      values.push(value?.children[0] ?? use);
    } else if (use.parent?.role === 'left' && use.parent.parent?.kind === 'assignment_statement') {
      const { parent: target } = use;
      const statement = target.parent!;
      values.push(statement.list('right')[statement.list('left').indexOf(target)] ?? use);
    }
  }
  return values;
}

function isMake(value: SyntaxNode): boolean {
  const callee = value.kind === 'call_expression' ? calleeOf(value) : undefined;
  return callee?.kind === 'builtin' && callee.name === 'make';
}

function isClosed(argument: SyntaxNode): boolean {
  const call = argument.within('call_expression');
  const callee = call && argumentsOf(call).includes(argument) ? calleeOf(call) : undefined;
  return callee?.kind === 'builtin' && callee.name === 'close';
}

/** A send or close wakes a waiting goroutine if another one does it, or this one does it and then comes to wait. */
function wakes(waker: SyntaxNode, clause: SyntaxNode, func: SyntaxNode): boolean {
  const around = functionOf(waker);
  if (!around) return true;
  if (around !== func) {
    const roots = rootsOf(func).map(root => root.func);
    return someRoot(around, root => !roots.includes(root.func));
  }
  const flow = flowAround(waker);
  const from = flow?.pointOf(waker);
  const to = flow?.pointOf(clause.parent ?? clause);
  return !flow || !from || !to || flow.reaches(from, to);
}
