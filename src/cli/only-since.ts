/** Shows only what is new: lints the state before with the same rules, and takes away what was found there already. */
import { join } from 'node:path';
import { onlyNew } from '../findings/only-new.ts';
import type { Discovered } from '../project/discover.ts';
import { from, isInside } from '../project/paths.ts';
import type { States } from '../project/states.ts';
import { UserError } from '../project/user-error.ts';
import { type Judged, judge } from './judge.ts';
import { discoverState, lintState, type Objects, type Run } from './lint-state.ts';

/** Throws `UserError` for files that the repository of the comparison does not hold. */
export async function onlySince(
  now: Judged,
  discovered: Discovered,
  states: States,
  run: Run,
  objects: Objects,
): Promise<Judged> {
  const { root } = discovered.project;
  const former = (path: string) => from(root, formerOf(join(root, path), states));
  const before = await judgeBefore(discovered, states, run, objects);
  const { fresh, known } = onlyNew(now.findings, before?.findings ?? [], former);
  return { ...now, findings: fresh, hidden: { ...now.hidden, known: now.hidden.known + known.length } };
}

/** The named files as they were; undefined where none of them was there. */
async function judgeBefore({ project }: Discovered, states: States, run: Run, objects: Objects) {
  const named = project.files.filter(file => file.named).map(file => join(project.root, file.path));
  const stranger = named.find(path => !isInside(states.top, path));
  if (stranger !== undefined)
    throw new UserError(`${stranger} is not in the repository ${states.top}, so nobody can tell what is new in it`);
  const files = named.map(path => formerOf(path, states)).filter(states.before.exists);
  if (files.length === 0) return undefined;
  const discovered = await discoverState(run.settings, run.terminal, {
    disk: states.before,
    again: { root: project.root, files },
  });
  const linted = await lintState(discovered, 'before', run, objects);
  return judge({ discovered, linted, run });
}

function formerOf(path: string, { renamed }: States): string {
  return renamed.get(path) ?? path;
}
