/** What keeps a fan-out within limits: a place taken before each start, a group with a limit, a wait in the loop, goroutines that live on. */
import { argumentOf, calleeOf, rowOf } from '../golang/callee.ts';
import { constantNumber } from '../golang/constants.ts';
import { fileOf } from '../golang/file.ts';
import { flowOf, functionOf, type Point } from '../golang/flow.ts';
import { isUnending } from '../golang/lifetime.ts';
import { implementations } from '../golang/mentions.ts';
import { identityOf } from '../golang/origins.ts';
import { resolve } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Crowd } from './crowds.ts';
import type { Fanout } from './fanout.ts';
import { isCut } from './fanout-cuts.ts';

/** Why a fan-out is in order; undefined where nothing in sight limits it. */
export function limitOf(fanout: Fanout, crowd: Crowd): string | undefined {
  if (limitsGroup(fanout)) return 'its group or pool limits how many run at once';
  if (takesPlaceBefore(fanout)) return 'each start waits for a free place first';
  if (mayTakePlaceBefore(fanout)) return 'each start waits for a free place first where a limit is given';
  if (waitsInLoop(fanout)) return 'each round waits for goroutines before the next';
  if (fanout.body ? livesOn(fanout.body, 2) : allLiveOn(fanout))
    return 'each goroutine goes on as long as what it serves';
  if (startsLasting(fanout)) return 'each element is something that a goroutine goes on for';
  if (isCut(fanout, crowd.origin)) return 'the number of elements is limited before';
  return undefined;
}

/** The group or pool was given a limit, or is out of sight and may have been. */
function limitsGroup({ site, group }: Fanout): boolean {
  if (!group) return false;
  if (rowOf(site.node)?.throttles) return true;
  const made = identityOf(group).filter(({ kind }) => kind !== 'nil');
  const inSight = made.length > 0 && made.every(({ kind }) => /^(made|call|func)$/.test(kind));
  const chained = made.some(({ node, steps }) => [node, ...steps.map(each => each.node)].some(isLimiting));
  const local = bare(group).kind === 'identifier' ? resolve(bare(group)) : undefined;
  if (local?.kind !== 'local') return !inSight || chained;
  if (local.role === 'param' || local.role === 'receiver') return true;
  return chained || local.mentions.some(mention => isLimiting(callOn(mention)));
}

/** The call of a method on a value. */
function callOn(value: SyntaxNode): SyntaxNode | undefined {
  const selector = value.role === 'operand' && value.parent?.kind === 'selector_expression' ? value.parent : undefined;
  return selector?.role === 'function' ? selector.parent : undefined;
}

function isLimiting(call: SyntaxNode | undefined): boolean {
  for (let at = call; at?.kind === 'call_expression'; at = receiverOf(at))
    if (rowOf(at)?.throttles === 'limit') return true;
  return false;
}

function receiverOf(call: SyntaxNode): SyntaxNode | undefined {
  const receiver = argumentOf(call, 'receiver');
  return receiver && bare(receiver);
}

/** Something in the same round, on every way to the start, waits for a place that the goroutine gives back. */
function takesPlaceBefore({ inLoop, loop, flow, body }: Fanout): boolean {
  const start = flow.pointOf(inLoop);
  if (!start) return false;
  return [...loop.points].some(
    point =>
      point !== start &&
      point !== loop.head &&
      point.kind === 'node' &&
      flow.dominates(point, start) &&
      takes(point, body),
  );
}

/** `if limiter != nil { limiter.Acquire(ctx, 1) }`: who leaves the limit out wants none. */
function mayTakePlaceBefore({ inLoop, loop, flow, body }: Fanout): boolean {
  const start = flow.pointOf(inLoop);
  if (!start) return false;
  const before = flow.guards(start).map(({ condition }) => condition);
  return [...loop.points].some(point => {
    if (point.kind !== 'node' || !takes(point, body) || !flow.reaches(point, start)) return false;
    const own = flow.guards(point).filter(({ condition }) => !before.includes(condition));
    return own.length > 0 && own.every(({ condition }) => isPresence(condition));
  });
}

/** `limiter != nil`, `max > 0` */
function isPresence(outer: SyntaxNode): boolean {
  const condition = bare(outer);
  if (condition.kind !== 'binary_expression') return false;
  const sides = condition.children.map(bare);
  return condition.operator === '!='
    ? sides.some(({ kind }) => kind === 'nil')
    : condition.operator === '>' && sides.some(side => constantNumber(side) === 0);
}

function takes({ node }: Point, body: SyntaxNode | undefined): boolean {
  return node !== undefined && node.kind !== 'range_clause' && isAcquire(node, body, 2);
}

/** A send to a channel, a receive from one that the goroutine gives back to, or a call that does such a thing. */
function isAcquire(node: SyntaxNode, body: SyntaxNode | undefined, depth: number): boolean {
  return outside(node, 'send_statement', 'unary_expression', 'call_expression').some(each => {
    if (each.kind === 'send_statement') return isToken(each.field('channel'));
    if (each.kind === 'call_expression') return acquires(each, depth);
    const channel = each.operator === '<-' ? each.field('operand') : undefined;
    return channel !== undefined && isToken(channel) && (!body || gives(body, channel));
  });
}

