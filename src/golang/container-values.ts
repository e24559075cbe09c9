/** What is put into a container's holder, and by which expressions the holder itself is meant. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf } from './callee.ts';
import type { FieldEntity, LocalEntity } from './entities.ts';
import { memberOf } from './members.ts';
import { namesIn } from './mentions.ts';
import { placeOf, samePlace } from './places.ts';
import { bindingsAround, resolve } from './scope.ts';
import { typeOf } from './type-of.ts';
import { typeName } from './types.ts';

/** The variable of a parameter of a declared function or a literal. */
export function paramOf(func: SyntaxNode, index: number | 'receiver'): LocalEntity | undefined {
  return bindingsAround(func).locals.find(
    local =>
      local.owner === func &&
      (index === 'receiver' ? local.role === 'receiver' : local.role === 'param' && local.index === index),
  );
}

/** The value that an assignment gives one of its targets. */
export function assignedValue(statement: SyntaxNode, target: SyntaxNode): SyntaxNode | undefined {
  const values = statement.list('right');
  return values[statement.list('left').indexOf(target)] ?? (values.length === 1 ? values[0] : undefined);
}

export function isSame(a: SyntaxNode, b: SyntaxNode): boolean {
  return samePlace(placeOf(a), placeOf(b)) || bare(a).text === bare(b).text;
}

/** `append(s, ...)` or `s[...]` of the target itself: not a new container. */
export function isGrown(value: SyntaxNode, target: SyntaxNode): boolean {
  const inner = bare(value);
  const [first] = inner.kind === 'call_expression' ? argumentsOf(inner) : [];
  const callee = inner.kind === 'call_expression' ? calleeOf(inner) : undefined;
  if (callee?.kind === 'builtin' && callee.name === 'append') return first !== undefined && isSame(first, target);
  return isSame(inner, target);
}

/** The value is held by somebody else too: a parameter, a field, what a call of unseen code gave. */
export function isShared(value: SyntaxNode | undefined): boolean {
  if (!value) return false;
  const inner = bare(value);
  if (inner.kind === 'unary_expression') return inner.field('operand') ? isShared(inner.field('operand')) : false;
  if (inner.kind !== 'identifier') return inner.kind === 'selector_expression' || inner.kind === 'index_expression';
  const entity = resolve(inner);
  return (
    entity?.kind === 'global' || (entity?.kind === 'local' && (entity.role === 'param' || entity.role === 'receiver'))
  );
}

/** Method calls on a value that embeds the container: `cache.Store(k, v)` where cache embeds `sync.Map`. */
export function promotedUses(field: FieldEntity): readonly SyntaxNode[] {
  const prefix = `(*${typeName(field.type)}).`;
  const found: SyntaxNode[] = [];
  for (const file of field.pkg.files) {
    for (const name of METHODS.flatMap(method => [...namesIn(file, method)])) {
      const selector = name.parent;
      const operand = selector?.kind === 'selector_expression' ? selector.field('operand') : undefined;
      if (!operand || name.role !== 'field' || typeName(typeOf(operand)) !== field.owner) continue;
      const member = memberOf(typeOf(operand), name.text);
      if (member?.kind === 'external-method' && member.symbol.startsWith(prefix)) found.push(operand);
    }
  }
  return found;
}

const METHODS = [
  'Store',
  'LoadOrStore',
  'Swap',
  'Delete',
  'LoadAndDelete',
  'CompareAndDelete',
  'Clear',
  'Set',
  'Remove',
];
