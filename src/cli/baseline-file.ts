/** The file of accepted findings: read before the passes, written after them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type Accepted,
  changedBaseline,
  compareBaseline,
  parseBaseline,
  renderBaseline,
} from '../findings/baseline.ts';
import { from } from '../project/paths.ts';
import { UserError } from '../project/user-error.ts';
import { counted } from '../report/counts.ts';
import { neutral } from '../report/neutral.ts';
import type { Finding } from '../rule/finding.ts';
import type { Settings } from './args.ts';
import type { Terminal } from './terminal.ts';

export interface Baseline {
  /** As the user named it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly entries: readonly Accepted[];
}

/** Undefined where none is asked for. Throws `UserError` for one that can't be read, unless it is about to be written. */
export function openBaseline({ baseline, writeBaseline }: Settings, { cwd }: Terminal): Baseline | undefined {
  if (baseline === undefined) return undefined;
  const path = resolve(cwd, baseline);
  if (!existsSync(path)) {
    if (writeBaseline) return { name: baseline, path, entries: [] };
    throw new UserError(`${baseline}: there is no such baseline; --write-baseline makes it`);
  }
  try {
    return { name: baseline, path, entries: parseBaseline(readFileSync(path, 'utf8')) };
  } catch (error) {
    throw new UserError(`${baseline}: ${(error as Error).message}`);
  }
}

/** Of a run: what the baseline accepts, and which of its entries it could have found but did not. */
export interface Held {
  readonly fresh: readonly Finding[];
  readonly known: number;
  readonly stale: readonly Accepted[];
}

export interface Seen {
  /** The run's root, absolute: the findings' paths are relative to it. */
  readonly root: string;
  /** Whether the rule looked at the file, in this run. */
  lookedAt(path: string, rule: string): boolean;
}

export function holdAgainst(baseline: Baseline | undefined, findings: readonly Finding[], seen: Seen): Held {
  if (!baseline) return { fresh: findings, known: 0, stale: [] };
  const { path, entries } = baseline;
  const folder = dirname(path);
  const { fresh, known, left } = compareBaseline(findings, entries, pathFrom(folder, seen.root));
  const stale = left.filter(entry => {
    const file = join(folder, entry.path);
    return !existsSync(file) || seen.lookedAt(from(seen.root, file), entry.rule);
  });
  return { fresh, known: known.length, stale };
}

function pathFrom(folder: string, root: string): (finding: Finding) => string {
  return ({ location }) => from(folder, join(root, location.path));
}

/** Writes the baseline where that was asked for, and says what is in it that is found no more. Throws `UserError` where it can't be written. */
export function closeBaseline(
  { name, path, entries }: Baseline,
  { stale, accepted }: { readonly stale: readonly Accepted[]; readonly accepted: readonly Finding[] },
  root: string,
  { writeBaseline, pruneBaseline, quiet }: Settings,
  { stderr }: Terminal,
): void {
  if (!writeBaseline && !pruneBaseline) {
    if (!quiet && stale.length > 0) stderr.write(`goleak-lint: ${staleLine(name, stale)}\n`);
    return;
  }
  const more = writeBaseline ? accepted : [];
  const changed = changedBaseline(entries, more, stale, pathFrom(dirname(path), root));
  try {
    writeFileSync(path, renderBaseline(changed));
  } catch (error) {
    throw new UserError(`${name}: can't be written: ${(error as Error).message}`);
  }
  if (quiet) return;
  const sum = (list: readonly Accepted[]) => list.reduce((total, { count }) => total + count, 0);
  stderr.write(
    `goleak-lint: ${name} holds ${counted(sum(changed), 'finding')} now: ${more.length} came, ${sum(stale)} went\n`,
  );
}

/** So many are named. */
const NAMED = 3;

function staleLine(name: string, stale: readonly Accepted[]): string {
  const places = stale.slice(0, NAMED).map(({ path, rule }) => `${neutral(path)} (${neutral(rule)})`);
  const rest = stale.length > NAMED ? ` and ${stale.length - NAMED} more` : '';
  const count = counted(stale.length, 'entry', 'entries');
  return `${count} of ${name} found no more: ${places.join(', ')}${rest}; --prune-baseline takes them out`;
}