/** Channels of nothing, of flags and of numbers carry places, not work. */
function isToken(channel: SyntaxNode | undefined): boolean {
  const type = channel ? underlying(typeOf(channel)) : undefined;
  if (type?.kind !== 'chan') return type?.kind === 'unknown';
  const elem = underlying(type.elem);
  return (
    elem.kind === 'struct' ||
    elem.kind === 'unknown' ||
    (elem.kind === 'named' && /^(bool|u?int\d*|byte|error)$/.test(elem.name))
  );
}

function gives(body: SyntaxNode, channel: SyntaxNode): boolean {
  return body.all('send_statement').some(each => each.field('channel')?.text === channel.text);
}

function acquires(call: SyntaxNode, depth: number): boolean {
  const callee = calleeOf(call);
  if (callee.kind === 'external')
    return rowOf(call)?.throttles === 'acquire' || /\.(Try)?Acquire\w*$/.test(callee.symbol);
  const inner = callee.kind === 'declared' ? callee.func.node.field('body') : undefined;
  return depth > 0 && inner !== undefined && isAcquire(inner, undefined, depth - 1);
}

/** A wait for the group, or for what the goroutine sends or closes, in the loop itself. */
function waitsInLoop({ loop, flow, body, inLoop }: Fanout): boolean {
  return outside(loop.node, 'call_expression', 'unary_expression').some(each => {
    const point = flow.pointOf(each);
    if (!point || !loop.points.has(point) || inLoop.contains(each)) return false;
    if (each.kind === 'call_expression') return rowOf(each)?.blocks === 'until-done';
    const channel = each.operator === '<-' ? each.field('operand') : undefined;
    return channel !== undefined && body !== undefined && mentions(body, channel.text);
  });
}

function mentions(body: SyntaxNode, text: string): boolean {
  return body.all('identifier', 'selector_expression').some(each => each.text === text);
}

/** Nodes of a function's own, not those of literals inside it that run on their own. */
function outside(node: SyntaxNode, ...kinds: readonly string[]): readonly SyntaxNode[] {
  const func = functionOf(node.kind === 'block' ? (node.children[0] ?? node) : node);
  const all = kinds.includes(node.kind) ? [node, ...node.all(...kinds)] : node.all(...kinds);
  return all.filter(each => functionOf(each) === func);
}

/** A function that loops without end: one goroutine per object, which comes and goes with it. */
function livesOn(func: SyntaxNode, depth: number): boolean {
  if (!func.field('body')) return false;
  const flow = flowOf(func);
  if (flow.loops.some(loop => isUnending(loop.node))) return true;
  if (depth === 0) return false;
  return outside(func.field('body')!, 'call_expression').some(call => {
    const callee = calleeOf(call);
    if (callee.kind === 'external') return rowOf(call)?.blocks === 'forever';
    return callee.kind === 'declared' && callee.func.node !== func && livesOn(callee.func.node, depth - 1);
  });
}

/** The same loop starts a goroutine that lives on, in another branch. */
function startsLasting({ site, loop }: Fanout): boolean {
  return outside(loop.node, 'go_statement').some(each => {
    const callee = each === site.node ? undefined : calleeOf(each.children[0] ?? each);
    const func = callee?.kind === 'literal' ? callee.node : callee?.kind === 'declared' ? callee.func.node : undefined;
    return func !== undefined && livesOn(func, 2);
  });
}

/** A method called through an interface, whose implementations all live on. */
function allLiveOn({ site }: Fanout): boolean {
  const call = site.node.kind === 'go_statement' ? site.node.children[0] : undefined;
  const callee = call && calleeOf(call);
  if (callee?.kind !== 'interface') return false;
  const found = implementations(callee.member.owner, callee.member.node.field('name')?.text ?? '', fileOf(site.node));
  return found.length > 0 && found.every(func => livesOn(func.node, 2));
}

/** The goroutine waits for a place, too late: it runs already, and its stack is there. */
export function takesPlaceInside({ body }: Fanout): SyntaxNode | undefined {
  const first = body?.field('body');
  const flow = body && first ? flowOf(body) : undefined;
  return flow?.points.find(point => point.kind === 'node' && point.node && isAcquireInside(point.node, body!))?.node;
}

function isAcquireInside(node: SyntaxNode, body: SyntaxNode): boolean {
  return outside(node, 'send_statement', 'call_expression').some(each => {
    if (each.kind === 'call_expression')
      return calleeOf(each).kind === 'external' && rowOf(each)?.throttles === 'acquire';
    const channel = each.field('channel');
    return channel !== undefined && isToken(channel) && receives(body, channel);
  });
}

function receives(body: SyntaxNode, channel: SyntaxNode): boolean {
  return body
    .all('unary_expression')
    .some(each => each.operator === '<-' && each.field('operand')?.text === channel.text);
}
