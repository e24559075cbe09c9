/**
 * What answers rest on. Whoever looks beyond the text at hand says so (`ask`), and every remembered answer keeps what was asked on the way to it, so that
 * an answer taken from memory rests on the same as one found anew. A cache of whole packages stands on this.
 *
 * There are about as many sets as answers, each the union of those it was found with: they are bit sets, and equal ones are one object.
 */

/** A set of questions. */
export interface Asks {
  /** A bit for each question, by its number; the last word is not 0. */
  readonly bits: Uint32Array;
  /** Who noted it last: most answers rest on the same few sets again and again. */
  notedBy: Collector | undefined;
}

export const NOTHING: Asks = { bits: new Uint32Array(), notedBy: undefined };

/** Questions by number, and numbers by question. They stay: sets that somebody holds must keep their meaning. */
const questions: string[] = [];
const numbers = new Map<string, number>();

const singles = new Map<number, Asks>();
/** All sets, by a hash of their bits. */
const sets = new Map<number, Asks[]>();

/** Questions of the answer that is being found; undefined outside of `gather`. */
let open: Collector | undefined;

/** What an answer rests on, as it comes; some of it twice. */
type Collector = Asks[];

function add(to: Collector, asks: Asks): void {
  if (asks.notedBy === to) return;
  asks.notedBy = to;
  to.push(asks);
}

/** Notes a question. */
export function ask(item: string): void {
  if (open) add(open, asksOf(item));
}

/** The set of one question. */
export function asksOf(item: string): Asks {
  let number = numbers.get(item);
  if (number === undefined) {
    number = questions.push(item) - 1;
    numbers.set(item, number);
  }
  let single = singles.get(number);
  if (!single) {
    const bits = new Uint32Array((number >>> 5) + 1);
    bits[number >>> 5] = 1 << (number & 31);
    single = { bits, notedBy: undefined };
    singles.set(number, single);
  }
  return single;
}

/**
 * What can be asked about, and the lines that follow the kind.
 * - `package`, module root and import path: what its files declare, and which they are; of functions only the heads.
 * - `body`, path and key: a function body (`anatomy.ts`).
 * - `text`, path: all bodies of a file.
 * - `name`, module root, import path and word: where a word stands in a package's bodies; what stands there is asked with the body.
 * - `search`, module root and pieces: which files hold all pieces.
 * - `imports`: which package imports which.
 */
export type Kind = 'package' | 'body' | 'text' | 'name' | 'search' | 'imports';

/** A question, as it is noted and as caches keep it. */
export function question(kind: Kind, ...about: readonly string[]): string {
  return [kind, ...about].join('\n');
}

/** Notes all that an answer from memory rests on. */
export function rely(asks: Asks): void {
  if (open && asks !== NOTHING) add(open, asks);
}

/** Runs the work, and gives what it asked; whoever is around it rests on the same. */
export function gather<T>(work: () => T): { readonly value: T; readonly asks: Asks } {
  const outer = open;
  const own: Collector = [];
  open = own;
  try {
    const value = work();
    const asks = union(own);
    if (outer && asks !== NOTHING) add(outer, asks);
    return { value, asks };
  } finally {
    open = outer;
  }
}

/** The questions of a set, in no order. */
export function questionsOf({ bits }: Asks): readonly string[] {
  const found: string[] = [];
  for (const [at, word] of bits.entries()) {
    for (let rest = word; rest !== 0; rest &= rest - 1)
      found.push(questions[(at << 5) + 31 - Math.clz32(rest & -rest)]!);
  }
  return found;
}

function union(all: Collector): Asks {
  let largest = all[0] ?? NOTHING;
  for (const each of all) if (each.bits.length > largest.bits.length) largest = each;
  let bits: Uint32Array | undefined;
  for (const each of all) {
    if (each === largest || isWithin(each.bits, bits ?? largest.bits)) continue;
    bits ??= largest.bits.slice();
    for (let at = 0; at < each.bits.length; at++) bits[at]! |= each.bits[at]!;
  }
  return bits ? intern(bits) : largest;
}

function isWithin(part: Uint32Array, whole: Uint32Array): boolean {
  for (let at = part.length - 1; at >= 0; at--) if ((part[at]! & ~whole[at]!) !== 0) return false;
  return true;
}

function intern(bits: Uint32Array): Asks {
  let key = 0;
  for (const word of bits) key = (Math.imul(key, 31) + word) | 0;
  const bucket = sets.get(key);
  const known = bucket?.find(
    each => each.bits.length === bits.length && isWithin(bits, each.bits) && isWithin(each.bits, bits),
  );
  if (known) return known;
  const made = { bits, notedBy: undefined };
  if (bucket) bucket.push(made);
  else sets.set(key, [made]);
  return made;
}

/** Lets go of all sets: between two worlds, or when trees are given back. Sets that somebody still holds stay true. */
export function forgetAsks(): void {
  singles.clear();
  sets.clear();
}
