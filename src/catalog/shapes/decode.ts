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

export interface Shape {
  readonly name: string | undefined;
  readonly types: ReadonlyMap<string, TypeRow>;
  readonly values: ReadonlyMap<string, ValueRow>;
  /** Keyed `Func` and `T.Method`. */
  readonly effects: ReadonlyMap<string, Effects>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface OpenType extends Omit<Writable<TypeRow>, 'fields' | 'embeds'> {
  fields?: Record<string, FieldRow>;
  embeds?: string[];
}

/** The shape that a text describes; `path` is what `$` stands for. */
export function decodeShape(path: string, text: string): Shape {
  const types = new Map<string, TypeRow>();
  const values = new Map<string, ValueRow>();
  const effects = new Map<string, Effects>();
  let name: string | undefined;
  let owner = '';
  let row: OpenType = {};
  for (const raw of text.split('\n')) {
    const line = raw.replaceAll('$', `${path}.`);
    if (line.startsWith(' ')) member(line, owner, row, effects);
    else if (line.startsWith('package ')) name = line.slice(8);
    else if (line.startsWith('var ')) values.set(...variable(line.slice(4)));
    else if (line.startsWith('const ')) values.set(...constant(raw.slice(6), path));
    else if (line.startsWith('type ')) {
      [owner, row] = declared(line.slice(5));
      types.set(owner, row);
    } else if (line !== '') effects.set(...callable(line));
  }
  return { name, types, values, effects };
}

function member(line: string, owner: string, row: OpenType, effects: Map<string, Effects>): void {
  const mark = line[1];
  if (mark === '+') {
    row.embeds = [...(row.embeds ?? []), line.slice(2)];
  } else if (mark === '*' || mark === '.') {
    const [method, effect] = callable(line.slice(2));
    effects.set(`${owner}.${method}`, effect);
  } else {
    const [field, type] = cut(line.slice(1), ' ');
    row.fields ??= {};
    row.fields[field] = { type };
  }
}

/** `Clone[S []E; E](S) (S)`: name, perhaps type parameters and parameters, results. */
function callable(line: string): [string, Effects] {
  const generic = /^\w+\[/.test(line);
  if (!generic) {
    const [name, results] = cut(line, ' ');
    return [name, { results: list(results) }];
  }
  const [name, rest] = cut(line, '[');
  const end = closing(rest, 0);
  const start = end + 1;
  const middle = closing(rest, start + 1);
  return [
    name,
    {
      typeParams: rest.slice(0, end).split('; '),
      takes: list(rest.slice(start, middle + 1)),
      results: list(rest.slice(middle + 2)),
    },
  ];
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

function variable(text: string): [string, ValueRow] {
  const [name, type] = cut(text, ' ');
  return [name, { type }];
}

function constant(raw: string, path: string): [string, ValueRow] {
  const [name, rest] = cut(raw, ' ');
  const [spelled, value] = cut(rest, ' = ');
  const type = spelled.replaceAll('$', `${path}.`);
  if (value === '') return [name, { type }];
  return [name, value.startsWith('"') ? { type, text: unquote(value) } : { type, number: Number(value) }];
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
