/** Who chooses the file that a call opens or reads. */
import { argumentOf, argumentsOf, calleeOf, rowOf, symbolOf } from '../golang/callee.ts';
import { constantString } from '../golang/constants.ts';
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

/** A path that the program fixes, or its configuration: constants, settings, what it asks itself, fields and variables that keep one. */
export function isOwnPath(call: SyntaxNode): boolean {
  const origins = pathOrigins(call);
  return (origins.length > 0 && origins.every(isOwn)) || namedFiles(call);
}

/** Paths that end in a name which the program fixes: one known file in each of several folders. */
function namedFiles(call: SyntaxNode): boolean {
  const names = call.kind === 'call_expression' ? rowOf(call)?.names : undefined;
  const paths = (names ?? []).flatMap(({ param }) => argumentOf(call, param) ?? []);
  return paths.length > 0 && paths.every(path => endsFixed(path, 3));
}

function endsFixed(outer: SyntaxNode, depth: number): boolean {
  const node = bare(outer);
  if (constantString(node) !== undefined) return true;
  if (depth === 0) return false;
  switch (node.kind) {
    case 'binary_expression': {
      const right = node.field('right');
      return right !== undefined && constantString(right)?.includes('/') === true;
    }
    case 'identifier': {
      const local = resolve(node);
      const values = local?.kind === 'local' ? local.definitions.filter(({ how }) => how !== 'declare') : [];
      return values.length > 0 && values.every(({ value }) => value !== undefined && endsFixed(value, depth - 1));
    }
    case 'call_expression': {
      const args = argumentsOf(node);
      const symbol = symbolOf(calleeOf(node));
      if (/^path(\/filepath)?\.Join$/.test(symbol)) return args.length > 0 && endsFixed(args.at(-1)!, depth - 1);
      const format = symbol === 'fmt.Sprintf' && args[0] ? constantString(args[0]) : undefined;
      return format !== undefined && /\/[^/%]+$/.test(format);
    }
    default:
      return false;
  }
}

function isOwn({ kind, source, node }: Origin): boolean {
  if (source !== undefined) return source === 'environment';
  if (kind === 'call') return node.kind === 'call_expression' && argumentsOf(node).length === 0;
  return kind === 'constant' || kind === 'global' || (kind === 'field' && isKept(node));
}

/** A field of what lives on: of a receiver or of a package-level variable, not of a record that was just fetched. */
function isKept(field: SyntaxNode): boolean {
  let root = bare(field);
  for (let operand = root.field('operand'); operand; operand = root.field('operand')) root = bare(operand);
  const entity = root.kind === 'identifier' ? resolve(root) : undefined;
  return entity?.kind !== 'local' || entity.role === 'receiver';
}
