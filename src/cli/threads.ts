import { InternalError } from '../engine/compile.ts';
import type { Compiled, Project, Tuning } from '../engine/contract.ts';
import type { Share, Thread } from '../engine/pool.ts';
import { startWorker } from './start-worker.ts';

/** What a thread is given when it starts: plain data. */
export interface Orders extends Share {
  readonly project: Omit<Project, 'read' | 'size'>;
  readonly rules: readonly string[];
  readonly tuning: Tuning;
}

/** What a thread says: an object and its unit's place, that nothing is left, or what went wrong. */
export type Message =
  | { readonly object: Compiled; readonly index: number }
  | { readonly done: true }
  | { readonly error: string };

/** Starts a thread; what goes wrong in it is an `InternalError` here. */
export function startThread(
  { root, files, modules, texts }: Project,
  rules: readonly string[],
  tuning: Tuning,
  share: Share,
  deliver: (object: Compiled, index: number) => void,
): Thread {
  const project = texts ? { root, files, modules, texts } : { root, files, modules };
  const worker = startWorker('worker', { ...share, project, rules, tuning } satisfies Orders);
  const done = new Promise<void>((resolve, reject) => {
    worker.once('error', error => reject(new InternalError(error.stack ?? error.message)));
    worker.on('message', (message: Message) => {
      if ('object' in message) deliver(message.object, message.index);
      else if ('error' in message) reject(new InternalError(message.error));
      else resolve();
    });
  });
  return {
    done,
    async close() {
      await worker.terminate();
    },
  };
}
