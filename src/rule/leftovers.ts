/** Bodies of requests after the next handler had them. */
import { argumentOf, argumentsOf } from '../golang/callee.ts';
import { flowAround, functionOf } from '../golang/flow.ts';
import { placeOf } from '../golang/places.ts';
import { nextCalls } from '../golang/web/index.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { WholeRead } from './reads.ts';

/** Whether the body is read, or handed on to be read, only after the next handler was given the same request. */
export function isLeftOver({ node, reader, origin }: WholeRead): boolean {
  if (origin.source !== 'request') return false;
  return [{ node, request: reader }, ...origin.steps.map(step => ({ node: step.node, request: step.node }))].some(
    ({ node: at, request }) => {
      const func = functionOf(at);
      const root = placeOf(request)?.root;
      return func !== undefined && root !== undefined && runsAfterNext(at, func, root);
    },
  );
}

function runsAfterNext(node: SyntaxNode, func: SyntaxNode, root: unknown): boolean {
  const flow = flowAround(node);
  const point = flow?.pointOf(node);
  if (!flow || !point) return false;
  return nextCalls(func).some(call => {
    const at = flow.pointOf(call);
    const given = [...argumentsOf(call), argumentOf(call, 'receiver')];
    return (
      at !== undefined &&
      at !== point &&
      flow.dominates(at, point) &&
      given.some(each => each && placeOf(each)?.root === root)
    );
  });
}
