/** Origins of results of calls: by catalog rows, by the bodies of the module's functions, through interfaces and function values. */
import { effectsOf, typeRow } from '../catalog/index.ts';
import type { Effects, Param, Source, Symbol } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, argumentsOf, type Callee, calleeOf, symbolOf } from './callee.ts';
import { returnedBy } from './callers.ts';
import { constantString } from './constants.ts';
import { fileOf } from './file.ts';
import type { Member } from './members.ts';
import { implementations } from './mentions.ts';
import {
  type Bound,
  type Context,
  change,
  distinct,
  entered,
  follow,
  givenFor,
  leaf,
  literalField,
  type Origin,
  opaque,
  passed,
  START,
  step,
} from './origin.ts';
import { placeOf } from './places.ts';
import type { Pour } from './pours.ts';
import { typeOf } from './type-of.ts';
import { isNamed, parseType, pointee, type Type, typeFrom, typeName } from './types.ts';

/** More implementations than this say too little about a call through an interface. */
const IMPLEMENTATIONS = 6;

export function ofCall(call: SyntaxNode, result: number, context: Context): readonly Origin[] {
  const callee = calleeOf(call);
  switch (callee.kind) {
    case 'external':
      return ofRow(call, result, effectsOf(callee.symbol) ?? {}, callee.symbol, context);
    case 'declared':
      return ofDeclared(call, callee.func.node, result, symbolOf(callee), context);
    case 'literal':
      return ofDeclared(call, callee.node, result, '', context);
    case 'interface':
      return ofInterface(call, callee, result, context);
    case 'builtin':
      return ofBuiltin(call, callee.name, context);
    case 'conversion':
      return follow(argumentsOf(call)[0], context);
    default:
      return ofFunctionValue(call, result, context);
  }
}

/** A call of a variable, field or parameter that holds functions in sight. */
function ofFunctionValue(call: SyntaxNode, result: number, context: Context): readonly Origin[] {
  const target = call.field('function');
  const values = target ? follow(target, { ...context, lens: 'value' }) : [];
  const found = values.flatMap(({ kind, node }) => {
    if (kind !== 'func') return [];
    const callee: Callee = node.kind === 'func_literal' ? { kind: 'literal', node } : calleeOf(node);
    if (callee.kind === 'literal') return ofDeclared(call, callee.node, result, '', context);
    return callee.kind === 'declared' ? ofDeclared(call, callee.func.node, result, symbolOf(callee), context) : [];
  });
  return found.length > 0 ? distinct(found) : [resultLeaf(call, result, '', context)];
}

/** The result of a call that is not followed: by its type, or because what takes a request and is called Do gives a response. */
function resultLeaf(call: SyntaxNode, result: number, symbol: Symbol, context: Context): Origin {
  if (result > 0) return leaf('call', call, { symbol, type: { kind: 'unknown' } });
  const found = opaque('call', call, { symbol });
  const request = argumentsOf(call).find(each => typeName(typeOf(each)) === 'net/http.Request');
  if (!request) return found;
  const named = () => follow(request, naming(context));
  if (found.source === 'response') return { ...found, named };
  const name = bare(call.field('function') ?? call).field('field')?.text;
  if (found.type.kind !== 'unknown' || !/^(Do|RoundTrip)$/.test(name ?? '')) return found;
  return leaf('source', call, { symbol, source: 'response', type: parseType('*net/http.Response'), named });
}

function ofRow(call: SyntaxNode, result: number, row: Effects, symbol: Symbol, context: Context): readonly Origin[] {
  if (context.lens === 'name') {
    const named = nameOrigins(call, result, row, context);
    if (named.length > 0) return named;
    // Which argument names the peer is known, though not what it holds: what else goes into the call does not name it.
    if (row.names?.some(each => (each.result ?? 0) === result)) return [leaf('made', call)];
  }
  const origins = [
    ...yielded(call, result, row, symbol, context),
    ...transformed(call, row, symbol, each => each.result === result, context),
    ...slurped(call, result, row, symbol, context),
  ];
  if (origins.length > 0) return distinct(origins);
  const receiver = argumentOf(call, 'receiver');
  // Of what another module's value is the text of, its fields tell.
  if (context.lens === 'name' && receiver && /\.(String|Redacted)$/.test(symbol)) return follow(receiver, context);
  const type = row.results?.[result];
  const known = type && typeName(parseType(type)) !== 'net/http.Response';
  const found = known
    ? opaque('call', call, { symbol, type: parseType(type) })
    : resultLeaf(call, result, symbol, context);
  return [found.assumed && receiver && isServed(typeOf(receiver)) ? { ...found, assumed: false } : found];
}

