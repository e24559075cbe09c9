/** Calls that do not come back: `os.Exit`, `log.Fatal`, and the module's own functions that always end in one. */
import { effectsOf } from '../catalog/index.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Callee } from './callee.ts';
import { type Flow, flowOf } from './flow.ts';
import { remember } from './remember.ts';

export function neverReturns(callee: Callee): boolean {
  if (callee.kind === 'external') return effectsOf(callee.symbol)?.never === 'returns';
  if (callee.kind === 'declared') return endsAlways(callee.func.node);
  return false;
}

/** Only small functions are looked into: a `fatalf` helper is short, and this question is asked of every call. */
const SMALL = 1500;

const endsAlways = remember<SyntaxNode, boolean>(func => {
  if (
    !func.field('body') ||
    func.end - func.start > SMALL ||
    !/\b(panic|Exit|Fatal\w*|Goexit|Panic\w*)\s*\(/.test(func.text)
  )
    return false;
  // Undefined where a function asks about itself while its own flow is being built.
  const exits = (flowOf(func) as Flow | undefined)?.exits ?? [];
  return exits.length > 0 && exits.every(exit => exit.ends === 'panic' || exit.ends === 'never');
}, false);
