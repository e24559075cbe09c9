/** Readers of the module that keep what is read through them: a tee written by hand. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf } from '../callee.ts';
import type { LocalEntity, TypeEntity } from '../entities.ts';
import { placeOf } from '../places.ts';
import { remember } from '../remember.ts';
import { resolve } from '../scope.ts';
import { pointee, type Type } from '../types.ts';
import { type Capture, copyIn, empties, fieldName, isOwn, paramsOf, receiverOf } from './captures.ts';

/** The copies that `Read` makes of what it reads from below; none where it empties its buffer as it goes. */
export function recordingsOf(type: Type): readonly Capture[] {
  const base = pointee(type);
  return base.kind === 'named' && base.entity ? recordingsOfEntity(base.entity) : [];
}

const recordingsOfEntity = remember<TypeEntity, readonly Capture[]>(entity => {
  const [read] = entity.pkg.methods(entity.name, 'Read').map(func => func.node);
  const found = read ? recordingsIn(read) : [];
  return found.filter(({ buffer }) => !empties(read!, fieldName(buffer), 2));
}, []);

function recordingsIn(method: SyntaxNode): readonly Capture[] {
  const receiver = receiverOf(method);
  const [given] = paramsOf(method);
  const calls = [...(method.field('body')?.all('call_expression') ?? [])];
  if (!receiver || !given || !calls.some(call => isRead(call, receiver, given))) return [];
  return calls.flatMap(node => {
    const copied = copyIn(node);
    if (!copied || !isOwn(copied.buffer, receiver)) return [];
    return copied.values.some(value => isPartOf(value, given)) ? [{ node, method, buffer: copied.buffer }] : [];
  });
}

/** `r.inner.Read(p)` */
function isRead(call: SyntaxNode, receiver: LocalEntity, given: LocalEntity): boolean {
  const target = bare(call.field('function') ?? call);
  const operand = target.kind === 'selector_expression' ? target.field('operand') : undefined;
  const place = target.field('field')?.text === 'Read' && operand ? placeOf(operand) : undefined;
  return place?.root === receiver && place.path.length > 0 && argumentsOf(call).some(each => isMention(each, given));
}

/** `p[:n]`, with nothing between 0 and what has come. */
function isPartOf(value: SyntaxNode, given: LocalEntity): boolean {
  const inner = bare(value.kind === 'variadic_argument' ? (value.children[0] ?? value) : value);
  const operand = inner.kind === 'slice_expression' ? inner.field('operand') : undefined;
  return operand !== undefined && bare(inner.field('end') ?? inner).kind === 'identifier' && isMention(operand, given);
}

function isMention(node: SyntaxNode, entity: LocalEntity): boolean {
  const inner = bare(node);
  return inner.kind === 'identifier' && resolve(inner) === entity;
}
