import { type TransferListItem, Worker } from 'node:worker_threads';

/** Programs of other threads, by the file that they were built as. */
export type Program = 'worker' | 'parser';

/** A thread that runs a program. A single executable, which has no files, puts another function in this one's place. */
export function startWorker(program: Program, workerData: unknown, transferList: TransferListItem[] = []): Worker {
  return new Worker(new URL(`./${program}.cjs`, import.meta.url), { workerData, transferList });
}
