/** Values that the text itself fixes: literals, constants, arithmetic on them. */
import { valueRow } from '../catalog/index.ts';
import { bare, type SyntaxNode, stringValue } from '../syntax/node.ts';
import type { Entity, GlobalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { remember } from './remember.ts';
import { resolve } from './scope.ts';

export type Constant = number | string;

/** The number that an expression always has; undefined where it is no constant. Durations are in nanoseconds. */
export function constantNumber(node: SyntaxNode): number | undefined {
  const value = constantOf(node);
  return typeof value === 'number' ? value : undefined;
}

/** The number that an expression has while its variables hold what they begin with: `var Interval = 5 * time.Second` is as good as a constant for a guess. */
export function initialNumber(outer: SyntaxNode, depth = 0): number | undefined {
  const node = bare(outer);
  const constant = constantNumber(node);
  if (constant !== undefined || depth > 4) return constant;
  if (node.kind === 'binary_expression') {
    const [left, right] = node.children.map(side => initialNumber(side, depth + 1));
    return left === undefined || right === undefined ? undefined : arithmetic(node.operator, left, right);
  }
  const value = initialValue(node);
  return value && initialNumber(value, depth + 1);
}

function initialValue(node: SyntaxNode): SyntaxNode | undefined {
  const entity = node.kind === 'identifier' ? resolve(node) : imported(node);
  if (entity?.kind === 'global') return entity.node.list('value')[entity.index];
  if (entity?.kind !== 'local' || entity.definitions.length !== 1) return undefined;
  const [only] = entity.definitions;
  return only?.how === 'assign' && only.result === 0 ? only.value : undefined;
}

export function constantString(node: SyntaxNode): string | undefined {
  const value = constantOf(node);
  return typeof value === 'string' ? value : undefined;
}

export const constantOf = remember<SyntaxNode, Constant | undefined>(evaluate, undefined);

function evaluate(outer: SyntaxNode): Constant | undefined {
  const node = bare(outer);
  switch (node.kind) {
    case 'literal_element':
      return node.children[0] && constantOf(node.children[0]);
    case 'int_literal':
      return Number(node.text.replaceAll('_', '').replace(/^0(?=\d)/, '0o'));
    case 'float_literal':
      return Number(node.text.replaceAll('_', ''));
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return stringValue(node);
    case 'rune_literal':
      return node.text.length === 3 ? node.text.codePointAt(1) : undefined;
    case 'identifier':
      return ofEntity(resolve(node));
    case 'selector_expression':
      return ofSelector(node);
    case 'unary_expression':
      return unary(node);
    case 'binary_expression':
      return binary(node);
    case 'call_expression':
      return conversion(node);
    case 'type_conversion_expression': {
      const operand = node.field('operand');
      return operand && constantOf(operand);
    }
    default:
      return undefined;
  }
}

function ofEntity(entity: Entity | undefined): Constant | undefined {
  if (entity?.kind === 'local' && entity.role === 'const') {
    const value = entity.definitions[0]?.value;
    return value && constantOf(value);
  }
  if (entity?.kind === 'global' && entity.constant) return ofGlobal(entity);
  return undefined;
}

function ofGlobal(entity: GlobalEntity): Constant | undefined {
  const value = entity.node.list('value')[entity.index];
  if (value) return withIota(value, iotaOf(entity.node));
  // An elided value repeats the last one of the group.
  const group = entity.node.parent?.children ?? [];
  for (let at = group.indexOf(entity.node) - 1; at >= 0; at--) {
    const repeated = group[at]?.list('value')[entity.index];
    if (repeated) return withIota(repeated, iotaOf(entity.node));
  }
  return undefined;
}

function iotaOf(spec: SyntaxNode): number {
  return (spec.parent?.children ?? []).filter(child => child.kind === 'const_spec').indexOf(spec);
}

/** Expressions with `iota` depend on the spec that repeats them, so they are not remembered by node. */
function withIota(node: SyntaxNode, iota: number): Constant | undefined {
  if (!/\biota\b/.test(node.text)) return constantOf(node);
  const inner = bare(node);
  if (inner.kind === 'iota') return iota;
  if (inner.kind === 'binary_expression') {
    const left = inner.field('left');
    const right = inner.field('right');
    const a = left && withIota(left, iota);
    const b = right && withIota(right, iota);
    return typeof a === 'number' && typeof b === 'number' ? arithmetic(inner.operator, a, b) : undefined;
  }
  return inner.kind === 'int_literal' ? constantOf(inner) : undefined;
}

function ofSelector(node: SyntaxNode): Constant | undefined {
  const entity = imported(node);
  if (entity?.kind !== 'external') return ofEntity(entity);
  const row = valueRow(`${entity.path}.${entity.name}`);
  return row?.number ?? row?.text;
}

/** What `pkg.Name` means. */
function imported(node: SyntaxNode): Entity | undefined {
  const operand = node.kind === 'selector_expression' ? node.field('operand') : undefined;
  const name = node.field('field')?.text;
  const meant = operand?.kind === 'identifier' ? resolve(operand) : undefined;
  if (meant?.kind !== 'import' || !name) return undefined;
  const file = fileOf(node);
  const pkg = file.pkg.world.package(meant.path, file.pkg.module);
  return pkg ? pkg.lookup(name)[0] : { kind: 'external', path: meant.path, name };
}

function unary(node: SyntaxNode): number | undefined {
  const operand = node.field('operand');
  const value = operand && constantNumber(operand);
  if (value === undefined) return undefined;
  if (node.operator === '-') return -value;
  return node.operator === '+' ? value : undefined;
}

function binary(node: SyntaxNode): Constant | undefined {
  const left = node.field('left');
  const right = node.field('right');
  const a = left && constantOf(left);
  const b = right && constantOf(right);
  if (typeof a === 'string' && typeof b === 'string' && node.operator === '+') return a + b;
  return typeof a === 'number' && typeof b === 'number' ? arithmetic(node.operator, a, b) : undefined;
}

function arithmetic(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : Math.trunc(a / b);
    case '%':
      return b === 0 ? undefined : a % b;
    case '<<':
      return a * 2 ** b;
    case '>>':
      return Math.floor(a / 2 ** b);
    case '|':
      return Number(BigInt(a) | BigInt(b));
    default:
      return undefined;
  }
}

/** `int64(10)`, `time.Duration(5)`: a conversion of a constant has its value. Only numbers, and only names that can be no function. */
function conversion(node: SyntaxNode): Constant | undefined {
  const callee = node.field('function');
  const argument = node.field('arguments')?.children;
  if (!callee || argument?.length !== 1) return undefined;
  const isType =
    /^(u?int(8|16|32|64)?|uintptr|float(32|64)|string)$/.test(callee.text) || callee.text === 'time.Duration';
  return isType ? constantOf(argument[0]!) : undefined;
}
