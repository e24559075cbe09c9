/** The way of the data: project -> units -> compile -> link. Passes and reports follow in the CLI. */
import { World } from '../golang/world.ts';
import type { AnyRule } from '../rule/contract.ts';
import { loadGrammar } from '../syntax/grammar.ts';
import { compiler } from './compile.ts';
import type { Compiled, Project, Unit } from './contract.ts';
import { type Linked, link } from './link.ts';

export type { Linked } from './link.ts';

export interface LintOptions {
  readonly project: Project;
  readonly rules: readonly AnyRule[];
  /** Threads; 1 keeps everything in this one. */
  readonly jobs: number;
  readonly progress?: (done: number, total: number) => void;
  /** Off only in the test that compares both. */
  readonly prefilter?: boolean;
}

/** Lints what the project's files say is named. Rejects with an `InternalError` that names the file when a rule fails. */
export async function lint({ project, rules, progress, prefilter = true }: LintOptions): Promise<Linked> {
  const grammar = await loadGrammar();
  const world = new World(project, grammar);
  const units = unitsOf(project);
  const { compile } = compiler(world, rules, !prefilter);
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

/** One unit for each package that has a named file, in the order of the paths. */
function unitsOf(project: Project): readonly Unit[] {
  const units = new Map<string, { importPath: string; module: string; paths: string[] }>();
  for (const file of project.files) {
    if (!file.named) continue;
    const key = `${file.module}\n${file.importPath}`;
    const unit = units.get(key);
    if (unit) unit.paths.push(file.path);
    else units.set(key, { importPath: file.importPath, module: file.module, paths: [file.path] });
  }
  return [...units.values()].sort((a, b) => (a.paths[0]! < b.paths[0]! ? -1 : 1));
}
