/**
 * What answers rest on. Whoever looks beyond the text at hand says so (`ask`), and every remembered answer keeps what was asked on the way to it, so that
 * an answer taken from memory rests on the same as one found anew. A cache of whole packages stands on this.
 */

/** A set of questions. Equal sets are one object, so that most of them are shared. */
export interface Asks {
  readonly items: ReadonlySet<string>;
}

interface Interned extends Asks {
  readonly joined: Map<Interned, Interned>;
}

export const NOTHING: Asks = interned(new Set());
const singles = new Map<string, Interned>();
const sets = new Map<string, Interned>();

/** Questions of the answer that is being found; undefined outside of `gather`. */
let open: Set<Asks> | undefined;

/** Notes a question. */
export function ask(item: string): void {
  if (!open) return;
  let single = singles.get(item);
  if (!single) {
    single = interned(new Set([item]));
    singles.set(item, single);
  }
  open.add(single);
}

/** Notes that the answer rests on which package imports which. */
export function askImports(): void {
  ask(IMPORTS);
}

/** The one question about the whole project. */
export const IMPORTS = 'imports';

/** Notes all that an answer from memory rests on. */
export function rely(asks: Asks): void {
  if (asks !== NOTHING) open?.add(asks);
}

/** Runs the work, and gives what it asked; whoever is around it rests on the same. */
export function gather<T>(work: () => T): { readonly value: T; readonly asks: Asks } {
  const outer = open;
  const own = new Set<Asks>();
  open = own;
  try {
    const value = work();
    const asks = joinAll(own);
    if (asks !== NOTHING) outer?.add(asks);
    return { value, asks };
  } finally {
    open = outer;
  }
}

function joinAll(all: ReadonlySet<Asks>): Asks {
  let joined = NOTHING as Interned;
  for (const each of all) joined = join(joined, each as Interned);
  return joined;
}

function join(a: Interned, b: Interned): Interned {
  if (a === b || b === NOTHING) return a;
  if (a === NOTHING) return b;
  const known = a.joined.get(b);
  if (known) return known;
  const items = new Set([...a.items, ...b.items]);
  const found = items.size === a.items.size ? a : items.size === b.items.size ? b : intern(items);
  a.joined.set(b, found);
  return found;
}

function intern(items: ReadonlySet<string>): Interned {
  const key = [...items].sort().join('\0');
  let found = sets.get(key);
  if (!found) {
    found = interned(items);
    sets.set(key, found);
  }
  return found;
}

function interned(items: ReadonlySet<string>): Interned {
  return { items, joined: new Map() };
}

/** Lets go of all sets: between two worlds, or when trees are given back. Sets that somebody still holds stay true. */
export function forgetAsks(): void {
  singles.clear();
  sets.clear();
  (NOTHING as Interned).joined.clear();
}
