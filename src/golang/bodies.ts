/** The functions of the module that a call may run. */
import type { SyntaxNode } from '../syntax/node.ts';
import { calleeOf } from './callee.ts';
import { fileOf } from './file.ts';
import { implementations } from './mentions.ts';

/** More implementations than this say too little about a call through an interface. */
const IMPLEMENTATIONS = 4;

/** The declarations or literal with a body that a call runs: one, or a few where an interface stands between; none where they are out of sight. */
export function bodiesOf(call: SyntaxNode): readonly SyntaxNode[] {
  const callee = calleeOf(call);
  if (callee.kind === 'declared') return callee.func.node.field('body') ? [callee.func.node] : [];
  if (callee.kind === 'literal') return [callee.node];
  if (callee.kind !== 'interface') return [];
  const found = implementations(callee.member.owner, callee.member.node.field('name')?.text ?? '', fileOf(call));
  return found.length > IMPLEMENTATIONS ? [] : found.map(func => func.node);
}
