/**
 * Objects from an earlier run, as long as they hold. An object rests on the packages that were looked into and on the searches that were made while it was
 * compiled; it is taken again when no file of these packages has changed and no changed file would have answered one of the searches. Texts decide, never
 * time stamps.
 */
import { importedPaths } from '../golang/imports.ts';
import { hash } from '../text/hash.ts';
import type { Compiled, Project, Unit } from './contract.ts';

/** What is kept of a run. Plain JSON; lists are shared through tables, because most units ask the same. */
export interface Kept {
  /** By path: the hash of the text, and the package: `hash\nmodule root\nimport path`. */
  readonly files: Readonly<Record<string, string>>;
  readonly packages: readonly string[];
  readonly searches: readonly string[];
  /** The hash of all files' import lines. */
  readonly imports: string;
  readonly units: Readonly<Record<string, KeptUnit>>;
}

interface KeptUnit {
  /** Indexes into the tables. */
  readonly packages: readonly number[];
  readonly searches: readonly number[];
  readonly imports: boolean;
  readonly object: Omit<Compiled, 'asked' | 'stats'>;
}

/** A place to keep runs, by key. Reading gives nothing, and writing fails in silence, where the place is not to be had. */
export interface CacheStore {
  read(key: string): Kept | undefined;
  write(key: string, kept: Kept): void;
}

export interface Reuse {
  /** Objects that still hold, by unit. */
  readonly objects: ReadonlyMap<Unit, Compiled>;
  /** Keeps this run for the next: all objects, taken again or compiled. */
  keep(objects: readonly { readonly unit: Unit; readonly object: Compiled }[]): void;
}

export function reuse(
  units: readonly Unit[],
  project: Project,
  text: (path: string) => string,
  store: CacheStore,
  key: string,
): Reuse {
  const kept = store.read(key);
  const files = Object.fromEntries(
    project.files.map(({ path, module, importPath, requestBodyLimit }) => [
      path,
      `${hash(text(path), String(requestBodyLimit))}\n${module}\n${importPath}`,
    ]),
  );
  const imports = hash(project.files.map(({ path }) => [path, ...importedPaths(text(path))].join(' ')).join('\n'));
  const objects = kept
    ? stillTrue(units, kept, {
        ...changesSince(kept, files, project, text),
        imports: kept.imports !== imports,
      })
    : new Map<Unit, Compiled>();
  return {
    objects,
    keep(all) {
      const isNew =
        all.some(({ unit }) => !objects.has(unit)) ||
        kept === undefined ||
        Object.keys(kept.files).length !== project.files.length;
      if (isNew) store.write(key, pack(all, files, imports, kept));
    },
  };
}

/** An object that was taken again cost nothing. */
const NOTHING_DONE: Compiled['stats'] = { parsed: 0, bytes: 0, ms: {} };

interface Changes {
  /** `module root\nimport path` of packages with a file that came, went or changed. */
  readonly packages: ReadonlySet<string>;
  /** Module root and text of files that came or changed. */
  readonly texts: readonly { readonly module: string; readonly text: string }[];
  readonly imports: boolean;
}

function changesSince(
  kept: Kept,
  files: Kept['files'],
  project: Project,
  text: (path: string) => string,
): Omit<Changes, 'imports'> {
  const changed = project.files.filter(({ path }) => kept.files[path] !== files[path]);
  const gone = Object.entries(kept.files).flatMap(([path, mark]) => (files[path] === undefined ? [mark] : []));
  const packages = new Set([...changed.map(({ path }) => files[path]!), ...gone].map(packageOf));
  return { packages, texts: changed.map(({ module, path }) => ({ module, text: text(path) })) };
}

function packageOf(mark: string): string {
  return mark.slice(mark.indexOf('\n') + 1);
}

function stillTrue(
  units: readonly Unit[],
  kept: Kept,
  { packages, texts, imports }: Changes,
): ReadonlyMap<Unit, Compiled> {
  const stale = new Set(kept.packages.flatMap((key, index) => (packages.has(key) ? [index] : [])));
  const answered = new Map<number, boolean>();
  const isAnswered = (index: number) => {
    let found = answered.get(index);
    if (found === undefined) {
      const [, ...pieces] = kept.searches[index]!.split('\n');
      found = texts.some(({ text }) => pieces.every(piece => text.includes(piece)));
      answered.set(index, found);
    }
    return found;
  };
  const found = new Map<Unit, Compiled>();
  for (const unit of units) {
    const known = kept.units[keyOf(unit)];
    if (
      !known ||
      (imports && known.imports) ||
      known.packages.some(index => stale.has(index)) ||
      known.searches.some(isAnswered)
    )
      continue;
    const asked = {
      packages: known.packages.map(index => kept.packages[index]!),
      searches: known.searches.map(index => kept.searches[index]!),
      imports: known.imports,
    };
    found.set(unit, { ...known.object, asked, stats: NOTHING_DONE });
  }
  return found;
}

function keyOf({ module, importPath, paths, caused, elsewhere = false }: Unit): string {
  return hash(module, importPath, String(caused), String(elsewhere), ...paths);
}

/** Units of earlier runs that this one did not name stay, as long as they rest on nothing that has changed since. */
function pack(
  all: readonly { readonly unit: Unit; readonly object: Compiled }[],
  files: Kept['files'],
  imports: string,
  before: Kept | undefined,
): Kept {
  const packages = table();
  const searches = table();
  const units: Record<string, KeptUnit> = {};
  if (before && sameFiles(before.files, files)) {
    for (const [key, unit] of Object.entries(before.units)) {
      units[key] = {
        ...unit,
        packages: unit.packages.map(index => packages.index(before.packages[index]!)),
        searches: unit.searches.map(index => searches.index(before.searches[index]!)),
      };
    }
  }
  for (const { unit, object } of all) {
    const { asked, stats: _, ...rest } = object;
    units[keyOf(unit)] = {
      packages: asked.packages.map(packages.index),
      searches: asked.searches.map(searches.index),
      imports: asked.imports,
      object: rest,
    };
  }
  return { files, packages: packages.items, searches: searches.items, imports, units };
}

function sameFiles(a: Kept['files'], b: Kept['files']): boolean {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every(path => a[path] === b[path]);
}

function table() {
  const items: string[] = [];
  const known = new Map<string, number>();
  return {
    items,
    index(item: string): number {
      let index = known.get(item);
      if (index === undefined) {
        index = items.push(item) - 1;
        known.set(item, index);
      }
      return index;
    },
  };
}
