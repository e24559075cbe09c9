/**
 * Recognises middleware that the module wrote itself by what its body does: compressing what the next handler writes, answering preflights,
 * limiting the body. Names count for nothing.
 */
import { effectsOf, resource, typeRow } from '../../catalog/index.ts';
import type { MiddlewareRow } from '../../catalog/schema.ts';
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from '../callee.ts';
import { constantString } from '../constants.ts';
import { fileOf } from '../file.ts';
import { flowOf, functionOf, type Point } from '../flow.ts';
import { fieldsOf, memberOf } from '../members.ts';
import { globalUses } from '../mentions.ts';
import type { Package } from '../package.ts';
import { remember } from '../remember.ts';
import { topOf } from '../scope.ts';
import { typeOf } from '../type-of.ts';
import { pointee, type Type, typeFrom, typeName, underlying } from '../types.ts';
import { isServedType, isServing } from './frameworks.ts';

export interface Doing {
  readonly row: MiddlewareRow;
  /** The expression that carries a body limit. */
  readonly limit: SyntaxNode | undefined;
}

/** What a function that answers requests does besides handing them on. */
export const bodyOf = remember<SyntaxNode, readonly Doing[]>(func => {
  const found: Doing[] = [];
  const empty = compressing(func);
  if (empty) found.push({ row: { role: 'compress', form: 'value', empty }, limit: undefined });
  if (answersPreflight(func))
    found.push({ row: { role: 'cors', form: 'value', answers: 'every-options' }, limit: undefined });
  const limit = bodyLimit(func);
  if (limit) found.push({ row: { role: 'body-limit', form: 'value' }, limit });
  return found;
}, []);

/** Whether a node stands in code that answers requests or writes responses, or in a variable that such code uses. */
export function concernsResponses(node: SyntaxNode): boolean {
  for (let func = functionOf(node); func; func = functionOf(func)) {
    const receiver = func.field('receiver')?.children[0]?.field('type');
    if (isServing(func) || (receiver && isResponseWriter(typeFrom(receiver)))) return true;
  }
  const top = topOf(node);
  return (
    top.kind === 'var_declaration' &&
    globalUses(top).some(use => functionOf(use) !== undefined && concernsResponses(use))
  );
}

// Handing on

/** Calls by which a middleware lets the rest of the chain run: `next.ServeHTTP(w, r)`, `next(c)`, `c.Next()`. */
export function nextCalls(func: SyntaxNode): readonly SyntaxNode[] {
  return callsIn(func).filter(call => {
    const target = bare(call.field('function') ?? call);
    const args = argumentsOf(call);
    if (target.kind === 'selector_expression') {
      const name = target.field('field')?.text;
      if (name === 'Next' || name === 'ProcessFilter') return isServedValue(target.field('operand')) || args.length > 0;
      if (name === 'ServeHTTP') return args.length === 2;
    }
    return (
      calleeOf(call).kind === 'unknown' && args.length > 0 && args.some(arg => isServedValue(arg) || isRequest(arg))
    );
  });
}

function isServedValue(node: SyntaxNode | undefined): boolean {
  return node !== undefined && isServedType(typeOf(node));
}

function isRequest(node: SyntaxNode): boolean {
  return typeName(typeOf(node)) === 'net/http.Request';
}

const callsIn = remember<SyntaxNode, readonly SyntaxNode[]>(
  func => [...(func.field('body')?.all('call_expression') ?? [])],
  [],
);

// CORS

const ALLOW_ORIGIN = 'access-control-allow-origin';

/** A look at the text first: few middleware say anything of OPTIONS, and what they call is costly to find out. */
function answersPreflight(func: SyntaxNode): boolean {
  return /options/i.test(func.text) && endsOptions(func) && doesWithin(func, setsAllowOrigin, 2);
}

/** Whether a function, or one of the module that it calls, holds a call that passes the test. */
function doesWithin(func: SyntaxNode, test: (call: SyntaxNode) => boolean, depth: number): boolean {
  return callsIn(func).some(call => {
    if (test(call)) return true;
    const callee = depth > 0 ? calleeOf(call) : undefined;
    return callee?.kind === 'declared' && callee.func.node !== func && doesWithin(callee.func.node, test, depth - 1);
  });
}

function setsAllowOrigin(call: SyntaxNode): boolean {
  const [name, value] = argumentsOf(call);
  return value !== undefined && name !== undefined && constantString(name)?.toLowerCase() === ALLOW_ORIGIN;
}

