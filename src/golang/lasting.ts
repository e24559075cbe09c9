/** Functions that run as long as their process does: they set it up, or wait for the signals that end it. */
import { catalog, effectsOf, perCatalog } from '../catalog/index.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from './callee.ts';
import { callersOf } from './callers.ts';
import { fileOf, type GoFile } from './file.ts';
import { functionOf } from './flow.ts';
import type { Package } from './package.ts';
import { remember } from './remember.ts';

/** Names of the calls that put a process together. */
const lasting = perCatalog(() => {
  const rows = catalog.flatMap(({ effects }) => Object.entries(effects)).filter(([, { lasts }]) => lasts === true);
  const names = rows.map(([name]) => `\\.${name.slice(name.lastIndexOf('.') + 1)}\\(`);
  return new RegExp(names.join('|'));
});

/** Has the signals that end a process sent to itself, by itself or by helpers, or sets up what ends with the process. */
export const lastsAsProcess = remember<SyntaxNode, boolean>(
  func => setsUp(func) || waitersIn(fileOf(func).pkg).has(func),
  false,
);

function setsUp(func: SyntaxNode): boolean {
  return lasting().test(func.text) && callsIn(func).some(call => effectsOf(symbolOf(calleeOf(call)))?.lasts === true);
}

/** Calls between the one that asks for the signals and the function that waits for them. */
const HELPERS = 3;

/** The functions of a package's module in which the signals that end a process are asked for, and those that call them. */
const waitersIn = remember<Package, ReadonlySet<SyntaxNode>>(pkg => {
  const found = new Set<SyntaxNode>();
  let open = pkg.world.search(pkg.module, 'Notify', 'signal.Notify').flatMap(askingIn);
  for (let helpers = 0; helpers <= HELPERS; helpers++) {
    for (const func of open) found.add(func);
    open = open.filter(isHelper).flatMap(callingOf);
  }
  return found;
}, new Set());

const askingIn = remember<GoFile, readonly SyntaxNode[]>(
  ({ root }) => [...root.all('call_expression')].filter(asksForEnd).flatMap(around),
  [],
);

const callingOf = remember<SyntaxNode, readonly SyntaxNode[]>(func => callersOf(func).flatMap(around), []);

/** Methods run for as long as their owners do, whoever calls them. */
function isHelper({ kind }: SyntaxNode): boolean {
  return kind === 'function_declaration';
}

/** The function around a call; of a literal, the one around it, too. */
function around(call: SyntaxNode): readonly SyntaxNode[] {
  const func = functionOf(call);
  if (!func) return [];
  return func.kind === 'func_literal' ? [func, ...around(func)] : [func];
}

/** `signal.Notify(c, os.Interrupt)` */
function asksForEnd(call: SyntaxNode): boolean {
  if (!/^os\/signal\.Notify(Context)?$/.test(symbolOf(calleeOf(call)))) return false;
  const [, ...signals] = argumentsOf(call);
  return signals.length === 0 || signals.some(each => /\b(Interrupt|SIGINT|SIGTERM)\b/.test(each.text));
}

function callsIn(func: SyntaxNode): readonly SyntaxNode[] {
  return [...func.all('call_expression')].filter(call => functionOf(call) === func);
}
