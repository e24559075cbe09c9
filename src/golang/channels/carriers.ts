/** Where the text of a function mentions what may hold a channel: found by names alone, so that everything else can be passed over unread. */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { LocalEntity } from '../entities.ts';
import { isCalledInPlace } from '../flow.ts';
import { FUNCTIONS } from '../function-of.ts';
import { remember } from '../remember.ts';
import { resolve } from '../scope.ts';

/** Every mention of a variable, of the variables that it is assigned to, and of those that hold a literal which mentions one of them. */
export const carriersOf = remember<LocalEntity, readonly SyntaxNode[]>(root => {
  const known = new Set([root]);
  const found: SyntaxNode[] = [];
  for (const entity of known) {
    for (const mention of entity.mentions) {
      found.push(mention);
      for (const holder of holdersOf(mention)) known.add(holder);
    }
  }
  return found;
}, []);

/** The variables that take on a mention: by assignment of the value or of something in it, or of a literal around it. */
function holdersOf(mention: SyntaxNode): readonly LocalEntity[] {
  const found: LocalEntity[] = [];
  for (let at: SyntaxNode | undefined = valueAround(mention); at; at = literalAround(at)) {
    const target = targetOf(at);
    const entity = target?.kind === 'identifier' ? resolve(target) : undefined;
    if (entity?.kind === 'local') found.push(entity);
  }
  return found;
}

const PASSING = ['selector_expression', 'unary_expression', 'parenthesized_expression', 'type_conversion_expression'];

/** The whole of `(&s.inner).ch` around `s`. */
function valueAround(mention: SyntaxNode): SyntaxNode {
  let value = mention;
  while (value.parent && PASSING.includes(value.parent.kind)) value = value.parent;
  return value;
}

function literalAround(node: SyntaxNode): SyntaxNode | undefined {
  const literal = node.within(...FUNCTIONS);
  if (literal?.kind !== 'func_literal') return undefined;
  return isCalledInPlace(literal) ? literalAround(literal) : literal;
}

function targetOf(value: SyntaxNode): SyntaxNode | undefined {
  const { parent } = value;
  if (parent?.kind === 'var_spec') return parent.list('name')[parent.list('value').indexOf(value)];
  if (parent?.kind !== 'short_var_declaration' && parent?.kind !== 'assignment_statement') return undefined;
  return value.role === 'right' ? parent.list('left')[parent.list('right').indexOf(value)] : undefined;
}
