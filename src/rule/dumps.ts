/**
 * The family of body dumps: copies of whole request and response bodies that are made besides handling them. Each comes with what decides whether the
 * copy is made; the rule says which of them to speak of.
 */
import { effectsOf } from '../catalog/index.ts';
import type { MiddlewareRow } from '../catalog/schema.ts';
import { argumentOf, argumentsOf } from '../golang/callee.ts';
import { constantOf, constantString } from '../golang/constants.ts';
import { functionOf } from '../golang/flow.ts';
import { literalsOf } from '../golang/mentions.ts';
import { brief, isGrowingBuffer, type Origin, originsOf } from '../golang/origins.ts';
import { placeOf, reaching } from '../golang/places.ts';
import { remember } from '../golang/remember.ts';
import { resolve } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { typeName } from '../golang/types.ts';
import { bodyLimitOf, capturesOf, isServing, isWriterType, receiverType, recordingsOf } from '../golang/web/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Site } from './contract.ts';
import { isBounded, MAX_LIMIT } from './read-bounds.ts';
import { type WholeRead, wholeReads } from './reads.ts';

/** A copy of a body, and what it is a copy of. */
export interface Dump {
  /** The call or assignment that copies. */
  readonly node: SyntaxNode;
  readonly form: 'dump' | 'tee' | 'writer' | 'restored' | 'middleware' | 'timeout' | 'recorder';
  readonly body: 'request' | 'response' | 'both';
  /** What makes the copy, as written. */
  readonly by: string;
  /** Where the copy goes, as written; '' where nothing names it. */
  readonly into: string;
  /** Further places of the same cause. */
  readonly others: readonly SyntaxNode[];
  /** Why the copy stays small after all. */
  readonly fine: string | undefined;
  /** Something chooses it that is no constant. */
  readonly optional: boolean;
}

function dump(node: SyntaxNode, form: Dump['form'], body: Dump['body'], more: Partial<Dump> = {}): Dump {
  return {
    node,
    form,
    body,
    by: brief(bare(node.field('function') ?? node)),
    into: '',
    others: [],
    fine: undefined,
    optional: false,
    ...more,
  };
}

// httputil.Dump*

/** `httputil.DumpRequest(r, true)` and its like. */
export function dumpCall({ node, symbol }: Site): Dump | undefined {
  const slurp = effectsOf(symbol)?.slurps?.find(each => each.when !== undefined);
  const flag = slurp?.when === undefined ? undefined : argumentsOf(node)[slurp.when];
  const subject = slurp && argumentOf(node, slurp.param);
  if (!flag || !subject || bare(flag).kind === 'false') return undefined;
  const body = typeName(typeOf(subject)) === 'net/http.Response' ? 'response' : 'request';
  const fine = smallBody(subject, node);
  return dump(node, 'dump', body, { fine, optional: bare(flag).kind !== 'true' });
}

/** Why the body of a request or response is small: it was replaced by a capped one, made of memory, or limited before. */
function smallBody(subject: SyntaxNode, use: SyntaxNode): string | undefined {
  const place = placeOf(subject);
  const reached = place && reaching({ root: place.root, path: [...place.path, 'Body'] }, use);
  const bodies = reached?.definitions.flatMap(({ definition, rest }) =>
    rest.length === 0 && definition.value ? [definition.value] : [],
  );
  if (
    bodies?.length &&
    !reached?.entry &&
    bodies.every(body => originsOf(body).every(origin => origin.held || isBounded(origin)))
  )
    return 'its body was replaced by a bounded one before';
  const origins = originsOf(subject);
  if (origins.every(isOwn)) return 'this program made it, of what it holds already';
  return origins.every(origin => limitAt(origin) !== undefined) ? 'every route to it limits the body' : undefined;
}

function isOwn({ source, kind, held }: Origin): boolean {
  return source === 'recorder' || source === 'memory' || held || kind === 'nil' || kind === 'constant';
}

