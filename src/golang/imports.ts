/**
 * Which packages of the project a package is built from, by its files' import lines alone. Names and types of a package are within reach only where it is
 * imported, directly or not, so that most files that hold a method's name need not be parsed to know that they don't call it.
 */
import { ask, question } from './asks.ts';
import type { GoFile } from './file.ts';
import type { Package } from './package.ts';
import { remember } from './remember.ts';

/** Paths that a file imports, by text: a superset of the truth, read off without parsing. */
export function importedPaths(text: string): readonly string[] {
  const head = headOf(text);
  const paths: string[] = [];
  for (const [, single, group] of head.matchAll(CLAUSES)) {
    if (single !== undefined) paths.push(single);
    else for (const [, path] of (group ?? '').matchAll(QUOTED)) paths.push(path!);
  }
  return paths;
}

const CLAUSES = /(?:^|;)[ \t]*import[ \t]*(?:[\w.]*[ \t]*["`]([^"`\n]+)["`]|\(([^)]*)\))/gm;
const QUOTED = /["`]([^"`\n]+)["`]/g;
const DECLARATION = /^(?:func|type|var|const)\b/m;

/** The text before the first declaration: clause and imports. */
export function headOf(text: string): string {
  const at = text.search(DECLARATION);
  return at < 0 ? text : text.slice(0, at);
}

/** Whether a value of a type of `home` can come to a file: it is of that package, or of one that is built from it. */
export function isWithinReach(home: Package, file: GoFile): boolean {
  return file.pkg === home || builtFrom(file.pkg).has(home);
}

const IMPORTS = question('imports');

/** Packages of the project that a package imports, directly or not; tests' imports count, as they are part of its folder. */
const builtFrom = remember<Package, ReadonlySet<Package>>(pkg => {
  ask(IMPORTS);
  const found = new Set<Package>();
  const open = [pkg];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const each of importedBy(next)) {
      if (found.has(each)) continue;
      found.add(each);
      open.push(each);
    }
  }
  return found;
}, new Set());

const importedBy = remember<Package, readonly Package[]>(pkg => {
  const paths = new Set(pkg.files.flatMap(file => importedPaths(file.text)));
  return [...paths].flatMap(path => pkg.world.neighbour(path, pkg.module) ?? []);
}, []);
