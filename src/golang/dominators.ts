/**
 * Dominators by the iteration of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance Algorithm", 2001): each point learns its nearest one, and the
 * rest is a walk up.
 */
import type { Point } from './flow-graph.ts';

/** The points that every way from the entry to this one passes, in their order, both included; only itself for a point that no way reaches. */
export type Dominators = (point: Point) => readonly Point[];

export function dominatorsFrom(entry: Point): Dominators {
  const order = reversePostorder(entry);
  const rank = new Map(order.map((point, index) => [point, index]));
  const nearest = nearestDominators(order, rank);
  return point => {
    const found = [point];
    for (let at = rank.get(point); at !== undefined && at > 0; ) {
      at = nearest[at]!;
      found.push(order[at]!);
    }
    return found.reverse();
  };
}

/** By rank, the rank of each point's nearest dominator; the entry is its own. */
function nearestDominators(order: readonly Point[], rank: ReadonlyMap<Point, number>): readonly number[] {
  const nearest: number[] = [0];
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = 1; at < order.length; at++) {
      let found: number | undefined;
      for (const before of order[at]!.before) {
        const from = rank.get(before);
        if (from === undefined || nearest[from] === undefined) continue;
        found = found === undefined ? from : meet(found, from, nearest);
      }
      if (found === undefined || nearest[at] === found) continue;
      nearest[at] = found;
      changed = true;
    }
  }
  return nearest;
}

function meet(a: number, b: number, nearest: readonly number[]): number {
  let [left, right] = [a, b];
  while (left !== right) {
    if (left > right) left = nearest[left]!;
    else right = nearest[right]!;
  }
  return left;
}

function reversePostorder(entry: Point): readonly Point[] {
  const done: Point[] = [];
  const seen = new Set([entry]);
  const open: { readonly point: Point; next: number }[] = [{ point: entry, next: 0 }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const next = top.point.next[top.next++];
    if (!next) done.push(open.pop()!.point);
    else if (!seen.has(next)) {
      seen.add(next);
      open.push({ point: next, next: 0 });
    }
  }
  return done.reverse();
}
