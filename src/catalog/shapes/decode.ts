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

/** Answers are looked for in the text when they are asked for: a run asks for a few names of a large package. */
export interface Shape {
  /** The package's name, where its path suggests another. */
  readonly name: string | undefined;
  type(name: string): TypeRow | undefined;
  /** Of a variable or constant. */
  value(name: string): ValueRow | undefined;
  /** Of `Func` or `T.Method`. */
  effects(key: string): Effects | undefined;
  /** All that `type` answers to. */
  types(): readonly string[];
  /** All that `value` and `effects` answer to. */
  names(): readonly string[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface OpenType extends Omit<Writable<TypeRow>, 'fields' | 'embeds'> {
  fields?: Record<string, FieldRow>;
  embeds?: string[];
}

/** The shape that a text describes; `path` is what `$` stands for. */
export function decodeShape(path: string, text: string): Shape {
  const all = `\n${text}\n`;
  const full = (line: string) => line.replaceAll('$', `${path}.`);
  const block = (type: string) => blockAt(all, startOf(all, `type ${type}`));
  return {
    name: /^package (.*)/.exec(text)?.[1],
    type: name => typeIn(full(block(name))),
    value: name => valueIn(lineOf(all, `var ${name}`) || lineOf(all, `const ${name}`), full),
    effects(key) {
      const [first, method] = cut(key, '.');
      const members = method && block(first);
      const line = members ? lineOf(members, ` *${method}`) || lineOf(members, ` .${method}`) : lineOf(all, key);
      return line === '' ? undefined : callable(full(line.replace(/^ [*.]/, '')));
    },
    types: () => [...all.matchAll(/^type (\w+)/gm)].map(([, name = '']) => name),
    names: () => namesIn(all),
  };
}

/** Where the line stands whose first words are these; -1 where there is none. */
function startOf(text: string, words: string): number {
  for (let at = text.indexOf(`\n${words}`); at >= 0; at = text.indexOf(`\n${words}`, at + 1)) {
    const after = text[at + 1 + words.length];
    if (after === ' ' || after === '[') return at + 1;
  }
  return -1;
}

/** The line whose first words are these; '' where there is none. */
function lineOf(text: string, words: string): string {
  const start = startOf(text, words);
  return start < 0 ? '' : text.slice(start, text.indexOf('\n', start));
}

/** A type's line and the lines of what belongs to it, each with its end; '' for a start of -1. */
function blockAt(text: string, start: number): string {
  if (start < 0) return '';
  let end = text.indexOf('\n', start);
  while (text[end + 1] === ' ') end = text.indexOf('\n', end + 1);
  return text.slice(start, end + 1);
}

function namesIn(text: string): readonly string[] {
  let owner = '';
  const names: string[] = [];
  for (const line of text.split('\n')) {
    const [word = '', mark = '', name = ''] = /^(type |var |const | [*.]|(?! |package ))(\w+)/.exec(line) ?? [];
    if (mark === 'type ') owner = name;
    else if (word !== '') names.push(mark.startsWith(' ') ? `${owner}.${name}` : name);
  }
  return names;
}

function typeIn(block: string): TypeRow | undefined {
  if (block === '') return undefined;
  const [head = '', ...lines] = block.slice(0, -1).split('\n');
  const row = declared(head.slice(5));
  for (const line of lines) if (line[1] !== '*' && line[1] !== '.') member(line, row);
  return row;
}

function valueIn(line: string, full: (text: string) => string): ValueRow | undefined {
  if (line.startsWith('var ')) return { type: full(cut(line.slice(4), ' ')[1]) };
  return line === '' ? undefined : constant(line.slice(6), full);
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
  const rest = line.slice(/^\w+/.exec(line)?.[0].length ?? 0);
  if (!rest.startsWith('[')) return { results: list(rest.slice(1)) };
  const end = closing(rest, 1);
  const middle = closing(rest, end + 2);
  return {
    typeParams: rest.slice(1, end).split('; '),
    takes: list(rest.slice(end + 1, middle + 1)),
    results: list(rest.slice(middle + 2)),
  };
}

function declared(text: string): OpenType {
  const name = /^\w+/.exec(text)?.[0] ?? '';
  const generic = text[name.length] === '[';
  const end = generic ? closing(text, name.length + 1) : name.length - 1;
  const rest = text.slice(end + 2);
  if (rest.startsWith('= ')) return { alias: rest.slice(2) };
  const [kind, underlying] = cut(rest, ' ');
  const row: OpenType = { kind: kind as NonNullable<TypeRow['kind']> };
  if (generic) row.typeParams = text.slice(name.length + 1, end).split('; ');
  if (underlying !== '') row.underlying = underlying;
  return row;
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