/** The limit that all routes set on the body of the request in which an origin begins. */
function limitAt({ node, source }: Origin): number | 'configured' | undefined {
  const func = source === 'request' ? functionOf(node) : undefined;
  const limit = func && bodyLimitOf(func);
  return typeof limit === 'number' && limit > MAX_LIMIT ? undefined : limit;
}

// Tees

/** `io.TeeReader(r.Body, &buf)`, `io.MultiWriter(w, &buf)`, `ww.Tee(&buf)`. */
export function teeCall({ node, symbol }: Site): Dump | undefined {
  for (const { param, into } of effectsOf(symbol)?.tees ?? []) {
    const from = argumentOf(node, param);
    const to = argumentOf(node, into);
    if (!from || !to || from === to || !isGrowingBuffer(to)) continue;
    const body = bodyIn(from);
    if (body) return dump(node, 'tee', body.side, { into: brief(to), fine: body.fine });
  }
  return undefined;
}

/** Which body goes through a reader or writer, if one does. */
function bodyIn(from: SyntaxNode): { readonly side: Dump['body']; readonly fine: string | undefined } | undefined {
  if (isWriterType(typeOf(from))) return { side: 'response', fine: undefined };
  const origins = originsOf(from).filter(
    ({ source, held }) => !held && (source === 'request' || source === 'response'),
  );
  const [first] = origins;
  if (!first) return undefined;
  // What a client reads of a response beside a copy is often its head only; a transport passes on all of it.
  if (first.source === 'response' && functionOf(from)?.field('name')?.text !== 'RoundTrip') return undefined;
  const small = origins.every(origin => isBounded(origin) || limitAt(origin) !== undefined);
  return { side: first.source === 'request' ? 'request' : 'response', fine: small ? 'the body is bounded' : undefined };
}

// Response writers

/** `Write` of a response writer that keeps what it passes on; the first copy speaks for all of the type. */
export function writerCopy({ node }: Site): Dump | undefined {
  const type = receiverType(node);
  const captures = type ? capturesOf(type) : [];
  const [first, ...others] = captures;
  if (!first || first.method !== node) return undefined;
  return dump(first.node, 'writer', 'response', {
    by: `(${typeName(type!).slice(typeName(type!).lastIndexOf('.') + 1)}).${node.field('name')?.text}`,
    into: brief(first.buffer),
    others: others.map(each => each.node),
  });
}

/** `Read` of a reader that keeps what passes through it, where a body is what it is put on. */
export function readerCopy({ node }: Site): Dump | undefined {
  const type = receiverType(node);
  const [first, ...others] = type ? recordingsOf(type) : [];
  if (!type || !first || first.method !== node) return undefined;
  const bodies = literalsOf(type).flatMap(literal => bodyIn(literal) ?? []);
  const body = bodies.find(({ fine }) => fine === undefined) ?? bodies[0];
  if (!body) return undefined;
  return dump(first.node, 'tee', body.side, {
    by: `(${typeName(type).slice(typeName(type).lastIndexOf('.') + 1)}).Read`,
    into: brief(first.buffer),
    others: others.map(each => each.node),
    fine: body.fine,
  });
}

// Reads that are put back

/** Requests' bodies that are read whole and put back for the next handler. */
export function* restoredReads(sites: readonly Site[]): Generator<Dump> {
  for (const read of wholeReads(sites.filter(({ node }) => bodyStores(node).length > 0))) {
    const made = restoredRead(read);
    if (made) yield made;
  }
}

function restoredRead({ node, reader, origin, origins, sink }: WholeRead): Dump | undefined {
  if (origin.source !== 'request' || isBounded(origin)) return undefined;
  const back = bodyStores(node).find(statement => putsBack(statement, node));
  if (!back) return undefined;
  const fine = limitAt(origin) === undefined ? undefined : 'every route to it limits the body';
  return dump(node, 'restored', 'request', {
    by: sink,
    into: brief(reader),
    others: [back],
    fine,
    optional: origins.some(isBounded),
  });
}

