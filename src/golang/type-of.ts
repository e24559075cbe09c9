/** The type of an expression. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf, resultTypes } from './callee.ts';
import type { Definition, GlobalEntity, LocalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { memberOf, memberSignature } from './members.ts';
import { remember } from './remember.ts';
import { resolve } from './scope.ts';
import { elementOf, externalValueType, named, signatureOf, type Type, typeFrom, UNKNOWN, underlying } from './types.ts';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', '&&', '||']);

/** The type of an expression; `unknown` where syntax and catalog do not tell. A call with several results has the type of the first. */
export const typeOf = remember<SyntaxNode, Type>(compute, UNKNOWN);

function compute(outer: SyntaxNode): Type {
  const node = bare(outer);
  switch (node.kind) {
    case 'identifier':
    case 'type_identifier': // Where `new(x)` could name a type, the grammar says that it does.
      return ofIdentifier(node);
    case 'selector_expression':
      return ofSelector(node.field('operand'), node.field('field')?.text, node);
    case 'qualified_type': // Likewise `new(x.field)`.
      return ofSelector(node.field('package'), node.field('name')?.text, node);
    case 'call_expression':
      return ofCall(node);
    case 'composite_literal':
      return typeFrom(node.field('type'));
    case 'literal_value':
      return ofElidedLiteral(node);
    case 'literal_element':
      return node.children[0] ? typeOf(node.children[0]) : UNKNOWN;
    case 'unary_expression':
      return ofUnary(node);
    case 'binary_expression':
      return COMPARISONS.has(node.operator) ? named('bool') : ofOperands(node);
    case 'index_expression':
      return ofIndex(node);
    case 'slice_expression': {
      const type = operandType(node);
      const under = underlying(type.kind === 'pointer' ? type.elem : type);
      return under.kind === 'array' ? { kind: 'slice', elem: under.elem } : type;
    }
    case 'type_assertion_expression':
    case 'type_conversion_expression':
      return typeFrom(node.field('type'));
    case 'func_literal':
      return signatureOf(node);
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return named('string');
    case 'int_literal':
    case 'rune_literal':
      return named('int');
    case 'float_literal':
      return named('float64');
    case 'true':
    case 'false':
      return named('bool');
    case 'variadic_argument':
      return node.children[0] ? typeOf(node.children[0]) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function operandType(node: SyntaxNode): Type {
  const operand = node.field('operand');
  return operand ? typeOf(operand) : UNKNOWN;
}

function ofIdentifier(node: SyntaxNode): Type {
  const entity = resolve(node);
  switch (entity?.kind) {
    case 'local':
      return localType(entity);
    case 'global':
      return globalType(entity);
    case 'func':
      return signatureOf(entity.node);
    case 'external':
      return externalValueType(entity.path, entity.name);
    default:
      return UNKNOWN;
  }
}

/** The type of a variable: declared, or that of the first value it is given. */
export const localType = remember<LocalEntity, Type>(local => {
  const parent = local.declared.parent;
  if (parent && local.declared.role === 'name') {
    const declared = parent.field('type');
    if (declared)
      return parent.kind === 'variadic_parameter_declaration'
        ? { kind: 'slice', elem: typeFrom(declared) }
        : typeFrom(declared);
  }
  const [first] = local.definitions;
  return first ? definedType(first) : UNKNOWN;
}, UNKNOWN);

export const globalType = remember<GlobalEntity, Type>(global => {
  const declared = global.node.field('type');
  if (declared) return typeFrom(declared);
  const values = global.node.list('value');
  const value = values[global.index];
  if (value) return typeOf(value);
  return values.length === 1 ? resultType(values[0]!, global.index) : UNKNOWN;
}, UNKNOWN);

function definedType(definition: Definition): Type {
  const { value, result, how } = definition;
  if (how === 'switch') return switchType(definition);
  if (!value) return UNKNOWN;
  if (how === 'range-key' || how === 'range-value') return rangeType(value, how);
  return resultType(value, result);
}

function switchType(definition: Definition): Type {
  const types = definition.at.list('type');
  if (definition.at.kind === 'type_case' && types.length === 1) return typeFrom(types[0]);
  return definition.value ? typeOf(definition.value) : UNKNOWN;
}

function rangeType(value: SyntaxNode, how: 'range-key' | 'range-value'): Type {
  const type = typeOf(value);
  const under = underlying(type.kind === 'pointer' ? type.elem : type);
  if (under.kind === 'func') {
    const yielded = underlying(under.params[0] ?? UNKNOWN);
    return yielded.kind === 'func' ? (yielded.params[how === 'range-key' ? 0 : 1] ?? UNKNOWN) : UNKNOWN;
  }
  if (how === 'range-value') return elementOf(type);
  if (under.kind === 'map') return under.key;
  if (under.kind === 'chan') return under.elem;
  return under.kind === 'unknown' ? UNKNOWN : named('int');
}

/** The type of one of several results: of a call, `v, ok := m[k]`, `<-c`, `x.(T)`. */
export function resultType(value: SyntaxNode, result: number): Type {
  const node = bare(value);
  if (node.kind === 'call_expression') {
    if (result === 0) return typeOf(node);
    return resultTypes(node)[result] ?? UNKNOWN;
  }
  return result === 0 ? typeOf(node) : named('bool');
}

function ofSelector(operand: SyntaxNode | undefined, name: string | undefined, from: SyntaxNode): Type {
  if (!operand || !name) return UNKNOWN;
  const isName = operand.kind === 'identifier' || operand.kind === 'package_identifier';
  const entity = isName ? resolve(operand) : undefined;
  if (entity?.kind === 'import') return ofImported(entity.path, name, from);
  const member = memberOf(isName ? ofIdentifier(operand) : typeOf(operand), name);
  if (!member) return UNKNOWN;
  if (member.kind === 'field' || member.kind === 'row-field') return member.type;
  return memberSignature(member) ?? UNKNOWN;
}

function ofImported(path: string, name: string, node: SyntaxNode): Type {
  const file = fileOf(node);
  const pkg = file.pkg.world.package(path, file.pkg.module);
  if (!pkg) return externalValueType(path, name);
  const declared = pkg.lookup(name)[0];
  if (declared?.kind === 'global') return globalType(declared);
  return declared?.kind === 'func' ? signatureOf(declared.node) : UNKNOWN;
}

function ofCall(node: SyntaxNode): Type {
  const callee = calleeOf(node);
  if (callee.kind === 'builtin') return ofBuiltin(callee.name, node);
  return resultTypes(node)[0] ?? UNKNOWN;
}

function ofBuiltin(name: string, node: SyntaxNode): Type {
  const [first] = argumentsOf(node);
  switch (name) {
    case 'make':
      return typeFrom(first);
    case 'new': {
      // `new(T)`, or since Go 1.26 `new(expression)`.
      const type = typeFrom(first);
      return { kind: 'pointer', elem: type.kind === 'unknown' && first ? typeOf(first) : type };
    }
    case 'append':
    case 'min':
    case 'max':
      return first ? typeOf(first) : UNKNOWN;
    case 'len':
    case 'cap':
    case 'copy':
      return named('int');
    case 'recover':
      return named('any');
    default:
      return UNKNOWN;
  }
}

function ofUnary(node: SyntaxNode): Type {
  const type = operandType(node);
  switch (node.operator) {
    case '&':
      return { kind: 'pointer', elem: type };
    case '*': {
      const under = underlying(type);
      return under.kind === 'pointer' ? under.elem : UNKNOWN;
    }
    case '<-':
      return elementOf(type);
    case '!':
      return named('bool');
    default:
      return type;
  }
}

function ofOperands(node: SyntaxNode): Type {
  const left = node.field('left');
  const right = node.field('right');
  const type = left ? typeOf(left) : UNKNOWN;
  const literal = left && /_literal$/.test(bare(left).kind);
  return (type.kind === 'unknown' || literal) && right && node.operator !== '<<' ? typeOf(right) : type;
}

function ofIndex(node: SyntaxNode): Type {
  const operand = node.field('operand');
  if (!operand) return UNKNOWN;
  const type = typeOf(operand);
  // `f[int]`: an instantiated function keeps its signature.
  if (type.kind === 'func') return type;
  const element = elementOf(type);
  const under = underlying(type);
  return under.kind === 'named' && under.name === 'string' ? named('byte') : element;
}

/** `{...}` inside a slice or map literal takes the element type of what is around it. */
function ofElidedLiteral(node: SyntaxNode): Type {
  if (node.parent?.kind === 'composite_literal') return typeFrom(node.parent.field('type'));
  const container = node.within('literal_value');
  if (!container) return UNKNOWN;
  const around = typeOf(container);
  const role = node.parent?.role;
  const under = underlying(around);
  if (role === 'key' && under.kind === 'map') return under.key;
  return elementOf(around);
}
