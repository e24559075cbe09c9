/**
 * The packages within reach: the heart's way to the rest of the module. Everything is on demand: a package is read when it is asked for, a file
 * parsed when a name leads there. Who looks into a package or through a module is on record (`asks.ts`), so that a cache knows what an answer rests on.
 */
import { packageName } from '../catalog/index.ts';
import type { Grammar } from '../syntax/grammar.ts';
import { holdsWord, isIndexed, type WordIndex, wordIndex } from '../text/words.ts';
import { type Asks, ask, forgetAsks, question, questionsOf } from './asks.ts';
import type { GoFile } from './file.ts';
import { Package } from './package.ts';
import type { ModuleInfo, Project, SourceFile } from './project.ts';
import { rememberNamed } from './remember.ts';
import { Store } from './store.ts';

/** What an answer rests on, as a cache keeps it. */
export interface Asked {
  /** Spelled by `question`, in no order. */
  readonly questions: readonly string[];
  /** By search among them: paths of the files that were found. */
  readonly found: Readonly<Record<string, readonly string[]>>;
}

/** A module, for as long as its packages are held. */
export interface Era {
  readonly world: World;
  readonly module: ModuleInfo;
}

interface Home {
  readonly module: ModuleInfo;
  /** Names the package among all modules'. */
  readonly key: string;
}

/** So many searches cost less than an index of all words. */
const FEW = 8;

export class World {
  readonly project: Project;
  readonly store: Store;
  readonly #packages = new Map<string, Package>();
  readonly #sources = new Map<string, SourceFile[]>();
  readonly #modules = new Map<string, ModuleInfo>();
  /** Where an import leads, by the module that imports. */
  readonly #homes = new Map<ModuleInfo, Map<string, Home | undefined>>();
  readonly #eras = new Map<string, Era>();
  /** Paths of the files that each search found. */
  readonly #found = new Map<string, readonly string[]>();
  #index: WordIndex | undefined;
  #searches = 0;

  constructor(project: Project, grammar: Grammar) {
    this.project = project;
    this.store = new Store(project, grammar);
    for (const module of project.modules) this.#modules.set(module.root, module);
    for (const file of project.files) {
      const key = `${file.module}\n${file.importPath}`;
      const group = this.#sources.get(key);
      if (group) group.push(file);
      else this.#sources.set(key, [file]);
    }
  }

  /** A package by its import path, seen from a module: its own packages, its local replacements', its workspace's. */
  package(importPath: string, from: ModuleInfo): Package | undefined {
    const home = this.#homeOf(importPath, from);
    if (!home) return undefined;
    ask(question('package', home.key));
    return this.#packageAt(importPath, home);
  }

  /** The same, for who only asks what it imports: what an answer learns from it is the answer's to tell. */
  neighbour(importPath: string, from: ModuleInfo): Package | undefined {
    const home = this.#homeOf(importPath, from);
    return home && this.#packageAt(importPath, home);
  }

