/**
 * Where a value comes from: followed backwards through assignments, branches, wrappers, fields, closures, calls into the module and, for
 * parameters, out to the callers. What comes back is a set: one origin per way, each with the bounds and decompressors that it passed.
 */
import { effectsOf, typeRow, valueRow } from '../catalog/index.ts';
import type { Effects, Param, Source, Symbol } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, argumentsOf, type Callee, calleeOf, symbolOf } from './callee.ts';
import type { Definition, FieldEntity, FuncEntity, GlobalEntity, LocalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { functionOf } from './flow.ts';
import { memberOf } from './members.ts';
import { implementations, literalValueOf, usesOfField, usesOfFunc, usesOfGlobal } from './mentions.ts';
import { type Place, placeOf, reaching } from './places.ts';
import { resolve } from './scope.ts';
import { localType, typeOf } from './type-of.ts';
import { isNamed, parseType, pointee, type Type, typeFrom, typeName, underlying } from './types.ts';
import { wrapperOf } from './wrappers.ts';

/** One thing that happened to the value on its way, as evidence. */
export interface Step {
  readonly node: SyntaxNode;
  readonly note: string;
}

/** What limits how much can be read. */
export interface Bound {
  /** The wrapping call, literal or assignment. */
  readonly node: SyntaxNode;
  /** The expression that carries the limit, where there is one. */
  readonly limit: SyntaxNode | undefined;
  /** The limit in bytes, where it is known. */
  readonly bytes: number | undefined;
}

export interface Origin {
  readonly kind: /** A catalogued source: `source` says which. */
    | 'source'
    | 'param' // of an exported or uncalled function: whatever the caller gives
    | 'constant'
    | 'made' // make, new, a literal, a zero value
    | 'nil'
    | 'field' // a field that nothing in sight stores into
    | 'global'
    | 'call' // the result of a call that is not understood
    | 'received' // from a channel
    | 'func'
    | 'unknown';
  readonly source: Source | undefined;
  /** Where the value begins. */
  readonly node: SyntaxNode;
  /** The catalogued or declared symbol that it comes from, '' where there is none. */
  readonly symbol: Symbol;
  readonly type: Type;
  /** From the beginning to the place that was asked about. */
  readonly steps: readonly Step[];
  /** The last limit on the way that still holds; a decompressor after it lifts it. */
  readonly bound: Bound | undefined;
  /** A wrapper that looks like a limit and is none: it caps each Read. */
  readonly capped: SyntaxNode | undefined;
  /** The last decompressor on the way. */
  readonly expanded: { readonly node: SyntaxNode; readonly format: string } | undefined;
  /** The bytes are in memory already. */
  readonly held: boolean;
  /** A member of an archive. */
  readonly entry: SyntaxNode | undefined;
  /** The value is something inside the origin, text made from it, an element of it, or computed from it. */
  readonly derived: 'part' | 'text' | 'element' | 'operation' | undefined;
}

interface Frame {
  readonly call: SyntaxNode;
  readonly func: SyntaxNode;
  readonly outer: Frame | undefined;
}

interface Context {
  readonly frame: Frame | undefined;
  /** Callers that may still be followed outwards. */
  readonly outwards: number;
  /** Calls that may still be followed inwards. */
  readonly inwards: number;
  readonly seen: ReadonlySet<unknown>;
}

const OUTWARDS = 4;
const INWARDS = 5;
const WAYS = 32;
const CALLERS = 16;

/** The origins of an expression's value (of a reader: of what is read from it). Never empty. */
export function originsOf(node: SyntaxNode): readonly Origin[] {
  const found = trace(node, 0, { frame: undefined, outwards: OUTWARDS, inwards: INWARDS, seen: new Set() });
  return found.length > 0 ? found : [leaf('unknown', node)];
}

function leaf(kind: Origin['kind'], node: SyntaxNode, more: Partial<Origin> = {}): Origin {
  return {
    kind,
    node,
    source: undefined,
    symbol: '',
    type: more.type ?? typeOf(node),
    steps: [],
    bound: undefined,
    capped: undefined,
    expanded: undefined,
    held: false,
    entry: undefined,
    derived: undefined,
    ...more,
  };
}

function step(
  origins: readonly Origin[],
  node: SyntaxNode,
  note: string,
  change: Partial<Origin> = {},
): readonly Origin[] {
  return origins.slice(0, WAYS).map(origin => ({ ...origin, ...change, steps: [...origin.steps, { node, note }] }));
}

function change(origins: readonly Origin[], what: Partial<Origin>): readonly Origin[] {
  return origins.slice(0, WAYS).map(origin => ({ ...origin, ...what }));
}

function entered(context: Context, what: unknown): Context | undefined {
  if (context.seen.has(what) || context.seen.size > 60) return undefined;
  return { ...context, seen: new Set([...context.seen, what]) };
}

function trace(outer: SyntaxNode, result: number, before: Context): readonly Origin[] {
  const node = bare(outer);
  const context = entered(before, result === 0 ? node : `${node.start}:${result}:${node.file.path}`);
  if (!context) return [];
  switch (node.kind) {
    case 'identifier':
      return ofIdentifier(node, context);
    case 'selector_expression':
      return ofSelector(node, context);
    case 'call_expression':
      return ofCall(node, result, context);
    case 'type_conversion_expression':
    case 'type_assertion_expression':
      return result > 0 ? [leaf('made', node)] : follow(node.field('operand'), context);
    case 'literal_element':
    case 'variadic_argument':
      return follow(node.children[0], context);
    case 'slice_expression':
      return follow(node.field('operand'), context);
    case 'index_expression':
      return change(follow(node.field('operand'), context), { derived: 'element' });
    case 'unary_expression':
      return ofUnary(node, context);
    case 'binary_expression':
      return ofBinary(node, context);
    case 'composite_literal':
    case 'literal_value':
      return ofLiteral(node, context);
    case 'func_literal':
      return [leaf('func', node)];
    case 'nil':
      return [leaf('nil', node)];
    default:
      return /_literal$|^(true|false|iota)$/.test(node.kind) ? [leaf('constant', node)] : [leaf('unknown', node)];
  }
}

function follow(node: SyntaxNode | undefined, context: Context): readonly Origin[] {
  return node ? trace(node, 0, context) : [];
}

function ofIdentifier(node: SyntaxNode, context: Context): readonly Origin[] {
  const entity = resolve(node);
  switch (entity?.kind) {
    case 'local':
      return entity.role === 'const'
        ? [leaf('constant', node)]
        : ofPlace({ root: entity, path: [] }, node, node, context);
    case 'global':
      return entity.constant ? [leaf('constant', node)] : ofGlobal(entity, node, context);
    case 'func':
      return [leaf('func', node)];
    case 'external':
      return ofExternalValue(`${entity.path}.${entity.name}`, node);
    default:
      return [leaf('unknown', node)];
  }
}

function ofExternalValue(symbol: Symbol, node: SyntaxNode): readonly Origin[] {
  const row = valueRow(symbol);
  if (row?.source) return [leaf('source', node, { source: row.source, symbol })];
  return [leaf(row?.number !== undefined || row?.text !== undefined ? 'constant' : 'global', node, { symbol })];
}

function ofSelector(node: SyntaxNode, context: Context): readonly Origin[] {
  const operand = node.field('operand');
  const imported = operand?.kind === 'identifier' ? resolve(operand) : undefined;
  if (imported?.kind === 'import') {
    const pkg = fileOf(node).pkg.world.package(imported.path, fileOf(node).pkg.module);
    const name = node.field('field')?.text ?? '';
    const declared = pkg?.lookup(name)[0];
    if (declared?.kind === 'global')
      return declared.constant ? [leaf('constant', node)] : ofGlobal(declared, node, context);
    return declared ? [leaf('func', node)] : ofExternalValue(`${imported.path}.${name}`, node);
  }
  const place = placeOf(node);
  if (place && place.root.kind === 'local') return ofPlace(place, node, node, context);
  return ofMember(node, context);
}

/** A field, when nothing on the way to its use in this function gave it a value. */
function ofMember(node: SyntaxNode, context: Context): readonly Origin[] {
  const operand = node.field('operand');
  const name = node.field('field')?.text ?? '';
  const member = operand && memberOf(typeOf(operand), name);
  switch (member?.kind) {
    case 'row-field':
      return ofRowField(node, operand!, member.symbol, member.source, member.type, context);
    case 'field':
      return ofField(member.field, node, context);
    case 'method':
    case 'interface-method':
    case 'external-method':
      return [leaf('func', node)];
    default:
      return change(follow(operand, context), { derived: 'part' });
  }
}

function ofRowField(
  node: SyntaxNode,
  operand: SyntaxNode,
  symbol: Symbol,
  source: Source | undefined,
  type: Type,
  context: Context,
): readonly Origin[] {
  const base = follow(operand, context);
  // A request that this program built itself is no peer's.
  if (symbol.startsWith('net/http.Request.') && base.length > 0 && base.every(isOwnRequest))
    return change(base, { derived: 'part' });
  if (source) return [leaf('source', node, { source, symbol, type })];
  const typed = typeRow(typeName(type))?.source;
  if (typed) return [leaf('source', node, { source: typed, symbol, type })];
  return base.length > 0 ? change(base, { derived: 'part' }) : [leaf('unknown', node, { symbol })];
}

const OWN_REQUEST = /^net\/http(\/httptest)?\.NewRequest/;

function isOwnRequest(origin: Origin): boolean {
  if (origin.kind === 'made' && isNamed(origin.type, 'net/http.Request')) return true;
  return [origin, ...origin.steps].some(
    ({ node }) => node.kind === 'call_expression' && OWN_REQUEST.test(symbolOf(calleeOf(node))),
  );
}

/** All that the package stores in a field, wherever; the field itself where that is nothing. */
function ofField(field: FieldEntity, node: SyntaxNode, before: Context): readonly Origin[] {
  const context = entered(before, field);
  if (!context) return [];
  const inside = { ...context, frame: undefined };
  const typed = typeRow(typeName(field.type))?.source;
  if (typed) return [leaf('source', node, { source: typed, symbol: `${field.owner}.${field.name}`, type: field.type })];
  const stored = usesOfField(field.node).flatMap(use => storedAt(use, inside));
  if (stored.length === 0) return [leaf('field', node, { symbol: `${field.owner}.${field.name}`, type: field.type })];
  return step(distinct(stored), node, `read from the field ${field.name}`);
}

/** What one mention of a field puts into it: nothing, where it only reads. */
function storedAt(use: SyntaxNode, context: Context): readonly Origin[] {
  if (use.parent?.kind === 'literal_element') return follow(literalValueOf(use), context);
  const selector = use.parent;
  if (selector?.kind !== 'selector_expression') return [];
  const statement = selector.parent;
  if (statement?.kind !== 'assignment_statement' || selector.role !== 'left' || statement.operator !== '=') return [];
  const index = statement.list('left').indexOf(selector);
  const values = statement.list('right');
  const value = values[index] ?? (values.length === 1 ? values[0] : undefined);
  if (!value || value.kind === 'nil') return [];
  return trace(value, values.length === 1 && statement.list('left').length > 1 ? index : 0, context);
}

function ofGlobal(global: GlobalEntity, node: SyntaxNode, before: Context): readonly Origin[] {
  const context = entered(before, global);
  if (!context) return [];
  const inside = { ...context, frame: undefined };
  const values = global.node.list('value');
  const initial = values[global.index]
    ? trace(values[global.index]!, 0, inside)
    : values[0]
      ? trace(values[0], global.index, inside)
      : [];
  const stored = usesOfGlobal(global).flatMap(use => {
    const target = use.kind === 'field_identifier' ? use.parent! : use;
    const statement = target.parent;
    if (statement?.kind !== 'assignment_statement' || target.role !== 'left' || statement.operator !== '=') return [];
    const index = statement.list('left').indexOf(target);
    const right = statement.list('right');
    return right[index] ? trace(right[index]!, 0, inside) : right[0] ? trace(right[0], index, inside) : [];
  });
  const all = distinct([...initial, ...stored]);
  return all.length > 0
    ? step(all, node, `read from the variable ${global.name}`)
    : [leaf('global', node, { symbol: `${global.pkg.importPath}.${global.name}` })];
}

/** The value that a place holds when `use` is evaluated. `shown` is the expression that named it first, for evidence. */
function ofPlace(place: Place, use: SyntaxNode, shown: SyntaxNode, context: Context): readonly Origin[] {
  const reached = reaching(place, use);
  const origins = reached.definitions.flatMap(({ definition, rest }) => ofDefinition(definition, rest, shown, context));
  const captured =
    place.root.kind === 'local' && place.root.owner !== functionOf(use) && reached.definitions.length > 0;
  if (!reached.entry || (captured && !isParameter(place.root))) return distinct(origins);
  return distinct([...origins, ...atEntry(place, use, shown, context)]);
}

function isParameter(root: LocalEntity | GlobalEntity): root is LocalEntity {
  return root.kind === 'local' && (root.role === 'param' || root.role === 'receiver');
}

function ofDefinition(
  definition: Definition,
  rest: readonly string[],
  shown: SyntaxNode,
  context: Context,
): readonly Origin[] {
  const { value, how, at } = definition;
  if (how === 'declare')
    return rest.length > 0
      ? []
      : [leaf(isNamed(typeOf(definition.target), 'string') ? 'constant' : 'made', definition.target)];
  if (how === 'param') return [];
  if (!value) return [leaf('unknown', definition.target)];
  if (rest.length > 0) return throughRest(value, definition.result, rest, shown, context);
  const origins = trace(value, definition.result, context);
  if (how === 'range-key' || how === 'range-value')
    return step(origins, at, `taken from \`${brief(value)}\` in turn`, { derived: 'element' });
  if (how === 'update') return step(origins, at, `added to ${definition.target.text}`, { derived: 'operation' });
  return step(origins, at, `assigned to ${definition.target.text}`);
}

/** `x.Body` where x was assigned as a whole: the value's own Body. */
function throughRest(
  value: SyntaxNode,
  result: number,
  rest: readonly string[],
  shown: SyntaxNode,
  context: Context,
): readonly Origin[] {
  const target = bare(value);
  const literal =
    target.kind === 'unary_expression' && target.operator === '&' ? bare(target.field('operand') ?? target) : target;
  if (literal.kind === 'composite_literal' && rest.length === 1) {
    const given = literalField(literal, rest[0]!);
    if (given) return trace(given, 0, context);
  }
  const place = placeOf(value);
  if (place?.root.kind === 'local')
    return ofPlace({ root: place.root, path: [...place.path, ...rest] }, value, shown, context);
  // A method that hands its receiver on (`r.WithContext(ctx)`) keeps its fields.
  if (target.kind === 'call_expression') {
    const kept = passed(target, result).find(each => each.as === undefined);
    const from = kept && argumentOf(target, kept.param);
    const inner = from && placeOf(from);
    if (inner?.root.kind === 'local')
      return ofPlace({ root: inner.root, path: [...inner.path, ...rest] }, from!, shown, context);
  }
  return shown.kind === 'selector_expression' ? ofMember(shown, context) : [leaf('unknown', shown)];
}

/** The value given for a field in a struct literal. */
export function literalField(literal: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const element of literal.field('body')?.children ?? []) {
    if (element.kind !== 'keyed_element' || element.field('key')?.text !== name) continue;
    const value = element.field('value');
    return value?.children[0] ?? value;
  }
  return undefined;
}