/** A way on which the method is OPTIONS ends without the rest of the chain. */
function endsOptions(func: SyntaxNode): boolean {
  const flow = flowOf(func);
  const ends = stops(func);
  return flow.points.some(point => {
    if (!isOptionsBranch(point)) return false;
    if (ends.aborts) return ends.calls.some(call => reaches(flow, point, call));
    const next = new Set(ends.calls.map(call => flow.pointOf(call)));
    return flow.exits.some(exit => flow.reaches(point, exit, at => next.has(at)));
  });
}

function reaches(flow: ReturnType<typeof flowOf>, from: Point, call: SyntaxNode): boolean {
  const to = flow.pointOf(call);
  return to !== undefined && flow.reaches(from, to);
}

/** In some frameworks a chain goes on unless it is aborted; in the others it ends unless the next handler is called. */
function stops(func: SyntaxNode): { readonly aborts: boolean; readonly calls: readonly SyntaxNode[] } {
  const param = (func.field('parameters')?.children ?? []).map(each => typeFrom(each.field('type')));
  const aborting = param.some(type => /gin-gonic\/gin\.Context$|hertz\/pkg\/app\.RequestContext$/.test(typeName(type)));
  if (!aborting) return { aborts: false, calls: nextCalls(func) };
  const calls = callsIn(func).filter(call => {
    const target = bare(call.field('function') ?? call);
    return target.kind === 'selector_expression' && /^Abort/.test(target.field('field')?.text ?? '');
  });
  return { aborts: true, calls };
}

function isOptionsBranch(point: Point): boolean {
  const { kind, node, taken } = point;
  if (kind !== 'branch' || !node) return false;
  if (taken === 'case') return node.list('value').some(isOptions);
  if (taken !== 'true' && taken !== 'false') return false;
  return comparesOptions(node, taken === 'true');
}

/** Whether a condition that comes out as `holds` says that the method is OPTIONS. */
function comparesOptions(condition: SyntaxNode, holds: boolean): boolean {
  const node = bare(condition);
  const sides = [node.field('left'), node.field('right')].flatMap(side => side ?? []);
  if (node.kind === 'unary_expression' && node.operator === '!')
    return comparesOptions(node.field('operand') ?? node, !holds);
  if (node.kind !== 'binary_expression')
    return node.kind === 'call_expression' && holds && argumentsOf(node).some(isOptions);
  if (node.operator === (holds ? '==' : '!=')) return sides.some(isOptions);
  if (node.operator === (holds ? '&&' : '||')) return sides.some(side => comparesOptions(side, holds));
  return false;
}

function isOptions(node: SyntaxNode): boolean {
  return constantString(node)?.toUpperCase() === 'OPTIONS';
}

// Body limits

/** `r.Body = http.MaxBytesReader(w, r.Body, n)` on every way to the next handler: n. */
function bodyLimit(func: SyntaxNode): SyntaxNode | undefined {
  for (const statement of func.field('body')?.all('assignment_statement') ?? []) {
    const [target] = statement.list('left');
    const isBody = target?.kind === 'selector_expression' && target.field('field')?.text === 'Body';
    const limit = isBody ? limitIn(statement) : undefined;
    if (limit && comesFirst(statement, func)) return limit;
  }
  return undefined;
}

function limitIn(statement: SyntaxNode): SyntaxNode | undefined {
  for (const call of statement.all('call_expression')) {
    const bound = effectsOf(symbolOf(calleeOf(call)))?.bounds?.find(each => each.per !== 'read');
    if (typeof bound?.limit === 'number') return argumentsOf(call)[bound.limit];
  }
  return undefined;
}

/** Every way to the next handler passes the statement. */
function comesFirst(statement: SyntaxNode, func: SyntaxNode): boolean {
  const flow = flowOf(func);
  const point = functionOf(statement) === func ? flow.pointOf(statement) : undefined;
  const next = nextCalls(func).flatMap(call => flow.pointOf(call) ?? []);
  return point !== undefined && next.every(each => flow.dominates(point, each));
}

// Compression

/**
 * How a function that compresses the response behaves when nothing is written: undefined where it does not compress. It does if a writer that
 * compresses goes into a response writer of the module's own, which the rest of the chain gets.
 */
