/** Checks that let code run only the first time: `if started { return }; started = true`, `if c.conn == nil { c.conn = dial() }`, a look-up before a store. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from './callee.ts';
import { constantOf } from './constants.ts';
import { flowAround } from './flow.ts';
import { type Place, placeOf, samePlace } from './places.ts';
import { remember } from './remember.ts';
import { bindingsAround, resolve } from './scope.ts';

/**
 * What remembers that a node ran: a package-level variable (once per process), or something that an owner or caller holds, or an entry of a map (once for
 * each). `lent`: a flag that a caller hands over, to be taken and given back.
 */
export type Memory = 'global' | 'held' | 'lent';

/** The memory that keeps a node from running again; undefined where none does. */
export const firstTimeOnly = remember<SyntaxNode, Memory | undefined>(node => {
  const flow = flowAround(node);
  const point = flow?.pointOf(node);
  if (!flow || !point) return undefined;
  let found: Memory | undefined;
  for (const { condition } of flow.guards(point)) {
    const memory = memoryOf(condition, node);
    if (memory === 'global') return memory;
    found ??= memory;
  }
  return found;
}, undefined);

function memoryOf(outer: SyntaxNode, node: SyntaxNode): Memory | undefined {
  const condition = bare(outer);
  if (condition.kind === 'binary_expression' && /^(&&|\|\|)$/.test(condition.operator)) {
    const [left, right] = condition.children.map(side => memoryOf(side, node));
    return left ?? right;
  }
  const swapped = swap(condition);
  const asked = swapped ? { place: placeOf(swapped), keyed: false } : checked(condition);
  const place = asked?.place;
  if (!place || (!swapped && !isStored(place, node))) return undefined;
  if (asked.keyed) return 'held';
  if (place.root.kind === 'global') return 'global';
  if (swapped && place.path.length === 0 && place.root.role === 'param') return 'lent';
  return place.path.length > 0 || place.root.role === 'param' ? 'held' : undefined;
}

interface Asked {
  readonly place: Place | undefined;
  /** Of a look-up: the place is the map, and each key is a case of its own. */
  readonly keyed: boolean;
}

/** The place whose being there, being nil or being true is asked for; of a look-up, the map. */
function checked(condition: SyntaxNode): Asked | undefined {
  if (condition.kind === 'unary_expression' && condition.operator === '!')
    return checked(bare(condition.field('operand') ?? condition));
  if (condition.kind === 'binary_expression') {
    const sides = [condition.field('left'), condition.field('right')];
    const other = sides.find(side => side && bare(side).kind !== 'nil');
    return sides.some(side => side && bare(side).kind === 'nil') && other ? checked(bare(other)) : undefined;
  }
  const entity = condition.kind === 'identifier' ? resolve(condition) : undefined;
  if (entity?.kind === 'local') {
    const value = entity.definitions.at(-1)?.value;
    const looked = value && bare(value);
    if (looked?.kind === 'index_expression') return lookUp(looked);
  }
  return condition.kind === 'index_expression' ? lookUp(condition) : { place: placeOf(condition), keyed: false };
}

function lookUp(index: SyntaxNode): Asked {
  const key = index.field('index');
  return { place: mapOf(index), keyed: key === undefined || constantOf(key) === undefined };
}

function mapOf(index: SyntaxNode): Place | undefined {
  const operand = index.field('operand');
  return operand && placeOf(operand);
}

/** `started.CompareAndSwap(false, true)` and `atomic.CompareAndSwapInt32(&started, 0, 1)` check and store in one. */
function swap(condition: SyntaxNode): SyntaxNode | undefined {
  const call = condition.kind === 'unary_expression' ? bare(condition.field('operand') ?? condition) : condition;
  if (call.kind !== 'call_expression') return undefined;
  const symbol = symbolOf(calleeOf(call));
  if (!symbol.includes('sync/atomic') || !/\.(CompareAndSwap|Swap)/.test(symbol)) return undefined;
  return symbol.startsWith('(') ? call.field('function')?.field('operand') : argumentsOf(call)[0];
}

/** The function around stores to the place, or into the map that it is. */
function isStored(place: Place, node: SyntaxNode): boolean {
  return bindingsAround(node).stores.some(({ target }) => {
    const inner = bare(target);
    return samePlace(inner.kind === 'index_expression' ? mapOf(inner) : placeOf(inner), place);
  });
}
