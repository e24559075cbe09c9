/** What limits a whole read: wrappers on the reader's way, checks of its length, the route's middleware, and what the operator may switch off. */
import { frameworks, typeRow } from '../catalog/index.ts';
import type { Source } from '../catalog/schema.ts';
import { argumentOf } from '../golang/callee.ts';
import { constantNumber } from '../golang/constants.ts';
import { fileOf } from '../golang/file.ts';
import { flowAround, functionOf } from '../golang/flow.ts';
import { DECODED, isChecked, isLengthChecked, isLengthJudged, isSwitchedOff, isSwitchedOn } from '../golang/lengths.ts';
import { brief, identityOf, type Origin, originsOf } from '../golang/origins.ts';
import { takesServed } from '../golang/roles.ts';
import { typeOf } from '../golang/type-of.ts';
import { isNamed, typeName, underlying } from '../golang/types.ts';
import { bodyLimitOf } from '../golang/web/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { isCapped, pathOf } from './capping.ts';
import { isLeftOver } from './leftovers.ts';
import type { WholeRead } from './reads.ts';
import { SENT } from './sent.ts';

export { isChecked } from '../golang/lengths.ts';

/** More than this is no limit: 1 GiB. */
export const MAX_LIMIT = 2 ** 30;

/** `bounded`: a limit holds. `optional`: only where the operator does not switch it off. `open`: nothing limits it. */
export interface Limits {
  readonly how: 'bounded' | 'optional' | 'open';
  /** Why a bounded read is fine. */
  readonly because: string;
}

export function limitsOf(read: WholeRead): Limits {
  const because = boundOf(read);
  if (because !== undefined) return { how: 'bounded', because };
  return { how: isOptional(read) ? 'optional' : 'open', because: '' };
}

function boundOf(read: WholeRead): string | undefined {
  const { origin } = read;
  if (isBounded(origin))
    return origin.bound ? `limited by ${brief(origin.bound.node)}` : 'what it reads is in memory already';
  if (isLimitedCall(read)) return 'the call itself takes a limit';
  if (isLengthBounded(read)) return 'its length is checked before it is read';
  if (isCapped(read) || isLimitedByOption(read)) return 'the library is told a limit';
  if (isLimitedByFramework(origin)) return 'the framework limits it by itself';
  if (isLeftOver(read))
    return 'it is what the next handler left of the body: nothing, or what somebody keeps in memory';
  return isBoundedByRoute(read) ? 'every route to it limits the body' : undefined;
}

/** Whether an origin's own way bounds it: constant or configured, at most 1 GiB, not taken from the input; or it is in memory already. */
export function isBounded(origin: Origin): boolean {
  if (origin.held || origin.source === 'memory' || origin.source === 'recorder') return true;
  if (isAssumedSmall(origin) && !origin.expanded) return true;
  const { bound } = origin;
  if (!bound) return false;
  if (bound.bytes !== undefined) return bound.bytes <= MAX_LIMIT;
  return bound.limit === undefined || isLimit(bound.given ?? bound.limit);
}

/** The configuration says that something before the program limits the bodies of requests; inflating them is another matter. */
function isAssumedSmall({ source, node }: Origin): boolean {
  return (source === 'request' || source === 'upload') && fileOf(node).source.requestBodyLimit !== undefined;
}

function isLimit(node: SyntaxNode): boolean {
  const limit = constantNumber(node);
  if (limit !== undefined) return limit <= MAX_LIMIT;
  return !comesFromInput(node) || isChecked(node);
}

function isLimitedCall({ limit, loop }: WholeRead): boolean {
  return limit !== undefined && loop === undefined && isLimit(limit);
}

const INPUT: ReadonlySet<Source> = new Set<Source>([...SENT, 'response', 'archive']);

function comesFromInput(value: SyntaxNode): boolean {
  return originsOf(value).some(origin => origin.source !== undefined && INPUT.has(origin.source));
}

