/**
 * Activations: by which ways a node comes to run, from the entry where somebody outside (a peer, a timer, the program's start) begins them down to the
 * node; and which functions can lead to a node at all. Both follow calls through interfaces of the module.
 */
import type { SyntaxNode } from '../syntax/node.ts';
import { calleeOf } from './callee.ts';
import { entityOf } from './callers.ts';
import { FUNCTIONS } from './function-of.ts';
import { frequencyOf } from './lifetime.ts';
import { isExported, usesOfFunc } from './mentions.ts';
import { remember } from './remember.ts';
import { takesServed } from './roles.ts';
import { type Start, startsOf } from './starts.ts';

export interface Activation {
  /** Functions on the way, the node's own first, the entry last. */
  readonly functions: readonly SyntaxNode[];
  /** The call in each function but the first that leads to the one before it. */
  readonly calls: readonly SyntaxNode[];
  /** What begins it. `exported`: code that is not in sight may; `unknown`: nobody seems to, or a value is handed on to unseen code. */
  readonly begins: 'request' | 'schedule' | 'timer' | 'goroutine' | 'start' | 'exported' | 'unknown';
  /** The call, `go` statement or declaration where it begins. */
  readonly at: SyntaxNode;
}

const WAYS = 40;
const DEPTH = 14;

/** The ways by which a node comes to run, up to some. */
export const activationsOf = remember<SyntaxNode, readonly Activation[]>(node => {
  const found: Activation[] = [];
  const func = node.within(...FUNCTIONS);
  if (func) ascend(func, { functions: [], calls: [] }, found);
  else found.push({ functions: [], calls: [], begins: 'start', at: node });
  return found;
}, []);

type Way = Pick<Activation, 'functions' | 'calls'>;

function ascend(func: SyntaxNode, below: Way, found: Activation[]): void {
  if (below.functions.includes(func) || found.length >= WAYS) return;
  const way: Way = { functions: [...below.functions, func], calls: below.calls };
  const begin = (begins: Activation['begins'], at: SyntaxNode) => found.push({ ...way, begins, at });
  const starts = way.functions.length <= DEPTH ? startsOf(func) : [];
  if (takesServed(func) && !starts.some(start => isPlain(start))) {
    begin('request', func);
    return;
  }
  if (starts.length === 0) begin(withoutCallers(func), func);
  for (const start of starts) {
    const around = start.call.within(...FUNCTIONS);
    if (!around) begin(isPlain(start) || beginning(start) === 'unknown' ? 'start' : beginning(start), start.call);
    else if (isPlain(start) || isLent(start, func) || (isOwnGoroutine(start) && frequencyOf(start.call).how === 'many'))
      ascend(around, { ...way, calls: [...way.calls, start.call] }, found);
    else begin(beginning(start), start.call);
  }
}

function isPlain({ how }: Start): boolean {
  return how === 'now' || how === 'defer';
}

/** A literal that a function makes and hands to a value that it calls, `interceptor(ctx, in, handler)`: it is part of what the function does, for all that is known. */
function isLent({ how, call }: Start, func: SyntaxNode): boolean {
  return how === 'unknown' && func.kind === 'func_literal' && calleeOf(call).kind === 'unknown';
}

function isOwnGoroutine({ how }: Start): boolean {
  return how === 'goroutine' || how === 'timer';
}

function beginning({ how }: Start): Activation['begins'] {
  if (how === 'once') return 'start';
  return how === 'request' || how === 'schedule' || how === 'timer' || how === 'goroutine' ? how : 'unknown';
}

function withoutCallers(func: SyntaxNode): Activation['begins'] {
  const entity = entityOf(func);
  if (!entity) return 'unknown';
  if (entity.name === 'init' || (entity.name === 'main' && entity.pkg.main)) return 'start';
  return isExported(entity.name) && !entity.pkg.main ? 'exported' : 'unknown';
}

const MANY = 400;

/**
 * All functions from which one of the nodes may be reached: those around it, those that call or mention them, and so on; each with the places in it that
 * lead there. Undefined where that is too many to say anything. Not `across`: only as far as the same goroutine goes.
 */
export function functionsReaching(
  nodes: readonly SyntaxNode[],
  across = true,
): ReadonlyMap<SyntaxNode, readonly SyntaxNode[]> | undefined {
  const found = new Map<SyntaxNode, SyntaxNode[]>();
  const open = [...nodes];
  for (let node = open.pop(); node; node = open.pop()) {
    for (let func = node.within(...FUNCTIONS); func; func = func.within(...FUNCTIONS)) {
      const places = found.get(func);
      if (places?.includes(node)) break;
      found.set(func, [...(places ?? []), node]);
      if (found.size > MANY) return undefined;
      if (!across && isGoroutine(func)) break;
      const entity = places ? undefined : entityOf(func);
      if (entity)
        open.push(...usesOfFunc(entity).flatMap(use => (across || !isStartedByGo(use.call) ? [use.node] : [])));
    }
  }
  return found;
}

function isGoroutine(func: SyntaxNode): boolean {
  return func.kind === 'func_literal' && startsOf(func).some(isOwnGoroutine);
}

function isStartedByGo(call: SyntaxNode | undefined): boolean {
  return call?.parent?.kind === 'go_statement';
}
