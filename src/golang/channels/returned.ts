/** Channels that a function makes and returns: from its callers' side they are made by the call. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { functionOf } from '../flow.ts';
import { FUNCTIONS } from '../function-of.ts';
import { callersOf, entityOf } from '../origins.ts';
import { type Place, placeOf } from '../places.ts';
import type { Channel } from './channel.ts';

/** A call whose result is, or holds, a channel that the callee made. */
export interface Handover {
  readonly call: SyntaxNode;
  /** The function that calls. */
  readonly func: SyntaxNode;
  readonly result: number;
  /** The way from the result to the channel: fields, none where the result is the channel. */
  readonly path: readonly string[];
  /** What names the channel there; undefined where the result is dropped or used on the spot. */
  readonly place: Place | undefined;
}

/** More callers say little about one another. */
const MANY = 12;

/** The calls that a returned channel comes out of; empty where it is not returned, or may also come out of calls that can't be seen. */
export function handoversOf(channel: Channel, func: SyntaxNode): readonly Handover[] {
  const returned = resultOf(channel, func);
  if (!returned || isCalledUnseen(func)) return [];
  const calls = callersOf(func);
  return calls.length > MANY ? [] : calls.flatMap(call => handover(call, returned));
}

interface Returned {
  readonly result: number;
  /** The way from the result to the channel: fields. */
  readonly path: readonly string[];
}

function resultOf({ place }: Channel, func: SyntaxNode): Returned | undefined {
  for (const statement of func.field('body')?.all('return_statement') ?? []) {
    if (!returnsFrom(statement, func)) continue;
    for (const [result, value] of statement.children.entries()) {
      const path = below(placeOf(value), place);
      if (path) return { result, path };
    }
  }
  return undefined;
}

/** A literal that is called in place returns from itself, unless its call is what the function returns. */
function returnsFrom(statement: SyntaxNode, func: SyntaxNode): boolean {
  const around = statement.within(...FUNCTIONS);
  if (around === func) return true;
  const outer = around?.parent?.kind === 'call_expression' ? around.parent.parent : undefined;
  return outer?.kind === 'return_statement' && returnsFrom(outer, func);
}

function below(outer: Place | undefined, inner: Place): readonly string[] | undefined {
  if (!outer || outer.root !== inner.root || !outer.path.every((name, at) => name === inner.path[at])) return undefined;
  return inner.path.slice(outer.path.length);
}

function handover(call: SyntaxNode, { result, path }: Returned): readonly Handover[] {
  const func = functionOf(call);
  if (!func) return [];
  const { parent } = call;
  const isAssigned = parent && /^(short_var_declaration|assignment_statement)$/.test(parent.kind);
  const target = isAssigned
    ? parent.list('left')[parent.list('right').length > 1 ? parent.list('right').indexOf(call) : result]
    : undefined;
  const place = target && target.text !== '_' ? placeOf(target) : undefined;
  if (place?.root.kind === 'global') return [];
  return [{ call, func, result, path, place: place && { root: place.root, path: [...place.path, ...path] } }];
}

/** A method that an interface of the module names may be called through it. */
function isCalledUnseen(func: SyntaxNode): boolean {
  const entity = entityOf(func);
  if (!entity?.receiver) return false;
  const { name, pkg } = entity;
  const named = new RegExp(`^\\s+${name}\\(`, 'm');
  const files = pkg.world.search(pkg.module, name, 'interface', `${name}(`);
  return files.some(file => file.confirms(named));
}