  #packageAt(importPath: string, { module, key }: Home): Package | undefined {
    const known = this.#packages.get(key);
    if (known) return known;
    const sources = this.#sources.get(key);
    if (!sources) return undefined;
    const made = new Package(this, importPath, module, sources);
    this.#packages.set(key, made);
    return made;
  }

  /**
   * Files whose text holds a whole word and all of the pieces, in a module and in those that take it from the disk. The one way to look
   * through a whole module: what was asked for is on record, so that a cache can tell whether a change would have answered otherwise.
   */
  search(module: ModuleInfo, word: string, ...pieces: readonly string[]): readonly GoFile[] {
    return searched(this.era(module), [word, ...pieces].join('\n'));
  }

  /** What `search` finds, for its memory. */
  found(module: ModuleInfo, key: string): readonly GoFile[] {
    const asked = question('search', module.root, key);
    ask(asked);
    const { files } = this.project;
    const all = key.split('\n');
    const pieces = all.filter(piece => !isIndexed(piece));
    const isHeld = (file: SourceFile) => pieces.every(piece => this.store.text(file.path).includes(piece));
    const found = this.#holding(all.filter(isIndexed))
      .map(id => files[id]!)
      .filter(file => this.#isInReach(file, module) && isHeld(file));
    this.#found.set(
      asked,
      found.map(({ path }) => path),
    );
    return found.flatMap(source => this.#fileOf(source) ?? []);
  }

  #holding(words: readonly string[]): readonly number[] {
    if (!this.#index && this.#searches++ < FEW) return this.#lookedThrough(words);
    const [first = [], ...others] = words.map(word => this.#words.holding(word)).sort((a, b) => a.length - b.length);
    const sets = others.map(ids => new Set(ids));
    return first.filter(id => sets.every(ids => ids.has(id)));
  }

  #lookedThrough(words: readonly string[]): readonly number[] {
    return this.project.files.flatMap(({ path }, id) => {
      const text = this.store.text(path);
      return words.every(word => holdsWord(text, word)) ? [id] : [];
    });
  }

  /** The questions of a set, with what its searches found. */
  asked(asks: Asks): Asked {
    const questions = questionsOf(asks);
    return {
      questions,
      found: Object.fromEntries(
        questions.flatMap(each => {
          const paths = this.#found.get(each);
          return paths ? [[each, paths]] : [];
        }),
      ),
    };
  }

  /** Made when there is more to search for than a few words. */
  get #words(): WordIndex {
    if (!this.#index) {
      this.#index = wordIndex();
      for (const [id, { path }] of this.project.files.entries()) this.#index.add(id, this.store.text(path));
    }
    return this.#index;
  }

  #isInReach(file: SourceFile, module: ModuleInfo): boolean {
    return (
      file.module === module.root || Object.values(this.#modules.get(file.module)?.locals ?? {}).includes(module.root)
    );
  }

  #fileOf(source: SourceFile): GoFile | undefined {
    const module = this.#modules.get(source.module);
    return module && this.package(source.importPath, module)?.files.find(file => file.path === source.path);
  }

  /** Files outside of `home` that import it and hold the word. */
  importers(home: Package, word: string): readonly GoFile[] {
    return this.search(home.module, word, `"${home.importPath}"`).filter(file => file.pkg !== home);
  }

  /** The name that an import path is known by where no alias is given: by its package clause, the catalog, or Go's convention. */
  packageName(path: string, from: GoFile): string {
    return this.package(path, from.pkg.module)?.name || packageName(path) || conventionalName(path);
  }

  module(root: string): ModuleInfo | undefined {
    return this.#modules.get(root);
  }

  /** The module as an object that lives no longer than the packages that were read of it: for answers that hold them. */
  era(module: ModuleInfo): Era {
    let era = this.#eras.get(module.root);
    if (!era) {
      era = { world: this, module };
      this.#eras.set(module.root, era);
    }
    return era;
  }

  /** Between two units: forgets everything but the trees when that has grown too large. Entities and nodes from before are dead afterwards. */
  relax(): boolean {
    if (!this.store.isLarge) return false;
    this.#packages.clear();
    this.#eras.clear();
    this.store.letGo();
    forgetAsks();
    return true;
  }

  #homeOf(importPath: string, from: ModuleInfo): Home | undefined {
    let homes = this.#homes.get(from);
    if (!homes) {
      homes = new Map();
      this.#homes.set(from, homes);
    }
    if (homes.has(importPath)) return homes.get(importPath);
    const found = this.#modulesOf(importPath, from).map(module => ({ module, key: `${module.root}\n${importPath}` }));
    // A folder that stands for a module without being one (no go.mod in it) is still part of the module around it.
    const held = found.find(({ key }) => this.#sources.has(key));
    const home = held ?? this.#vendored(importPath, from) ?? found[0];
    homes.set(importPath, home);
    return home;
  }

  /** A package that the module keeps a copy of, where somebody named it: its path is no part of the module's. */
  #vendored(importPath: string, module: ModuleInfo): Home | undefined {
    const key = `${module.root}\n${importPath}`;
    return this.#sources.has(key) ? { module, key } : undefined;
  }

  /** Modules that the import path lies in, the longest path first: the asking one, and those that it takes from the disk. */
  #modulesOf(importPath: string, from: ModuleInfo): readonly ModuleInfo[] {
    return [[from.path, from.root] as const, ...Object.entries(from.locals)]
      .filter(([path]) => within(importPath, path))
      .sort(([a], [b]) => b.length - a.length)
      .flatMap(([, root]) => this.#modules.get(root) ?? []);
  }
}

const searched = rememberNamed<Era, readonly GoFile[]>(({ world, module }, key) => world.found(module, key), []);

function within(importPath: string, modulePath: string): boolean {
  return importPath === modulePath || modulePath === '' || importPath.startsWith(`${modulePath}/`);
}

/** `example.com/go-redis/v9` is `redis` by habit; `gopkg.in/yaml.v3` is `yaml`. */
export function conventionalName(path: string): string {
  const parts = path.split('/');
  let last = parts.at(-1) ?? '';
  if (/^v\d+$/.test(last) && parts.length > 1) last = parts.at(-2)!;
  last = last.replace(/\.v\d+$/, '').replace(/^go-|-go$|\.go$/g, '');
  return last.replace(/[^\w\x80-\uffff]/g, '');
}
