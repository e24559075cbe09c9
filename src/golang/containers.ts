/**
 * Containers: maps, slices, `sync.Map` and their like. Which entity of the program holds what an expression names, and everything that the module does to
 * it: through aliases, pointers, elements, accessors, and the helpers that it is handed to.
 */
import { typeRow } from '../catalog/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, argumentsOf, calleeOf, symbolOf } from './callee.ts';
import type { Definition, FieldEntity, GlobalEntity, LocalEntity } from './entities.ts';
import { fieldAt } from './mentions.ts';
import { callersOf, returnedBy } from './origins.ts';
import { resolve } from './scope.ts';
import { typeOf } from './type-of.ts';
import { pointee, type Type, typeName, underlying } from './types.ts';

/** Whoever holds a container: a field of a struct, a package-level variable, or a variable of a function. */
export type Holder = FieldEntity | GlobalEntity | LocalEntity;

export interface Container {
  readonly holder: Holder;
  /** 0: the container itself; 1: the containers that it holds as elements; and so on. */
  readonly depth: number;
}

/** What tells two holders apart: a field is one whatever value it is selected from. */
export function holderKey(holder: Holder): object {
  return holder.kind === 'field' ? holder.node : holder;
}

export function sameContainer(a: Container, b: Container): boolean {
  return a.depth === b.depth && holderKey(a.holder) === holderKey(b.holder);
}

/** `map`, `slice`, `sync.Map` and other types that keep what is put into them; undefined for types that do not, or that evict by themselves. */
export function containerKind(type: Type): 'map' | 'slice' | 'keeper' | undefined {
  const base = pointee(type);
  if (typeRow(typeName(base))?.container === 'keeps') return 'keeper';
  const under = underlying(base);
  return under.kind === 'map' || under.kind === 'slice' ? under.kind : undefined;
}

const STEPS = 12;
const CALLERS = 16;

/** The containers that an expression may name. Empty where that can't be told. */
export function containersOf(expression: SyntaxNode): readonly Container[] {
  const found: Container[] = [];
  for (const each of search(expression, 0, new Set())) {
    if (!found.some(known => sameContainer(known, each))) found.push(each);
  }
  return found;
}

function* search(outer: SyntaxNode, depth: number, seen: Set<SyntaxNode>): Generator<Container> {
  const node = bare(outer);
  if (seen.has(node) || seen.size > STEPS * 4) return;
  seen.add(node);
  switch (node.kind) {
    case 'identifier':
      yield* ofIdentifier(node, depth, seen);
      return;
    case 'selector_expression': {
      const holder = selected(node);
      if (holder) yield { holder, depth };
      return;
    }
    case 'index_expression': {
      const operand = node.field('operand');
      if (operand) yield* search(operand, depth + 1, seen);
      return;
    }
    case 'unary_expression':
    case 'type_assertion_expression': {
      const operand = node.field('operand');
      const through = node.kind !== 'unary_expression' || node.operator === '*' || node.operator === '&';
      if (operand && through) yield* search(operand, depth, seen);
      return;
    }
    case 'call_expression':
      yield* ofCall(node, depth, seen);
      return;
    default:
  }
}

/** The field or package-level variable that a selector names. */
function selected(node: SyntaxNode): Holder | undefined {
  const operand = node.field('operand');
  const name = node.field('field');
  if (!operand || !name) return undefined;
  const imported = operand.kind === 'identifier' ? resolve(operand) : undefined;
  if (imported?.kind !== 'import') return fieldAt(name);
  const { pkg } = imported.file;
  const declared = pkg.world.package(imported.path, pkg.module)?.lookup(name.text)[0];
  return declared?.kind === 'global' && !declared.constant ? declared : undefined;
}

function* ofIdentifier(node: SyntaxNode, depth: number, seen: Set<SyntaxNode>): Generator<Container> {
  const entity = resolve(node);
  if (entity?.kind === 'global' && !entity.constant) yield { holder: entity, depth };
  if (entity?.kind !== 'local') return;
  if (entity.role === 'param' || entity.role === 'receiver') {
    yield* ofParam(entity, depth, seen);
    return;
  }
  const aliases = entity.definitions.flatMap(definition => [...ofDefinition(definition, depth, seen)]);
  if (aliases.length > 0) yield* aliases;
  else yield { holder: entity, depth };
}

function* ofDefinition({ value, how, result }: Definition, depth: number, seen: Set<SyntaxNode>): Generator<Container> {
  if (!value) return;
  if (how === 'range-value') yield* search(value, depth + 1, seen);
  else if (how === 'assign' && (result === 0 || bare(value).kind === 'call_expression'))
    yield* searchResult(value, result, depth, seen);
  else if (how === 'switch') yield* search(value, depth, seen);
}

/** A container that is handed in is the caller's: each caller's, up to some. */
function* ofParam(param: LocalEntity, depth: number, seen: Set<SyntaxNode>): Generator<Container> {
  const calls = callersOf(param.owner);
  if (calls.length > CALLERS) return;
  for (const call of calls) {
    const argument = argumentOf(call, param.role === 'receiver' ? 'receiver' : param.index);
    if (argument) yield* search(argument, depth, seen);
  }
}

function* ofCall(call: SyntaxNode, depth: number, seen: Set<SyntaxNode>): Generator<Container> {
  yield* searchResult(call, 0, depth, seen);
}

/** An accessor's results, `append`'s first argument, and elements that a keeper gives out. */
function* searchResult(outer: SyntaxNode, result: number, depth: number, seen: Set<SyntaxNode>): Generator<Container> {
  const node = bare(outer);
  if (node.kind !== 'call_expression') {
    if (result === 0) yield* search(node, depth, seen);
    return;
  }
  const callee = calleeOf(node);
  if (callee.kind === 'builtin' && callee.name === 'append') {
    const [first] = argumentsOf(node);
    if (first) yield* search(first, depth, seen);
  }
  const func = callee.kind === 'declared' ? callee.func.node : callee.kind === 'literal' ? callee.node : undefined;
  if (func && !seen.has(func)) {
    seen.add(func);
    for (const value of returnedBy(func, result)) yield* search(value.node, depth, seen);
  }
  if (callee.kind === 'external' && callee.receiver && /\)\.(Load|LoadOrStore|Get)$/.test(symbolOf(callee))) {
    if (containerKind(typeOf(callee.receiver)) === 'keeper') yield* search(callee.receiver, depth + 1, seen);
  }
}
