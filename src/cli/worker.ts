/** A thread that compiles units. Only this file and main.ts know the list of rules, because functions can't cross to a thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { rules } from '../../rules/index.ts';
import { addLibraries } from '../catalog/index.ts';
import { type Compiler, compiler } from '../engine/compile.ts';
import { World } from '../golang/world.ts';
import { reopen } from '../project/assemble.ts';
import { loadGrammar } from '../syntax/grammar.ts';
import type { Answer, Orders, Portion } from './threads.ts';

const orders = workerData as Orders;
addLibraries(orders.tuning.libraries);
const project = reopen(orders.project);
void loadGrammar().then(grammar => serve(new World(project, grammar)));

function serve(world: World): void {
  const { compile } = compiler(
    world,
    rules.filter(rule => orders.rules.includes(rule.id)),
    { tuning: orders.tuning },
  );
  parentPort!.on('message', ({ units }: Portion) => {
    parentPort!.postMessage(answer(units, world, compile));
  });
}

function answer(units: Portion['units'], world: World, compile: Compiler['compile']): Answer {
  try {
    const objects = units.map(unit => {
      const object = compile(unit);
      world.relax();
      return object;
    });
    return { objects };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
