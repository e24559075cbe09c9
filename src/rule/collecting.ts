/** The family of growing copies: buffers that take in a stream piece by piece, beside a loop that reads records or chunks off it. */
import type { Effects } from '../catalog/schema.ts';
import { argumentOf, argumentsOf, calleeOf, rowOf } from '../golang/callee.ts';
import { type Flow, flowAround, type Loop } from '../golang/flow.ts';
import { isGrowingBuffer, originsOf } from '../golang/origins.ts';
import { type Place, placeOf, samePlace } from '../golang/places.ts';
import { typeOf } from '../golang/type-of.ts';
import { elementOf, isNamed, underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** A chunk that is added to what was collected before, in a loop that reads chunk after chunk. */
export interface Collected {
  readonly into: SyntaxNode;
  readonly chunk: SyntaxNode;
  readonly loop: Loop;
}

/** `all = append(all, chunk...)` of bytes, or `buf.Write(chunk)`, in a loop that fills the chunk anew each round and ends with the stream. */
export function collectedAt(node: SyntaxNode): Collected | undefined {
  const flow = node.within('for_statement') && flowAround(node);
  const loop = flow?.loopAround(node);
  if (!flow || !loop) return undefined;
  const added = node.kind === 'call_expression' ? written(node) : appended(node);
  if (!added || !endsWithStream(loop)) return undefined;
  const place = placeOf(added.into);
  if (!place || !livesOutside(place, loop) || isDrained(place, loop)) return undefined;
  if (isMeasuredIn(place, loop) || isCountedIn(loop)) return undefined;
  return isFilledIn(added.chunk, loop, flow) ? { ...added, loop } : undefined;
}

function appended(statement: SyntaxNode): { into: SyntaxNode; chunk: SyntaxNode } | undefined {
  const [into] = statement.list('left');
  const call = bare(statement.list('right')[0] ?? statement);
  const [first, rest, ...more] = call.kind === 'call_expression' ? argumentsOf(call) : [];
  if (!into || !first || rest?.kind !== 'variadic_argument' || more.length > 0) return undefined;
  if (!samePlace(placeOf(first), placeOf(into)) || !isNamed(elementOf(typeOf(into)), 'byte', 'uint8')) return undefined;
  return { into, chunk: rest.children[0]! };
}

function written(call: SyntaxNode): { into: SyntaxNode; chunk: SyntaxNode } | undefined {
  const target = bare(call.field('function') ?? call);
  const into = target.kind === 'selector_expression' ? target.field('operand') : undefined;
  const chunk = argumentsOf(call)[0];
  return into && chunk && calleeOf(call).kind === 'external' && isGrowingBuffer(into) ? { into, chunk } : undefined;
}

/** `for {`, `for !done {`, `for sc.Scan() {`: nothing counts the rounds. */
function endsWithStream({ node }: Loop): boolean {
  const header = node.children.find(child => child.role !== 'body');
  if (!header) return true;
  if (header.kind === 'range_clause') {
    const over = header.field('right');
    return over !== undefined && underlying(typeOf(over)).kind === 'chan';
  }
  return header.kind !== 'for_clause' || header.field('condition') === undefined;
}

function livesOutside({ root }: Place, { node }: Loop): boolean {
  return root.kind !== 'local' || !node.contains(root.declared);
}

/** The loop itself empties the buffer, or hands it on and begins anew: framing, not collecting. */
function isDrained(place: Place, { node }: Loop): boolean {
  const resets = node.all('assignment_statement').some(statement =>
    statement.list('left').some((target, index) => {
      const value = statement.list('right')[index];
      return samePlace(placeOf(target), place) && !(value && isAppendTo(value, place));
    }),
  );
  const calls = node.all('call_expression').some(call => {
    const target = bare(call.field('function') ?? call);
    const operand = target.kind === 'selector_expression' ? target.field('operand') : undefined;
    const name = target.field('field')?.text ?? '';
    return /^(Reset|Truncate|Next|Read\w*|WriteTo)$/.test(name) && samePlace(operand && placeOf(operand), place);
  });
  return resets || calls;
}

function isAppendTo(value: SyntaxNode, place: Place): boolean {
  const call = bare(value);
  const callee = call.kind === 'call_expression' ? calleeOf(call) : undefined;
  const [first] = call.kind === 'call_expression' ? argumentsOf(call) : [];
  return callee?.kind === 'builtin' && callee.name === 'append' && samePlace(first && placeOf(first), place);
}

/** Something in the loop compares how much there is. */
function isMeasuredIn(place: Place, { node }: Loop): boolean {
  return node.all('binary_expression').some(comparison => {
    if (!/^[<>]=?$|^[=!]=$/.test(comparison.operator)) return false;
    return comparison.all('call_expression').some(call => {
      const target = bare(call.field('function') ?? call);
      if (target.text === 'len') return argumentsOf(call).some(each => samePlace(placeOf(each), place));
      const operand = target.kind === 'selector_expression' ? target.field('operand') : undefined;
      return /^(Len|Size)$/.test(target.field('field')?.text ?? '') && samePlace(operand && placeOf(operand), place);
    });
  });
}

/** The loop adds up how much has come, and compares the sum where it can be left. */
function isCountedIn({ node, exits }: Loop): boolean {
  const sums = node
    .all('assignment_statement')
    .filter(({ operator }) => operator === '+=')
    .flatMap(statement => statement.list('left').flatMap(target => placeOf(target) ?? []))
    .filter(({ root }) => root.kind === 'local' && !node.contains(root.declared));
  const isSum = (operand: SyntaxNode) => sums.some(sum => samePlace(placeOf(operand), sum));
  return exits.some(({ from }) =>
    [from.node, ...(from.node?.all('binary_expression') ?? [])].some(
      each => each && /^[<>]=?$/.test(each.operator) && each.all('identifier', 'selector_expression').some(isSum),
    ),
  );
}

/** A call of the loop puts data into the chunk, or gives it: `n, err := r.Read(chunk)`, `msg, err := stream.Recv()`. */
function isFilledIn(chunk: SyntaxNode, { node }: Loop, flow: Flow): boolean {
  const place = placeOf(sliced(chunk));
  if (!place) return false;
  const isDefined =
    place.root.kind === 'local' &&
    place.root.definitions.some(
      ({ at, value }) => node.contains(at) && value !== undefined && flow.pointOf(at) !== undefined && gives(value),
    );
  const isPoured = node.all('call_expression').some(call =>
    (rowOf(call)?.passes ?? []).some((each: NonNullable<Effects['passes']>[number]) => {
      const target = each.into === undefined ? undefined : argumentOf(call, each.into);
      return samePlace(target && placeOf(sliced(target)), place);
    }),
  );
  return isDefined || isPoured;
}

/** A read, a receive: its data come from a source, not from this program's own values. */
function gives(value: SyntaxNode): boolean {
  const call = bare(value);
  return (
    call.kind === 'call_expression' &&
    (rowOf(call)?.slurps !== undefined || originsOf(call).some(({ kind }) => kind === 'source'))
  );
}

function sliced(node: SyntaxNode): SyntaxNode {
  const inner = bare(node);
  return inner.kind === 'slice_expression' ? sliced(inner.field('operand') ?? inner) : inner;
}
