/** Where values are kept while setup code runs, and what names mean there. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { bare } from '../../syntax/node.ts';
import { calleeOf } from '../callee.ts';
import { fileOf } from '../file.ts';
import { memberOf } from '../members.ts';
import { resolve } from '../scope.ts';
import { typeOf } from '../type-of.ts';
import { type Type, typeName } from '../types.ts';
import { isHandlerType, isWebName } from './frameworks.ts';
import type { List, Value } from './model.ts';

/** What names a place across functions: a variable, a field's declaration, or the symbol of a field of another module. */
export type Cell = object | string;

export function cellOf(target: SyntaxNode): Cell | undefined {
  const node = bare(target);
  if (node.kind === 'identifier' || node.kind === 'type_identifier') {
    const entity = resolve(node);
    if (entity?.kind === 'local') return entity;
    return entity?.kind === 'global' ? entity.node : undefined;
  }
  if (node.kind !== 'selector_expression') return undefined;
  const global = globalOf(node);
  if (global) return global.node;
  const operand = node.field('operand');
  const member = operand && memberOf(typeOf(operand), node.field('field')?.text ?? '');
  if (member?.kind === 'field') return member.field.node;
  return member?.kind === 'row-field' ? member.symbol : undefined;
}

/** Where the element of a list is kept that a loop over it is at. */
export function elementCell(list: List): Cell {
  return list.layers;
}

/** Whether a call may compose at all, by the name of what it calls; asked before anything is looked up. */
export function mayCompose(target: SyntaxNode, isPackage: boolean): boolean {
  const { pkg } = fileOf(target);
  switch (target.kind) {
    case 'identifier': {
      const entity = resolve(target);
      return entity?.kind !== 'func' || isWebName(pkg, target.text);
    }
    case 'selector_expression': {
      const operand = target.field('operand');
      const imported = isPackage && operand ? resolve(operand) : undefined;
      if (imported?.kind === 'import' && !pkg.world.package(imported.path, pkg.module)) return true;
      return isWebName(pkg, target.field('field')?.text ?? '');
    }
    default:
      return true;
  }
}

/** A handler that a function mentions, or another function that it runs. */
export function isHandedTo(held: Value, name: SyntaxNode): boolean {
  if (held.kind === 'plain') return name.role === 'function' && functionIn(held.node) !== undefined;
  return held.kind !== 'list';
}

/** Of several returns, the one that says most: a router or wrapped handler before anything else. */
export function best(returns: readonly (readonly Value[])[]): readonly Value[] {
  return returns.find(values => values.some(value => value.kind !== 'plain')) ?? returns.at(-1) ?? [];
}

/** The function of the module that an expression is. */
export function functionIn(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'func_literal') return node;
  if (node.kind !== 'identifier' && node.kind !== 'selector_expression') return undefined;
  const callee = calleeOf(node);
  if (callee.kind === 'declared') return callee.func.node;
  return callee.kind === 'literal' ? callee.node : undefined;
}

export function globalOf(node: SyntaxNode) {
  const named = node.kind === 'selector_expression' ? importedGlobal(node) : resolve(node);
  return named?.kind === 'global' && !named.constant ? named : undefined;
}

function importedGlobal(node: SyntaxNode) {
  const operand = node.field('operand');
  const imported = operand?.kind === 'identifier' ? resolve(operand) : undefined;
  if (imported?.kind !== 'import') return undefined;
  const file = fileOf(node);
  const pkg = file.pkg.world.package(imported.path, file.pkg.module);
  return pkg?.lookup(node.field('field')?.text ?? '').find(each => each.kind === 'global');
}

export function isListOfMiddleware(type: Type): boolean {
  if (type.kind !== 'slice') return false;
  const elem = type.elem;
  if (elem.kind === 'func') return elem.params.length === 1 && [...elem.params, ...elem.results].some(isHandlerType);
  return isHandlerType(elem) || /(Middleware|MiddlewareFunc|Constructor)$/.test(typeName(elem));
}