/** Nothing in the function gave the place a value: its parameter's caller did, or the field holds what it always holds. */
function atEntry(place: Place, use: SyntaxNode, shown: SyntaxNode, context: Context): readonly Origin[] {
  const { root, path } = place;
  if (isParameter(root)) {
    const fromCallers = root.role === 'param' ? ofParam(root, path, shown, context) : [];
    if (fromCallers.length > 0) return fromCallers;
  }
  if (path.length > 0)
    return shown.kind === 'selector_expression' ? ofMember(shown, context) : [leaf('unknown', shown)];
  if (root.kind === 'local' && root.role === 'var') return [leaf('unknown', shown)];
  if (root.kind === 'global') return ofGlobal(root, use, context);
  const type = localType(root);
  const source = typeRow(typeName(type))?.source;
  return [leaf(source ? 'source' : 'param', root.declared, { source, type, symbol: typeName(type) })];
}

/** A parameter's value is what the callers give: the one that we came from, or else all of the module. */
function ofParam(param: LocalEntity, path: readonly string[], shown: SyntaxNode, context: Context): readonly Origin[] {
  for (let frame = context.frame; frame; frame = frame.outer) {
    if (frame.func === param.owner)
      return fromCaller(frame.call, param, path, shown, { ...context, frame: frame.outer });
  }
  if (context.outwards === 0 || isServed(param)) return [];
  const calls = callersOf(param.owner);
  if (calls.length === 0 || calls.length > CALLERS) return [];
  const further = { ...context, frame: undefined, outwards: context.outwards - 1 };
  return distinct(
    calls.flatMap(call => {
      const origins = fromCaller(call, param, path, shown, further);
      return step(
        origins,
        argumentOf(call, param.index) ?? call,
        `passed to ${functionName(param.owner)} as ${param.name}`,
      );
    }),
  );
}