/** What only servers hand out: a request got from it was sent by a peer. */
function isServed(type: Type): boolean {
  return typeRow(typeName(type))?.serves === true;
}

/** What chose the peer or file that a result of the call stands for. */
function nameOrigins(call: SyntaxNode, result: number, row: Effects, context: Context): readonly Origin[] {
  const format = /^fmt\.Sprintf?$/.test(symbolOf(calleeOf(call))) ? sprintfHead(call, context) : undefined;
  if (format) return format;
  return (row.names ?? [])
    .filter(each => (each.result ?? 0) === result)
    .flatMap(each => follow(argumentOf(call, each.param), context));
}

/** Which part of a formatted text chooses the host: its constant head, or the first argument; of a format that is put together, each that it can be. */
function sprintfHead(call: SyntaxNode, context: Context): readonly Origin[] | undefined {
  const [format, ...args] = argumentsOf(call);
  const text = format && constantString(format);
  if (!format || (text === undefined && args.length === 0)) return undefined;
  const formats = text === undefined ? follow(format, context) : [leaf('constant', call, { text })];
  const heads = formats.flatMap(each => (each.kind === 'constant' ? headOf(each, args[0], context) : [each]));
  return heads.length > 0 ? distinct(heads) : undefined;
}

function headOf(format: Origin, first: SyntaxNode | undefined, context: Context): readonly Origin[] {
  const { text } = format;
  if (text === undefined) return [format];
  const verb = text.search(/%[^%]/);
  const head = verb < 0 ? text : text.slice(0, verb);
  if (verb < 0 || namesHost(head) || !isOpen(head)) return [{ ...format, text: head }];
  if (!first) return [];
  return follow(first, context).map(origin => {
    return { ...origin, derived: 'text', text: origin.text === undefined ? undefined : head + origin.text };
  });
}

