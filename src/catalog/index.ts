/**
 * What is known of libraries, looked up by symbol. Two layers: rows written by hand say what a thing does (`std`, `web`, `lib`), shapes made
 * from the packages themselves say what it looks like (`shapes`). A look-up merges both, once per symbol; nothing is prepared before it is
 * asked for, because a run meets few of these libraries and start-up time counts.
 *
 * `src/golang` asks here when it types a call or follows a value into one; rules see the answers as `Effects`, like those of the user's own functions.
 */
import { lib } from './lib/index.ts';
import { packageNames } from './package-names.ts';
import type { Effects, FieldRow, FrameworkRow, Library, Resource, TypeRow, ValueRow } from './schema.ts';
import { decodeShape, type Shape } from './shapes/decode.ts';
import { modules } from './shapes/modules.ts';
import { std as stdShapes } from './shapes/std.ts';
import { std } from './std/index.ts';
import { splitSymbol, unversioned } from './symbol.ts';
import { web } from './web/index.ts';

export type * from './schema.ts';

/** All rows written by hand. */
export const catalog: readonly Library[] = [...std, ...web, ...lib];

/** All routers and chains. */
export const frameworks: readonly FrameworkRow[] = catalog.flatMap(library => library.frameworks ?? []);

const shapes = new Map<string, Shape | undefined>();
const effects = new Map<string, Effects | undefined>();
const types = new Map<string, TypeRow | undefined>();
const libraries = once(() => new Map(catalog.flatMap(library => library.paths.map(path => [path, library] as const))));
const majors = once(() => new Map(known().map(path => [unversioned(path), path])));
const resources = once(() => new Map(catalog.flatMap(library => library.resources ?? []).map(r => [r.id, r])));

/** The libraries that can be met where only these modules are at hand (their paths, of whatever major version), and the standard library. */
export function librariesIn(modulePaths: Iterable<string>): readonly Library[] {
  const roots = new Set([...modulePaths].map(unversioned));
  const isAtHand = (path: string): boolean => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (roots.has(path.slice(0, end))) return true;
    }
    return false;
  };
  return catalog.filter(({ paths }) => isStandard(paths[0] ?? '') || paths.map(unversioned).some(isAtHand));
}

/** Only the standard library's paths have no domain in front. */
function isStandard(path: string): boolean {
  const slash = path.indexOf('/');
  return !(slash < 0 ? path : path.slice(0, slash)).includes('.');
}

/** What calling a function or method does. A method is found under `(*p.T).M` and `p.T.M`, through aliases and embedded types. */
export function effectsOf(symbol: string): Effects | undefined {
  return remember(effects, symbol, () => {
    const found = locate(symbol);
    return found && findEffects(found.path, found.rest);
  });
}

/** A type's row; `*p.T` and `p.T[X]` are looked up as `p.T`, an alias as what it stands for. */
export function typeRow(name: string): TypeRow | undefined {
  return remember(types, name, () => {
    const found = locate(name);
    return found && findType(found.path, found.rest);
  });
}

/** A field of a type, promoted fields included. */
export function fieldOf(type: string, field: string): FieldRow | undefined {
  return through(type, row => own(row.fields, field));
}

/** A package variable or constant. */
export function valueRow(symbol: string): ValueRow | undefined {
  const found = locate(symbol);
  if (!found) return undefined;
  const shape = shapeOf(found.path)?.value(found.rest);
  const note = own(libraries().get(found.path)?.values, found.rest);
  return shape || note ? { ...shape, ...note } : undefined;
}

export function resource(id: string): Resource | undefined {
  return resources().get(id);
}

/** The name that a package declares; undefined where the catalog does not know the path. */
export function packageName(path: string): string | undefined {
  const known = canonicalPath(path);
  const declared = packageNames[path] ?? (known && (libraries().get(known)?.name ?? shapeOf(known)?.name));
  return declared ?? (known && conventionalName(known));
}

/** The path that rows are spelled with, for a path that is known, or whose other major version is; else undefined. */
export function canonicalPath(path: string): string | undefined {
  const library = libraries().get(path);
  if (library) return library.paths[0];
  if (path in stdShapes || path in modules) return path;
  const other = majors().get(unversioned(path));
  return other && (libraries().get(other)?.paths[0] ?? other);
}

function known(): string[] {
  return [...Object.keys(modules), ...libraries().keys()];
}

function locate(symbol: string): { path: string; rest: string } | undefined {
  return splitSymbol(symbol, canonicalPath);
}

function findEffects(path: string, rest: string): Effects | undefined {
  const dot = rest.indexOf('.');
  const rows = libraries().get(path)?.effects;
  const note = own(rows, rest) ?? (dot < 0 ? undefined : own(rows, `(*${rest.slice(0, dot)})${rest.slice(dot)}`));
  const shape = shapeOf(path)?.effects(rest);
  if (note || shape) return { ...shape, ...note };
  if (dot < 0) return undefined;
  const type = `${path}.${rest.slice(0, dot)}`;
  return through(type, (_, name) => (name === type ? undefined : effectsOf(name + rest.slice(dot))));
}

function findType(path: string, name: string): TypeRow | undefined {
  const shape = shapeOf(path)?.types.get(name);
  const note = own(libraries().get(path)?.types, name);
  const alias = note?.alias ?? shape?.alias;
  if (alias !== undefined) return { ...typeRow(plain(alias)), alias };
  if (!note) return shape;
  const fields: Record<string, FieldRow> = { ...shape?.fields };
  for (const [field, row] of Object.entries(note.fields ?? {})) {
    const type = row.type ?? fields[field]?.type;
    if (type !== undefined) fields[field] = { ...row, type };
  }
  return { ...shape, ...note, fields };
}

/** The first answer of the type, what it is an alias of, or what it embeds, outermost first. */
function through<T>(type: string, ask: (row: TypeRow, name: string) => T | undefined): T | undefined {
  const seen = new Set<string>();
  const queue = [plain(type)];
  for (const name of queue) {
    const row = seen.has(name) ? undefined : typeRow(name);
    seen.add(name);
    if (!row) continue;
    const answer = ask(row, name);
    if (answer !== undefined) return answer;
    if (row.alias !== undefined) queue.push(plain(row.alias));
    queue.push(...(row.embeds ?? []).map(plain));
  }
  return undefined;
}

/** `*p.T[X]` without pointer and type arguments. */
function plain(type: string): string {
  const name = type.replace(/^\*+/, '');
  const bracket = name.indexOf('[');
  return bracket < 0 ? name : name.slice(0, bracket);
}

function shapeOf(path: string): Shape | undefined {
  return remember(shapes, path, () => {
    const text = own(stdShapes, path) ?? own(modules, path);
    return text === undefined ? undefined : decodeShape(path, text);
  });
}

function conventionalName(path: string): string {
  const elements = path.split('/').filter(element => !/^v\d+$/.test(element));
  return (elements.at(-1) ?? '').replace(/\.v\d+$/, '');
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

function remember<T>(cache: Map<string, T>, key: string, find: () => T): T {
  const cached = cache.get(key);
  if (cached !== undefined || cache.has(key)) return cached as T;
  const found = find();
  cache.set(key, found);
  return found;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
