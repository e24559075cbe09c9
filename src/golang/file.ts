/** A Go file as the semantics see it: read when its text is asked for, parsed when its text alone can't answer. */
import type { SyntaxTree } from '../syntax/grammar.ts';
import { rootOf, type SyntaxFile, type SyntaxNode, stringValue } from '../syntax/node.ts';
import type { Lines } from '../text/lines.ts';
import type { Location } from '../text/position.ts';
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
    return this.#root;
  }

  get tree(): SyntaxTree {
    this.#tree ??= this.pkg.world.store.tree(this.path);
    return this.#tree;
  }

  /** Offsets of the identifiers with that text. */
  placesOf(name: string): readonly number[] {
    return this.pkg.world.store.names(this.path).at(name);
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
    return mentionsWord(this.text, name);
  }
}

/** The file that a node belongs to. */
export function fileOf(node: SyntaxNode): GoFile {
  return node.file as GoFile;
}

export function locate(node: SyntaxNode): Location {
  return fileOf(node).location(node);
}

/** Whether the text holds the name as a whole word. */
export function mentionsWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (!isWord(text.charCodeAt(at - 1)) && !isWord(text.charCodeAt(at + name.length))) return true;
  }
  return false;
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127
  );
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
