/**
 * Compiles units in this thread and in others beside it. Units lie in a row, neighbours together, because neighbours ask for the same packages; each
 * thread begins at its own place in the row and, when its stretch is done, takes from what is left of the others'. What crosses to a thread is plain data; what
 * runs there is the same `compile`.
 */
import type { Compiled, Unit } from './contract.ts';

/** Another thread at work; `src/cli` knows how to start one. */
export interface Thread {
  /** Resolves when nothing is left to take. Rejects with an `InternalError` when a rule fails there. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

/** What a thread is to do: the whole row, and whose stretch it begins with. */
export interface Share {
  readonly units: readonly Unit[];
  readonly row: Row;
  readonly stretch: number;
}

export interface Help {
  /** Threads beside this one, at most. */
  readonly threads: number;
  /** Starts one; `deliver` is called with each object and the place of its unit in the row. */
  start(share: Share, deliver: (object: Compiled, index: number) => void): Thread;
}

/** Stretches of the row, and how far each has been taken: shared memory. Plain data. */
export interface Row {
  /** Where each stretch ends; it begins where the one before ends. */
  readonly ends: readonly number[];
  /** By stretch: the next index to take. */
  readonly next: Int32Array;
}

export function rowOf(sizes: readonly number[], stretches: number): Row {
  const share = sizes.reduce((sum, size) => sum + size, 0) / stretches;
  const ends: number[] = [];
  let filled = 0;
  for (const [index, size] of sizes.entries()) {
    if (ends.length < stretches - 1 && filled >= share * (ends.length + 1)) ends.push(index);
    filled += size;
  }
  while (ends.length < stretches) ends.push(sizes.length);
  const next = new Int32Array(new SharedArrayBuffer(4 * stretches));
  next.set([0, ...ends.slice(0, -1)]);
  return { ends, next };
}

/** The next index of the row that nobody has taken, from the thread's own stretch first; undefined when none is left. */
export function take({ ends, next }: Row, own: number): number | undefined {
  for (let offset = 0; offset < ends.length; offset++) {
    const stretch = (own + offset) % ends.length;
    const index = Atomics.add(next, stretch, 1);
    if (index < ends[stretch]!) return index;
  }
  return undefined;
}

/** Code units parsed here before others are called: whoever is done sooner needs no help. */
const ENOUGH = 150_000;

export async function compileTogether(
  units: readonly Unit[],
  size: (unit: Unit) => number,
  compile: (unit: Unit) => Compiled,
  help: Help,
  progress: (done: Unit) => void,
): Promise<readonly Compiled[]> {
  const objects: Compiled[] = [];
  const deliver = (object: Compiled, index: number) => {
    objects[index] = object;
    progress(units[index]!);
  };
  const row = rowOf(units.map(size), help.threads + 1);
  const threads: Thread[] = [];
  let failed: { readonly error: unknown } | undefined;
  let parsed = 0;
  try {
    for (let index = take(row, 0); index !== undefined && !failed; index = take(row, 0)) {
      const object = compile(units[index]!);
      deliver(object, index);
      parsed += object.stats.bytes;
      if (threads.length < help.threads && parsed > ENOUGH) {
        for (let stretch = 1; stretch <= help.threads; stretch++)
          threads.push(help.start({ units, row, stretch }, deliver));
        for (const thread of threads) thread.done.catch(error => (failed ??= { error }));
      }
      // The others' objects arrive between two of our own.
      if (threads.length > 0) await new Promise(resolve => setImmediate(resolve));
    }
    await Promise.all(threads.map(thread => thread.done));
  } finally {
    await Promise.all(threads.map(thread => thread.close()));
  }
  if (failed) throw failed.error;
  return objects;
}
