/** A Go file as the semantics see it: read when its text is asked for, parsed when its text alone can't answer. */
import type { SyntaxTree } from '../syntax/grammar.ts';
import { rootOf, type SyntaxFile, type SyntaxNode, stringValue } from '../syntax/node.ts';
import type { Lines } from '../text/lines.ts';
import type { Location } from '../text/position.ts';
import { holdsWord } from '../text/words.ts';
import { type Asks, ask, asksOf, question, rely } from './asks.ts';
import type { ImportEntity } from './entities.ts';
import type { TextOutline } from './outline.ts';
import type { Package } from './package.ts';
import type { SourceFile } from './project.ts';
import { remember } from './remember.ts';

export class GoFile implements SyntaxFile {
  readonly source: SourceFile;
  readonly path: string;
  readonly pkg: Package;
  #root: SyntaxNode | undefined;
  #text: string | undefined;
  /** What is asked when a body is looked into, by its offset. */
  readonly #bodies = new Map<number, Asks>();
  #tree: SyntaxTree | undefined;

  constructor(source: SourceFile, pkg: Package) {
    this.source = source;
    this.path = source.path;
    this.pkg = pkg;
  }

  get text(): string {
    // Every node asks for it.
    this.#text ??= this.pkg.world.store.text(this.path);
    return this.#text;
  }

  get parsed(): boolean {
    return this.pkg.world.store.isParsed(this.path);
  }

  get root(): SyntaxNode {
    this.#root ??= rootOf(this);
    // What a broken text's functions are, parser and scan may see differently.
    if (this.tree.errors.length > 0) ask(question('text', this.path));
    return this.#root;
  }

  get tree(): SyntaxTree {
    this.#tree ??= this.pkg.world.store.tree(this.path);
    return this.#tree;
  }

  /** Offsets of the identifiers with that text. */
  placesOf(name: string): readonly number[] {
    ask(question('name', this.pkg.key, name));
    // What the text does not hold needs no tree.
    const isHeld = this.parsed || holdsWord(this.text, name);
    return isHeld ? this.pkg.world.store.names(this.path).at(name) : NONE;
  }

  entered(body: SyntaxNode): void {
    let asks = this.#bodies.get(body.start);
    if (!asks) {
      const found = this.pkg.world.store.bodies(this.path).find(({ start }) => start === body.start);
      asks = asksOf(found ? question('body', this.path, found.key) : question('text', this.path));
      this.#bodies.set(body.start, asks);
    }
    rely(asks);
  }

  get lines(): Lines {
    return this.pkg.world.store.lines(this.path);
  }

  /** What the text declares at its top, read off without parsing; a superset of the truth. */
  get outline(): TextOutline {
    return this.pkg.world.store.outline(this.path);
  }

  /** Imports by local name; blank imports under `_ path`, dot imports under `. path`. */
  get imports(): ReadonlyMap<string, ImportEntity> {
    return importsOf(this);
  }

  location(node: SyntaxNode): Location {
    return { path: this.path, start: this.lines.position(node.start), end: this.lines.position(node.end) };
  }

  mentions(name: string): boolean {
    ask(question('name', this.pkg.key, name));
    return holdsWord(this.text, name);
  }

  /** Whether the text matches. The answer rests on the function that it matched in, and the answer no on the whole text. */
  matches(pattern: RegExp): boolean {
    const isMatch = this.confirms(pattern);
    if (!isMatch) ask(question('text', this.path));
    return isMatch;
  }

  /** The same for a pattern that nothing matches without what the file was searched for: who searched is told when that comes to stand in the text. */
  confirms(pattern: RegExp): boolean {
    const at = this.text.search(pattern);
    if (at >= 0) this.reads(at);
    return at >= 0;
  }

  /** Notes that an answer rests on the text at an offset. */
  reads(at: number): void {
    const body = this.pkg.world.store.bodies(this.path).find(({ end }) => at < end);
    if (body && body.start <= at) ask(question('body', this.path, body.key));
  }
}

const NONE: readonly number[] = [];

/** The file that a node belongs to. */
export function fileOf(node: SyntaxNode): GoFile {
  return node.file as GoFile;
}

export function locate(node: SyntaxNode): Location {
  return fileOf(node).location(node);
}

const importsOf = remember<GoFile, ReadonlyMap<string, ImportEntity>>(readImports, new Map());

function readImports(file: GoFile): ReadonlyMap<string, ImportEntity> {
  const imports = new Map<string, ImportEntity>();
  for (const declaration of file.root.children) {
    if (declaration.kind !== 'import_declaration') continue;
    for (const spec of declaration.all('import_spec')) {
      const path = stringValue(spec.field('path') ?? spec) ?? '';
      const alias = spec.field('name')?.text;
      const name = alias ?? file.pkg.world.packageName(path, file);
      const key = alias === '_' || alias === '.' ? `${alias} ${path}` : name;
      imports.set(key, { kind: 'import', name, path, file });
    }
  }
  return imports;
}
