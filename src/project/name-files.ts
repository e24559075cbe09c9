import { dirname } from 'node:path';
import type { Search } from './discover.ts';
import { isTest, type Reason, reasonByPath } from './left-out.ts';
import type { Listings } from './listings.ts';
import { from, isInside } from './paths.ts';
import { type FileTarget, type FolderTarget, seenFrom, type Target } from './targets.ts';
import { UserError } from './user-error.ts';

/** Every file that a target reaches, with the reason why it is left out, or undefined where it is to be linted. */
export type Named = Map<string, Reason | undefined>;

/** Judged by names alone. Throws `UserError` for a folder without Go files. */
export async function nameFiles(targets: readonly Target[], listings: Listings, request: Search): Promise<Named> {
  if (request.again) return new Map(request.again.files.map(path => [path, undefined]));
  const files = listings.goFiles();
  const listed = new Set(files);
  const named: Named = new Map();
  for (const target of targets) {
    const reached =
      target.kind === 'file' ? nameFile(target, listed, request) : await nameFolder(target, files, request);
    // Named twice, left out once: what includes it wins.
    for (const [path, reason] of reached) if (reason === undefined || !named.has(path)) named.set(path, reason);
  }
  return named;
}

function nameFile(target: FileTarget, listed: ReadonlySet<string>, request: Search): Named {
  const { path } = target;
  if (!path.endsWith('.go')) return new Map([[path, 'notGo']]);
  const reason = reasonByName(target, path, request);
  const ignored = !request.stdin && !listed.has(path);
  return new Map([[path, reason ?? (ignored ? 'ignored' : undefined)]]);
}

async function nameFolder(target: FolderTarget, files: readonly string[], request: Search): Promise<Named> {
  const named: Named = new Map();
  for (const path of below(target, files)) named.set(path, reasonByName(target, path, request));
  if (named.size > 0) return named;
  // Nothing listed: either there is no Go here, or .gitignore hides it, which is no mistake of the user's.
  const hidden = request.gitignore ? below(target, (await request.disk.list(target.base, false)).files) : [];
  if (hidden.length === 0)
    throw new UserError(`${target.argument}: no Go files ${target.recursive ? 'below' : 'in'} this folder`);
  return new Map(hidden.map(path => [path, 'ignored']));
}

function below(target: FolderTarget, files: readonly string[]): readonly string[] {
  return files.filter(path => {
    if (!isInside(target.base, path)) return false;
    const folder = dirname(path);
    return target.matches(folder === target.base ? '' : from(target.base, folder));
  });
}

function reasonByName(target: Target, path: string, request: Search): Reason | undefined {
  return reasonByPath(seenFrom(target, path, request.cwd)) ?? (isTest(path) && !request.tests ? 'tests' : undefined);
}
