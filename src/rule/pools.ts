/** The family of pools: which calls give an object back, through wrappers of the module too, and what is done to the object around that. */
import { effectsOf, typeRow } from '../catalog/index.ts';
import { argumentOf, argumentsOf, calleeOf } from '../golang/callee.ts';
import { functionOf } from '../golang/flow.ts';
import { fieldsOf } from '../golang/members.ts';
import { fieldAt, literalValueOf, usesOfField } from '../golang/mentions.ts';
import { runsBefore } from '../golang/order.ts';
import { identityOf } from '../golang/origins.ts';
import { type Place, placeOf, samePlace } from '../golang/places.ts';
import { remember } from '../golang/remember.ts';
import { resolve, topOf } from '../golang/scope.ts';
import { paramAt } from '../golang/starts.ts';
import { typeOf } from '../golang/type-of.ts';
import { type Type, typeName, underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

export const POOL = 'sync.Pool';

/** What a call gives back to a pool: its argument, where the callee is a pool's `Put` or a method of the module that hands it on to one. */
export function putInto(call: SyntaxNode): SyntaxNode | undefined {
  const callee = calleeOf(call);
  if (callee.kind === 'external') {
    const release = effectsOf(callee.symbol)?.releases?.find(each => each.resource === POOL);
    return release && argumentOf(call, release.param);
  }
  if (callee.kind !== 'declared' || !callee.func.receiver) return undefined;
  return argumentsOf(call).find((_, index) => handsOn(callee.func.node, index));
}

/** A wrapper's parameter goes into a pool as it is, or through a pointer that is pooled in its place. */
function handsOn(func: SyntaxNode, index: number): boolean {
  const param = paramAt(func, index);
  return param !== undefined && pooledIn(func).some(pooled => pooled === param || isStoredIn(func, param.name, pooled));
}

const pooledIn = remember<SyntaxNode, readonly unknown[]>(
  func =>
    func.all('call_expression').flatMap(call => {
      const callee = calleeOf(call);
      const put = callee.kind === 'external' ? putInto(call) : undefined;
      const root = put && placeOf(put)?.root;
      return root ? [root] : [];
    }),
  [],
);

/** `*ptr = item`, and then ptr is pooled. */
function isStoredIn(func: SyntaxNode, name: string, pooled: unknown): boolean {
  return func.all('assignment_statement').some(statement => {
    const [target] = statement.list('left');
    const [value] = statement.list('right');
    return value?.text === name && target !== undefined && placeOf(target)?.root === pooled;
  });
}

/** Calls of a method of what stands at a place, anywhere in the declaration around a node. */
export function callsOn(place: Place, name: string, around: SyntaxNode): readonly SyntaxNode[] {
  return topOf(around)
    .all('call_expression')
    .filter(call => {
      const target = bare(call.field('function') ?? call);
      if (target.kind !== 'selector_expression' || target.field('field')?.text !== name) return false;
      const operand = target.field('operand');
      return operand !== undefined && samePlace(placeOf(operand), place);
    });
}

/** What a `Reset` puts the object on: the writer or reader that it holds from then on. Undefined for resets that only empty. */
export function resetTo(call: SyntaxNode): SyntaxNode | undefined {
  const callee = calleeOf(call);
  const row = callee.kind === 'external' ? effectsOf(callee.symbol) : undefined;
  const flow = [...(row?.passes ?? []), ...(row?.expands ?? [])].find(each => each.into === 'receiver');
  return flow && argumentOf(call, flow.param);
}

/** Nothing that could be kept: nil, io.Discard. */
export function isNothing(node: SyntaxNode): boolean {
  const inner = bare(node);
  if (inner.kind === 'nil') return true;
  const entity = inner.kind === 'selector_expression' ? inner.field('operand') : undefined;
  const imported = entity?.kind === 'identifier' ? resolve(entity) : undefined;
  return imported?.kind === 'import' && /^(Discard|NoBody)$/.test(inner.field('field')?.text ?? '');
}

/** Whether values of the type keep others alive. False where that is not in sight. */
export function holdsPointers(type: Type, depth = 0): boolean {
  const under = underlying(type);
  switch (under.kind) {
    case 'pointer':
    case 'slice':
    case 'map':
    case 'chan':
    case 'func':
    case 'interface':
      return true;
    case 'array':
      return holdsPointers(under.elem, depth);
    case 'struct':
      return depth < 6 && fieldsOf(under.node).some(field => holdsPointers(field.type, depth + 1));
    case 'named':
      return /^(string|any|error)$/.test(under.name) || typeRow(typeName(under))?.kind === 'interface';
    default:
      return false;
  }
}

/** Something overwrites the elements of a slice in the same function: `clear(b)`, `b[i] = x`, `b[i].f = x`. */
export function isClearedBefore(slice: SyntaxNode, put: SyntaxNode): boolean {
  const place = placeOf(slice);
  const func = functionOf(put);
  if (!place || !func) return true;
  const clears = func.all('call_expression').some(call => {
    const [first] = argumentsOf(call);
    return (
      first !== undefined &&
      samePlace(placeOf(first), place) &&
      calleeOf(call).kind !== 'external' &&
      call !== put &&
      !isMeasure(call)
    );
  });
  return (
    clears ||
    func.all('index_expression').some(each => isTarget(each) && samePlace(placeOf(each.field('operand')!), place))
  );
}

function isMeasure(call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  return callee.kind === 'builtin' && callee.name !== 'clear';
}

function isTarget(index: SyntaxNode): boolean {
  let target = index;
  while (target.parent?.kind === 'selector_expression' && target.role === 'operand') target = target.parent;
  return target.role === 'left';
}

export interface Held {
  /** The request's writer or body, as it was handed to Reset. */
  readonly target: SyntaxNode;
  readonly reset: SyntaxNode;
}

/** Values of the type are set on a writer or reader by Reset, and refer to it from then on. */
function isSettable(type: Type): boolean {
  const row = effectsOf(`(*${typeName(type)}).Reset`);
  return [...(row?.passes ?? []), ...(row?.expands ?? [])].some(each => each.into === 'receiver');
}

/** What of a request an object still refers to when it is put back; undefined where it was set on nothing before, or where none is in sight. */
export function referenceHeldAt(put: SyntaxNode, object: SyntaxNode): Held | undefined {
  const place = placeOf(object);
  const func = functionOf(put);
  if (!place || !func || !isSettable(typeOf(object))) return undefined;
  const before = callsOn(place, 'Reset', put).filter(reset => runsBefore(reset, put, func));
  if (before.some(reset => isNothing(resetTo(reset) ?? reset))) return undefined;
  const held = before.flatMap(heldBy);
  return held[0] ?? (before.length === 0 ? heldElsewhere(bare(object), put) : undefined);
}

function heldBy(reset: SyntaxNode): readonly Held[] {
  const target = resetTo(reset);
  return target && isOfRequest(target) ? [{ target, reset }] : [];
}

/** An object in a field was set on something where it got there. */
function heldElsewhere(object: SyntaxNode, put: SyntaxNode): Held | undefined {
  const name = object.kind === 'selector_expression' ? object.field('field') : undefined;
  const field = name && fieldAt(name);
  if (!field) return undefined;
  for (const use of usesOfField(field.node)) {
    if (topOf(use) === topOf(put)) continue;
    const value = use.role === 'field' ? use.parent : literalValueOf(use);
    const place = value && placeOf(value);
    const [held] = place ? callsOn(place, 'Reset', use).flatMap(heldBy) : [];
    if (held) return held;
  }
  return undefined;
}

/** Whether an expression is, or hangs on, what a server hands out for one request or connection. */
export function isOfRequest(outer: SyntaxNode): boolean {
  for (let node: SyntaxNode | undefined = bare(outer); node; node = baseOf(node)) {
    const row = typeRow(typeName(typeOf(node)));
    if (row?.serves || row?.source === 'request' || row?.source === 'connection') return true;
  }
  return identityOf(outer).some(({ type }) => typeRow(typeName(type))?.serves === true);
}

function baseOf(node: SyntaxNode): SyntaxNode | undefined {
  const inner = node.kind === 'call_expression' ? node.field('function') : node;
  const base =
    inner?.kind === 'selector_expression' || inner?.kind === 'unary_expression' ? inner.field('operand') : undefined;
  return base && bare(base);
}
