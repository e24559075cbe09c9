/**
 * States of a repository, for runs that show only what is new. The state before is not checked out: the files in which it differs from the disk are read
 * from git's objects and laid over the disk, so both states are linted the same way. Whatever can't be known ends the run: never a silent pass.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Disk, overlaid, realDisk } from './disk.ts';
import { GitError, git } from './git.ts';
import { type Entry, isFile, LINK, parseIndex, parseRaw, parseTree, readBlobs } from './git-entries.ts';
import { isInside } from './paths.ts';
import { renames } from './renames.ts';
import { UserError } from './user-error.ts';

/** What counts as before. */
export type Since =
  | { readonly kind: 'revision'; readonly revision: string }
  | { readonly kind: 'merge-base'; readonly branch: string }
  /** HEAD, for what is staged: the state now is the index, not the work tree. */
  | { readonly kind: 'staged' };

export interface States {
  readonly now: Disk;
  readonly before: Disk;
  /** Where a file was before, by where it is now, both absolute; absent: at the same place, or nowhere. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The repository's folder, absolute. */
  readonly top: string;
}

/** Throws `UserError` with the cure: no repository, an unknown revision, history that this clone lacks, conflicts. */
export async function openStates(since: Since, cwd: string): Promise<States> {
  const top = await topOf(cwd, since);
  const commit = await commitOf(since, top);
  try {
    const [before, now] = await Promise.all([
      stateAt(top, commit),
      since.kind === 'staged' ? stagedState(top) : new Map<string, string | undefined>(),
    ]);
    const disks = { before: overlaid(realDisk, before), now: overlaid(realDisk, now) };
    return { ...disks, top, renamed: renamedFiles([...before.keys(), ...now.keys()], disks) };
  } catch (error) {
    if (error instanceof GitError) throw new UserError(`git can't tell what there was before: ${error.message}`);
    throw error;
  }
}

// ---- which commit

async function topOf(cwd: string, since: Since): Promise<string> {
  try {
    return (await git(cwd, ['rev-parse', '--show-toplevel'])).replace(/\n$/, '');
  } catch (error) {
    const why = /not a git repository/i.test((error as Error).message)
      ? `${cwd} is in no git repository`
      : (error as Error).message;
    throw new UserError(`${flagOf(since)} compares with what git keeps: ${why}`);
  }
}

async function commitOf(since: Since, top: string): Promise<string> {
  switch (since.kind) {
    case 'revision':
      return resolveRevision(since.revision, since, top);
    case 'merge-base':
      return mergeBase(await resolveRevision(since.branch, since, top), since.branch, top);
    case 'staged':
      // Before the first commit there was nothing, and all is new.
      return (await answer(top, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])) ?? emptyTree(top);
  }
}

async function resolveRevision(revision: string, since: Since, top: string): Promise<string> {
  const known = (name: string) => answer(top, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  const found = revision === '' || revision.startsWith('-') ? undefined : await known(revision);
  if (found !== undefined) return found;
  const remote = (await known(`origin/${revision}`)) === undefined ? undefined : `; did you mean origin/${revision}?`;
  throw new UserError(`${flagOf(since)}: there is no revision ${revision} here${remote ?? (await cure(top))}`);
}

async function mergeBase(commit: string, branch: string, top: string): Promise<string> {
  const found = await answer(top, ['merge-base', 'HEAD', commit]);
  if (found !== undefined) return found;
  throw new UserError(`--new-from-merge-base: HEAD and ${branch} have no common ancestor here${await cure(top)}`);
}

async function cure(top: string): Promise<string> {
  const isShallow = (await answer(top, ['rev-parse', '--is-shallow-repository'])) === 'true';
  if (!isShallow) return '; git fetch may bring it';
  return ': this clone is shallow; get its history with git fetch --unshallow (actions/checkout: fetch-depth: 0)';
}

/** One line, or undefined where git has no answer. */
async function answer(top: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await git(top, args)).trim() || undefined;
  } catch {
    return undefined;
  }
}

async function emptyTree(top: string): Promise<string> {
  return (await git(top, ['hash-object', '-t', 'tree', '--stdin'])).trim();
}

function flagOf(since: Since): string {
  return { revision: '--new-from-rev', 'merge-base': '--new-from-merge-base', staged: '--staged' }[since.kind];
}