/** The request of a handler comes from the server, whoever else calls the function. */
function isServed(param: LocalEntity): boolean {
  const type = localType(param);
  const row = typeRow(typeName(type));
  return row?.source !== undefined && row.serves === true;
}

function fromCaller(
  call: SyntaxNode,
  param: LocalEntity,
  path: readonly string[],
  shown: SyntaxNode,
  context: Context,
): readonly Origin[] {
  const argument = argumentOf(call, param.index);
  if (!argument) return [];
  if (path.length === 0) return trace(argument, 0, context);
  const place = placeOf(argument);
  if (place) return ofPlace({ root: place.root, path: [...place.path, ...path] }, argument, shown, context);
  return throughRest(argument, 0, path, shown, context);
}

export function functionName(func: SyntaxNode): string {
  return func.field('name')?.text ?? 'the function literal';
}

/** Calls in the module that reach a function declaration, or a literal held by one variable. */
export function callersOf(func: SyntaxNode): readonly SyntaxNode[] {
  const entity = entityOf(func);
  if (entity) return usesOfFunc(entity).flatMap(use => (use.call ? [use.call] : []));
  const definition = func.parent;
  if (
    definition?.kind !== 'short_var_declaration' &&
    definition?.kind !== 'var_spec' &&
    definition?.kind !== 'assignment_statement'
  )
    return inPlaceCall(func);
  const target = definition.children.find(child => child.kind === 'identifier');
  const local = target && resolve(target);
  if (local?.kind !== 'local') return [];
  return local.mentions.flatMap(node =>
    node.role === 'function' && node.parent?.kind === 'call_expression' ? [node.parent] : [],
  );
}

