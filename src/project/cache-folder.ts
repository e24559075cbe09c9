/** The user's cache on disk: one file for each thing that is kept, written aside and renamed, so that two runs never see half of one. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir, platform, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Kept at most this long after its last use, and this much in all. */
const MAX_AGE_DAYS = 30;
const MAX_BYTES = 200_000_000;
const DAY = 86_400_000;

/** The folder in the cache's folder for what V8 made of the program. */
export const CODE = 'code';

/** Where the cache lies: `GOLEAK_LINT_CACHE`, else the platform's folder for such things. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (env.GOLEAK_LINT_CACHE) return env.GOLEAK_LINT_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'goleak-lint');
  const home = homedir() || tmpdir();
  if (platform() === 'darwin') return join(home, 'Library', 'Caches', 'goleak-lint');
  if (platform() === 'win32') return join(env.LOCALAPPDATA ?? home, 'goleak-lint', 'cache');
  return join(home, '.cache', 'goleak-lint');
}

/** Plain JSON by key (a hash). Reading gives nothing, and writing fails in silence, where the place is not to be had. */
export interface Store<T> {
  read(key: string): T | undefined;
  write(key: string, value: T): void;
}

/** A cache that can't be written is no fault of the user's code: the run goes on without it. */
export function openCache<T>(folder: string): Store<T> {
  return {
    read(key) {
      try {
        const kept = JSON.parse(readFileSync(fileOf(folder, key), 'utf8')) as T;
        const now = new Date();
        // What is used stays: age is counted from here.
        utimesSync(fileOf(folder, key), now, now);
        return kept;
      } catch {
        return undefined;
      }
    },
    write(key, value) {
      const aside = `${fileOf(folder, key)}.${process.pid}.${Math.random().toString(36).slice(2)}`;
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(aside, JSON.stringify(value));
        renameSync(aside, fileOf(folder, key));
        prune(folder);
      } catch {
        rmSync(aside, { force: true });
      }
    },
  };
}

export interface CacheStatus {
  readonly folder: string;
  readonly entries: number;
  readonly bytes: number;
}

export function cacheStatus(folder: string): CacheStatus {
  const entries = entriesIn(folder);
  return { folder, entries: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Removes what the cache wrote, and nothing else that may lie in the folder. */
export function cleanCache(folder: string): CacheStatus {
  const status = cacheStatus(folder);
  for (const { path } of entriesIn(folder)) rmSync(path, { force: true });
  return status;
}

function fileOf(folder: string, key: string): string {
  return join(folder, `${key}.json`);
}

interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly used: number;
}

/** Last used first; left-overs of broken writes are entries too. */
function entriesIn(folder: string): readonly Entry[] {
  return [...namesIn(folder).filter(name => /^[0-9a-f]{32}\.json(\..+)?$/.test(name)), ...codeIn(folder)]
    .flatMap(name => {
      try {
        const path = join(folder, name);
        const stat = statSync(path);
        const { size, mtimeMs } = stat;
        return !stat.isFile() ? [] : [{ path, bytes: size, used: mtimeMs }];
      } catch {
        return [];
      }
    })
    .sort((a, b) => b.used - a.used);
}

/** Node lays a folder for each of its versions there. */
function codeIn(folder: string): readonly string[] {
  return namesIn(join(folder, CODE), true).map(name => join(CODE, name));
}

function namesIn(folder: string, recursive = false): readonly string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' });
  } catch {
    return [];
  }
}

function prune(folder: string): void {
  let bytes = 0;
  for (const entry of entriesIn(folder)) {
    bytes += entry.bytes;
    if (bytes > MAX_BYTES || Date.now() - entry.used > MAX_AGE_DAYS * DAY) rmSync(entry.path, { force: true });
  }
}