/** Assignments to a field `Body` in the function around a node. */
function bodyStores(node: SyntaxNode): readonly SyntaxNode[] {
  const func = functionOf(node);
  return func ? bodyStoresIn(func) : [];
}

const bodyStoresIn = remember<SyntaxNode, readonly SyntaxNode[]>(func => {
  const stores = [...(func.field('body')?.all('assignment_statement') ?? [])];
  return stores.filter(statement => statement.list('left')[0]?.field('field')?.text === 'Body');
}, []);

/** `r.Body = io.NopCloser(bytes.NewReader(b))`, where b is what the read gave or the buffer that it filled. */
function putsBack(statement: SyntaxNode, read: SyntaxNode): boolean {
  const [value] = statement.list('right');
  if (!value || statement.start < read.start) return false;
  const filled = argumentsOf(read).flatMap(argument => entitiesIn(argument));
  if (entitiesIn(value).some(entity => filled.includes(entity) && isGrowing(entity))) return true;
  return originsOf(value).some(each => each.node === read || each.steps.some(step => step.node === read));
}

type Named = ReturnType<typeof resolve>;

function entitiesIn(node: SyntaxNode): readonly Named[] {
  return [bare(node), ...node.all('identifier')].flatMap(each => (each.kind === 'identifier' ? [resolve(each)] : []));
}

function isGrowing(entity: Named): boolean {
  return entity?.kind === 'local' && isGrowingBuffer(entity.declared);
}

// Middleware and clients of libraries

/** A catalogued middleware, client or recorder that keeps bodies. */
export function catalogued({ node, symbol }: Site): Dump | undefined {
  const row = effectsOf(symbol)?.middleware;
  const by = brief(node.kind === 'call_expression' ? bare(node.field('function') ?? node) : node);
  switch (row?.role) {
    case 'timeout-buffer':
      return dump(node, 'timeout', 'response', { by });
    case 'record':
      return dump(node, 'recorder', 'response', { by });
    case 'body-dump':
      return keeps(node, row)
        ? dump(node, 'middleware', row.dumps ?? 'both', {
            by,
            optional: isOptional(node, row),
            fine: switchedOff(node),
          })
        : undefined;
    default:
      return undefined;
  }
}

function keeps(node: SyntaxNode, { keeps: kept, onlyWith, when }: MiddlewareRow): boolean {
  if (kept !== undefined) return false;
  const chosen = when === undefined ? undefined : argumentsOf(node)[when];
  if (chosen && constantOf(chosen) === undefined && bare(chosen).kind === 'false') return false;
  if (!onlyWith) return true;
  const texts = [
    ...node.all('interpreted_string_literal', 'raw_string_literal', 'identifier', 'selector_expression'),
  ].flatMap(each => constantString(each) ?? []);
  return texts.some(text => onlyWith.some(tag => text.includes(tag)));
}

function isOptional(node: SyntaxNode, { when }: MiddlewareRow): boolean {
  const chosen = when === undefined ? undefined : argumentsOf(node)[when];
  return chosen !== undefined && bare(chosen).kind !== 'true';
}

/** `log.RequestBody = false`, said of what the call gave. */
function switchedOff(node: SyntaxNode): string | undefined {
  const target = node.parent?.kind === 'short_var_declaration' ? node.parent.list('left')[0] : undefined;
  const local = target && resolve(target);
  const off =
    local?.kind === 'local' &&
    local.mentions.some(mention => {
      const selector = mention.parent;
      const statement = selector?.kind === 'selector_expression' ? selector.parent : undefined;
      return (
        statement?.kind === 'assignment_statement' &&
        /Body$/.test(selector?.field('field')?.text ?? '') &&
        statement.list('right')[0]?.kind === 'false'
      );
    });
  return off ? 'it is told to leave bodies out' : undefined;
}

/** Whether a function around a node answers requests or makes them for others (`RoundTrip`). */
export function concernsPeers(node: SyntaxNode): boolean {
  for (let func = functionOf(node); func; func = functionOf(func)) {
    if (isServing(func) || func.field('name')?.text === 'RoundTrip') return true;
  }
  return false;
}
