import { type Asks, gather, NOTHING, rely } from './asks.ts';

/** An answer, or the question while it is being answered; the next is another question's about the same key. */
interface Answer {
  /** Which of the remembering functions it is of. */
  readonly of: number;
  readonly next: Answer | undefined;
  value: unknown;
  asks: Asks;
  /** The question that the answer is good for; undefined where it is good for ever. */
  within: Question | undefined;
  /** While it is being answered. */
  begun: Question | undefined;
  known: boolean;
}

/**
 * Answers stand at their keys, as a list: few are asked more than a handful of questions. A weak map for each question, which this was before, costs the collector of
 * garbage more than all lists are long.
 */
const ANSWERS = Symbol('answers');

interface Key {
  [ANSWERS]?: Answer;
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

let functions = 0;

/**
 * A function that computes once per key. Keys are objects with identity (nodes, entities), so that what is remembered dies with the trees it
 * was learnt from. A question that comes up again while it is being answered (recursion in the code that is judged) gets `during`.
 *
 * Answers that were found with the help of such a stopgap depend on where the asking began. They are good until the question that began the
 * circle is answered, so that a circle of any size costs one answer each; after that they are asked anew, so that the order of packages and
 * threads does not show in a report.
 */
export function remember<K extends object, V>(compute: (key: K) => V, during: V): (key: K) => V {
  const of = functions++;
  return key => {
    const found = answerAt(key, of);
    if (found?.known && (!found.within || found.within.open)) {
      if (found.within) lean(found.within);
      rely(found.asks);
      return found.value as V;
    }
    if (found?.begun) {
      lean(found.begun);
      return during;
    }
    const outer = current;
    if (outer && outer.depth >= DEEPEST) {
      lean(outer.first);
      return during;
    }
    const own = question(outer);
    const answer = found ?? answerFor(key, of);
    answer.known = false;
    answer.begun = own;
    current = own;
    try {
      const { value, asks } = gather(() => compute(key));
      answer.value = value;
      answer.asks = asks;
      answer.within = own.circle && own.circle.depth < own.depth ? own.circle : undefined;
      answer.known = true;
      return value;
    } finally {
      answer.begun = undefined;
      own.open = false;
      current = outer;
      if (own.circle && own.circle.depth < own.depth) lean(own.circle);
    }
  };
}

function answerAt(key: Key, of: number): Answer | undefined {
  let at = key[ANSWERS];
  while (at && at.of !== of) at = at.next;
  return at;
}

function answerFor(key: Key, of: number): Answer {
  const answer: Answer = {
    of,
    next: key[ANSWERS],
    value: undefined,
    asks: NOTHING,
    within: undefined,
    begun: undefined,
    known: false,
  };
  key[ANSWERS] = answer;
  return answer;
}

/** The same for questions that have a name beside the object. */
export function rememberNamed<K extends object, V>(
  compute: (key: K, name: string) => V,
  during: V,
): (key: K, name: string) => V {
  const pairs = attached<K, Map<string, Pair<K>>>(() => new Map());
  const answer = remember<Pair<K>, V>(({ key, name }) => compute(key, name), during);
  return (key, name) => {
    const named = pairs(key);
    let pair = named.get(name);
    if (!pair) {
      pair = { key, name };
      named.set(name, pair);
    }
    return answer(pair);
  };
}

/** Something that each key has one of, made when it is first asked for: a place to keep things, no question. */
export function attached<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const of = functions++;
  return key => {
    const known = answerAt(key, of);
    if (known) return known.value as V;
    const value = make(key);
    answerFor(key, of).value = value;
    return value;
  };
}

interface Pair<K> {
  readonly key: K;
  readonly name: string;
}

/** Notes that the current answer rests on a stopgap for an open question. */
function lean(on: Question): void {
  if (current && (!current.circle || on.depth < current.circle.depth)) current.circle = on;
}
