/** What limits a whole read: wrappers on the reader's way, checks of its length, the route's middleware, and what the operator may switch off. */
import { catalog, effectsOf, frameworks, perCatalog, typeRow } from '../catalog/index.ts';
import type { Source } from '../catalog/schema.ts';
import { argumentOf, argumentsOf, calleeOf, rowOf } from '../golang/callee.ts';
import { constantNumber } from '../golang/constants.ts';
import { fileOf } from '../golang/file.ts';
import { flowAround, functionOf } from '../golang/flow.ts';
import { DECODED, isChecked, isLengthChecked, isSwitchedOff, isSwitchedOn } from '../golang/lengths.ts';
import { namesIn } from '../golang/mentions.ts';
import { brief, identityOf, type Origin, originsOf } from '../golang/origins.ts';
import type { Package } from '../golang/package.ts';
import { placeOf } from '../golang/places.ts';
import { remember } from '../golang/remember.ts';
import { typeOf } from '../golang/type-of.ts';
import { isNamed, typeName, underlying } from '../golang/types.ts';
import { bodyLimitOf, nextCalls } from '../golang/web/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { WholeRead } from './reads.ts';

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

const INPUT: ReadonlySet<Source> = new Set<Source>([
  'request',
  'upload',
  'connection',
  'websocket',
  'message',
  'response',
  'header',
  'cookie',
  'query',
  'archive',
]);

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
  return places.some(place => isLengthChecked(place, of));
}

const HANDLERS = new Set(['request', 'upload']);

function isBoundedByRoute({ node, origin }: WholeRead): boolean {
  if (origin.expanded || !HANDLERS.has(origin.source ?? '')) return false;
  return [node, ...origin.steps.map(step => step.node), origin.node].some(place => {
    for (let func = functionOf(place); func; func = functionOf(func)) if (bodyLimitOf(func) !== undefined) return true;
    return false;
  });
}

/** Whether the body is read, or handed on to be read, only after the next handler was given the same request. */
function isLeftOver({ node, reader, origin }: WholeRead): boolean {
  if (origin.source !== 'request') return false;
  return [{ node, request: reader }, ...origin.steps.map(step => ({ node: step.node, request: step.node }))].some(
    ({ node: at, request }) => {
      const func = functionOf(at);
      const root = placeOf(request)?.root;
      return func !== undefined && root !== undefined && runsAfterNext(at, func, root);
    },
  );
}

function runsAfterNext(node: SyntaxNode, func: SyntaxNode, root: unknown): boolean {
  const flow = flowAround(node);
  const point = flow?.pointOf(node);
  if (!flow || !point) return false;
  return nextCalls(func).some(call => {
    const at = flow.pointOf(call);
    const given = [...argumentsOf(call), argumentOf(call, 'receiver')];
    return (
      at !== undefined &&
      at !== point &&
      flow.dominates(at, point) &&
      given.some(each => each && placeOf(each)?.root === root)
    );
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

/** Some libraries are told a limit once, on the value that is read later: `conn.SetReadLimit(n)`, wherever the value passes. */
function isCapped({ node, origin }: WholeRead): boolean {
  if (!origin.symbol.startsWith('(*') || origin.expanded) return false;
  const path = pathOf(origin.symbol);
  const places = [origin.node, ...origin.steps.map(step => step.node), node];
  return places.some(place => cappedIn(fileOf(place).pkg).has(path));
}

function pathOf(symbol: string): string {
  return symbol.slice(2, symbol.lastIndexOf('.', symbol.indexOf(')')));
}

/** Names of methods that cap later reads, read off the catalog. */
const cappingNames: () => readonly string[] = perCatalog(() => [
  ...new Set(
    catalog.flatMap(({ effects }) =>
      Object.entries(effects).flatMap(([key, row]) =>
        row.bounds?.some(each => each.result === undefined) ? [key.slice(key.lastIndexOf('.') + 1)] : [],
      ),
    ),
  ),
]);

/** The method by which a library is told a limit, for values of the type that a symbol's method belongs to: `SetReadLimit`. */
export function cappingMethod(symbol: string): string | undefined {
  const type = symbol.slice(0, symbol.indexOf(')') + 1);
  return cappingNames().find(name => effectsOf(`${type}.${name}`)?.bounds?.some(each => each.limit !== undefined));
}

/** Paths of the libraries whose values a package caps. */
const cappedIn = remember<Package, ReadonlySet<string>>(pkg => {
  const paths = new Set<string>();
  for (const name of cappingNames()) {
    for (const file of pkg.files) {
      for (const node of namesIn(file, name)) {
        const call = node.parent?.parent;
        if (call?.kind !== 'call_expression' || !rowOf(call)?.bounds) continue;
        const callee = calleeOf(call);
        if (callee.kind === 'external') paths.add(pathOf(callee.symbol));
      }
    }
  }
  return paths;
}, new Set());

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
