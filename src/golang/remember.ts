import { type Asks, gather, rely } from './asks.ts';

interface Answer<V> {
  readonly value: V;
  readonly asks: Asks;
}

/**
 * A function that computes once per key. Keys are objects with identity (nodes, entities), so that what is remembered dies with the trees it
 * was learnt from. A question that comes up again while it is being answered (recursion in the code that is judged) gets `during`.
 *
 * Answers that were found with the help of such a stopgap depend on where the asking began. Only the question that began the circle keeps its
 * answer; the others are asked anew, so that the order of packages and threads never shows in a report.
 */
export function remember<K extends object, V>(compute: (key: K) => V, during: V): (key: K) => V {
  const known = new WeakMap<K, Answer<V>>();
  const open = new Map<K, number>();
  return key => {
    const found = known.get(key);
    if (found) {
      rely(found.asks);
      return found.value;
    }
    const begun = open.get(key);
    if (begun !== undefined) {
      circle = Math.min(circle, begun);
      return during;
    }
    const here = depth++;
    open.set(key, here);
    try {
      const answer = gather(() => compute(key));
      if (circle >= here) {
        known.set(key, answer);
        circle = Number.POSITIVE_INFINITY;
      } else if (++loose > PATIENCE) known.set(key, answer);
      return answer.value;
    } finally {
      open.delete(key);
      depth--;
      if (depth === 0) loose = 0;
    }
  };
}

/** How many questions are being answered, and the outermost of them that one further in has asked again. */
let depth = 0;
let circle = Number.POSITIVE_INFINITY;
/** Answers given up within one outermost question; past the limit they are kept after all, for time's sake. */
let loose = 0;
const PATIENCE = 20_000;
