/**
 * The control flow of one function: points and the ways between them. A statement is one point; a condition is one, followed by a branch point for
 * each outcome. Functions called where they stand (`func() {...}()`) are part of the flow around them; other literals have their own.
 */
import type { SyntaxNode } from '../syntax/node.ts';
import { Builder } from './flow-builder.ts';
import type { Flow } from './flow-graph.ts';
import { functionOf } from './function-of.ts';
import { remember } from './remember.ts';

export type { Flow, Guard, Loop, Point } from './flow-graph.ts';
export { functionOf, isCalledInPlace } from './function-of.ts';

/** The flow of a function declaration, method or literal. */
export const flowOf = remember<SyntaxNode, Flow>(func => new Builder(func).build(), undefined as unknown as Flow);

/** The flow that a node is part of. */
export function flowAround(node: SyntaxNode): Flow | undefined {
  const func = functionOf(node);
  return func && flowOf(func);
}
