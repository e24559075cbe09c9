/** Numbers that only go up: fields and variables that the module increments. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { fieldAt, usesOfField, usesOfGlobal } from './mentions.ts';
import { resolve } from './scope.ts';
import { typeOf } from './type-of.ts';
import { typeName, underlying } from './types.ts';

/** Where the field or package-level variable that an expression names is counted up; undefined where it is not, or where something counts it down or sets it back. */
export function countedAt(expression: SyntaxNode): SyntaxNode | undefined {
  const inner = bare(expression);
  if (!/^(selector_expression|identifier)$/.test(inner.kind) || !/^u?int\d*$/.test(typeName(underlying(typeOf(inner)))))
    return undefined;
  const uses = mentionsOf(inner);
  let counted: SyntaxNode | undefined;
  for (const use of uses) {
    const statement = use.parent;
    if (!statement || use.role === 'right') continue;
    if (statement.kind === 'inc_statement') counted ??= statement;
    else if (statement.kind === 'dec_statement') return undefined;
    else if (statement.kind === 'assignment_statement' && use.role === 'left') {
      if (!isStepUp(statement, use)) return undefined;
      counted ??= statement;
    }
  }
  return counted;
}

/** The expressions that name what this one names, wherever they stand. */
function mentionsOf(expression: SyntaxNode): readonly SyntaxNode[] {
  if (expression.kind === 'selector_expression') {
    const name = expression.field('field');
    const field = name && fieldAt(name);
    return field
      ? usesOfField(field.node).flatMap(use => (use.parent?.kind === 'selector_expression' ? [use.parent] : []))
      : [];
  }
  const entity = expression.kind === 'identifier' ? resolve(expression) : undefined;
  if (entity?.kind !== 'global' || entity.constant) return [];
  return usesOfGlobal(entity).map(use => (use.kind === 'field_identifier' ? use.parent! : use));
}

/** `n += step` and `n = n + step`. */
function isStepUp(statement: SyntaxNode, target: SyntaxNode): boolean {
  if (statement.operator === '+=') return true;
  if (statement.operator !== '=') return false;
  const value = statement.list('right')[statement.list('left').indexOf(target)];
  const sum = value && bare(value);
  return (
    sum?.kind === 'binary_expression' && sum.operator === '+' && sum.children.some(side => side.text === target.text)
  );
}
