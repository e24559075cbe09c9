import { type Asks, gather, rely } from './asks.ts';

interface Answer<V> {
  readonly value: V;
  readonly asks: Asks;
  /** The question that the answer is good for; undefined where it is good for ever. */
  readonly within: Question | undefined;
}

/** A question that is being answered. */
interface Question {
  readonly depth: number;
  /** The one that all of them were asked for. */
  readonly first: Question;
  /** The outermost open question that a stopgap stood for on the way to the answer. */
  circle: Question | undefined;
  open: boolean;
}

/** More questions than this, each asked by the one before, are a way too long to say much, and the stack is finite. */
const DEEPEST = 250;

function question(outer: Question | undefined): Question {
  const own = { depth: (outer?.depth ?? 0) + 1, circle: undefined, open: true } as {
    -readonly [K in keyof Question]: Question[K];
  };
  own.first = outer?.first ?? own;
  return own;
}

/** The question that is being answered right now. */
let current: Question | undefined;

/**
 * A function that computes once per key. Keys are objects with identity (nodes, entities), so that what is remembered dies with the trees it
 * was learnt from. A question that comes up again while it is being answered (recursion in the code that is judged) gets `during`.
 *
 * Answers that were found with the help of such a stopgap depend on where the asking began. They are good until the question that began the
 * circle is answered, so that a circle of any size costs one answer each; after that they are asked anew, so that the order of packages and
 * threads does not show in a report.
 */
export function remember<K extends object, V>(compute: (key: K) => V, during: V): (key: K) => V {
  const known = new WeakMap<K, Answer<V>>();
  const open = new Map<K, Question>();
  return key => {
    const found = known.get(key);
    if (found && (!found.within || found.within.open)) {
      if (found.within) lean(found.within);
      rely(found.asks);
      return found.value;
    }
    const begun = open.get(key);
    if (begun) {
      lean(begun);
      return during;
    }
    const outer = current;
    if (outer && outer.depth >= DEEPEST) {
      lean(outer.first);
      return during;
    }
    const own = question(outer);
    open.set(key, own);
    current = own;
    try {
      const { value, asks } = gather(() => compute(key));
      const within = own.circle && own.circle.depth < own.depth ? own.circle : undefined;
      known.set(key, { value, asks, within });
      return value;
    } finally {
      open.delete(key);
      own.open = false;
      current = outer;
      if (own.circle && own.circle.depth < own.depth) lean(own.circle);
    }
  };
}

/** The same for questions that have a name beside the object. */
export function rememberNamed<K extends object, V>(
  compute: (key: K, name: string) => V,
  during: V,
): (key: K, name: string) => V {
  const pairs = new WeakMap<K, Map<string, { readonly key: K; readonly name: string }>>();
  const answer = remember<{ readonly key: K; readonly name: string }, V>(({ key, name }) => compute(key, name), during);
  return (key, name) => {
    let named = pairs.get(key);
    if (!named) {
      named = new Map();
      pairs.set(key, named);
    }
    let pair = named.get(name);
    if (!pair) {
      pair = { key, name };
      named.set(name, pair);
    }
    return answer(pair);
  };
}

/** Notes that the current answer rests on a stopgap for an open question. */
function lean(on: Question): void {
  if (current && (!current.circle || on.depth < current.circle.depth)) current.circle = on;
}
