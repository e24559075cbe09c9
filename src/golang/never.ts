/** Calls that do not come back: `os.Exit`, `log.Fatal`, and the module's own functions that always end in one. */
import { effectsOf } from '../catalog/index.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Callee } from './callee.ts';
import { type Flow, flowOf } from './flow.ts';
import { remember } from './remember.ts';

/** How a call that does not come back ends: by a panic, which runs what was deferred and may be recovered, or for good. */
export function endOf(callee: Callee): 'panic' | 'never' | undefined {
  if (callee.kind === 'declared') return endsAlways(callee.func.node);
  if (callee.kind !== 'external') return undefined;
  const name = callee.symbol.slice(callee.symbol.lastIndexOf('.') + 1);
  const row = effectsOf(callee.symbol);
  // Loggers that no row describes keep to the names of the standard library's.
  if (row ? row.never !== 'returns' : !LOGS.test(name)) return undefined;
  return name.startsWith('Panic') ? 'panic' : 'never';
}

const LOGS = /^(?:Panic|Fatal)(?:f|ln|w|If|Error|Errorf)?$/;

/** Only small functions are looked into: a `fatalf` helper is short, and this question is asked of every call. */
const SMALL = 1500;

const endsAlways = remember<SyntaxNode, 'panic' | 'never' | undefined>(func => {
  if (
    !func.field('body') ||
    func.end - func.start > SMALL ||
    !/\b(panic|Exit|Fatal\w*|Goexit|Panic\w*)\s*\(/.test(func.text)
  )
    return undefined;
  // Undefined where a function asks about itself while its own flow is being built.
  const exits = (flowOf(func) as Flow | undefined)?.exits ?? [];
  if (exits.length === 0 || exits.some(exit => exit.ends === 'return' || exit.ends === 'end')) return undefined;
  return exits.every(exit => exit.ends === 'panic') ? 'panic' : 'never';
}, undefined);
