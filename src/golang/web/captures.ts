/** Response writers of the module that keep what they pass on: which calls of their methods copy into a growing buffer, and whether it is emptied again. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from '../callee.ts';
import type { LocalEntity, TypeEntity } from '../entities.ts';
import { isGrowingBuffer } from '../origins.ts';
import { placeOf } from '../places.ts';
import { remember } from '../remember.ts';
import { resolve } from '../scope.ts';
import { typeOf } from '../type-of.ts';
import { pointee, type Type, typeFrom, underlying } from '../types.ts';
import { isResponseWriter, isWriterType } from './hand-written.ts';

export interface Capture {
  /** The call or assignment that copies. */
  readonly node: SyntaxNode;
  /** The method that it stands in. */
  readonly method: SyntaxNode;
  /** The buffer, as written: `w.buf`. */
  readonly buffer: SyntaxNode;
}

/** The copies that a response writer's methods make of what passes through them; none where it passes nothing on, or empties its buffer as it goes. */
export function capturesOf(type: Type): readonly Capture[] {
  const base = pointee(type);
  return base.kind === 'named' && base.entity ? capturesOfEntity(base.entity) : [];
}

/** The type that a method belongs to. */
export function receiverType(method: SyntaxNode): Type | undefined {
  const node = method.field('receiver')?.children[0]?.field('type');
  return node && pointee(typeFrom(node));
}

const capturesOfEntity = remember<TypeEntity, readonly Capture[]>(entity => {
  const type: Type = { kind: 'named', name: `${entity.pkg.importPath}.${entity.name}`, args: [], entity };
  if (!isResponseWriter(type)) return [];
  const methods = (names: readonly string[]) =>
    names.flatMap(name => entity.pkg.methods(entity.name, name).map(func => func.node));
  const writing = methods(['Write', 'WriteString', 'ReadFrom']);
  const flushing = methods(['Flush', 'FlushError', 'WriteHeader']);
  const captures = writing.flatMap(method => (passesOn(method, 2) ? capturesIn(method) : []));
  return captures.filter(
    ({ buffer }) => ![...writing, ...flushing].some(method => empties(method, fieldName(buffer), 2)),
  );
}, []);

function capturesIn(method: SyntaxNode): readonly Capture[] {
  const receiver = receiverOf(method);
  const given = paramsOf(method);
  if (!receiver) return [];
  const found: Capture[] = [];
  for (const node of method.field('body')?.all('call_expression') ?? []) {
    const copied = copyIn(node);
    if (!copied || !isOwn(copied.buffer, receiver) || !copied.values.some(value => mentionsAny(value, given))) continue;
    if (!copied.values.some(isCut)) found.push({ node, method, buffer: copied.buffer });
  }
  return found;
}

/** What a call copies, and into which growing buffer. */
export function copyIn(
  call: SyntaxNode,
): { readonly buffer: SyntaxNode; readonly values: readonly SyntaxNode[] } | undefined {
  const target = bare(call.field('function') ?? call);
  const args = argumentsOf(call);
  if (calleeOf(call).kind === 'builtin' && target.text === 'append' && args[0] && isStoredBack(call, args[0]))
    return { buffer: args[0], values: args.slice(1) };
  const name = target.field('field')?.text ?? '';
  const operand = target.kind === 'selector_expression' ? target.field('operand') : undefined;
  if (operand && /^Write(String|Byte|Rune)?$/.test(name) && isBuffer(operand)) return { buffer: operand, values: args };
  const [first, ...rest] = args;
  const writes = /^(fmt\.Fprint(f|ln)?|io\.(WriteString|Copy))$/.test(symbolOf(calleeOf(call)));
  return writes && first && isBuffer(first) ? { buffer: first, values: rest } : undefined;
}

function isBuffer(node: SyntaxNode): boolean {
  const type = typeOf(node);
  // An embedded response writer has Write, too; only what keeps is meant.
  return !isWriterType(type) && isGrowingBuffer(node);
}

/** `w.body = append(w.body, p...)` */
function isStoredBack(call: SyntaxNode, slice: SyntaxNode): boolean {
  const statement = call.parent;
  return (
    statement?.kind === 'assignment_statement' &&
    statement.list('left')[0]?.text === slice.text &&
    underlying(typeOf(slice)).kind === 'slice'
  );
}

/** `p[:n]`: something decided how much. */
function isCut(value: SyntaxNode): boolean {
  return bare(value).kind === 'slice_expression' && bare(value).field('end') !== undefined;
}

export function isOwn(buffer: SyntaxNode, receiver: LocalEntity): boolean {
  return placeOf(buffer)?.root === receiver && fieldName(buffer) !== '';
}

export function fieldName(buffer: SyntaxNode): string {
  return placeOf(buffer)?.path[0] ?? '';
}

export function receiverOf(method: SyntaxNode): LocalEntity | undefined {
  const name = method.field('receiver')?.children[0]?.field('name');
  const entity = name && resolve(name);
  return entity?.kind === 'local' ? entity : undefined;
}

export function paramsOf(method: SyntaxNode): readonly LocalEntity[] {
  return (method.field('parameters')?.children ?? []).flatMap(param =>
    param.list('name').flatMap(name => {
      const entity = resolve(name);
      return entity?.kind === 'local' ? [entity] : [];
    }),
  );
}

function mentionsAny(value: SyntaxNode, wanted: readonly LocalEntity[]): boolean {
  return wanted.some(entity => entity.mentions.some(mention => value.contains(mention)));
}

/** The method hands bytes to the writer that it wraps, by itself or through methods of its type. */
function passesOn(method: SyntaxNode, depth: number): boolean {
  return [...(method.field('body')?.all('call_expression') ?? [])].some(call => {
    const target = bare(call.field('function') ?? call);
    const operand = target.kind === 'selector_expression' ? target.field('operand') : undefined;
    if (
      operand &&
      /^(Write|WriteString|ReadFrom)$/.test(target.field('field')?.text ?? '') &&
      isWriterType(typeOf(operand))
    )
      return true;
    if (argumentsOf(call).some(argument => isWriterType(typeOf(argument)))) return true;
    return ownMethod(call, method).some(other => depth > 0 && passesOn(other, depth - 1));
  });
}

function ownMethod(call: SyntaxNode, method: SyntaxNode): readonly SyntaxNode[] {
  const callee = calleeOf(call);
  return callee.kind === 'declared' && callee.receiver && callee.func.node !== method ? [callee.func.node] : [];
}

const EMPTIES = /^(Reset|Next|Truncate|ReadString|ReadBytes|ReadByte|ReadRune|Read|WriteTo)$/;

/** What was kept is taken out again on the way: lines cut off, chunks sent. */
export function empties(method: SyntaxNode, field: string, depth: number): boolean {
  const body = method.field('body');
  const isField = (node: SyntaxNode | undefined) => node !== undefined && placeOf(node)?.path[0] === field;
  for (const call of body?.all('call_expression') ?? []) {
    const target = bare(call.field('function') ?? call);
    if (
      target.kind === 'selector_expression' &&
      EMPTIES.test(target.field('field')?.text ?? '') &&
      isField(target.field('operand'))
    )
      return true;
    if (depth > 0 && ownMethod(call, method).some(other => empties(other, field, depth - 1))) return true;
  }
  return [...(body?.all('assignment_statement') ?? [])].some(statement =>
    statement.list('left').some((target, index) => {
      const value = statement.list('right')[index];
      return (
        isField(target) &&
        value !== undefined &&
        !(value.kind === 'call_expression' && value.field('function')?.text === 'append')
      );
    }),
  );
}
