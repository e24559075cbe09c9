/** The way of the data: project -> units -> compile -> link. Passes and reports follow in the CLI. */
import { World } from '../golang/world.ts';
import type { AnyRule } from '../rule/contract.ts';
import { loadGrammar } from '../syntax/grammar.ts';
import { compiler } from './compile.ts';
import type { Compiled, Project } from './contract.ts';
import { type Linked, link } from './link.ts';
import { unitsOf } from './units.ts';

export type { Linked } from './link.ts';

export interface LintOptions {
  readonly project: Project;
  readonly rules: readonly AnyRule[];
  /** Threads; 1 keeps everything in this one. */
  readonly jobs: number;
  readonly progress?: (done: number, total: number) => void;
  /** Off only in the test that compares both. */
  readonly prefilter?: boolean;
  /** Keeps why places are in order, for `why`. */
  readonly silences?: boolean;
}

/** Lints what the project's files say is named. Rejects with an `InternalError` that names the file when a rule fails. */
export async function lint({
  project,
  rules,
  progress,
  prefilter = true,
  silences = false,
}: LintOptions): Promise<Linked> {
  const grammar = await loadGrammar();
  const world = new World(project, grammar);
  const units = unitsOf(project, world);
  const { compile } = compiler(world, rules, { everything: !prefilter, silences });
  const objects: Compiled[] = [];
  for (const unit of units) {
    objects.push(compile(unit));
    world.relax();
    progress?.(objects.length, units.length);
  }
  world.close();
  const named = new Set(project.files.filter(file => file.named).map(file => file.path));
  return link(objects, path => named.has(path), named.size);
}
