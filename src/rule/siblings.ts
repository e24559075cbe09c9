/**
 * Containers that get an entry under the same key together, of which one loses it again: that shows that keys come and go, whatever they are made of, and
 * that the other was forgotten where they go.
 */
import { functionsReaching } from '../golang/activations.ts';
import { argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import { type ContainerUse, usesOfContainer } from '../golang/container-uses.ts';
import { type Container, containerKind, containersOf, type Holder, holderKey } from '../golang/containers.ts';
import { functionOf } from '../golang/flow.ts';
import { identityOf } from '../golang/origins.ts';
import { typeOf } from '../golang/type-of.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Growth } from './growth.ts';
import { isSameKey } from './other-keys.ts';

export interface Outlived {
  /** The insert whose entry stays. */
  readonly insert: ContainerUse;
  /** What names the container that loses its entry. */
  readonly sibling: SyntaxNode;
  /** The delete that takes the sibling's entry out. */
  readonly taking: ContainerUse;
  /** For timers: what they run. Entries of those that were stopped leave, those of timers that have fired stay. */
  readonly timer: SyntaxNode | undefined;
}

/** An insert beside which the same function puts an entry into another container of the same owner, whose entries are deleted by key elsewhere. */
export function outlivedBy({ container, inserts, deletes }: Growth): Outlived | undefined {
  if (container.holder.kind === 'local') return undefined;
  for (const insert of inserts) {
    const timer = deletes.length > 0 ? firesWithout(insert, deletes) : undefined;
    if (deletes.length > 0 && !timer) continue;
    const body = functionOf(insert.node)?.field('body');
    for (const node of insert.key && body ? body.all('assignment_statement') : []) {
      const sibling = node === insert.node ? undefined : siblingAt(node, insert, container);
      const taking = sibling && takenFrom(sibling, container, insert, timer);
      if (sibling && taking) return { insert, sibling, taking, timer };
    }
  }
  return undefined;
}

/** What a timer runs that is kept under the key, where none of the deletes is part of that: they stop timers, and leave those that have fired. */
function firesWithout({ value }: ContainerUse, deletes: readonly ContainerUse[]): SyntaxNode | undefined {
  const call = value && bare(value);
  if (call?.kind !== 'call_expression' || symbolOf(calleeOf(call)) !== 'time.AfterFunc') return undefined;
  const [origin] = identityOf(argumentsOf(call)[1] ?? call);
  const reaching = functionsReaching(deletes.map(each => each.node));
  return origin?.node.kind === 'func_literal' && reaching && !reaching.has(origin.node) ? origin.node : undefined;
}

/** The map of `m[k] = v`, where the key is that of the insert and the same function runs it. */
function siblingAt(node: SyntaxNode, insert: ContainerUse, { depth }: Container): SyntaxNode | undefined {
  const [target] = node.list('left');
  const access = target && bare(target);
  const [operand, key] = [access?.field('operand'), access?.field('index')];
  if (access?.kind !== 'index_expression' || !operand || !key || depth > 0) return undefined;
  if (!isSameKey(key, insert.key!) || functionOf(node) !== functionOf(insert.node)) return undefined;
  return containerKind(typeOf(operand)) === 'map' && !areAlternatives(node, insert.node) ? operand : undefined;
}

/** In different branches of one statement: a key goes into one or the other. */
function areAlternatives(one: SyntaxNode, other: SyntaxNode): boolean {
  let common = one.parent;
  while (common && !common.contains(other)) common = common.parent;
  return /^(if|expression_switch|type_switch|select)_statement$/.test(common?.kind ?? '');
}

function takenFrom(
  sibling: SyntaxNode,
  { holder }: Container,
  insert: ContainerUse,
  timer: SyntaxNode | undefined,
): ContainerUse | undefined {
  const here = functionOf(insert.node);
  for (const other of containersOf(sibling)) {
    if (other.depth > 0 || holderKey(other.holder) === holderKey(holder) || !haveOneOwner(other.holder, holder))
      continue;
    const uses = usesOfContainer(other.holder).filter(use => use.depth === 0);
    // What gets entries elsewhere, too, says of some keys that something is the case: they come back.
    if (uses.some(use => use.kind === 'insert' && functionOf(use.node) !== here)) continue;
    const leadsHere = functionsReaching([insert.node]);
    const found = uses.find(
      ({ kind, key, node }) =>
        kind === 'delete' &&
        key &&
        (timer?.contains(node) ?? functionOf(node) !== here) &&
        !leadsHere?.has(functionOf(node) ?? node),
    );
    if (found) return found;
  }
  return undefined;
}

/** Fields of one struct, or variables of one package. */
function haveOneOwner(a: Holder, b: Holder): boolean {
  if (a.kind === 'field' && b.kind === 'field') return a.node.within('struct_type') === b.node.within('struct_type');
  return a.kind === 'global' && b.kind === 'global' && a.pkg === b.pkg;
}
