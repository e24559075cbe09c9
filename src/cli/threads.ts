import { InternalError } from '../engine/compile.ts';
import type { Compiled, Project, Tuning, Unit } from '../engine/contract.ts';
import type { Thread } from '../engine/pool.ts';
import { startWorker } from './start-worker.ts';

/** What a thread is given when it starts, what it is asked, and what it answers: plain data. */
export interface Orders {
  readonly project: Omit<Project, 'read' | 'size'>;
  readonly rules: readonly string[];
  readonly tuning: Tuning;
}
export interface Portion {
  readonly units: readonly Unit[];
}
export type Answer = { readonly objects: readonly Compiled[] } | { readonly error: string };

/** Starts a thread; what goes wrong in it is an `InternalError` here. One portion at a time. */
export function startThread(
  { root, files, modules, texts }: Project,
  rules: readonly string[],
  tuning: Tuning,
): Thread {
  const project = texts ? { root, files, modules, texts } : { root, files, modules };
  const worker = startWorker({ project, rules, tuning } satisfies Orders);
  return {
    compile: units =>
      new Promise((resolve, reject) => {
        const fail = (error: Error) => reject(new InternalError(error.stack ?? error.message));
        worker.once('error', fail);
        worker.once('message', (answer: Answer) => {
          worker.off('error', fail);
          if ('error' in answer) reject(new InternalError(answer.error));
          else resolve(answer.objects);
        });
        worker.postMessage({ units } satisfies Portion);
      }),
    async close() {
      await worker.terminate();
    },
  };
}
