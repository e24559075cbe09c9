/** The edges of the call graph as origins need them: who calls a function, what it returns, which functions a call may run. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf } from './callee.ts';
import type { FuncEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { FUNCTIONS } from './function-of.ts';
import { fieldAt, usesOfField, usesOfFunc } from './mentions.ts';
import { bindingsAround, resolve } from './scope.ts';

export function functionName(func: SyntaxNode): string {
  return func.field('name')?.text ?? 'the function literal';
}

/** Calls in the module that reach a function declaration, through interfaces too, or a literal held by one variable. */
export function callersOf(func: SyntaxNode): readonly SyntaxNode[] {
  const entity = entityOf(func);
  if (entity) return usesOfFunc(entity).flatMap(use => (use.call ? [use.call] : []));
  const definition = func.parent;
  if (func.kind !== 'func_literal' || !definition) return [];
  if (definition.kind === 'argument_list') return callsOfArgument(func);
  if (definition.kind === 'literal_element') return callsOfField(func);
  if (!/^(short_var_declaration|var_spec|assignment_statement)$/.test(definition.kind)) return inPlaceCall(func);
  const target = definition.children.find(child => child.kind === 'identifier');
  const local = target && resolve(target);
  if (local?.kind !== 'local') return [];
  return called(local.mentions);
}

/** A literal handed to a function of the module is called where that function calls its parameter. */
function callsOfArgument(literal: SyntaxNode): readonly SyntaxNode[] {
  const call = literal.within('call_expression');
  const callee = call && calleeOf(call);
  if (!call || callee?.kind !== 'declared') return [];
  const index = argumentsOf(call).indexOf(literal);
  const param = bindingsAround(callee.func.node).locals.find(
    local => local.role === 'param' && local.owner === callee.func.node && local.index === index,
  );
  return param ? called(param.mentions) : [];
}

/** A literal kept in a field of a struct literal is called where the field is. */
function callsOfField(literal: SyntaxNode): readonly SyntaxNode[] {
  const key = literal.parent?.parent?.kind === 'keyed_element' ? literal.parent.parent.field('key') : undefined;
  const name = key?.children[0] ?? key;
  const field = name && fieldAt(name);
  return field ? called(usesOfField(field.node).flatMap(use => (use.parent ? [use.parent] : []))) : [];
}

function called(values: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return values.flatMap(node =>
    node.role === 'function' && node.parent?.kind === 'call_expression' ? [node.parent] : [],
  );
}

function inPlaceCall(literal: SyntaxNode): readonly SyntaxNode[] {
  let target = literal;
  while (target.parent?.kind === 'parenthesized_expression') target = target.parent;
  return target.role === 'function' && target.parent?.kind === 'call_expression' ? [target.parent] : [];
}

/** The entity that a declaration node declares. */
export function entityOf(func: SyntaxNode): FuncEntity | undefined {
  if (func.kind !== 'function_declaration' && func.kind !== 'method_declaration') return undefined;
  return fileOf(func).pkg.funcOf(func);
}

export interface Returned {
  readonly node: SyntaxNode;
  readonly result: number;
}

/** The expressions that a function returns as one of its results, named results included. */
export function returnedBy(func: SyntaxNode, result: number): readonly Returned[] {
  const found: Returned[] = [];
  for (const statement of func.field('body')?.all('return_statement') ?? []) {
    if (statement.within(...FUNCTIONS) !== func) continue;
    const values = statement.children;
    if (values[result] && values.length > 1) found.push({ node: values[result]!, result: 0 });
    else if (values.length === 1)
      found.push({ node: values[0]!, result: bare(values[0]!).kind === 'call_expression' ? result : 0 });
    else if (values.length === 0) {
      const name = namedResult(func, result);
      if (name) found.push({ node: name, result: 0 });
    }
  }
  return found;
}

function namedResult(func: SyntaxNode, result: number): SyntaxNode | undefined {
  return func.field('result')?.children.flatMap(param => param.list('name'))[result];
}
