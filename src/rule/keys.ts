/**
 * The family of keys: whether entries under a key come again, or each request or event brings a new one. Told by where the key comes from; a name never
 * decides whether something is shown.
 */
import { typeRow } from '../catalog/index.ts';
import type { Source } from '../catalog/schema.ts';
import { argumentOf, argumentsOf, calleeOf } from '../golang/callee.ts';
import { constantNumber, constantString } from '../golang/constants.ts';
import { containerKind } from '../golang/containers.ts';
import type { TypeEntity } from '../golang/entities.ts';
import { fileOf } from '../golang/file.ts';
import { fieldsOf, memberOf, memberSignature } from '../golang/members.ts';
import { fieldAt, implementations } from '../golang/mentions.ts';
import { isFromField, keyOriginsOf, type Origin } from '../golang/origins.ts';
import { servesTests } from '../golang/programs.ts';
import { remember } from '../golang/remember.ts';
import { resolve } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { pointee, type Type, typeFrom, typeName, underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { comesAgain, isCounter } from './coming-again.ts';
import type { Confidence } from './finding.ts';
import { isMadeWhereMissing, isSetting } from './key-entities.ts';

export interface UniqueKey {
  readonly confidence: Confidence;
  /** Why the key does not come again, for a message: `a random value`. */
  readonly what: string;
  /** `made`: this program makes the key. `sent`: a peer chooses it. `peer`: it stands for a connection or request. */
  readonly by: 'made' | 'sent' | 'peer';
  readonly origin: Origin;
}

interface Class {
  readonly confidence: Confidence;
  readonly what: string;
  readonly by: UniqueKey['by'];
}

const SOURCES: Partial<Readonly<Record<Source, Class>>> = {
  'unique-id': { confidence: 'high', what: 'an id that is never the same twice', by: 'made' },
  counter: { confidence: 'high', what: 'a counter', by: 'made' },
  clock: { confidence: 'high', what: 'a point in time', by: 'made' },
  random: { confidence: 'high', what: 'a random value', by: 'made' },
  header: { confidence: 'high', what: 'a header that the client sends', by: 'sent' },
  metadata: { confidence: 'low', what: 'a header that the client sends', by: 'sent' },
  cookie: { confidence: 'high', what: 'a cookie that the client sends', by: 'sent' },
  'remote-address': { confidence: 'high', what: "the client's address", by: 'sent' },
  'connection-pointer': { confidence: 'high', what: 'a connection or request', by: 'peer' },
  query: { confidence: 'low', what: 'a part of the request', by: 'sent' },
  request: { confidence: 'low', what: 'a part of the request', by: 'sent' },
  connection: { confidence: 'low', what: 'what a peer sent', by: 'sent' },
  websocket: { confidence: 'low', what: 'what a peer sent', by: 'sent' },
  message: { confidence: 'low', what: 'a part of a message', by: 'sent' },
  response: { confidence: 'low', what: 'a part of a response', by: 'sent' },
};

const RANK: readonly Confidence[] = ['high', 'medium', 'low'];

/** The most unique thing that a key can be; undefined where its values come from a bounded set, or nothing is known of them. */
export const uniqueKey = remember<SyntaxNode, UniqueKey | undefined>(key => {
  const found = [key, ...partsOf(key)].flatMap(each => [...classes(each)]);
  return RANK.flatMap(confidence => found.find(each => each.confidence === confidence) ?? [])[0];
}, undefined);

/** A key that is put together is as unique as what goes into it: `hit{addr, path}`, `strings.Join([]string{addr, path}, "|")`. */
function partsOf(key: SyntaxNode): readonly SyntaxNode[] {
  const made = definedBy(key).flatMap(each => [
    each,
    ...(each.kind === 'call_expression' ? argumentsOf(each).flatMap(definedBy) : []),
  ]);
  return made.filter(isPutTogether).flatMap(literal =>
    (literal.field('body')?.children ?? []).flatMap(element => {
      const value = element.kind === 'keyed_element' ? element.field('value') : element;
      return value?.children[0] ?? value ?? [];
    }),
  );
}

/** A literal of a struct or an array that stands for its parts, rather than for what it points to. */
function isPutTogether(node: SyntaxNode): boolean {
  return node.kind === 'composite_literal' && /^(struct|array|slice)$/.test(underlying(typeOf(node)).kind);
}

function* classes(key: SyntaxNode): Generator<UniqueKey> {
  const type = typeOf(key);
  if (isBoundedType(type)) return;
  const origins = keyOriginsOf(key).filter(
    ({ node, steps }) => ![node, ...steps.map(each => each.node)].some(each => servesTests(fileOf(each))),
  );
  if (isConnection(type)) {
    const live = origins.find(origin => origin.kind !== 'constant' && origin.kind !== 'nil');
    if (live) yield { confidence: 'high', what: 'a connection that comes and goes', by: 'peer', origin: live };
    return;
  }
  for (const origin of origins) {
    const found = classOf(key, origin);
    const isSet = [key, ...origin.steps.map(step => step.node)].some(isSetting);
    if (found) yield { ...found, confidence: isSet ? 'low' : found.confidence, origin };
  }
  const parsed = parsedFrom(key);
  if (parsed && origins[0])
    yield {
      confidence: 'medium',
      what: 'text that a peer sent',
      by: 'sent',
      origin: { ...origins[0], node: parsed, steps: [] },
    };
}

/** A key cut from text in a loop over a parser: `for p.Next() { k := string(p.At()) }`, where p was made of bytes or a reader. Gives what p was made of. */
function parsedFrom(key: SyntaxNode): SyntaxNode | undefined {
  const call = cutBy(key);
  const loop = call?.within('for_statement');
  const parser = call && argumentOf(call, 'receiver');
  const entity = parser?.kind === 'identifier' ? resolve(parser) : undefined;
  if (!call || !loop || entity?.kind !== 'local' || loop.contains(entity.declared)) return undefined;
  if (calleeOf(call).kind === 'external') return undefined;
  const maker = entity.definitions[0]?.value && bare(entity.definitions[0].value);
  const input = maker?.kind === 'call_expression' ? argumentsOf(maker).find(isInput) : undefined;
  return input && keyOriginsOf(input).some(({ source }) => source !== undefined && OWN.includes(source))
    ? undefined
    : input;
}

const OWN: readonly Source[] = ['file', 'stdin', 'environment', 'database', 'process'];

/** The method call whose result, converted to a string, is the key. */
function cutBy(key: SyntaxNode): SyntaxNode | undefined {
  const converted = definedBy(key).find(
    each => each.kind === 'call_expression' && calleeOf(each).kind === 'conversion',
  );
  const [text] = converted ? argumentsOf(converted) : [];
  const type = text ? underlying(typeOf(text)) : undefined;
  if (!text || (type?.kind !== 'slice' && type?.kind !== 'unknown')) return undefined;
  return definedBy(text).find(each => each.kind === 'call_expression' && argumentOf(each, 'receiver') !== undefined);
}

/** An expression, or for a variable what it was given. */
function definedBy(node: SyntaxNode): readonly SyntaxNode[] {
  const inner = bare(node);
  const entity = inner.kind === 'identifier' ? resolve(inner) : undefined;
  if (entity?.kind !== 'local') return [inner];
  return entity.definitions.flatMap(({ value }) => (value ? [bare(value)] : []));
}

function isInput(argument: SyntaxNode): boolean {
  const type = typeOf(argument);
  const under = underlying(type);
  if (under.kind === 'slice') return typeName(under.elem) === 'byte' || typeName(under.elem) === 'uint8';
  return /^io\.\w*Reader|^bufio\.Reader$|^bytes\.(Buffer|Reader)$/.test(typeName(type));
}

function classOf(key: SyntaxNode, origin: Origin): Class | undefined {
  if (origin.derived === 'remainder') return undefined;
  const source = origin.source;
  if (source) {
    if (source === 'clock' && !isFineTime(key, origin)) return undefined;
    if (source === 'random' && isSmallDraw(origin)) return undefined;
    if (source === 'remote-address' && isDialed(origin)) return undefined;
    const found = SOURCES[source];
    if (found?.by === 'made' && comesAgain(origin)) return undefined;
    const isKept = found?.by === 'made' && origin.steps.some(isFromField) && isMadeWhereMissing(origin);
    if (found && isKept) return { ...found, confidence: 'low' };
    // What is kept in a struct first was looked at by then: a tenant, a user.
    return found?.by === 'sent' && origin.steps.some(step => isFieldRead(step.node))
      ? { ...found, confidence: 'low' }
      : found;
  }
  if (origin.derived === 'element') return undefined;
  return [origin.node, ...origin.steps.map(step => step.node)].some(isCounter) ? SOURCES.counter : undefined;
}

function isFieldRead(node: SyntaxNode): boolean {
  const name = node.kind === 'selector_expression' ? node.field('field') : undefined;
  if (!name || fieldAt(name) === undefined) return false;
  const under = underlying(typeOf(node));
  return typeName(under) === 'string' || under.kind === 'slice';
}

/** Types of few values, and keys that the program's own text determines. */
function isBoundedType(type: Type): boolean {
  const base = pointee(type);
  const under = underlying(base);
  if (under.kind === 'named' && /^(bool|u?int8|byte)$/.test(under.name)) return true;
  return /^reflect\.(Type|Kind)$/.test(typeName(type));
}

const PEERS: readonly (Source | undefined)[] = ['connection', 'websocket', 'connection-pointer', 'request'];

/** A type whose values stand for peers that come and go: a connection, a request, or what holds one. */
export function isConnection(type: Type): boolean {
  const base = pointee(type);
  if (base.kind !== 'named') return false;
  return isConnectionType(base) || (base.entity !== undefined && holdsConnection(base.entity));
}

function isConnectionType(type: Type): boolean {
  const row = typeRow(typeName(type));
  return row !== undefined && (PEERS.includes(row.source) || row.serves === true);
}

const holdsConnection = remember<TypeEntity, boolean>(entity => {
  const type = typeFrom(entity.node.field('name'));
  const under = underlying(type);
  if (under.kind === 'struct') return fieldsOf(under.node).some(field => isConnectionType(field.type));
  return under.kind === 'interface' && givesConnection(under.node, type);
}, false);

/** An interface that hands out its connection, or whose implementations hold one. */
function givesConnection(node: SyntaxNode | undefined, type: Type): boolean {
  const methods = (node?.children ?? []).flatMap(element =>
    element.kind === 'method_elem' ? [element.field('name')?.text ?? ''] : [],
  );
  const results = methods.flatMap(name => {
    const member = memberOf(type, name);
    return member ? (memberSignature(member)?.results ?? []) : [];
  });
  if (results.some(isConnectionType)) return true;
  const [first] = methods;
  const found = node && first ? implementations(type, first, fileOf(node)) : [];
  return (
    found.length > 0 &&
    found.every(func => {
      const declared = func.pkg.lookup(func.receiver?.type ?? '').find(each => each.kind === 'type');
      if (declared?.kind !== 'type') return false;
      return holdsConnection(declared);
    })
  );
}

/** The address of a server that this program connected to, of which there are as many as are configured. */
function isDialed({ node }: Origin): boolean {
  const connection = node.kind === 'call_expression' ? argumentOf(node, 'receiver') : undefined;
  return connection !== undefined && keyOriginsOf(connection).some(origin => /\.Dial/.test(origin.symbol));
}

const FINE = /^(UnixNano|UnixMilli|UnixMicro|Unix|String|Nanosecond)$/;
const COARSE = /^(Truncate|Round|Hour|Day|Weekday|Month|Year|YearDay|Minute|Date|ISOWeek|Since|Until|Sub)$/;

/** A time down to the second or finer: keys by day or hour come to few. */
function isFineTime(key: SyntaxNode, origin: Origin): boolean {
  const calls = [key, ...origin.steps.map(step => step.node)].flatMap(node => [node, ...node.all('call_expression')]);
  const names = calls.flatMap(node =>
    node.kind === 'call_expression' ? [node.field('function')?.field('field')?.text ?? ''] : [],
  );
  if (names.some(name => COARSE.test(name)) || /\.(Since|Until)$/.test(origin.symbol)) return false;
  if (names.some(name => FINE.test(name)) || typeName(typeOf(key)) === 'time.Time') return true;
  const format = calls.find(
    node => node.kind === 'call_expression' && node.field('function')?.field('field')?.text === 'Format',
  );
  const [layout] = format ? argumentsOf(format) : [];
  return layout !== undefined && /05|Nano|RFC|Stamp/.test(constantString(layout) ?? layout.text);
}

const MANY = 1e5;

/** `rand.Intn(10)` */
function isSmallDraw(origin: Origin): boolean {
  const call = bare(origin.node);
  const name = origin.symbol.slice(origin.symbol.lastIndexOf('.') + 1);
  if (
    call.kind !== 'call_expression' ||
    !/^(Int\d*n|Uint\d*n|Int\d*N|Uint\d*N|IntN|UintN|N|Perm|Float\d+|NormFloat64|ExpFloat64)$/.test(name)
  )
    return false;
  const [limit] = argumentsOf(call);
  return !limit || (constantNumber(limit) ?? 0) < MANY;
}

/** Something looked at the key before it is used, and said whether it knows it: it is one of those that somebody let in. */
export function isVetted(key: SyntaxNode): boolean {
  const inner = bare(key);
  const entity = inner.kind === 'identifier' ? resolve(inner) : undefined;
  if (entity?.kind !== 'local') return false;
  return entity.mentions.some(mention => mention.start < key.start && isAsked(mention));
}

/** Among the arguments, at any depth, of a call whose last result says how it went: an error, a boolean. */
function isAsked(mention: SyntaxNode): boolean {
  const statement = mention.within('short_var_declaration', 'assignment_statement');
  const call = mention.within('call_expression');
  if (!statement || !call || !statement.contains(call) || statement.list('left').length < 2) return false;
  const outermost = bare(statement.list('right')[0] ?? call);
  if (outermost.kind !== 'call_expression' || outermost.field('function')?.contains(mention)) return false;
  const callee = calleeOf(outermost);
  return !(callee.kind === 'external' && callee.receiver && containerKind(typeOf(callee.receiver)));
}