// ---- what differs from the disk

type Texts = Map<string, string | undefined>;

/** The files of a commit (or tree) that differ from those on the disk, submodules included. */
async function stateAt(top: string, commit: string): Promise<Texts> {
  const raw = await git(top, ['diff-index', '--raw', '-r', '-z', '--no-renames', '--no-abbrev', commit, '--']);
  const links = hasSubmodules(top) ? parseTree(await git(top, ['ls-tree', '-r', '-z', commit])) : [];
  return stateOf(top, parseRaw(raw), links, {});
}

/** The same for the index. */
async function stagedState(top: string): Promise<Texts> {
  const env = await indexOf(top);
  const raw = await git(top, ['diff-files', '--raw', '-r', '-z', '--no-abbrev'], { env });
  const links = hasSubmodules(top) ? parseIndex(await git(top, ['ls-files', '-s', '-z'], { env })) : [];
  return stateOf(top, parseRaw(raw), links, env);
}

async function stateOf(
  top: string,
  changed: readonly Entry[],
  all: readonly Entry[],
  env: Environment,
): Promise<Texts> {
  const texts: Texts = new Map();
  for (const path of await untracked(top, env)) texts.set(join(top, path), undefined);
  const wanted = changed.filter(({ path }) => isOurs(path));
  const blobs = await readBlobs(
    top,
    wanted.filter(isFile).map(({ oid }) => oid),
  );
  for (const entry of wanted) texts.set(join(top, entry.path), isFile(entry) ? blobs.get(entry.oid) : undefined);
  for (const [path, oid] of submodulesOf(top, changed, all)) {
    const inner = oid === undefined ? await emptyTree(path) : oid;
    for (const [file, text] of await stateAt(path, inner)) texts.set(file, text);
  }
  return texts;
}

type Environment = Readonly<Record<string, string>>;

/** Commits of the submodules that are on the disk; undefined: the state had no such submodule. */
function submodulesOf(
  top: string,
  changed: readonly Entry[],
  all: readonly Entry[],
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { path, oid, mode } of [...changed, ...all]) {
    const folder = join(top, path);
    if (mode === LINK) found.set(folder, oid);
    else if (!found.has(folder) && existsSync(join(folder, '.git'))) found.set(folder, undefined);
  }
  return new Map([...found].filter(([folder]) => existsSync(join(folder, '.git'))));
}

/** Files that decide what is linted. */
function isOurs(path: string): boolean {
  return path.endsWith('.go') || /(?:^|\/)(?:go\.mod|go\.work|\.goleak-lint\.yaml)$/.test(path);
}

async function untracked(top: string, env: Environment): Promise<readonly string[]> {
  const names = ['*.go', 'go.mod', '*/go.mod', 'go.work', '*/go.work', '.goleak-lint.yaml', '*/.goleak-lint.yaml'];
  const listed = await git(top, ['ls-files', '-o', '-z', '--', ...names], { env });
  return listed.split('\0').filter(path => path !== '');
}

function hasSubmodules(top: string): boolean {
  try {
    return readFileSync(join(top, '.gitmodules'), 'utf8') !== '';
  } catch {
    return false;
  }
}

/** `git commit -a` and `git commit file` hand their hooks an index of their own. */
async function indexOf(top: string): Promise<Environment> {
  const given = process.env.GIT_INDEX_FILE;
  if (!given) return {};
  const path = resolve(top, given);
  const home = (await git(top, ['rev-parse', '--absolute-git-dir'])).trim();
  return isInside(home, path) && existsSync(path) ? { GIT_INDEX_FILE: path } : {};
}

// ---- renames

function renamedFiles(paths: readonly string[], { before, now }: Pick<States, 'before' | 'now'>) {
  const files = [...new Set(paths)].filter(path => path.endsWith('.go'));
  const only = (here: Disk, there: Disk) =>
    new Map(files.flatMap(path => (here.exists(path) && !there.exists(path) ? [[path, textOf(here, path)]] : [])));
  return renames(only(before, now), only(now, before));
}

function textOf(disk: Disk, path: string): string {
  try {
    return disk.read(path);
  } catch {
    return '';
  }
}
