import { Worker } from 'node:worker_threads';

/** A thread that runs start-in-worker.ts, as it was built. A single executable, which has no files, puts another function in this one's place. */
export function startWorker(workerData: unknown): Worker {
  return new Worker(new URL('./worker.cjs', import.meta.url), { workerData });
}
