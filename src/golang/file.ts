/** A Go file as the semantics see it: read when its text is asked for, parsed when its text alone can't answer. */
import type { Tree } from 'web-tree-sitter';
import { type Grammar, parse } from '../syntax/grammar.ts';
import { rootOf, type SyntaxFile, type SyntaxNode, stringValue } from '../syntax/node.ts';
import { type Lines, lineIndex } from '../text/lines.ts';
import type { Location } from '../text/position.ts';
import type { ImportEntity } from './entities.ts';
import type { Package } from './package.ts';
import type { SourceFile } from './project.ts';

export class GoFile implements SyntaxFile {
  readonly source: SourceFile;
  readonly path: string;
  readonly grammar: Grammar;
  readonly pkg: Package;
  #text: string | undefined;
  #tree: Tree | undefined;
  #root: SyntaxNode | undefined;
  #imports: ReadonlyMap<string, ImportEntity> | undefined;
  #lines: Lines | undefined;
  #outline: TextOutline | undefined;

  constructor(source: SourceFile, pkg: Package) {
    this.source = source;
    this.path = source.path;
    this.pkg = pkg;
    this.grammar = pkg.world.grammar;
  }

  get text(): string {
    this.#text ??= this.pkg.world.read(this.path);
    return this.#text;
  }

  get parsed(): boolean {
    return this.#tree !== undefined;
  }

  get root(): SyntaxNode {
    this.#tree ??= parse(this.grammar, this.text);
    this.#root ??= rootOf(this, this.#tree);
    return this.#root;
  }

  /** The raw tree, for what the copied nodes leave out: comments and errors. */
  get tree(): Tree {
    void this.root;
    return this.#tree!;
  }

  get lines(): Lines {
    this.#lines ??= lineIndex(this.text);
    return this.#lines;
  }

  /** What the text declares at its top, read off without parsing; a superset of the truth. */
  get outline(): TextOutline {
    this.#outline ??= outlineText(this.text);
    return this.#outline;
  }

  /** Imports by local name; blank imports under `_ path`, dot imports under `. path`. */
  get imports(): ReadonlyMap<string, ImportEntity> {
    this.#imports ??= readImports(this);
    return this.#imports;
  }

  location(node: SyntaxNode): Location {
    return { path: this.path, start: this.lines.position(node.start), end: this.lines.position(node.end) };
  }

  mentions(name: string): boolean {
    return mentionsWord(this.text, name);
  }

  /** Gives the tree's memory back. Nodes that were not copied yet can't be afterwards. */
  close(): void {
    this.#tree?.delete();
    this.#tree = undefined;
    this.#root = undefined;
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

export interface TextOutline {
  readonly names: ReadonlySet<string>;
  /** `Type.Method` */
  readonly methods: ReadonlySet<string>;
}

const TOP =
  /^[ \t]*(?:func[ \t]+([\p{L}_][\p{L}\p{N}_]*)|func[ \t]*\(([^)]*)\)[ \t]*([\p{L}_][\p{L}\p{N}_]*)|(?:var|const|type)[ \t]+(?:([\p{L}_][^=\n(]*)|\())/gmu;
const GROUP = /^(?:var|const|type)[ \t]*\(([\s\S]*?)^\)/gmu;

function outlineText(text: string): TextOutline {
  const names = new Set<string>();
  const methods = new Set<string>();
  for (const [, func, receiver, method, list] of text.matchAll(TOP)) {
    if (func) names.add(func);
    else if (method) methods.add(`${receiverName(receiver ?? '')}.${method}`);
    else if (list) addNames(list, names);
  }
  for (const [, body] of text.matchAll(GROUP)) {
    for (const line of (body ?? '').split('\n')) addNames(line, names);
  }
  return { names, methods };
}

/** `a, b int` declares a and b: every word up to the first that is not followed by a comma. */
function addNames(list: string, names: Set<string>): void {
  const match = /^[\s]*((?:[\p{L}_][\p{L}\p{N}_]*[ \t]*,[ \t]*)*[\p{L}_][\p{L}\p{N}_]*)/u.exec(list);
  for (const name of match?.[1]?.split(',') ?? []) names.add(name.trim());
}

function receiverName(receiver: string): string {
  return /([\p{L}_][\p{L}\p{N}_]*)[ \t]*(?:\[[^\]]*\])?[ \t]*,?\s*$/u.exec(receiver)?.[1] ?? '';
}

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
