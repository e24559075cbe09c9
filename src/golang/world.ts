/**
 * The packages within reach: the heart's way to the rest of the module. Everything is on demand: a package is read when it is asked for, a file
 * parsed when a name leads there. Trees are given back between units (`relax`), never while one is being judged.
 */
import { packageName } from '../catalog/index.ts';
import type { Grammar } from '../syntax/grammar.ts';
import { type GoFile, mentionsWord } from './file.ts';
import { Package } from './package.ts';
import type { ModuleInfo, Project, SourceFile } from './project.ts';

/** Code units of parsed text that may be held between units. */
const RELAXED = 12_000_000;

export class World {
  readonly project: Project;
  readonly grammar: Grammar;
  readonly #packages = new Map<string, Package>();
  readonly #sources = new Map<string, SourceFile[]>();
  readonly #modules = new Map<string, ModuleInfo>();
  readonly #texts = new Map<string, string>();

  constructor(project: Project, grammar: Grammar) {
    this.project = project;
    this.grammar = grammar;
    for (const module of project.modules) this.#modules.set(module.root, module);
    for (const file of project.files) {
      const key = `${file.module}\n${file.importPath}`;
      const group = this.#sources.get(key);
      if (group) group.push(file);
      else this.#sources.set(key, [file]);
    }
  }

  /** The file's text, empty where it can't be read: who named it reports that. */
  read(path: string): string {
    let text = this.#texts.get(path);
    if (text === undefined) {
      text = this.#read(path);
      this.#texts.set(path, text);
    }
    return text;
  }

  #read(path: string): string {
    try {
      const text = this.project.read(path);
      return text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
    } catch {
      return '';
    }
  }

  /** A package by its import path, seen from a module: its own packages, its local replacements', its workspace's. */
  package(importPath: string, from: ModuleInfo): Package | undefined {
    const module = this.#moduleOf(importPath, from);
    if (!module) return undefined;
    const key = `${module.root}\n${importPath}`;
    const known = this.#packages.get(key);
    if (known) return known;
    const sources = this.#sources.get(key);
    if (!sources) return undefined;
    const made = new Package(this, importPath, module, sources);
    this.#packages.set(key, made);
    return made;
  }

  /** All packages of a module and of those that can see it. */
  *packages(module: ModuleInfo): Generator<Package> {
    for (const key of this.#sources.keys()) {
      const [root, importPath] = key.split('\n') as [string, string];
      const other = this.#modules.get(root);
      if (!other || (other !== module && !Object.values(other.locals).includes(module.root))) continue;
      const found = this.package(importPath, other);
      if (found) yield found;
    }
  }

  /** Files of the module outside of `home` that import it and hold the word. */
  *importers(home: Package, word: string): Generator<GoFile> {
    const quoted = `"${home.importPath}"`;
    for (const pkg of this.packages(home.module)) {
      if (pkg === home) continue;
      for (const file of pkg.files) if (file.text.includes(quoted) && mentionsWord(file.text, word)) yield file;
    }
  }

  /** The name that an import path is known by where no alias is given: by its package clause, the catalog, or Go's convention. */
  packageName(path: string, from: GoFile): string {
    return this.package(path, from.pkg.module)?.name || packageName(path) || conventionalName(path);
  }

  module(root: string): ModuleInfo | undefined {
    return this.#modules.get(root);
  }

  /** Between two units: gives the trees back when they have grown beyond a budget. Entities and nodes from before are dead afterwards. */
  relax(): void {
    let held = 0;
    for (const pkg of this.#packages.values()) held += pkg.parsedSize;
    if (held > RELAXED) this.close();
  }

  close(): void {
    for (const pkg of this.#packages.values()) pkg.close();
  }

  /** The module with the longest path that the import path lies in: the asking one, or one that it takes from the disk. */
  #moduleOf(importPath: string, from: ModuleInfo): ModuleInfo | undefined {
    let best = within(importPath, from.path) ? from.path : undefined;
    let root = from.root;
    for (const [path, local] of Object.entries(from.locals)) {
      if (!within(importPath, path) || (best !== undefined && path.length <= best.length)) continue;
      best = path;
      root = local;
    }
    return best === undefined ? undefined : this.#modules.get(root);
  }
}

function within(importPath: string, modulePath: string): boolean {
  return importPath === modulePath || modulePath === '' || importPath.startsWith(`${modulePath}/`);
}

/** `example.com/go-redis/v9` is `redis` by habit; `gopkg.in/yaml.v3` is `yaml`. */
export function conventionalName(path: string): string {
  const parts = path.split('/');
  let last = parts.at(-1) ?? '';
  if (/^v\d+$/.test(last) && parts.length > 1) last = parts.at(-2)!;
  last = last.replace(/\.v\d+$/, '').replace(/^go-|-go$|\.go$/g, '');
  return last.replace(/[^\p{L}\p{N}_]/gu, '');
}