function compressing(func: SyntaxNode): MiddlewareRow['empty'] | undefined {
  if (!mentionsCodec(fileOf(func).pkg)) return undefined;
  const literal = [...(func.field('body')?.all('composite_literal', 'call_expression') ?? [])].find(node =>
    isResponseWriter(typeOf(node)),
  );
  if (!literal || !isHandedOn(func, literal)) return undefined;
  const opened = compressorsIn(func);
  if (opened.length > 0) return closesAlways(func, opened) ? 'writes' : 'nothing';
  const type = pointee(typeOf(literal));
  return methodsOf(type).some(method => compressorsIn(method).length > 0) ? 'nothing' : undefined;
}

const mentionsCodec = remember<Package, boolean>(
  pkg => pkg.files.some(({ text }) => /gzip|flate|brotli|zstd|zlib/.test(text)),
  false,
);

function methodsOf(type: Type): readonly SyntaxNode[] {
  if (type.kind !== 'named' || !type.entity) return [];
  const { pkg, name } = type.entity;
  return pkg.methodNames(name).flatMap(method => pkg.methods(name, method).map(func => func.node));
}

/** A type of the module that stands for a response writer: it has Write, and embeds or holds one. */
export function isResponseWriter(type: Type): boolean {
  const base = pointee(type);
  if (base.kind !== 'named' || !base.entity || base.entity.local) return false;
  const under = underlying(base);
  return (
    under.kind === 'struct' &&
    fieldsOf(under.node).some(field => isWriterType(field.type)) &&
    memberOf(base, 'Write') !== undefined
  );
}

/** A response writer of the library or a framework, looked at by what it is: it has a header to set, and is what servers hand out. */
export function isWriterType(type: Type): boolean {
  const name = typeName(type);
  if (isServedType(type) && name === 'net/http.ResponseWriter') return true;
  return (
    /\.(ResponseWriter|WrapResponseWriter)$/.test(name) ||
    (typeRow(name)?.embeds ?? []).includes('net/http.ResponseWriter')
  );
}

/** The writer goes to the next handler: as an argument, through a variable, or as the context's writer. */
function isHandedOn(func: SyntaxNode, literal: SyntaxNode): boolean {
  const type = typeName(typeOf(literal));
  const passed = callsIn(func).some(call => argumentsOf(call).some(argument => typeName(typeOf(argument)) === type));
  return passed || isStored(literal);
}

function isStored(literal: SyntaxNode): boolean {
  const statement = literal.within('assignment_statement');
  return (
    statement?.list('left').some(target => target.kind === 'selector_expression' && isWriterType(typeOf(target))) ===
    true
  );
}

const COMPRESSORS = /(gzip|zlib|flate|brotli|zstd|pgzip|s2)\.(Writer|Encoder)$/;

/** Calls that give a compressing writer: constructors, and what a pool keeps. */
function compressorsIn(func: SyntaxNode): readonly SyntaxNode[] {
  const calls = callsIn(func).filter(call => {
    const opened = effectsOf(symbolOf(calleeOf(call)))?.acquires?.some(each =>
      /writer|encoder/i.test(resource(each.resource)?.noun ?? ''),
    );
    return opened === true || COMPRESSORS.test(typeName(typeOf(call)));
  });
  const asserted = [...(func.field('body')?.all('type_assertion_expression') ?? [])].filter(node =>
    COMPRESSORS.test(typeName(typeOf(node))),
  );
  return [...calls, ...asserted];
}

/** The stream is ended on every way on which it was opened, written to or not. */
function closesAlways(func: SyntaxNode, opened: readonly SyntaxNode[]): boolean {
  const depth = (node: SyntaxNode) => guardsAround(node, func);
  const least = Math.min(...opened.map(depth));
  return callsIn(func).some(call => {
    const target = bare(call.field('function') ?? call);
    if (target.kind !== 'selector_expression' || target.field('field')?.text !== 'Close') return false;
    const operand = target.field('operand');
    const closes =
      operand !== undefined && (COMPRESSORS.test(typeName(typeOf(operand))) || isResponseWriter(typeOf(operand)));
    return closes && depth(call) <= least;
  });
}

/** How many conditions stand around a node in a function; closures run where they stand. */
function guardsAround(node: SyntaxNode, func: SyntaxNode): number {
  let count = 0;
  for (let at = node.parent; at && at !== func; at = at.parent)
    if (/^(if_statement|expression_case|type_case)$/.test(at.kind)) count++;
  return count;
}
