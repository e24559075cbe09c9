import { basename, dirname, join, resolve } from 'node:path';
import type { Disk } from './disk.ts';
import { parseGoMod } from './go-mod.ts';
import { findUp, from, realFolder, slashed } from './paths.ts';
import { UserError } from './user-error.ts';

/** What one argument of the command line names. */
export type Target = FileTarget | FolderTarget;

export interface FileTarget {
  readonly kind: 'file';
  readonly argument: string;
  /** Absolute. */
  readonly path: string;
}

export interface FolderTarget {
  readonly kind: 'folder';
  readonly argument: string;
  /** Absolute, symbolic links resolved; everything that the pattern can match is below it. */
  readonly base: string;
  readonly recursive: boolean;
  /** Whether it names this folder, given relative to `base`, '' for the base itself. */
  matches(folder: string): boolean;
}

/** `./...`, `./dir`, `dir/...`, `a/.../b`, `x.go`, absolute paths, and paths that begin with the module's own. */
export function parseTarget(argument: string, cwd: string, disk: Disk): Target {
  if (argument === '') throw new UserError('an empty path was given; name a folder, a file or ./...');
  const wildcard = argument.indexOf('...');
  if (wildcard < 0) return existing(argument, locate(argument, cwd, disk), disk);
  const prefix = argument.slice(0, wildcard).replace(/[^/\\]*$/, '');
  const base = locate(prefix === '' ? '.' : prefix, cwd, disk, argument);
  if (!disk.isFolder(base)) throw new UserError(`${argument}: ${prefix} is not a folder`);
  const pattern = slashed(argument.slice(prefix.length));
  return { kind: 'folder', argument, base: realFolder(base), recursive: true, matches: matcher(pattern) };
}

function existing(argument: string, path: string, disk: Disk): Target {
  if (!disk.isFolder(path)) return { kind: 'file', argument, path: join(realFolder(dirname(path)), basename(path)) };
  return { kind: 'folder', argument, base: realFolder(path), recursive: false, matches: folder => folder === '' };
}

/** A path on the disk, or one below the path of the module that we stand in. */
function locate(given: string, cwd: string, disk: Disk, argument = given): string {
  const path = resolve(cwd, given);
  if (disk.exists(path)) return path;
  const below = belowModule(given, cwd, disk);
  if (below !== undefined && disk.exists(below)) return below;
  const cure = argument.startsWith('-') ? '; put -- before a path that begins with a dash' : '';
  throw new UserError(`${argument}: no such file or folder${cure}`);
}

function belowModule(importPath: string, cwd: string, disk: Disk): string | undefined {
  const root = findUp(cwd, 'go.mod', undefined, disk.exists);
  if (root === undefined) return undefined;
  const { module } = parseGoMod(disk.read(join(root, 'go.mod')));
  const trimmed = importPath.replace(/\/$/, '');
  if (module === '' || (trimmed !== module && !trimmed.startsWith(`${module}/`))) return undefined;
  return join(root, trimmed.slice(module.length));
}

/** As the go command has it: `...` is any text, and `/...` at the end also matches nothing. */
function matcher(pattern: string): (folder: string) => boolean {
  if (pattern === '...') return () => true;
  const source = pattern
    .split('...')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
    .replace(/\/\.\*$/, '(?:/.*)?');
  const regexp = new RegExp(`^${source}$`);
  return folder => regexp.test(folder);
}

/** The folder in which a target's module is looked for. */
export function startOf(target: Target): string {
  return target.kind === 'file' ? dirname(target.path) : target.base;
}

/** Path of a file as seen from where the target was named: names in it decide whether it is left out. */
export function seenFrom(target: Target, path: string, cwd: string): string {
  return from(target.kind === 'file' ? cwd : target.base, path);
}
