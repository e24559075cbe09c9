/** Values that the program makes, and that come again all the same: drawn or counted once, or counted anew by each call. */
import { argumentOf, argumentsOf } from '../golang/callee.ts';
import { countedAt } from '../golang/counters.ts';
import { frequencyOf } from '../golang/lifetime.ts';
import { fieldAt } from '../golang/mentions.ts';
import type { Origin } from '../golang/origins.ts';
import { placeOf } from '../golang/places.ts';
import { lifeOf } from '../golang/spans.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** Of an origin that is a made value: there are no more of them than a few. */
export function comesAgain({ node, source }: Origin): boolean {
  return isSeldom(node) || (source === 'counter' && countsInCall(node));
}

/** Whether an expression names a number that goes up for as long as the process runs. */
export function isCounter(expression: SyntaxNode): boolean {
  const counted = countedAt(expression);
  if (!counted || isSeldom(counted)) return false;
  const name = bare(expression).field('field');
  const field = name && fieldAt(name);
  return !field || lifeOf(field).span !== 'call';
}

/** For a package-level value, or while the program starts. */
function isSeldom(node: SyntaxNode): boolean {
  const { how } = frequencyOf(node);
  return how === 'once' || how === 'few';
}

/** `var next atomic.Int64`, in a function: each call begins anew. */
function countsInCall(call: SyntaxNode): boolean {
  if (call.kind !== 'call_expression') return false;
  const counter = argumentOf(call, 'receiver') ?? argumentsOf(call)[0];
  const place = counter && placeOf(counter);
  if (place?.root.kind !== 'local' || place.root.role !== 'var' || place.path.length > 0) return false;
  return !isSeldom(place.root.declared);
}
