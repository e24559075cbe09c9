/**
 * Compiles units in several threads. What crosses to a thread is plain data; what runs there is the same `compile`. Units go out in portions of like
 * size, neighbours together, because neighbours ask for the same packages.
 */
import type { Compiled, Unit } from './contract.ts';

/** One thread, ready to compile; `src/cli` knows how to start one. */
export interface Thread {
  /** Objects of the units, in their order. Rejects with an `InternalError` when a rule fails there. */
  compile(units: readonly Unit[]): Promise<readonly Compiled[]>;
  close(): Promise<void>;
}

/** Portions that each thread gets on average: enough that none waits long for the last one. */
const PORTIONS = 6;

export async function compileInThreads(
  units: readonly Unit[],
  size: (unit: Unit) => number,
  threads: readonly Thread[],
  progress: (done: number) => void,
): Promise<readonly Compiled[]> {
  const portions = portionsOf(units, size, threads.length * PORTIONS);
  const results: (readonly Compiled[])[] = [];
  let next = 0;
  let done = 0;
  const work = async (thread: Thread) => {
    for (let index = next++; index < portions.length; index = next++) {
      results[index] = await thread.compile(portions[index]!);
      done += portions[index]!.length;
      progress(done);
    }
  };
  try {
    await Promise.all(threads.map(work));
  } finally {
    await Promise.all(threads.map(thread => thread.close()));
  }
  return results.flat();
}

/** Cuts the list where the sizes add up to an equal share. */
export function portionsOf<T>(
  items: readonly T[],
  size: (item: T) => number,
  count: number,
): readonly (readonly T[])[] {
  const share = items.reduce((sum, item) => sum + size(item), 0) / count;
  const portions: T[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (filled >= share) {
      portions.push([]);
      filled = 0;
    }
    portions.at(-1)!.push(item);
    filled += size(item);
  }
  return portions;
}