function inPlaceCall(literal: SyntaxNode): readonly SyntaxNode[] {
  let target = literal;
  while (target.parent?.kind === 'parenthesized_expression') target = target.parent;
  return target.role === 'function' && target.parent?.kind === 'call_expression' ? [target.parent] : [];
}

/** The entity that a declaration node declares. */
export function entityOf(func: SyntaxNode): FuncEntity | undefined {
  if (func.kind !== 'function_declaration' && func.kind !== 'method_declaration') return undefined;
  return fileOf(func).pkg.funcOf(func);
}

function ofCall(call: SyntaxNode, result: number, context: Context): readonly Origin[] {
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
      return [leaf('call', call)];
  }
}

/** How a catalogued call passes a parameter on to a result. */
function passed(call: SyntaxNode, result: number): NonNullable<Effects['passes']> {
  const callee = calleeOf(call);
  const row = callee.kind === 'external' ? effectsOf(callee.symbol) : undefined;
  return row?.passes?.filter(each => each.result === result) ?? [];
}

function ofRow(call: SyntaxNode, result: number, row: Effects, symbol: Symbol, context: Context): readonly Origin[] {
  const from = (param: Param) => follow(argumentOf(call, param), context);
  const origins: Origin[] = [];
  for (const each of row.yields ?? []) {
    if ((each.result ?? 0) === result && each.into === undefined)
      origins.push(leaf('source', call, { source: each.source, symbol }));
  }
  for (const each of row.bounds ?? []) {
    if (each.result !== result) continue;
    const limit = each.limit === undefined ? undefined : argumentOf(call, each.limit);
    if (each.per === 'read')
      origins.push(
        ...step(from(each.param), call, `passes through ${symbol}, which caps each Read, not the total`, {
          capped: call,
        }),
      );
    else
      origins.push(
        ...step(from(each.param), call, `limited by ${symbol}`, { bound: { node: call, limit, bytes: each.bytes } }),
      );
  }
  for (const each of row.expands ?? []) {
    if (each.result === result)
      origins.push(
        ...step(from(each.param), call, `decompressed (${each.format})`, {
          bound: undefined,
          held: false,
          expanded: { node: call, format: each.format },
        }),
      );
  }
  for (const each of row.passes ?? []) {
    if (each.result === result) origins.push(...passes(from(each.param), call, each.as, symbol));
  }
  for (const each of row.slurps ?? []) {
    if (each.into === 'result' && result === 0)
      origins.push(...step(from(each.param), call, `read whole by ${symbol}`, { held: true }));
  }
  if (origins.length > 0) return distinct(origins);
  const type = row.results?.[result];
  return [leaf('call', call, type ? { symbol, type: parseType(type) } : { symbol })];
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

/** The results of a function of the module are what its return statements give, its parameters being this call's arguments. */
function ofDeclared(
  call: SyntaxNode,
  func: SyntaxNode,
  result: number,
  symbol: Symbol,
  before: Context,
): readonly Origin[] {
  const context = before.inwards > 0 ? entered(before, func) : undefined;
  const body = func.field('body');
  if (!context || !body) return [leaf('call', call, { symbol })];
  const inside: Context = { ...context, inwards: context.inwards - 1, frame: { call, func, outer: context.frame } };
  const origins = returnedBy(func, result).flatMap(value => trace(value.node, value.result, inside));
  const useful = origins.filter(origin => origin.kind !== 'nil');
  if (useful.length === 0) return [leaf('call', call, { symbol })];
  return distinct(useful);
}

interface Returned {
  readonly node: SyntaxNode;
  readonly result: number;
}

/** The expressions that a function returns as one of its results, named results included. */
export function returnedBy(func: SyntaxNode, result: number): readonly Returned[] {
  const found: Returned[] = [];
  for (const statement of func.field('body')?.all('return_statement') ?? []) {
    if (statement.within('func_literal', 'function_declaration', 'method_declaration') !== func) continue;
    const values = statement.children;
    if (values[result] && values.length > 1) found.push({ node: values[result]!, result: 0 });
    else if (values.length === 1)
      found.push({ node: values[0]!, result: bare(values[0]!).kind === 'call_expression' ? result : 0 });
    else if (values.length === 0) {
      const name = namedResult(func, result);
      if (name) found.push({ node: name, result: 0 });
    }
  }
  return found;
}

function namedResult(func: SyntaxNode, result: number): SyntaxNode | undefined {
  return func.field('result')?.children.flatMap(param => param.list('name'))[result];
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
  if (found.length === 0 || found.length > 6) return [leaf('call', call, { symbol })];
  return distinct(found.flatMap(func => ofDeclared(call, func.node, result, symbol, context)));
}

function ofBuiltin(call: SyntaxNode, name: string, context: Context): readonly Origin[] {
  const args = argumentsOf(call);
  switch (name) {
    case 'append':
    case 'min':
    case 'max':
      return distinct(args.flatMap(each => trace(each, 0, context)));
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

function ofUnary(node: SyntaxNode, context: Context): readonly Origin[] {
  const operand = node.field('operand');
  if (node.operator === '<-') return [leaf('received', node)];
  if (node.operator === '*' || node.operator === '&') return follow(operand, context);
  return change(follow(operand, context), { derived: 'operation' });
}

const COMPARES = /^(==|!=|<|<=|>|>=|&&|\|\|)$/;

function ofBinary(node: SyntaxNode, context: Context): readonly Origin[] {
  if (COMPARES.test(node.operator)) return [leaf('made', node)];
  const both = [...follow(node.field('left'), context), ...follow(node.field('right'), context)];
  const varying = both.filter(origin => origin.kind !== 'constant');
  return change(distinct(varying.length > 0 ? varying : both), { derived: 'operation' });
}

/** A struct literal that is read from is the reader that it wraps. */
function ofLiteral(node: SyntaxNode, context: Context): readonly Origin[] {
  const wrapper = wrapperOf(node, typeOf(node));
  if (!wrapper) return [leaf('made', node)];
  const origins = follow(wrapper.reader, context);
  if (wrapper.limits === 'total')
    return step(origins, node, `limited by ${wrapper.name}`, {
      bound: { node, limit: wrapper.limit, bytes: undefined },
    });
  if (wrapper.limits === 'read')
    return step(origins, node, `passes through ${wrapper.name}, which caps each Read, not the total`, { capped: node });
  return step(origins, node, `wrapped in ${wrapper.name}`);
}

function distinct(origins: readonly Origin[]): readonly Origin[] {
  const seen = new Map<string, Origin>();
  for (const origin of origins) {
    const key = [
      origin.node.file.path,
      origin.node.start,
      origin.kind,
      origin.bound?.node.start,
      origin.expanded?.node.start,
      origin.entry?.start,
      origin.held,
      origin.derived,
    ].join(':');
    const known = seen.get(key);
    if (!known || known.steps.length > origin.steps.length) seen.set(key, origin);
  }
  return [...seen.values()].slice(0, WAYS);
}

/** Short enough for a message: one line, cut in the middle of nothing. */
export function brief(node: SyntaxNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Whether a value is a buffer that grows in memory with all that is written to it, on every way that is known. */
export function isGrowingBuffer(node: SyntaxNode): boolean {
  if (typeRow(typeName(typeOf(node)))?.buffer) return true;
  const origins = originsOf(node);
  return origins.every(
    origin => typeRow(typeName(origin.type))?.buffer === true || underlying(pointee(origin.type)) === undefined,
  );
}
