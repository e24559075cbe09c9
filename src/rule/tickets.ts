/** Tickets and data: an entry that waits for its key to come back is a ticket; one that others read meanwhile is what the program keeps. */
import { type Activation, activationsOf, functionsReaching } from '../golang/activations.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import type { SyntaxNode } from '../syntax/node.ts';

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

/** Not its length alone. */
function readsEntries({ kind, key, node }: ContainerUse): boolean {
  return kind === 'read' && (key !== undefined || node.kind === 'range_clause');
}
