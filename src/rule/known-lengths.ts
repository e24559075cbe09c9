/** Lengths that the data itself states: decoded from what was read before, and then used to read that much. */
import { argumentOf, argumentsOf, calleeOf, rowOf } from '../golang/callee.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { isChecked } from '../golang/lengths.ts';
import { callersOf, originsOf, returnedBy } from '../golang/origins.ts';
import { placeOf } from '../golang/places.ts';
import { poursIn } from '../golang/pours.ts';
import { topOf } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** Calls between the decoding and the use. */
const DEPTH = 2;

export interface KnownLength {
  /** The length without conversions around it: `size` of `int64(size)`. */
  readonly length: SyntaxNode;
  /** The call that decodes it. */
  readonly decoded: SyntaxNode;
  /** A comparison says how large it may be. */
  readonly checked: boolean;
}

/** What a limit is, where it was decoded from data; undefined for constants, settings and lengths out of sight. */
export function knownLength(limit: SyntaxNode): KnownLength | undefined {
  const length = converted(limit);
  const decoded = decoding(length, DEPTH);
  if (decoded && originsOf(length).some(({ source }) => source === 'environment')) return undefined;
  return decoded && { length, decoded, checked: isChecked(length) };
}

function converted(outer: SyntaxNode): SyntaxNode {
  const node = bare(outer);
  if (node.kind !== 'call_expression' || calleeOf(node).kind !== 'conversion') return node;
  const [only] = argumentsOf(node);
  return only ? converted(only) : node;
}

function decoding(outer: SyntaxNode, depth: number): SyntaxNode | undefined {
  const node = converted(outer);
  if (node.kind === 'call_expression') return decodingCall(node, 0, depth);
  const root = placeOf(node)?.root;
  if (root?.kind !== 'local') return undefined;
  const poured = poursIn(topOf(node)).find(({ target }) => placeOf(target)?.root === root);
  if (poured) return poured.call;
  return node.kind === 'identifier' ? decodedLocal(root, depth) : undefined;
}

function decodedLocal(local: LocalEntity, depth: number): SyntaxNode | undefined {
  if (local.role === 'param') return depth > 0 ? decodedArgument(local, depth - 1) : undefined;
  for (const { how, value, result } of local.definitions) {
    if (how !== 'assign' || !value) continue;
    const inner = converted(value);
    const found = inner.kind === 'call_expression' ? decodingCall(inner, result, depth) : undefined;
    if (found) return found;
  }
  return undefined;
}

function decodedArgument(param: LocalEntity, depth: number): SyntaxNode | undefined {
  for (const call of callersOf(param.owner).slice(0, 4)) {
    const argument = argumentOf(call, param.index);
    const found = argument && decoding(argument, depth);
    if (found) return found;
  }
  return undefined;
}

/** A call that takes a number out of bytes or text, or a function of the module that returns what such a call gives. */
function decodingCall(call: SyntaxNode, result: number, depth: number): SyntaxNode | undefined {
  const callee = calleeOf(call);
  if (callee.kind === 'external')
    return rowOf(call)?.passes?.some(each => each.result === result && each.as === 'part') ? call : undefined;
  if (callee.kind !== 'declared' || depth === 0) return undefined;
  for (const returned of returnedBy(callee.func.node, result)) {
    const inner = converted(returned.node);
    const found =
      inner.kind === 'call_expression' ? decodingCall(inner, returned.result, depth - 1) : decoding(inner, depth - 1);
    if (found) return found;
  }
  return undefined;
}
