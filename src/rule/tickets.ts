/** Tickets and data: an entry that waits for its key to come back is a ticket; one that others read meanwhile is what the program keeps. */
import { type Activation, activationsOf, functionsReaching } from '../golang/activations.ts';
import { argumentsOf, resultTypes } from '../golang/callee.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { flowAround, functionOf } from '../golang/flow.ts';
import { typeName } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { rootOf } from './roots.ts';

/**
 * A place that reads entries on a way of its own: somebody lists them, or looks them up by key, in work that neither puts entries in nor takes them out.
 * Undefined where there is none, and where too much leads to the inserts and deletes to tell.
 */
export function readElsewhere(uses: readonly ContainerUse[]): SyntaxNode | undefined {
  const changes = uses.filter(({ kind }) => kind === 'insert' || kind === 'delete').map(({ node }) => node);
  const changing = functionsReaching(changes);
  if (!changing) return undefined;
  // Who calls an exported function that nobody here calls, and what else he does, is not known.
  const isApart = ({ begins, functions }: Activation) =>
    begins !== 'exported' && begins !== 'unknown' && functions.every(func => !changing.has(func));
  return uses.find(use => readsEntries(use) && activationsOf(use.node).some(isApart))?.node;
}

/** A place that reads entries in other work than what takes them out, or in work that puts them in, too: they are looked at, and not only redeemed. */
export function lookedUp(uses: readonly ContainerUse[]): SyntaxNode | undefined {
  const functionsOf = (kind: ContainerUse['kind']) =>
    new Set(uses.filter(use => use.kind === kind).map(({ node }) => functionOf(node)));
  const [inserting, taking] = [functionsOf('insert'), functionsOf('delete')];
  const isApart = (func: SyntaxNode | undefined) => inserting.has(func) || !taking.has(func);
  return uses.find(use => readsEntries(use) && isApart(functionOf(use.node)))?.node;
}

/** Not its length alone. */
function readsEntries({ kind, key, node }: ContainerUse): boolean {
  return kind === 'read' && (key !== undefined || node.kind === 'range_clause');
}

/**
 * A command, which does or fails, that writes elsewhere what goes in under the key, where another takes it out there before the entry leaves: the map is the
 * index of records that lie in a store, and as much the program's data as they are. A ticket has no such twin. Undefined where there is none.
 */
export function kept(
  insert: ContainerUse,
  taking: ContainerUse,
  uses: readonly ContainerUse[],
): SyntaxNode | undefined {
  const read = uses.filter(({ kind, node }) => kind === 'read' && flowAround(node) === flowAround(taking.node));
  const isTaken = commandsBefore(taking.node).some(
    call => carries(call, taking.key) || read.some(use => carries(call, use.node)),
  );
  return isTaken ? commandsBefore(insert.node).find(call => carries(call, insert.key)) : undefined;
}

/** Calls that only say whether they failed, on every way to a node. */
function commandsBefore(node: SyntaxNode): readonly SyntaxNode[] {
  const flow = flowAround(node);
  const point = flow?.pointOf(node);
  const body = flow?.func.field('body');
  if (!flow || !point || !body) return [];
  return body.all('call_expression').filter(call => {
    const at = flow.pointOf(call);
    if (!at || at === point || !flow.dominates(at, point)) return false;
    const [only, ...more] = resultTypes(call);
    return only !== undefined && more.length === 0 && typeName(only) === 'error';
  });
}

/** What a value is taken from, or what is made of it, is handed over. */
function carries(call: SyntaxNode, value: SyntaxNode | undefined): boolean {
  const root = value && sourceOf(value);
  return argumentsOf(call).some(argument => {
    const given = sourceOf(argument);
    return given !== undefined && (given === root || isMadeOf(given, value, root, 3));
  });
}

function isMadeOf(
  local: LocalEntity,
  value: SyntaxNode | undefined,
  root: LocalEntity | undefined,
  depth: number,
): boolean {
  return local.definitions.some(({ value: given }) => {
    if (!given || !value) return false;
    if (given === value || given.contains(value) || value.contains(given)) return true;
    const parts = [bare(given), ...given.all('identifier')].map(sourceOf);
    return parts.some(
      part =>
        part !== undefined &&
        part !== local &&
        (part === root || (depth > 0 && isMadeOf(part, value, root, depth - 1))),
    );
  });
}

/** The variable that a value is taken from; of a method's own value many things are parts. */
function sourceOf(expression: SyntaxNode): LocalEntity | undefined {
  const root = rootOf(expression);
  return root?.role === 'receiver' ? undefined : root;
}
