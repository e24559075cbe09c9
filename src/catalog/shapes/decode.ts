/**
 * Reads the shape of a package: what its declarations look like, without what they do. Shapes are made by dev/shapes and stay text until a
 * package is asked for, because a run meets few of them.
 *
 * One line each, `$` standing for the package's own path and a dot:
 *
 *     package limits                          the name, where the path suggests another
 *     NewReader (*$Reader, error)             a function and its results
 *     Clone[S []E; E](S) (S)                  a generic one: type parameters, parameters, results
 *     var Stdin *$File
 *     const Second $Duration = 1000000000
 *     type Header other map[string][]string   then, indented, what belongs to it:
 *      Body io.ReadCloser                     a field
 *      +io.Reader                             an embedded type
 *      *Get (string)                          a method of the pointer, `.` instead of `*`: of the value or interface
 *     type Context = context.Context          an alias
 */
import type { Effects, FieldRow, TypeRow, ValueRow } from '../schema.ts';

/** Lines are taken apart when they are asked for: of a large package a run meets a few. */
export interface Shape {
  /** The package's name, where its path suggests another. */
  readonly name: string | undefined;
  readonly types: ReadonlyMap<string, TypeRow>;
  /** Of a variable or constant. */
  value(name: string): ValueRow | undefined;
  /** Of `Func` or `T.Method`. */
  effects(key: string): Effects | undefined;
  /** What `value` and `effects` answer to. */
  readonly names: ReadonlySet<string>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface OpenType extends Omit<Writable<TypeRow>, 'fields' | 'embeds'> {
  fields?: Record<string, FieldRow>;
  embeds?: string[];
}

/** The shape that a text describes; `path` is what `$` stands for. */
export function decodeShape(path: string, text: string): Shape {
  const types = new Map<string, TypeRow>();
  const lines = new Map<string, string>();
  const full = (line: string) => line.replaceAll('$', `${path}.`);
  let name: string | undefined;
  let owner = '';
  let row: OpenType = {};
  for (const line of text.split('\n')) {
    if (line.startsWith(' *') || line.startsWith(' .')) lines.set(`${owner}.${wordOf(line, 2)}`, line.slice(2));
    else if (line.startsWith(' ')) member(full(line), row);
    else if (line.startsWith('package ')) name = line.slice(8);
    else if (line.startsWith('type ')) {
      [owner, row] = declared(full(line).slice(5));
      types.set(owner, row);
    } else lines.set(wordOf(line, /^(var|const) /.exec(line)?.[0].length ?? 0), line);
  }
  return {
    name,
    types,
    names: new Set(lines.keys()),
    value: key => valueIn(lines.get(key), full),
    effects: key => {
      const line = lines.get(key);
      return line === undefined || isValue(line) ? undefined : callable(full(line));
    },
  };
}

function wordOf(line: string, from: number): string {
  let end = from;
  while (end < line.length && line[end] !== ' ' && line[end] !== '[') end++;
  return line.slice(from, end);
}

function isValue(line: string): boolean {
  return line.startsWith('var ') || line.startsWith('const ');
}

function valueIn(line: string | undefined, full: (text: string) => string): ValueRow | undefined {
  if (line?.startsWith('var ')) return { type: full(cut(line.slice(4), ' ')[1]) };
  return line?.startsWith('const ') ? constant(line.slice(6), full) : undefined;
}

function member(line: string, row: OpenType): void {
  if (line[1] === '+') {
    row.embeds = [...(row.embeds ?? []), line.slice(2)];
    return;
  }
  const [field, type] = cut(line.slice(1), ' ');
  row.fields ??= {};
  row.fields[field] = { type };
}

/** `Clone[S []E; E](S) (S)`: name, perhaps type parameters and parameters, results. */
function callable(line: string): Effects {
  const rest = line.slice(wordOf(line, 0).length);
  if (!rest.startsWith('[')) return { results: list(rest.slice(1)) };
  const end = closing(rest, 1);
  const middle = closing(rest, end + 2);
  return {
    typeParams: rest.slice(1, end).split('; '),
    takes: list(rest.slice(end + 1, middle + 1)),
    results: list(rest.slice(middle + 2)),
  };
}

function declared(text: string): [string, OpenType] {
  const name = /^\w+/.exec(text)?.[0] ?? '';
  const generic = text[name.length] === '[';
  const end = generic ? closing(text, name.length + 1) : name.length - 1;
  const rest = text.slice(end + 2);
  if (rest.startsWith('= ')) return [name, { alias: rest.slice(2) }];
  const [kind, underlying] = cut(rest, ' ');
  const row: OpenType = { kind: kind as NonNullable<TypeRow['kind']> };
  if (generic) row.typeParams = text.slice(name.length + 1, end).split('; ');
  if (underlying !== '') row.underlying = underlying;
  return [name, row];
}

function constant(line: string, full: (text: string) => string): ValueRow {
  const [spelled, value] = cut(cut(line, ' ')[1], ' = ');
  const type = full(spelled);
  if (value === '') return { type };
  return value.startsWith('"') ? { type, text: unquote(value) } : { type, number: Number(value) };
}

/** Go's quoting differs from JSON's in `\x` and the like: such a text is of no use here. */
function unquote(value: string): string {
  return /\\[^"\\nrt]/.test(value) ? '' : (JSON.parse(value) as string);
}

/** The elements of `(a, b)`, split at commas that stand outside of any brackets. */
function list(text: string): string[] {
  const found: string[] = [];
  let start = 1;
  let depth = 0;
  for (let i = 1; i < text.length; i++) {
    const c = text[i];
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (depth > 0 && (c === ')' || c === ']' || c === '}')) depth--;
    else if (depth === 0 && (c === ',' || c === ')')) {
      if (i > start) found.push(text.slice(start, i));
      start = i + 2;
    }
  }
  return found;
}

/** Index of the bracket that closes the one before `from`. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') {
      if (depth === 0) return i;
      depth--;
    }
  }
  return text.length;
}

function cut(text: string, at: string): [string, string] {
  const i = text.indexOf(at);
  return i < 0 ? [text, ''] : [text.slice(0, i), text.slice(i + at.length)];
}
