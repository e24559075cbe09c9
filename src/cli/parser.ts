/** A thread that parses, and sends the trees: it knows the grammar and nothing else. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { loadGrammar } from '../syntax/grammar.ts';
import { FAR, OPEN, type ParsedText, type ParserOrders, SENT, TAKEN } from './ahead.ts';

const { texts, states, waiting, port } = workerData as ParserOrders & { readonly port: MessagePort };

void loadGrammar().then(grammar => {
  for (const [index, text] of texts.entries()) {
    for (let far = Atomics.load(waiting, 0); far > FAR; far = Atomics.load(waiting, 0)) Atomics.wait(waiting, 0, far);
    if (Atomics.compareExchange(states, index, OPEN, TAKEN) !== OPEN) continue;
    const { nodes, comments, errors } = grammar.parse(text);
    port.postMessage({ index, parsed: { nodes, comments, errors } } satisfies ParsedText, [
      nodes.buffer as ArrayBuffer,
      comments.buffer as ArrayBuffer,
    ]);
    Atomics.add(waiting, 0, text.length);
    Atomics.store(states, index, SENT);
    Atomics.notify(states, index);
  }
});
