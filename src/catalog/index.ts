/**
 * What is known of libraries, looked up by symbol. Two layers: rows written by hand say what a thing does (`std`, `web`, `lib`), shapes made
 * from the packages themselves say what it looks like (`shapes`). A look-up merges both, once per symbol; nothing is prepared before it is
 * asked for, because a run meets few of these libraries and start-up time counts.
 *
 * `src/golang` asks here when it types a call or follows a value into one; rules see the answers as `Effects`, like those of the user's own functions.
 */
import { lib } from './lib/index.ts';
import { packageNames } from './package-names.ts';
import type { Effects, FieldRow, FrameworkRow, Library, Resource, Symbol, TypeRow, ValueRow } from './schema.ts';
import { decodeShape, type Shape } from './shapes/decode.ts';
import { shapeTexts } from './shapes/texts.ts';
import { std } from './std/index.ts';
import { splitSymbol, unversioned } from './symbol.ts';
import { web } from './web/index.ts';

export type * from './schema.ts';

/** The tool's own rows. */
const own: readonly Library[] = [...std, ...web, ...lib];

/** All rows written by hand: the tool's, and those that a project's configuration adds. */
export let catalog: readonly Library[] = own;

/** All routers and chains. */
export const frameworks: readonly FrameworkRow[] = own.flatMap(library => library.frameworks ?? []);

/** Rows of the project, whose word counts for its own functions too, in place of what their bodies tell. */
let added: readonly Library[] = [];
/** Grows with every other set of rows, for those who keep answers. */
let edition = 0;

/** Sets the rows that a project adds; rows for a package that is known are laid over its own. Answers from before are forgotten. */
export function addLibraries(libraries: readonly Library[]): void {
  if (libraries === added || (libraries.length === 0 && added.length === 0)) return;
  added = libraries;
  catalog = [...own, ...libraries];
  edition++;
  effects.clear();
  types.clear();
}

/** Effects that the project's configuration states of one of its own functions. */
export function statedEffects(symbol: Symbol): Effects | undefined {
  return remember(stated(), symbol, () => findStated(symbol));
}

export function hasStatedEffects(): boolean {
  return added.length > 0;
}

const stated = perCatalog(() => new Map<string, Effects | undefined>());
const addedByPath = perCatalog(() => merged(added));

function findStated(symbol: Symbol): Effects | undefined {
  const found = splitSymbol(symbol, path => (addedByPath().has(path) ? path : undefined));
  return found && noteOf(addedByPath().get(found.path)?.effects, found.rest);
}

/** By path; of several rows for one, each adds to those before it. */
function merged(libraries: readonly Library[]): ReadonlyMap<string, Library> {
  const found = new Map<string, Library>();
  for (const library of libraries) {
    for (const path of library.paths) {
      const known = found.get(path);
      found.set(path, known ? laidOver(known, library) : library);
    }
  }
  return found;
}

function laidOver(below: Library, above: Library): Library {
  return {
    ...below,
    effects: { ...below.effects, ...above.effects },
    types: { ...below.types, ...above.types },
    values: { ...below.values, ...above.values },
    resources: [...(below.resources ?? []), ...(above.resources ?? [])],
  };
}

/** An answer that is made once, and once more when the catalog has changed. */
export function perCatalog<T>(make: () => T): () => T {
  let made: { readonly value: T; readonly edition: number } | undefined;
  return () => {
    if (made?.edition !== edition) made = { value: make(), edition };
    return made.value;
  };
}

const shapes = new Map<string, Shape | undefined>();
const effects = new Map<string, Effects | undefined>();
const types = new Map<string, TypeRow | undefined>();
const libraries = perCatalog(() => merged(catalog));
const majors = perCatalog(() => new Map(known().map(path => [unversioned(path), path])));
const resources = perCatalog(() => new Map(catalog.flatMap(library => library.resources ?? []).map(r => [r.id, r])));

/** The libraries that can be met where only these modules are at hand (their paths, of whatever major version), and the standard library. */
export function librariesIn(modulePaths: Iterable<string>): readonly Library[] {
  const roots = new Set([...modulePaths].map(unversioned));
  const isAtHand = (path: string): boolean => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (roots.has(path.slice(0, end))) return true;
    }
    return false;
  };
  return catalog.filter(
    library =>
      isStandard(library.paths[0] ?? '') ||
      library.paths.map(unversioned).some(isAtHand) ||
      (added.length > 0 && added.includes(library)),
  );
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
  return through(type, row => ownOf(row.fields, field));
}

/** A package variable or constant. */
export function valueRow(symbol: string): ValueRow | undefined {
  const found = locate(symbol);
  if (!found) return undefined;
  const shape = shapeOf(found.path)?.value(found.rest);
  const note = ownOf(libraries().get(found.path)?.values, found.rest);
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
  if (shapeTexts().has(path)) return path;
  const other = majors().get(unversioned(path));
  return other && (libraries().get(other)?.paths[0] ?? other);
}

function known(): string[] {
  return [...shapeTexts().paths(), ...libraries().keys()];
}

function locate(symbol: string): { path: string; rest: string } | undefined {
  return splitSymbol(symbol, canonicalPath);
}

function findEffects(path: string, rest: string): Effects | undefined {
  const dot = rest.indexOf('.');
  const rows = libraries().get(path)?.effects;
  const note = noteOf(rows, rest);
  const shape = shapeOf(path)?.effects(rest);
  if (note || shape) return { ...shape, ...note };
  if (dot < 0) return undefined;
  const type = `${path}.${rest.slice(0, dot)}`;
  return through(type, (_, name) => (name === type ? undefined : effectsOf(name + rest.slice(dot))));
}

function noteOf(rows: Library['effects'] | undefined, rest: string): Effects | undefined {
  const dot = rest.indexOf('.');
  return ownOf(rows, rest) ?? (dot < 0 ? undefined : ownOf(rows, `(*${rest.slice(0, dot)})${rest.slice(dot)}`));
}

function findType(path: string, name: string): TypeRow | undefined {
  const shape = shapeOf(path)?.type(name);
  const note = ownOf(libraries().get(path)?.types, name);
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
    const text = shapeTexts().get(path);
    return text === undefined ? undefined : decodeShape(path, text);
  });
}

function conventionalName(path: string): string {
  const elements = path.split('/').filter(element => !/^v\d+$/.test(element));
  return (elements.at(-1) ?? '').replace(/\.v\d+$/, '');
}

function ownOf<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

function remember<T>(cache: Map<string, T>, key: string, find: () => T): T {
  const cached = cache.get(key);
  if (cached !== undefined || cache.has(key)) return cached as T;
  const found = find();
  cache.set(key, found);
  return found;
}
