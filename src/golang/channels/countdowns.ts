/** Receivers that count what they have received, and leave when that is all: how many that is, their callers know. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import type { LocalEntity } from '../entities.ts';
import { flowAround } from '../flow.ts';
import { resolve } from '../scope.ts';

/** The exit stands in a loop, behind a condition on what the loop counts: `if done == total { return }`. */
export function isCountdown(exit: SyntaxNode): boolean {
  const flow = flowAround(exit);
  const point = flow?.pointOf(exit);
  const loop = exit.within('for_statement', 'func_literal');
  if (!flow || !point || loop?.kind !== 'for_statement') return false;
  return flow.guards(point).some(({ condition }) => isInside(condition, loop) && asksForCount(condition, loop));
}

/** What the loop's own header asks is how it ends. */
function isInside(condition: SyntaxNode, loop: SyntaxNode): boolean {
  return loop.field('body')?.contains(condition) === true;
}

function asksForCount(condition: SyntaxNode, loop: SyntaxNode): boolean {
  return namesIn(condition).some(local => isCounted(local, loop) || isToldByCount(local, loop));
}

/** `finished = done == total` */
function isToldByCount(told: LocalEntity, loop: SyntaxNode): boolean {
  return valuesOf(told, loop).some(
    value => isComparison(value) && namesIn(value).some(local => isCounted(local, loop)),
  );
}

/** Each round makes it of what it was: `n++`, `all = append(all, each)`. */
function isCounted(local: LocalEntity, loop: SyntaxNode): boolean {
  const updates = local.definitions.some(({ how, at }) => how === 'update' && loop.contains(at));
  return updates || valuesOf(local, loop).some(value => namesIn(value).includes(local));
}

function valuesOf(local: LocalEntity, loop: SyntaxNode): readonly SyntaxNode[] {
  return local.definitions.flatMap(({ value, at }) => (value && loop.contains(at) ? [bare(value)] : []));
}

function isComparison(node: SyntaxNode): boolean {
  return node.kind === 'binary_expression';
}

function namesIn(node: SyntaxNode): readonly LocalEntity[] {
  const names = [node, ...node.all('identifier')].filter(({ kind }) => kind === 'identifier');
  return names.flatMap(name => {
    const entity = resolve(name);
    return entity?.kind === 'local' ? [entity] : [];
  });
}
