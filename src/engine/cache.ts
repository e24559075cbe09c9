/**
 * Objects from an earlier run, as long as they hold. An object rests on the questions that were asked while it was compiled: it is taken again when no change
 * touches one of them and nothing in its own package has changed. Its parts, one for each rule, are taken again each for itself, where they show no place in a
 * changed file.
 */
import { question } from '../golang/asks.ts';
import { importedPaths } from '../golang/imports.ts';
import type { Asked } from '../golang/world.ts';
import { hash } from '../text/hash.ts';
import { type Changes, changesSince, type KeptFiles, keptFile, type Texts } from './changes.ts';
import type { Compiled, Part, Project, Unit } from './contract.ts';

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
  readonly parts: readonly KeptPart[];
  readonly object: Pick<Compiled, 'importPath' | 'suppressions' | 'notices'>;
}

type KeptPart = Omit<Part, 'asked'> & { readonly asked: readonly number[] };

/** A place to keep runs, by key. Reading gives nothing, and writing fails in silence, where the place is not to be had. */
export interface CacheStore {
  read(key: string): Kept | undefined;
  write(key: string, kept: Kept): void;
}

export interface Reuse {
  /** What is to be compiled of a unit: all of it, what some rules have to look at again, or nothing. */
  left(unit: Unit): Unit | undefined;
  /** The unit's object, of what holds and what was compiled. */
  object(unit: Unit, made: Compiled | undefined): Compiled;
  /** Keeps this run for the next. */
  keep(objects: readonly { readonly unit: Unit; readonly object: Compiled }[]): void;
}

export function reuse(units: readonly Unit[], project: Project, texts: Texts, store: CacheStore, key: string): Reuse {
  const { text } = texts;
  const kept = store.read(key);
  const imports = hash(project.files.map(({ path }) => [path, ...importedPaths(text(path))].join(' ')).join('\n'));
  const changes = kept && changesSince(kept.files, project, texts);
  const known = kept && changes ? stillTrue(units, kept, changes, kept.imports !== imports) : new Map<Unit, Known>();
  return {
    left(unit) {
      const found = known.get(unit);
      if (!found) return unit;
      return found.stale.length > 0 ? { ...unit, only: found.stale } : undefined;
    },
    object(unit, made) {
      const found = known.get(unit);
      if (!found) return made!;
      const { stats = NOTHING_DONE, parts = [] } = made ?? {};
      return { ...found.object, parts: [...found.object.parts, ...parts], stats };
    },
    keep(all) {
      const isWhole = all.every(({ unit }) => known.get(unit)?.stale.length === 0);
      if (changes?.paths.size === 0 && isWhole) return;
      const file = (path: string) => (changes?.paths.has(path) ? undefined : kept?.files[path]);
      const files = Object.fromEntries(
        project.files.map(each => [each.path, file(each.path) ?? keptFile(each, text(each.path))]),
      );
      store.write(key, pack(all, files, imports, changes?.paths.size === 0 ? kept : undefined));
    },
  };
}

/** An object that was taken again cost nothing. */
const NOTHING_DONE: Compiled['stats'] = { parsed: 0, bytes: 0, ms: {} };

const IMPORTS = question('imports');

/** What holds of a unit. */
interface Known {
  readonly object: Compiled;
  /** Rules that have to look again. */
  readonly stale: readonly string[];
}

function stillTrue(units: readonly Unit[], kept: Kept, changes: Changes, imports: boolean): ReadonlyMap<Unit, Known> {
  const touched = new Map<number, boolean>();
  const isTouched = (index: number) => {
    let found = touched.get(index);
    if (found === undefined) {
      const asked = kept.questions[index]!;
      found = asked === IMPORTS ? imports : changes.touch(asked, kept.found[index] ?? []);
      touched.set(index, found);
    }
    return found;
  };
  // Lines move even where nothing else changes.
  const isMoved = (part: KeptPart) => pathsShown(part).some(path => changes.paths.has(path));
  const found = new Map<Unit, Known>();
  for (const unit of units) {
    const before = kept.units[keyOf(unit)];
    if (!before || changes.homes.has(before.home) || before.asked.some(isTouched)) continue;
    const stale = new Set(before.parts.filter(part => part.asked.some(isTouched) || isMoved(part)));
    const parts = before.parts
      .filter(part => !stale.has(part))
      .map(part => ({ ...part, asked: askedOf(part.asked, kept) }));
    found.set(unit, {
      object: { ...before.object, parts, asked: askedOf(before.asked, kept), stats: NOTHING_DONE },
      stale: [...stale].map(({ rule }) => rule),
    });
  }
  return found;
}

function askedOf(asked: readonly number[], { questions, found }: Kept): Asked {
  return {
    questions: asked.map(index => questions[index]!),
    found: Object.fromEntries(asked.flatMap(index => (found[index] ? [[questions[index]!, found[index]]] : []))),
  };
}

function pathsShown({ findings, silences }: Omit<Part, 'asked'>): readonly string[] {
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
  const again = (index: number) => questions.index(before!.questions[index]!);
  for (const [key, unit] of Object.entries(before?.units ?? {})) {
    const parts = unit.parts.map(part => ({ ...part, asked: part.asked.map(again) }));
    units[key] = { ...unit, asked: unit.asked.map(again), parts };
  }
  for (const [index, paths] of Object.entries(before?.found ?? {})) found[again(Number(index))] = paths;
  const note = (asked: Asked) => {
    for (const [search, paths] of Object.entries(asked.found)) found[questions.index(search)] = paths;
    return asked.questions.map(questions.index);
  };
  for (const { unit, object } of all) {
    const { importPath, suppressions, notices } = object;
    units[keyOf(unit)] = {
      home: `${unit.module}\n${unit.importPath}`,
      asked: note(object.asked),
      parts: object.parts.map(part => ({ ...part, asked: note(part.asked) })),
      object: { importPath, suppressions, notices },
    };
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
