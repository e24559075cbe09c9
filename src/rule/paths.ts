/** Who chooses the file that a call opens or reads. */
import { argumentOf, rowOf } from '../golang/callee.ts';
import { type Origin, originsOf } from '../golang/origins.ts';
import { resolve } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** Where the path of an opened file comes from: all of it, not only its head. */
export function pathOrigins(call: SyntaxNode): readonly Origin[] {
  const names = call.kind === 'call_expression' ? rowOf(call)?.names : undefined;
  return (names ?? []).flatMap(({ param }) => {
    const path = argumentOf(call, param);
    return path ? originsOf(path) : [];
  });
}

/** A path that the program fixes, or its configuration: constants, settings, fields and variables that keep one. */
export function isOwnPath(call: SyntaxNode): boolean {
  const origins = pathOrigins(call);
  return origins.length > 0 && origins.every(isOwn);
}

function isOwn({ kind, source, node }: Origin): boolean {
  if (source !== undefined) return source === 'environment';
  return kind === 'constant' || kind === 'global' || (kind === 'field' && isKept(node));
}

/** A field of what lives on: of a receiver or of a package-level variable, not of a record that was just fetched. */
function isKept(field: SyntaxNode): boolean {
  let root = bare(field);
  for (let operand = root.field('operand'); operand; operand = root.field('operand')) root = bare(operand);
  const entity = root.kind === 'identifier' ? resolve(root) : undefined;
  return entity?.kind !== 'local' || entity.role === 'receiver';
}
