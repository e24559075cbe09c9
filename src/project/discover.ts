/**
 * From the words on the command line to the `Project` that the engine lints. Named files are read here, because only their text tells whether they
 * are generated; all other files of the modules touched are evidence: listed, and read only when the engine asks.
 */
import { dirname, resolve } from 'node:path';
import type { Project } from '../engine/contract.ts';
import type { LeftOut, Notice } from '../findings/report.ts';
import { assemble } from './assemble.ts';
import { type Disk, overlaid, realDisk } from './disk.ts';
import { count } from './left-out.ts';
import { type Listings, openListings } from './listings.ts';
import { type Modules, readModules } from './modules.ts';
import { nameFiles } from './name-files.ts';
import { commonFolder, distinct, findUp, from } from './paths.ts';
import { readNamed } from './read-named.ts';
import { parseTarget, startOf, type Target } from './targets.ts';

export interface Request {
  /** Packages, folders and files as typed; none means `./...`. */
  readonly patterns: readonly string[];
  /** Absolute, without symbolic links. */
  readonly cwd: string;
  readonly tests: boolean;
  readonly generated: boolean;
  readonly gitignore: boolean;
  /** Text that stands for a file, which need not exist. */
  readonly stdin?: { readonly path: string; readonly text: string };
  /** Absent: the disk as it is. */
  readonly disk?: Disk;
  /** Instead of what the patterns name: exactly these files (absolute), in a project of this root. */
  readonly again?: { readonly root: string; readonly files: readonly string[] };
}

/** A request that knows its disk. */
export type Search = Request & { readonly disk: Disk };

export interface Discovered {
  readonly project: Project;
  readonly leftOut: LeftOut;
  readonly notices: readonly Notice[];
}

/** Throws `UserError` for what does not exist and for folders without Go files. */
export async function discover(asked: Request): Promise<Discovered> {
  const request: Search = { ...asked, disk: diskFor(asked) };
  const targets = parseTargets(request);
  const modules = readModules(request.disk);
  const listings = openListings(request.gitignore, request.disk);
  await listings.cover(distinct(targets.flatMap(target => [modules.rootOf(startOf(target)), startOf(target)])));
  const named = await nameFiles(targets, listings, request);
  const texts = readNamed(named, request);
  const touched = await touchModules(
    [...texts.named.keys(), ...texts.generated.keys()].map(path => dirname(path)),
    modules,
    listings,
  );
  const root = request.again?.root ?? runRoot(targets, modules);
  const project = assemble({ root, request, named, texts, touched, modules, listings });
  const notices = [
    ...texts.notices,
    ...listings.closed().map(path => ({ path, message: "can't be opened: permission denied" })),
  ];
  return {
    project,
    leftOut: count([...named.values(), ...texts.reasons]),
    notices: notices.map(notice => ({ ...notice, path: from(root, notice.path) })),
  };
}

/** Standard input stands for a file, on top of whatever disk there is. */
function diskFor({ disk = realDisk, stdin, cwd }: Request): Disk {
  return stdin ? overlaid(disk, new Map([[resolve(cwd, stdin.path), stdin.text]])) : disk;
}

function parseTargets({ patterns, cwd, stdin, again, disk }: Search): readonly Target[] {
  if (again) return again.files.map(path => ({ kind: 'file', argument: path, path }));
  if (stdin) return [{ kind: 'file', argument: stdin.path, path: resolve(cwd, stdin.path) }];
  return (patterns.length === 0 ? ['./...'] : patterns).map(pattern => parseTarget(pattern, cwd, disk));
}

/** Roots of the modules that the named files stand in, and of those that these take from the disk, and so on. */
async function touchModules(
  folders: readonly string[],
  modules: Modules,
  listings: Listings,
): Promise<ReadonlySet<string>> {
  const touched = new Set<string>();
  let next = distinct(folders).map(modules.rootOf);
  while (next.length > 0) {
    for (const root of next) touched.add(root);
    next = distinct(next.flatMap(root => [...modules.locals(root).values()])).filter(root => !touched.has(root));
    await listings.cover(next);
  }
  return touched;
}

function runRoot(targets: readonly Target[], modules: Modules): string {
  const tops = targets.map(startOf).map(folder => findUp(folder, '.git') ?? modules.rootOf(folder));
  return commonFolder(distinct(tops));
}
