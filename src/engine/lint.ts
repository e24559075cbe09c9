/** The way of the data: project -> units -> compile -> link. Passes and reports follow in the CLI. */
import { addLibraries } from '../catalog/index.ts';
import { World } from '../golang/world.ts';
import type { AnyRule } from '../rule/contract.ts';
import { loadGrammar } from '../syntax/grammar.ts';
import { type Ahead, aheadOf, type Text } from './ahead.ts';
import { type CacheStore, reuse } from './cache.ts';
import { type CompilerOptions, compiler } from './compile.ts';
import { type Compiled, NO_TUNING, type Project, type Tuning, type Unit } from './contract.ts';
import { type Linked, link } from './link.ts';
import { compileTogether, type Share, type Thread } from './pool.ts';
import { unitsOf } from './units.ts';

export type { Linked } from './link.ts';

export interface LintOptions extends CompilerOptions {
  readonly project: Project;
  readonly rules: readonly AnyRule[];
  /** Threads; 1 keeps everything in this one. */
  readonly jobs: number;
  /** Starts a thread that compiles its share of units with the rules. Absent: everything stays in this one. */
  readonly start?: (
    project: Project,
    rules: readonly string[],
    tuning: Tuning,
    share: Share,
    deliver: (object: Compiled, index: number) => void,
  ) => Thread;
  /** Starts a thread that parses texts before they are asked for. */
  readonly parseAhead?: (texts: readonly Text[]) => Ahead;
  /** Called when much of what was held in memory has been let go of. */
  readonly forgot?: () => void;
  /** Files of what has been compiled, and of all that is to be. */
  readonly progress?: (done: number, total: number) => void;
  /** Where objects of earlier runs are; `key` names all that they rest on besides texts: engine, rules, options, modules. */
  readonly cache?: { readonly store: CacheStore; readonly key: string };
}

/** Below this many code units of named text, starting a thread costs more than it saves. */
const WORTH_A_THREAD = 750_000;

/** Lints what the project's files say is named. Rejects with an `InternalError` that names the file when a rule fails. */
export async function lint(options: LintOptions): Promise<Linked> {
  const { project, cache, tuning = NO_TUNING } = options;
  addLibraries(tuning.libraries);
  const world = new World(project, await loadGrammar());
  const units = unitsOf(project, world);
  const texts = {
    text: (path: string) => world.store.text(path),
    isBroken: (path: string) => world.store.tree(path).errors.length > 0,
  };
  const reused = cache && !options.silences ? reuse(units, project, texts, cache.store, cache.key) : undefined;
  const missing = units.flatMap(unit => {
    const left = reused ? reused.left(unit) : unit;
    return left ? [{ unit, left }] : [];
  });
  const compiled = await compileAll(
    missing.map(({ left }) => left),
    world,
    options,
  );
  const made = new Map(missing.map(({ unit }, index) => [unit, compiled[index]!]));
  const objects = units.map(unit => ({
    unit,
    object: reused ? reused.object(unit, made.get(unit)) : made.get(unit)!,
  }));
  reused?.keep(objects);
  const named = new Set(project.files.filter(file => file.named).map(file => file.path));
  return link(
    objects.map(({ object }) => object),
    path => named.has(path),
    named.size,
  );
}

async function compileAll(units: readonly Unit[], world: World, options: LintOptions): Promise<readonly Compiled[]> {
  const { project, rules, start, parseAhead, jobs, tuning = NO_TUNING } = options;
  const size = (unit: Unit) => unit.paths.reduce((sum, path) => sum + (project.size?.(path) ?? 0), 0);
  const worth = Math.floor(units.reduce((sum, unit) => sum + size(unit), 0) / WORTH_A_THREAD);
  const ids = rules.map(({ id }) => id);
  const { compile, wanted } = compiler(world, rules, options);
  const ahead = jobs > 1 && parseAhead ? aheadOf(units.flatMap(wanted), parseAhead) : undefined;
  world.store.ahead = ahead;
  const files = units.reduce((sum, unit) => sum + unit.paths.length, 0);
  let done = 0;
  try {
    return await compileTogether(
      units,
      size,
      unit => {
        const object = compile(unit);
        if (world.relax()) options.forgot?.();
        return object;
      },
      {
        // One of them parses.
        threads: start ? Math.max(0, Math.min(jobs, worth) - (ahead ? 2 : 1)) : 0,
        start: (share, deliver) => start!(project, ids, tuning, share, deliver),
      },
      unit => {
        done += unit.paths.length;
        options.progress?.(done, files);
      },
    );
  } finally {
    await ahead?.close();
  }
}
