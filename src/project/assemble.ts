import { dirname, join } from 'node:path';
import type { Project, SourceFile } from '../engine/contract.ts';
import { preamble } from '../text/preamble.ts';
import type { Search } from './discover.ts';
import type { Disk } from './disk.ts';
import { guessModulePath } from './guess-module.ts';
import { isTest, reasonByPath } from './left-out.ts';
import type { Listings } from './listings.ts';
import type { Modules } from './modules.ts';
import type { Named } from './name-files.ts';
import { distinct, from } from './paths.ts';
import type { Texts } from './read-named.ts';
import { readSource, Unreadable, withoutMark } from './source-text.ts';

/** All that discovery learned; folders are absolute. */
export interface Parts {
  readonly root: string;
  readonly request: Search;
  readonly named: Named;
  readonly texts: Texts;
  readonly touched: ReadonlySet<string>;
  readonly modules: Modules;
  readonly listings: Listings;
}

export function assemble(parts: Parts): Project {
  const { root, request, texts, touched, modules } = parts;
  const paths = distinct([...evidence(parts), ...texts.named.keys()]).sort();
  const moduleOf = (path: string) => modules.rootOf(dirname(path));
  const guessed = new Map<string, string>();
  for (const module of touched) if (!modules.hasGoMod(module)) guessed.set(module, guess(module, paths, parts));
  const infos = new Map(
    [...touched].sort().map(module => {
      const info = modules.info(module, root);
      return [module, { ...info, path: info.path || (guessed.get(module) ?? '') }] as const;
    }),
  );
  const files = paths.map((path): SourceFile => {
    const module = moduleOf(path);
    return {
      path: from(root, path),
      importPath: importPath(path, module, infos.get(module)?.path ?? '', root),
      module: from(root, module),
      test: isTest(path),
      generated: texts.marked.has(path),
      named: texts.named.has(path),
    };
  });
  const held = [...texts.named, ...texts.generated].map(([path, text]) => [from(root, path), text] as const);
  const sizes = new Map(held.map(([path, text]) => [path, text.length]));
  return {
    root,
    files,
    modules: [...infos.values()],
    read: reader(root, new Map(held), request.disk),
    size: path => sizes.get(path) ?? 0,
    ...ownTexts(root, request.disk),
  };
}

/** The same project in another thread, from what could be sent there. */
export function reopen({ root, files, modules, texts = {} }: Omit<Project, 'read' | 'size'>): Project {
  return { root, files, modules, texts, read: path => texts[path] ?? readSource(join(root, path)) };
}

/** Files of the modules touched that may speak for the named ones: no tests, nothing vendored. */
function evidence({ named, texts, touched, modules, listings }: Parts): readonly string[] {
  return listings.goFiles().filter(path => {
    if (texts.unusable.has(path) || isTest(path)) return false;
    const root = modules.rootOf(dirname(path));
    if (!touched.has(root)) return false;
    return reasonByPath(from(root, path)) === undefined || (named.has(path) && texts.generated.has(path));
  });
}

/** How many files of a project without go.mod are read to learn its module path. */
const ENOUGH = 200;

function guess(module: string, paths: readonly string[], { texts, modules, request: { disk } }: Parts): string {
  const own = paths.filter(path => modules.rootOf(dirname(path)) === module);
  const folders = new Set(own.map(path => from(module, dirname(path))));
  const fromNamed = guessModulePath(texts.named.values(), folders);
  return (
    fromNamed ||
    guessModulePath(
      own.slice(0, ENOUGH).map(path => textOrNothing(path, disk)),
      folders,
    )
  );
}

function textOrNothing(path: string, disk: Disk): string {
  try {
    return disk.read(path);
  } catch {
    return '';
  }
}

function importPath(path: string, module: string, modulePath: string, root: string): string {
  const folder = from(module, dirname(path));
  const vendored = folder.match(/(?:^|\/)vendor\/(.+)$/)?.[1];
  if (vendored) return vendored;
  if (modulePath === '') return `./${from(root, dirname(path))}`;
  return folder === '' ? modulePath : `${modulePath}/${folder}`;
}

/** What a thread can't read from the disk. */
function ownTexts(root: string, disk: Disk): Pick<Project, 'texts'> {
  if (disk.own.size === 0) return {};
  const go = [...disk.own].filter(([path]) => path.endsWith('.go'));
  return { texts: Object.fromEntries(go.map(([path, text]) => [from(root, path), withoutMark(text)])) };
}

/** Hands out each text read during discovery once, then lets go of it: a large project is not kept in memory twice. */
function reader(root: string, ready: Map<string, string>, disk: Disk): (path: string) => string {
  return path => {
    const text = ready.get(path);
    ready.delete(path);
    return text ?? readEvidence(join(root, path), disk);
  };
}

/** Files that no build takes are known only once they are read: they prove nothing about the package that they lie in. */
function readEvidence(path: string, disk: Disk): string {
  const text = disk.read(path);
  if (preamble(text).ignored) throw new Unreadable('is left out of every build');
  return text;
}
