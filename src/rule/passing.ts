/**
 * Values that stand for a piece of work that passes: what cancels it, what it waits on, the timer that ends it, the connection that it serves. Whatever their
 * keys are made of, there is one for each piece of work, and none comes again.
 */
import { calleeOf, symbolOf } from '../golang/callee.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import { functionOf } from '../golang/flow.ts';
import { frequencyOf } from '../golang/lifetime.ts';
import { typeOf } from '../golang/type-of.ts';
import { isNamed, pointee, type Type, underlying } from '../golang/types.ts';
import type { Growth } from './growth.ts';
import { isConnection } from './keys.ts';
import { comesFromOutside } from './removals.ts';

export interface Passing {
  readonly insert: ContainerUse;
  /** What the value is, for a message. */
  readonly what: string;
}

/** An insert of such a value, for each request or round, where nothing ever takes one out. */
export function passingOf({ inserts, deletes, uses }: Growth): Passing | undefined {
  // What nil is stored for may be let go of that way.
  if (deletes.length > 0 || uses.some(use => use.kind === 'nil')) return undefined;
  for (const insert of inserts) {
    const what = insert.value && passingKind(typeOf(insert.value));
    if (!what || !insert.key || !comesFromOutside(insert.key) || frequencyOf(insert.node).how !== 'many') continue;
    if (!isFetched(insert, uses)) return { insert, what };
  }
  return undefined;
}

function passingKind(type: Type): string | undefined {
  const base = pointee(type);
  if (isNamed(base, 'context.CancelFunc', 'context.CancelCauseFunc')) return 'what cancels a piece of work';
  if (isNamed(base, 'time.Timer', 'time.Ticker')) return 'a timer';
  if (underlying(base).kind === 'chan') return 'a channel';
  return isConnection(base) ? 'a connection' : undefined;
}

/** Looked up by whoever puts it in, so that it is made only once for each key, or replaced: there are as many as there are names. */
function isFetched(insert: ContainerUse, uses: readonly ContainerUse[]): boolean {
  const func = functionOf(insert.node);
  const call = insert.node.kind === 'call_expression' ? symbolOf(calleeOf(insert.node)) : '';
  return /\.LoadOrStore$/.test(call) || uses.some(({ kind, node }) => kind === 'read' && functionOf(node) === func);
}
