/** What makes a buffer grow in the function that uses it: reads that are poured into it, encoders and writes on it, appends to it. */
import { effectsOf } from '../catalog/index.ts';
import { argumentOf, argumentsOf, calleeOf } from '../golang/callee.ts';
import { type Place, placeOf, samePlace } from '../golang/places.ts';
import { topOf } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** The first place in the declaration around a node where what stands at a place takes in data whose size is not fixed by the program. */
export function fillingOf(place: Place, around: SyntaxNode): SyntaxNode | undefined {
  return topOf(around)
    .all('call_expression')
    .find(call => fills(call, place));
}

function fills(call: SyntaxNode, place: Place): boolean {
  const is = (node: SyntaxNode | undefined) => node !== undefined && samePlace(placeOf(node), place);
  const callee = calleeOf(call);
  if (callee.kind === 'builtin') return callee.name === 'append' && is(argumentsOf(call)[0]) && isSpread(call);
  if (callee.kind !== 'external') return false;
  const row = effectsOf(callee.symbol);
  const into = row?.slurps?.find(each => each.into !== 'result' && is(argumentOf(call, each.into)));
  if (into) return into.bytes === undefined;
  // An encoder or a formatter on top of the buffer; of its own writes, those of bytes that come from elsewhere.
  if (/^encoding\/\w+\.NewEncoder$/.test(callee.symbol)) return is(argumentOf(call, 0));
  return /\.Write(String)?$/.test(callee.symbol) && is(argumentOf(call, 'receiver')) && isGiven(argumentOf(call, 0));
}

function isSpread(call: SyntaxNode): boolean {
  return argumentsOf(call).at(-1)?.kind === 'variadic_argument';
}

/** A parameter, or part of one: whatever a caller gave. */
function isGiven(node: SyntaxNode | undefined): boolean {
  const root = node && placeOf(bare(node))?.root;
  if (root?.kind !== 'local' || root.role !== 'param') return false;
  const under = underlying(typeOf(node!));
  return under.kind === 'slice' || (under.kind === 'named' && under.name === 'string');
}

/** Somebody looks at how large the buffer is: `buf.Cap() > max`, `cap(b)`, `len(b)`. */
export function isMeasured(place: Place, around: SyntaxNode): boolean {
  return topOf(around)
    .all('call_expression')
    .some(call => {
      const callee = calleeOf(call);
      const [first] = argumentsOf(call);
      if (callee.kind === 'builtin') {
        const measured =
          first && (bare(first).kind === 'call_expression' ? argumentOf(bare(first), 'receiver') : first);
        return /^(cap|len)$/.test(callee.name) && isCompared(call) && samePlace(measured && placeOf(measured), place);
      }
      const target = bare(call.field('function') ?? call);
      const name = target.kind === 'selector_expression' ? target.field('field')?.text : undefined;
      const operand = target.field('operand');
      return (
        /^(Cap|Len|Available|Size)$/.test(name ?? '') &&
        isCompared(call) &&
        samePlace(operand && placeOf(operand), place)
      );
    });
}

function isCompared(call: SyntaxNode): boolean {
  return /^[<>]=?$/.test(call.parent?.kind === 'binary_expression' ? call.parent.operator : '');
}
