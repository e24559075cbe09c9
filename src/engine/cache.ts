/**
 * Objects from an earlier run, as long as they hold. An object rests on the questions that were asked while it was compiled: it is taken again when no change
 * touches one of them, nothing in its own package has changed, and it shows no place in a changed file.
 */
import { question } from '../golang/asks.ts';
import { importedPaths } from '../golang/imports.ts';
import { hash } from '../text/hash.ts';
import { type Changes, changesSince, type KeptFiles, keptFile, type Texts } from './changes.ts';
import type { Compiled, Project, Unit } from './contract.ts';

/** What is kept of a run. Plain JSON; questions are shared through a table, because most units ask the same. */
export interface Kept {
  readonly files: KeptFiles;
  readonly questions: readonly string[];
  /** By index of a search: paths of the files that it found. */
  readonly found: Readonly<Record<number, readonly string[]>>;
  /** The hash of all files' import lines. */
  readonly imports: string;
  readonly units: Readonly<Record<string, KeptUnit>>;
}

interface KeptUnit {
  /** Module root and import path, a line each. */
  readonly home: string;
  /** Indexes into the table. */
  readonly asked: readonly number[];
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

export function reuse(units: readonly Unit[], project: Project, texts: Texts, store: CacheStore, key: string): Reuse {
  const { text } = texts;
  const kept = store.read(key);
  const imports = hash(project.files.map(({ path }) => [path, ...importedPaths(text(path))].join(' ')).join('\n'));
  const changes = kept && changesSince(kept.files, project, texts);
  const objects =
    kept && changes ? stillTrue(units, kept, changes, kept.imports !== imports) : new Map<Unit, Compiled>();
  return {
    objects,
    keep(all) {
      if (changes?.paths.size === 0 && all.every(({ unit }) => objects.has(unit))) return;
      const known = (path: string) => (changes?.paths.has(path) ? undefined : kept?.files[path]);
      const files = Object.fromEntries(
        project.files.map(file => [file.path, known(file.path) ?? keptFile(file, text(file.path))]),
      );
      store.write(key, pack(all, files, imports, changes?.paths.size === 0 ? kept : undefined));
    },
  };
}

/** An object that was taken again cost nothing. */
const NOTHING_DONE: Compiled['stats'] = { parsed: 0, bytes: 0, ms: {} };

const IMPORTS = question('imports');

function stillTrue(
  units: readonly Unit[],
  kept: Kept,
  changes: Changes,
  imports: boolean,
): ReadonlyMap<Unit, Compiled> {
  const known = new Map<number, boolean>();
  const isTouched = (index: number) => {
    let found = known.get(index);
    if (found === undefined) {
      const asked = kept.questions[index]!;
      found = asked === IMPORTS ? imports : changes.touch(asked, kept.found[index] ?? []);
      known.set(index, found);
    }
    return found;
  };
  const found = new Map<Unit, Compiled>();
  for (const unit of units) {
    const before = kept.units[keyOf(unit)];
    if (!before || changes.homes.has(before.home) || before.asked.some(isTouched)) continue;
    if (pathsShown(before.object).some(path => changes.paths.has(path))) continue;
    const { questions } = kept;
    const asked = before.asked.map(index => questions[index]!);
    const searches = before.asked.filter(index => kept.found[index]);
    found.set(unit, {
      ...before.object,
      asked: {
        questions: asked,
        found: Object.fromEntries(searches.map(index => [questions[index]!, kept.found[index]!])),
      },
      stats: NOTHING_DONE,
    });
  }
  return found;
}

/** Lines move even where nothing else changes. */
function pathsShown({ findings, silences }: Omit<Compiled, 'asked' | 'stats'>): readonly string[] {
  return [
    ...findings.flatMap(({ location, related, flow }) => [{ location }, ...related, ...flow]),
    ...silences.flatMap(({ location, flow }) => [{ location }, ...flow]),
  ].map(({ location }) => location.path);
}

function keyOf({ module, importPath, paths, caused, elsewhere = false }: Unit): string {
  return hash(module, importPath, String(caused), String(elsewhere), ...paths);
}

/** Units of earlier runs that this one did not name stay, as long as nothing has changed since. */
function pack(
  all: readonly { readonly unit: Unit; readonly object: Compiled }[],
  files: KeptFiles,
  imports: string,
  before: Kept | undefined,
): Kept {
  const questions = table();
  const found: Record<number, readonly string[]> = {};
  const units: Record<string, KeptUnit> = {};
  for (const [key, unit] of Object.entries(before?.units ?? {}))
    units[key] = { ...unit, asked: unit.asked.map(index => questions.index(before!.questions[index]!)) };
  for (const [index, paths] of Object.entries(before?.found ?? {}))
    found[questions.index(before!.questions[Number(index)]!)] = paths;
  for (const { unit, object } of all) {
    const { asked, stats: _, ...rest } = object;
    for (const [search, paths] of Object.entries(asked.found)) found[questions.index(search)] = paths;
    const home = `${unit.module}\n${unit.importPath}`;
    units[keyOf(unit)] = { home, asked: asked.questions.map(questions.index), object: rest };
  }
  return { files, questions: questions.items, found, imports, units };
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
