/**
 * What is known of where a value comes from, and how a search for it stands. The search itself is in origins.ts (expressions), origin-places.ts
 * (variables, fields, parameters) and origin-calls.ts (results of calls); they reach one another through the context's `trace`.
 */
import { typeRow } from '../catalog/index.ts';
import type { Source, Symbol } from '../catalog/schema.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { argumentOf } from './callee.ts';
import type { Place } from './places.ts';
import { resolve } from './scope.ts';
import { typeOf } from './type-of.ts';
import { type Type, typeName } from './types.ts';

/** One thing that happened to the value on its way, as evidence. */
export interface Step {
  readonly node: SyntaxNode;
  readonly note: string;
}

const FIELD = 'read from the field ';

/** What a step out of a field says. */
export function readOf(field: string): string {
  return `${FIELD}${field}`;
}

/** Whether a step leads out of a field: what was stored there came some other time. */
export function isFromField({ note }: Step): boolean {
  return note.startsWith(FIELD);
}

/** What limits how much can be read. */
export interface Bound {
  /** The wrapping call, literal or assignment. */
  readonly node: SyntaxNode;
  /** The expression that carries the limit, where there is one. */
  readonly limit: SyntaxNode | undefined;
  /** What the call on the way gave for it, where it is a parameter of the function that sets it. */
  readonly given: SyntaxNode | undefined;
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
  /** The source is told by the value's type alone: its role is not in sight (a request that may be served or sent). */
  readonly assumed: boolean;
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
  /** The value is something inside the origin, text made from it, an element of it, computed from it, or one of the few that a computation leaves (`x % n`). */
  readonly derived: 'part' | 'text' | 'element' | 'operation' | 'remainder' | undefined;
  /** For peers and files: what names them, that is, where the URL, address or path comes from. */
  readonly named: (() => readonly Origin[]) | undefined;
  /** For constants: their text, or its head, where it is known. */
  readonly text: string | undefined;
}

export interface Frame {
  readonly call: SyntaxNode;
  readonly func: SyntaxNode;
  readonly outer: Frame | undefined;
}

export interface Context {
  readonly frame: Frame | undefined;
  /** Callers that may still be followed outwards. */
  readonly outwards: number;
  /** Calls that may still be followed inwards. */
  readonly inwards: number;
  readonly seen: Way;
  /** Steps that the whole search may still take; shared by all its branches. */
  readonly budget: { left: number };
  /**
   * `content`: what is read from the value. `value`: the object itself, whatever fills it. `name`: what chose the host, address or path that the value
   * stands for. `key`: as `content`, but only through fields that few places fill: what one value holds says nothing about another.
   */
  readonly lens: 'content' | 'value' | 'name' | 'key';
  /** The origins of an expression's value, or of one of its results. */
  readonly trace: (node: SyntaxNode, result: number, context: Context) => readonly Origin[];
  /** The origins of what a place holds when `use` is evaluated. */
  readonly ofPlace: (place: Place, use: SyntaxNode, shown: SyntaxNode, context: Context) => readonly Origin[];
}

/** What was entered on the way, the last first. A branch of the search shares what lies before it. */
export interface Way {
  /** How many there are. */
  readonly length: number;
  readonly what: unknown;
  readonly before: Way | undefined;
}

export const START: Way = { length: 0, what: undefined, before: undefined };

/** Whether a way passed something. */
export function passed(way: Way, what: unknown): boolean {
  for (let at: Way | undefined = way; at?.before; at = at.before) if (at.what === what) return true;
  return false;
}

/** More ways than this into one value are not told apart any more. */
export const WAYS = 32;

export function leaf(kind: Origin['kind'], node: SyntaxNode, more: Partial<Origin> = {}): Origin {
  return {
    kind,
    node,
    source: undefined,
    assumed: false,
    symbol: '',
    type: more.type ?? typeOf(node),
    steps: [],
    bound: undefined,
    capped: undefined,
    expanded: undefined,
    held: false,
    entry: undefined,
    derived: undefined,
    named: undefined,
    text: undefined,
    ...more,
  };
}

/** A value that is not followed further; where its type alone makes it a source, it is one. */
export function opaque(kind: Origin['kind'], node: SyntaxNode, more: Partial<Origin> = {}): Origin {
  const plain = leaf(kind, node, more);
  const row = typeRow(typeName(plain.type));
  if (!row?.source) return plain;
  return { ...plain, kind: 'source', source: row.source, assumed: row.source === 'request' && row.serves !== true };
}

export function step(
  origins: readonly Origin[],
  node: SyntaxNode,
  note: string,
  change: Partial<Origin> = {},
): readonly Origin[] {
  return origins
    .slice(0, WAYS)
    .map(origin => ({ ...altered(origin, change), steps: [...origin.steps, { node, note }] }));
}

export function change(origins: readonly Origin[], what: Partial<Origin>): readonly Origin[] {
  return origins.slice(0, WAYS).map(origin => altered(origin, what));
}

/** What is one of few values stays so, whatever is made of it. */
function altered(origin: Origin, what: Partial<Origin>): Origin {
  const few = origin.derived === 'remainder' && what.derived !== undefined;
  return few ? { ...origin, ...what, derived: 'remainder' } : { ...origin, ...what };
}

/** What a parameter stands for in the call that led into its function; undefined for all else. */
export function givenFor(value: SyntaxNode | undefined, { frame }: Pick<Context, 'frame'>): SyntaxNode | undefined {
  const entity = value?.kind === 'identifier' ? resolve(value) : undefined;
  if (entity?.kind !== 'local' || entity.role !== 'param' || entity.definitions.length > 1) return undefined;
  for (let at = frame; at; at = at.outer) {
    if (at.func !== entity.owner) continue;
    const given = argumentOf(at.call, entity.index);
    return (given && at.outer && givenFor(given, { frame: at.outer })) ?? given;
  }
  return undefined;
}

/** The context inside something that must not be entered twice; undefined where it has been, or the way is too long. */
export function entered(context: Context, what: unknown): Context | undefined {
  const { seen } = context;
  if (seen.length > 80 || passed(seen, what)) return undefined;
  return { ...context, seen: { length: seen.length + 1, what, before: seen } };
}

export function follow(node: SyntaxNode | undefined, context: Context): readonly Origin[] {
  return node ? context.trace(node, 0, context) : [];
}

export function distinct(origins: readonly Origin[]): readonly Origin[] {
  if (origins.length < 2) return origins;
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

/** The value given for a field in a struct literal. */
export function literalField(literal: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const element of (literal.kind === 'literal_value' ? literal : literal.field('body'))?.children ?? []) {
    if (element.kind !== 'keyed_element' || element.field('key')?.text !== name) continue;
    const value = element.field('value');
    return value?.children[0] ?? value;
  }
  return undefined;
}

/** Short enough for a message: one line, cut in the middle of nothing. */
export function brief(node: SyntaxNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