/** Types whose lengths say how long what comes from a source is. Inflated bytes have no length that can be trusted but a zip entry's own. */
function describes(origin: Origin): (type: string) => boolean {
  return type => {
    const source = typeRow(type)?.source;
    if (origin.expanded)
      return type === DECODED || (origin.expanded.format === 'zip' && type.startsWith('archive/zip.'));
    return source === undefined || source === origin.source;
  };
}

/** A check of the declared length before the read, or before it was handed to the function that reads. */
function isLengthBounded({ node, origin }: WholeRead): boolean {
  const places = [node, ...origin.steps.map(step => step.node)];
  const of = describes(origin);
  return places.some(place => isLengthChecked(place, of) || isLengthJudged(place, of));
}

const HANDLERS = new Set(['request', 'upload']);

function isBoundedByRoute({ node, origin }: WholeRead): boolean {
  if (origin.expanded || !HANDLERS.has(origin.source ?? '')) return false;
  return [node, ...origin.steps.map(step => step.node), origin.node].some(place => {
    for (let func = functionOf(place); func; func = functionOf(func)) {
      if (bodyLimitOf(func) !== undefined) return true;
      // What is around a function that answers requests itself may be about another framework's.
      if (takesServed(func)) return false;
    }
    return false;
  });
}

/** What a framework hands out is within the framework's own limit, wherever that is read. */
function isLimitedByFramework({ source, symbol, expanded }: Origin): boolean {
  if (expanded || !HANDLERS.has(source ?? '') || !symbol.startsWith('(*')) return false;
  const path = pathOf(symbol);
  return frameworks.some(
    ({ bodyLimit, constructors, routers }) =>
      bodyLimit !== undefined &&
      [...constructors, ...routers].some(each => each.replace(/^\*/, '').startsWith(`${path}.`)),
  );
}

/** An option of the call, or of the constructor of what it is called on: `zstd.NewReader(nil, zstd.WithDecoderMaxMemory(n))`. */
function isLimitedByOption({ node, options }: WholeRead): boolean {
  if (options.length === 0) return false;
  const receiver = argumentOf(node, 'receiver');
  const made = receiver ? identityOf(receiver).map(origin => origin.node) : [];
  return [node, ...made].some(call =>
    [...call.all('identifier', 'field_identifier')].some(name => options.includes(name.text)),
  );
}

/** A limit that its own value lifts (`if max > 0 { r = io.LimitReader(r, max) }`), or a read that is only for those who lifted it. */
function isOptional({ node, origin, origins }: WholeRead): boolean {
  const lifted = origins.some(
    ({ bound, node: begin }) =>
      bound?.limit !== undefined && begin === origin.node && isSwitchedOn(bound.node, bound.limit),
  );
  return lifted || switches(node).some(limit => isSwitchedOff(node, limit));
}

/** Configured whole numbers that conditions on the way compare with zero or less. */
function switches(node: SyntaxNode): readonly SyntaxNode[] {
  const flow = flowAround(node);
  const point = flow?.pointOf(node);
  if (!flow || !point) return [];
  return flow.guards(point).flatMap(({ condition }) => comparedWithZero(condition));
}

function comparedWithZero(outer: SyntaxNode): readonly SyntaxNode[] {
  const node = bare(outer);
  if (node.kind !== 'binary_expression') return [];
  const left = node.field('left');
  const right = node.field('right');
  if (!left || !right) return [];
  if (/^(&&|\|\|)$/.test(node.operator)) return [...comparedWithZero(left), ...comparedWithZero(right)];
  const zero = constantNumber(right);
  return zero !== undefined && zero <= 0 && isConfigured(left) ? [left] : [];
}

function isConfigured(value: SyntaxNode): boolean {
  const type = typeOf(value);
  const whole = /^u?int(8|16|32|64)?$/.test(typeName(underlying(type))) && !isNamed(type, 'time.Duration');
  const origins = whole ? originsOf(value) : [];
  const chosen = origins.some(
    ({ kind, source }) => /^(constant|field|param|global)$/.test(kind) || source === 'environment',
  );
  return chosen && !comesFromInput(value);
}
