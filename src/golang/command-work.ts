/**
 * Work that only commands do: every way that leads to it begins with a command line, and what begins there neither serves nor goes on for as long as
 * nobody stops it. Whatever such work leaves behind goes with its process.
 */
import { effectsOf } from '../catalog/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from './callee.ts';
import { entityOf } from './callers.ts';
import { fileOf } from './file.ts';
import { functionOf } from './flow.ts';
import { isProgramStart } from './lifetime.ts';
import { implementations } from './mentions.ts';
import { isLibrary } from './programs.ts';
import { remember } from './remember.ts';
import { takesServed } from './roles.ts';
import { type Start, startsOf } from './starts.ts';

/** Functions on the ways up; where there are more, they say nothing about one another. */
const MANY_UP = 100;
/** Functions that a command may lead to, as far as they are looked through. */
const MANY_DOWN = 600;

export const isCommandWork = remember<SyntaxNode, boolean>(node => {
  const func = functionOf(node);
  const begins = func && !isLibrary(fileOf(node).pkg) ? beginningsOf(func) : undefined;
  return begins !== undefined && begins.length > 0 && begins.every(each => !isLasting(each));
}, false);

/** Where the ways to a function begin: handlers of commands, and `main`; undefined where one begins elsewhere, or out of sight. */
function beginningsOf(first: SyntaxNode): readonly SyntaxNode[] | undefined {
  const found: SyntaxNode[] = [];
  const open = new Set([first]);
  for (const func of open) {
    if (open.size > MANY_UP || takesServed(func)) return undefined;
    const starts = startsOf(func);
    if (isProgramStart(func) || starts.some(isCommandStart)) {
      found.push(func);
      continue;
    }
    if (starts.some(({ how }) => how === 'request' || how === 'schedule')) return undefined;
    const around = starts.flatMap(({ call }) => functionOf(call) ?? []);
    // Whatever runs a literal in the end, the function around it came first.
    const outer = func.kind === 'func_literal' ? [functionOf(func) ?? []].flat() : around;
    if (outer.length === 0) return undefined;
    for (const each of outer) open.add(each);
  }
  return found;
}

/** By a library that takes command lines apart. */
function isCommandStart({ how, call }: Start): boolean {
  return how === 'once' && symbolOf(calleeOf(call)) !== '(*sync.Once).Do';
}

/** What goes on until somebody stops it. Commands, too, have tickers, hear of Ctrl-C and ask for a free port. */
const LASTS = /\.(ListenAndServe(TLS)?|Serve(TLS)?|Accept)\(|(?<!\bnet)\.Listen\(|select \{\s*\}/;

const SERVING: ReadonlySet<string | undefined> = new Set(['forever', 'until-closed']);

const isLasting = remember<SyntaxNode, boolean>(begin => {
  const open = new Set([begin]);
  for (const func of open) {
    if (open.size > MANY_DOWN || LASTS.test(func.text)) return true;
    for (const call of func.all('call_expression')) {
      if (SERVING.has(effectsOf(symbolOf(calleeOf(call)))?.blocks)) return true;
      for (const each of reachedBy(call)) open.add(each);
    }
  }
  return false;
}, true);

/** The functions of the module that a call runs, or hands on. */
function reachedBy(call: SyntaxNode): readonly SyntaxNode[] {
  return [call, ...argumentsOf(call).map(bare).filter(isName)].flatMap(each => {
    const callee = calleeOf(each);
    if (callee.kind === 'declared')
      return entityOf(callee.func.node) && callee.func.node.field('body') ? [callee.func.node] : [];
    if (callee.kind !== 'interface') return [];
    const name = callee.member.node.field('name')?.text ?? '';
    return implementations(callee.member.owner, name, fileOf(call)).map(({ node }) => node);
  });
}

function isName({ kind }: SyntaxNode): boolean {
  return kind === 'identifier' || kind === 'selector_expression';
}
