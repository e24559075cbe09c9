/** A thread that compiles units. Only this file and main.ts know the list of rules, because functions can't cross to a thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { rules } from '../../rules/index.ts';
import { addLibraries } from '../catalog/index.ts';
import { compiler } from '../engine/compile.ts';
import { take } from '../engine/pool.ts';
import { World } from '../golang/world.ts';
import { reopen } from '../project/assemble.ts';
import { loadGrammar } from '../syntax/grammar.ts';
import { collectGarbage } from './collect-garbage.ts';
import type { Message, Orders } from './threads.ts';

const orders = workerData as Orders;
const say = (message: Message) => parentPort!.postMessage(message);
loadGrammar()
  .then(grammar => serve(new World(reopen(orders.project), grammar)))
  .then(
    () => say({ done: true }),
    (error: unknown) => say({ error: error instanceof Error ? error.message : String(error) }),
  );

function serve(world: World): void {
  addLibraries(orders.tuning.libraries);
  const { units, row, stretch, tuning } = orders;
  const { compile } = compiler(
    world,
    rules.filter(rule => orders.rules.includes(rule.id)),
    { tuning },
  );
  for (let index = take(row, stretch); index !== undefined; index = take(row, stretch)) {
    say({ object: compile(units[index]!), index });
    if (world.relax()) collectGarbage();
  }
}
