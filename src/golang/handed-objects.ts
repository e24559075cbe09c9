/** Objects handed to code that runs one of their methods: a schedule takes a job and calls its Run. */
import { catalog, effectsOf } from '../catalog/index.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { argumentOf, calleeOf } from './callee.ts';
import type { FuncEntity } from './entities.ts';
import { namesIn } from './mentions.ts';
import { typeOf } from './type-of.ts';
import { typeName } from './types.ts';

type Runs = NonNullable<NonNullable<ReturnType<typeof effectsOf>>['runs']>[number];

export interface HandedObject {
  readonly call: SyntaxNode;
  readonly how: Runs['how'];
}

/** Names of functions that run a method of what they are handed, by the name of that method; read off the catalog once. */
let runners: ReadonlyMap<string, ReadonlySet<string>> | undefined;

function runnersOf(method: string): ReadonlySet<string> {
  runners ??= findRunners();
  return runners.get(method) ?? new Set();
}

function findRunners(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { effects } of catalog) {
    for (const [key, row] of Object.entries(effects)) {
      for (const { method } of row.runs ?? []) {
        if (method) found.set(method, (found.get(method) ?? new Set()).add(key.slice(key.lastIndexOf('.') + 1)));
      }
    }
  }
  return found;
}

/** The calls in the module that take an object of the method's type in order to run the method. */
export function handedObjects(func: FuncEntity): readonly HandedObject[] {
  const { pkg, receiver } = func;
  if (!receiver) return [];
  const type = `${pkg.importPath}.${receiver.type}`;
  return [...runnersOf(func.name)].flatMap(runner =>
    pkg.world
      .search(pkg.module, runner, `.${runner}(`)
      .flatMap(file => [...namesIn(file, runner)])
      .flatMap(name => handedAt(name, func.name, type)),
  );
}

function handedAt(name: SyntaxNode, method: string, type: string): readonly HandedObject[] {
  const call = name.parent?.parent;
  const callee = call?.kind === 'call_expression' ? calleeOf(call) : undefined;
  if (!call || callee?.kind !== 'external') return [];
  return (effectsOf(callee.symbol)?.runs ?? []).flatMap(each => {
    const argument = each.method === method ? argumentOf(call, each.param) : undefined;
    return argument && typeName(typeOf(argument)) === type ? [{ call, how: each.how }] : [];
  });
}
