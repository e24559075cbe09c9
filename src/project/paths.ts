import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Forward slashes, whatever the machine. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** `path` as seen from `folder`: '' for the folder itself, `../x` when outside. */
export function from(folder: string, path: string): string {
  if (isInside(folder, path))
    return slashed(path.slice(folder.length + (folder.endsWith(sep) || path === folder ? 0 : 1)));
  return slashed(relative(folder, path));
}

export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The real folder, and the name as it was given: a file that is a symbolic link keeps its place. */
export function realFolder(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** Nearest folder at or above `start` that holds an entry of that name; `top` is the last folder looked at. */
export function findUp(start: string, name: string, top?: string, exists = existsSync as (path: string) => boolean) {
  for (let folder = start; ; folder = dirname(folder)) {
    if (exists(join(folder, name))) return folder;
    if (folder === top || dirname(folder) === folder) return undefined;
  }
}

/** The deepest folder that holds all of them. */
export function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? sep;
  while (!folders.every(folder => isInside(common, folder))) common = dirname(common);
  return common;
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
