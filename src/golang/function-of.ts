/** Which function evaluates a node. */
import type { SyntaxNode } from '../syntax/node.ts';

/** Kinds of functions: what statements and variables belong to. */
export const FUNCTIONS = ['function_declaration', 'method_declaration', 'func_literal'];

/** The function that a node is evaluated in: literals called where they stand count as part of the one around them. */
export function functionOf(node: SyntaxNode): SyntaxNode | undefined {
  let func = node.within(...FUNCTIONS);
  while (func?.kind === 'func_literal' && isCalledInPlace(func)) func = func.within(...FUNCTIONS);
  return func;
}

/** `func() {...}()` as a plain call: not under `go`, not under `defer`. */
export function isCalledInPlace(literal: SyntaxNode): boolean {
  let target = literal;
  while (target.parent?.kind === 'parenthesized_expression') target = target.parent;
  const call = target.parent;
  if (call?.kind !== 'call_expression' || target.role !== 'function') return false;
  return call.parent?.kind !== 'go_statement' && call.parent?.kind !== 'defer_statement';
}
