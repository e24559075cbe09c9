/** Ways out that pass no delete: an entry goes in, the work that it is part of ends, and the delete that stands for that was not on the way. */
import { type Activation, activationsOf, functionsReaching } from '../golang/activations.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import { flowAround, functionOf } from '../golang/flow.ts';
import { isInUnendingLoop } from '../golang/lifetime.ts';
import { memberOf } from '../golang/members.ts';
import { isExported } from '../golang/mentions.ts';
import { wayWithout } from '../golang/must-pass.ts';
import { entityOf } from '../golang/origins.ts';
import { signatureOf } from '../golang/types.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { UniqueKey } from './keys.ts';
import { isSameKey } from './other-keys.ts';
import { meets } from './ways.ts';

export interface OpenExit {
  readonly exit: SyntaxNode;
  /** The delete that other ways pass. */
  readonly taking: ContainerUse;
}

/** A way from the insert to the end of what it is part of, deletes being part of that too, that passes none of them. */
export function openExit(
  insert: ContainerUse,
  { by }: UniqueKey,
  deletes: readonly ContainerUse[],
): OpenExit | undefined {
  const targets = deletes.map(use => use.node);
  const [taking] = deletes;
  const reaching = functionsReaching(targets);
  if (!reaching || !taking) return undefined;
  // An entry of this program's own may be meant to stay beyond the call that made it: only where all deletes stand beside the insert, and take its key, it is not.
  if (by === 'made' && !deletes.every(use => isBeside(use, insert))) return undefined;
  for (const way of activationsOf(insert.node)) {
    if (way.begins === 'start' || isOfMany(insert.node, way) || handsOn(way, reaching)) continue;
    // A delete in another branch is there for another call, which brings the key again.
    if (!meets(insert.node, way, reaching)) continue;
    const exit = wayWithout(insert.node, by === 'made' ? { calls: [] } : way, targets);
    if (exit) return { exit, taking };
  }
  return undefined;
}

/** `func Dial() (*Conn, error)`, where `Conn.Close` takes the entry out: it lives as long as what the caller gets. */
function handsOn({ functions }: Activation, reaching: ReadonlyMap<SyntaxNode, unknown>): boolean {
  const methods = [...reaching.keys()].flatMap(func => {
    const entity = entityOf(func);
    return entity?.receiver ? [entity] : [];
  });
  return functions.some(func =>
    signatureOf(func).results.some(result =>
      methods.some(method => {
        const member = memberOf(result, method.name);
        if (member?.kind === 'method') return member.func === method;
        return member?.kind === 'interface-method' || (member?.kind === 'external-method' && isExported(method.name));
      }),
    ),
  );
}

/** `defer func() { delete(m, k) }()` */
function deferring(node: SyntaxNode): SyntaxNode | undefined {
  const literal = functionOf(node);
  const statement = literal?.kind === 'func_literal' ? literal.parent?.parent : undefined;
  return statement?.kind === 'defer_statement' && literal?.role === 'function' ? statement : undefined;
}

/** Not in another branch, or before: a setter that takes out what is set to nothing forgets no exit. */
function mayFollow(later: SyntaxNode, earlier: SyntaxNode): boolean {
  const flow = flowAround(earlier);
  const [from, to] = [flow?.pointOf(earlier), flow?.pointOf(later)];
  return !flow || !from || !to || from === to || flow.reaches(from, to) || to.node?.kind === 'defer_statement';
}

function isBeside(taking: ContainerUse, insert: ContainerUse): boolean {
  const at = deferring(taking.node) ?? taking.node;
  const isHere = functionOf(at) === functionOf(insert.node) && taking.via.length === 0;
  if (!isHere || !taking.key || !insert.key) return false;
  return isSameKey(taking.key, insert.key) && mayFollow(at, insert.node);
}

/** A loop without end deals with many events in turn: where it ends, it is not one of them that ends. */
function isOfMany(node: SyntaxNode, { calls }: Activation): boolean {
  for (const each of [node, ...calls]) {
    if (each.parent?.kind === 'go_statement') return false;
    if (isInUnendingLoop(each)) return true;
  }
  return false;
}
