/** Has texts parsed in another thread, ahead of the one that lints, which takes the trees as they come. */
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { Ahead, Text } from '../engine/ahead.ts';
import type { Parsed } from '../syntax/grammar.ts';
import { startWorker } from './start-worker.ts';

/** Who has a text: nobody, the parsing thread, both (its tree has been sent), or the thread that lints. */
export const OPEN = 0;
export const TAKEN = 1;
export const SENT = 2;
const KEPT = 3;

/** What the parsing thread is given when it starts, beside the port that it sends to. Plain data. */
export interface ParserOrders {
  readonly texts: readonly string[];
  /** By index of the text: who has it. Shared memory. */
  readonly states: Int32Array;
  /** Code units of the texts whose trees have been sent and not been taken, one number. Shared memory. */
  readonly waiting: Int32Array;
}

/** The parsing thread waits when so many code units are ahead: trees that nobody needs yet only fill memory. */
export const FAR = 6_000_000;

/** What it sends. */
export interface ParsedText {
  readonly index: number;
  readonly parsed: Parsed;
}

/** Longer than any text takes: whoever waits so long waits for a thread that is gone. */
const PATIENCE_MS = 10_000;

export function parseAhead(texts: readonly Text[]): Ahead {
  const states = shared(texts.length);
  const waiting = shared(1);
  const indexes = new Map(texts.map(({ path }, index) => [path, index]));
  const sent = new Map<number, Parsed>();
  const { port1, port2 } = new MessageChannel();
  const orders: ParserOrders = { texts: texts.map(({ text }) => text), states, waiting };
  const worker = startWorker('parser', { ...orders, port: port2 }, [port2]);
  // What it does not parse is parsed here.
  worker.on('error', () => {});
  return {
    take(path) {
      const index = indexes.get(path);
      if (index === undefined || Atomics.compareExchange(states, index, OPEN, KEPT) === OPEN) return undefined;
      Atomics.wait(states, index, TAKEN, PATIENCE_MS);
      for (let each = receiveMessageOnPort(port1); each; each = receiveMessageOnPort(port1)) {
        const { index: of, parsed } = each.message as ParsedText;
        sent.set(of, parsed);
      }
      const parsed = sent.get(index);
      if (parsed && sent.delete(index)) Atomics.sub(waiting, 0, texts[index]!.text.length);
      Atomics.notify(waiting, 0);
      return parsed;
    },
    async close() {
      port1.close();
      await worker.terminate();
    },
  };
}

function shared(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}