/** Text after which a host may still begin or go on: nothing, `https://`, `https://api.`; not `https://host:80`, `/path` or `data:`. */
export function isOpen(head: string): boolean {
  if (/^data:/i.test(head)) return false;
  return (
    head === '' || (/^[a-z][a-z0-9+.-]*:(\/\/[^/?#]*)?$/i.test(head) && !namesHost(`${head}/`)) || /\.$/.test(head)
  );
}

/** Scheme and host are complete: a path or a port follows `//host`. */
export function namesHost(head: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#@:]*[^/?#.:@][:/?#]/i.test(head);
}

function yielded(call: SyntaxNode, result: number, row: Effects, symbol: Symbol, context: Context): readonly Origin[] {
  const named = row.names
    ? () => row.names!.flatMap(each => follow(argumentOf(call, each.param), naming(context)))
    : undefined;
  return (row.yields ?? []).flatMap(each =>
    (each.result ?? 0) === result && each.into === undefined
      ? [leaf('source', call, { source: each.source, symbol, named, bound: uploadBound(call, each.source, context) })]
      : [],
  );
}

/** An upload is part of a body: a limit that was put on the body before limits it, too, here or in every caller. */
function uploadBound(call: SyntaxNode, source: Source, context: Context): Bound | undefined {
  const receiver = source === 'upload' ? argumentOf(call, 'receiver') : undefined;
  if (!receiver) return undefined;
  const type = pointee(typeOf(receiver));
  const place = placeOf(receiver);
  const body = isNamed(type, 'net/http.Request') ? ['Body'] : ['Request', 'Body'];
  const origins = isNamed(type, 'mime/multipart.FileHeader')
    ? follow(receiver, context)
    : place
      ? context.ofPlace({ root: place.root, path: [...place.path, ...body] }, call, receiver, context)
      : [];
  return origins.every(({ bound }) => bound) ? origins[0]?.bound : undefined;
}

/** Who names a peer is a question of its own, with its own budget. */
function naming(context: Context): Context {
  return { ...context, lens: 'name', seen: START, budget: { left: 800 } };
}

type Transfer = { readonly result?: number; readonly into?: Param };

/** Wrappers: what they pass on, limit, and inflate, as far as the transfer is asked for. */
function transformed(
  call: SyntaxNode,
  row: Effects,
  symbol: Symbol,
  wanted: (transfer: Transfer) => boolean,
  context: Context,
): readonly Origin[] {
  const from = (param: Param) => follow(argumentOf(call, param), context);
  const limited = (row.bounds ?? []).filter(wanted).flatMap(each => {
    if (each.per === 'read')
      return step(from(each.param), call, `passes through ${symbol}, which caps each Read, not the total`, {
        capped: call,
      });
    const limit = each.limit === undefined ? undefined : argumentOf(call, each.limit);
    const bound = { node: call, limit, given: givenFor(limit, context), bytes: each.bytes };
    return step(from(each.param), call, `limited by ${symbol}`, { bound });
  });
  // Of the object itself, a decompressor is one of its own; what it reads is another's.
  if (context.lens === 'value' && row.expands?.some(wanted)) return [leaf('made', call)];
  const inflated = (row.expands ?? []).filter(wanted).flatMap(each =>
    step(from(each.param), call, `decompressed (${each.format})`, {
      bound: undefined,
      held: false,
      expanded: { node: call, format: each.format },
    }),
  );
  // Of the object itself only wrappers are views; a buffer made from bytes is an object of its own.
  const views = (row.passes ?? []).filter(each => wanted(each) && (context.lens !== 'value' || each.as === undefined));
  const passed = views.flatMap(each => passes(from(each.param), call, each.as, symbol));
  return [...limited, ...inflated, ...passed];
}

function slurped(call: SyntaxNode, result: number, row: Effects, symbol: Symbol, context: Context): readonly Origin[] {
  if (result !== 0) return [];
  return (row.slurps ?? []).flatMap(each => {
    if (each.into !== 'result') return [];
    const origins = each.source
      ? [leaf('source', call, { source: each.source, symbol })]
      : follow(argumentOf(call, each.param), context);
    return step(origins, call, `read whole by ${symbol}`, { held: true });
  });
}

function passes(
  origins: readonly Origin[],
  call: SyntaxNode,
  as: NonNullable<Effects['passes']>[number]['as'],
  symbol: Symbol,
): readonly Origin[] {
  switch (as) {
    case 'entry':
      return step(origins, call, 'an entry of the archive', {
        entry: call,
        bound: undefined,
        held: false,
        expanded: { node: call, format: 'archive' },
      });
    case 'bytes':
      return step(origins, call, `held in memory, read through ${symbol}`, { held: true });
    case 'part':
    case 'text':
      return change(origins, { derived: as });
    default:
      return step(origins, call, `wrapped by ${symbol}`);
  }
}

/** What a pour leaves in its target. */
export function poured({ call, into, row }: Pour, context: Context): readonly Origin[] {
  const symbol = symbolOf(calleeOf(call));
  const here = (transfer: Transfer) => transfer.into === into;
  const sources = (row.yields ?? []).filter(here).map(each => leaf('source', call, { source: each.source, symbol }));
  const whole = (row.slurps ?? []).flatMap(each =>
    each.into === into
      ? step(follow(argumentOf(call, each.param), context), call, `read whole by ${symbol}`, { held: true })
      : [],
  );
  return [...sources, ...transformed(call, row, symbol, here, context), ...whole];
}

/** The results of a function of the module are what its return statements give, its parameters being this call's arguments. */
function ofDeclared(
  call: SyntaxNode,
  func: SyntaxNode,
  result: number,
  symbol: Symbol,
  before: Context,
): readonly Origin[] {
  // A function that calls itself adds nothing to what its other returns give.
  if (passed(before.seen, func)) return [];
  const context = before.inwards > 0 ? entered(before, func) : undefined;
  if (!context || !func.field('body')) return [resultLeaf(call, result, symbol, before)];
  const inside: Context = { ...context, inwards: context.inwards - 1, frame: { call, func, outer: context.frame } };
  const origins = returnedBy(func, result).flatMap(value => context.trace(value.node, value.result, inside));
  const useful = origins.filter(origin => origin.kind !== 'nil');
  return useful.length === 0 ? [resultLeaf(call, result, symbol, context)] : distinct(useful);
}

/** All implementations in the module, where there are some: origins of each. A call that none answers stays what it is. */
function ofInterface(
  call: SyntaxNode,
  callee: Extract<Callee, { kind: 'interface' }>,
  result: number,
  context: Context,
): readonly Origin[] {
  const symbol = symbolOf(callee);
  const method = callee.member.node.field('name')?.text ?? '';
  const found = implementations(callee.member.owner, method, fileOf(call));
  if (found.length === 0 || found.length > IMPLEMENTATIONS) return [resultLeaf(call, result, symbol, context)];
  return distinct(found.flatMap(func => ofDeclared(call, func.node, result, symbol, context)));
}

function ofBuiltin(call: SyntaxNode, name: string, context: Context): readonly Origin[] {
  const args = argumentsOf(call);
  switch (name) {
    case 'append':
    case 'min':
    case 'max':
      return distinct(args.flatMap(each => context.trace(each, 0, context)));
    case 'make':
      return [leaf('made', call)];
    case 'new': {
      const type = typeFrom(args[0]);
      return [leaf('made', call, type.kind === 'unknown' ? {} : { type: { kind: 'pointer', elem: type } })];
    }
    case 'len':
    case 'cap':
      return change(follow(args[0], context), { derived: 'operation' });
    default:
      return [leaf('unknown', call)];
  }
}

const OWN_REQUEST = /^net\/http(\/httptest)?\.NewRequest/;

/** A request that this program built itself is no peer's: its body is what it was given. */
function isOwnRequest(origin: Origin): boolean {
  if (origin.kind === 'made' && isNamed(origin.type, 'net/http.Request')) return true;
  return [origin, ...origin.steps].some(
    ({ node }) => node.kind === 'call_expression' && OWN_REQUEST.test(symbolOf(calleeOf(node))),
  );
}

/** What a struct literal gives a field. */
function givenIn(literal: SyntaxNode, name: string): SyntaxNode | undefined {
  return literal.kind === 'composite_literal' || literal.kind === 'literal_value'
    ? literalField(literal, name)
    : undefined;
}

/** A field that a catalog row declares, by the origins of the value that has it: `r.Body`, `resp.Header`, `c.Request`. */
export function rowParts(
  node: SyntaxNode,
  base: readonly Origin[],
  member: Extract<Member, { kind: 'row-field' }>,
  name: string,
  context: Context,
): readonly Origin[] {
  const source = member.source ?? typeRow(typeName(member.type))?.source;
  const { symbol, type } = member;
  // What a response says was chosen by whoever sent it, not by who chose that server.
  if (context.lens === 'name' && symbol.startsWith('net/http.Response.'))
    return [leaf('source', node, { source: 'response', symbol, type })];
  // What only servers hand out is a peer's, whatever it was taken from.
  const served = isServed(type) || typeRow(symbol.slice(0, symbol.lastIndexOf('.')))?.serves === true;
  if (base.length === 0) return source ? [leaf('source', node, { source, symbol, type, assumed: !served })] : [];
  return base.flatMap(origin => {
    const given = origin.kind === 'made' ? givenIn(origin.node, name) : undefined;
    if (given) return follow(given, context);
    const part = { ...origin, type, derived: 'part' as const };
    if (context.lens === 'name' && origin.kind !== 'source') return part;
    if (symbol.startsWith('net/http.Request.') && isOwnRequest(origin)) return name === 'Body' ? origin : part;
    if (!source || origin.held) return part;
    if (origin.source === 'recorder' || origin.source === 'memory') return { ...part, held: true };
    if (origin.source === source) return { ...origin, type };
    const known = served || (origin.kind === 'source' && !origin.assumed) || isServed(origin.type);
    const assumed = source === 'request' && !known;
    return leaf('source', node, { source, symbol, type, assumed, named: origin.named });
  });
}
