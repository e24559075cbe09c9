/** The way of the data: project -> units -> compile -> link. Passes and reports follow in the CLI. */
import { World } from '../golang/world.ts';
import type { AnyRule } from '../rule/contract.ts';
import { loadGrammar } from '../syntax/grammar.ts';
import { type CompilerOptions, compiler } from './compile.ts';
import type { Compiled, Project, Unit } from './contract.ts';
import { type Linked, link } from './link.ts';
import { compileInThreads, type Thread } from './pool.ts';
import { unitsOf } from './units.ts';

export type { Linked } from './link.ts';

export interface LintOptions extends CompilerOptions {
  readonly project: Project;
  readonly rules: readonly AnyRule[];
  /** Threads; 1 keeps everything in this one. */
  readonly jobs: number;
  /** Starts a thread that compiles units of the project with the rules. Absent: everything stays in this one. */
  readonly start?: (project: Project, rules: readonly string[]) => Thread;
  readonly progress?: (done: number, total: number) => void;
}

/** Below this many code units of named text, starting a thread costs more than it saves. */
const WORTH_A_THREAD = 1_500_000;

/** Lints what the project's files say is named. Rejects with an `InternalError` that names the file when a rule fails. */
export async function lint(options: LintOptions): Promise<Linked> {
  const { project, rules } = options;
  const world = new World(project, await loadGrammar());
  const units = unitsOf(project, world);
  const size = (unit: Unit) => unit.paths.reduce((sum, path) => sum + (project.size?.(path) ?? 0), 0);
  const threads = Math.min(options.jobs, Math.floor(units.reduce((sum, unit) => sum + size(unit), 0) / WORTH_A_THREAD));
  const progress = (done: number) => options.progress?.(done, units.length);
  const { start } = options;
  const objects =
    start && threads > 1
      ? await compileInThreads(
          units,
          size,
          Array.from({ length: threads }, () =>
            start(
              project,
              rules.map(({ id }) => id),
            ),
          ),
          progress,
        )
      : compileHere(units, world, options, progress);
  const named = new Set(project.files.filter(file => file.named).map(file => file.path));
  return link(objects, path => named.has(path), named.size);
}

function compileHere(
  units: readonly Unit[],
  world: World,
  options: LintOptions,
  progress: (done: number) => void,
): readonly Compiled[] {
  const { compile } = compiler(world, options.rules, options);
  const objects: Compiled[] = [];
  for (const unit of units) {
    objects.push(compile(unit));
    world.renew();
    progress(objects.length);
  }
  world.store.close();
  return objects;
}
