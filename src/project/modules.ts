import { dirname, join, resolve } from 'node:path';
import type { ModuleInfo } from '../engine/contract.ts';
import type { Disk } from './disk.ts';
import { type GoMod, isFolder, parseGoMod } from './go-mod.ts';
import { findUp, from, realFolder } from './paths.ts';

/** What go.mod and go.work files say, each read once. Folders are absolute. */
export interface Modules {
  /** The module that a folder belongs to: nearest go.mod up to the git root, else the git root, else the folder that holds the vendor folder, else itself. */
  rootOf(folder: string): string;
  /** Module path to folder, for what `replace` and go.work take from the disk. */
  locals(root: string): ReadonlyMap<string, string>;
  hasGoMod(root: string): boolean;
  info(root: string, runRoot: string): ModuleInfo;
}

interface Workspace {
  readonly folder: string;
  readonly work: GoMod;
  readonly members: readonly string[];
}

export function readModules(disk: Disk): Modules {
  const goMod = memo((root: string) => parseFile(join(root, 'go.mod'), disk));
  const workspace = memo((root: string) => findWorkspace(root, disk));
  const locals = memo((root: string) => localModules(root, goMod, workspace(root)));
  // Climbs by itself, so that folders side by side share what was found above them.
  const nearest = climbing(folder => disk.exists(join(folder, 'go.mod')) || disk.exists(join(folder, '.git')));
  // From before modules: an export of a repository tells its root by what it vendors.
  const vendoring = climbing(folder => disk.exists(join(folder, 'vendor')));
  return {
    rootOf: folder => nearest(folder) ?? vendoring(folder) ?? folder,
    locals,
    hasGoMod: root => goMod(root) !== undefined,
    info: (root, runRoot) => moduleInfo(root, runRoot, goMod(root), workspace(root)?.work, locals(root)),
  };
}

/** The go.work that the folder is a member of; one that does not use it has no say. */
function findWorkspace(root: string, disk: Disk): Workspace | undefined {
  const folder = findUp(root, 'go.work', undefined, disk.exists);
  const work = folder === undefined ? undefined : parseFile(join(folder, 'go.work'), disk);
  if (folder === undefined || work === undefined) return undefined;
  const members = work.uses.map(use => realFolder(resolve(folder, use)));
  return members.includes(root) ? { folder, work, members } : undefined;
}

function localModules(root: string, goMod: (root: string) => GoMod | undefined, workspace: Workspace | undefined) {
  const found = new Map<string, string>();
  for (const [folder, file] of [[root, goMod(root)] as const, [workspace?.folder ?? '', workspace?.work] as const]) {
    for (const { module, target } of file?.replaces ?? []) {
      if (isFolder(target)) found.set(module, realFolder(resolve(folder, target)));
    }
  }
  for (const member of workspace?.members ?? []) {
    const path = goMod(member)?.module;
    if (path && member !== root) found.set(path, member);
  }
  return found;
}

function moduleInfo(
  root: string,
  runRoot: string,
  mod: GoMod | undefined,
  work: GoMod | undefined,
  locals: ReadonlyMap<string, string>,
): ModuleInfo {
  // In a workspace the go command heeds go.work's settings and go line only.
  const timers = asyncTimers(work ?? mod) ?? timersSince(work?.go);
  return {
    root: from(runRoot, root),
    path: mod?.module ?? '',
    go: mod?.go,
    ...(timers && { asynctimerchan: timers }),
    requires: Object.fromEntries(versions(mod, work)),
    locals: Object.fromEntries([...locals].map(([path, folder]) => [path, from(runRoot, folder)])),
  };
}

function versions(mod: GoMod | undefined, work: GoMod | undefined): ReadonlyMap<string, string> {
  const found = new Map(mod?.requires);
  for (const { module, version, targetVersion } of [...(mod?.replaces ?? []), ...(work?.replaces ?? [])]) {
    const required = found.get(module);
    if (targetVersion && required && (!version || version === required)) found.set(module, targetVersion);
  }
  return found;
}

/** `asynctimerchan=1`, or what `default=go1.N` stands for. */
function asyncTimers(file: GoMod | undefined): '0' | '1' | undefined {
  const own = file?.godebug.get('asynctimerchan');
  if (own === '0' || own === '1') return own;
  const minor = file?.godebug.get('default')?.match(/^go1\.(\d+)/)?.[1];
  if (minor === undefined) return undefined;
  return Number(minor) < 23 ? '1' : '0';
}

/** The timers of a language version: from 1.23 on their channels are synchronous and collected. */
function timersSince(version: string | undefined): '0' | '1' | undefined {
  if (version === undefined) return undefined;
  return Number(version.split('.')[1]) < 23 ? '1' : '0';
}

function parseFile(path: string, disk: Disk): GoMod | undefined {
  try {
    return parseGoMod(disk.read(path));
  } catch {
    return undefined; // absent, or not ours to read: as good as none
  }
}

/** The nearest folder, from the given one upwards, that passes the test. */
function climbing(test: (folder: string) => boolean): (folder: string) => string | undefined {
  const climb: (folder: string) => string | undefined = memo(folder => {
    if (test(folder)) return folder;
    const parent = dirname(folder);
    return parent === folder ? undefined : climb(parent);
  });
  return climb;
}

function memo<V>(make: (key: string) => V): (key: string) => V {
  const made = new Map<string, V>();
  return key => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}
