/** One object per touched tree node: `===` and Map keys work. Children are made when they are first asked for, so what nobody touches costs nothing. */
import { fieldOf, kindOf, operatorOf, WIDTH } from './flatten.ts';
import type { SyntaxTree } from './grammar.ts';

const NONE: readonly SyntaxNode[] = [];

let made = 0;

/** How many nodes were made so far, of all files: what is held of trees, and what was learnt of them, grows with it. */
export function nodesMade(): number {
  return made;
}

/** What all nodes of one file share. */
export interface SyntaxFile {
  readonly path: string;
  readonly text: string;
  readonly tree: SyntaxTree;
  /** Told whenever somebody looks into the body of a function declaration. */
  entered(body: SyntaxNode): void;
}

export class SyntaxNode {
  readonly file: SyntaxFile;
  readonly kind: string;
  /** Offsets into the file's text, UTF-16 code units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly parent: SyntaxNode | undefined;
  /** The field of the parent that this node fills; several nodes may fill one. */
  readonly role: string;
  #children: readonly SyntaxNode[] | undefined;
  /** Its place in the tree's array. */
  readonly #at: number;

  constructor(
    file: SyntaxFile,
    kind: string,
    start: number,
    end: number,
    parent: SyntaxNode | undefined,
    role: string,
    at: number,
  ) {
    this.file = file;
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.parent = parent;
    this.role = role;
    this.#at = at;
  }

  get text(): string {
    return this.file.text.slice(this.start, this.end);
  }

  /** Named children without comments, in source order; lists (`expression_list`, `statement_list`) are flattened into their parent. */
  get children(): readonly SyntaxNode[] {
    this.#children ??= this.#read();
    return this.#children;
  }

  /** The operator of unary and binary expressions and of assignments, '' elsewhere. */
  get operator(): string {
    const { nodes, kinds } = this.file.tree;
    return kinds[operatorOf(nodes[this.#at]!)]!;
  }

  /** The first child that fills the field. */
  field(name: string): SyntaxNode | undefined {
    for (const child of this.children) if (child.role === name) return child;
    return undefined;
  }

  /** All children that fill the field, in order: the operands of `a, b = f()`. */
  list(name: string): readonly SyntaxNode[] {
    return this.children.filter(child => child.role === name);
  }

  /** The nearest ancestor of one of the kinds. */
  within(...kinds: readonly string[]): SyntaxNode | undefined {
    for (let node = this.parent; node; node = node.parent) if (kinds.includes(node.kind)) return node;
    return undefined;
  }

  /** Descendants of the kinds (all, where none is named), in source order. */
  all(...kinds: readonly string[]): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    collect(this, kinds, found);
    return found;
  }

  contains(other: SyntaxNode): boolean {
    return this.file === other.file && this.start <= other.start && other.end <= this.end;
  }

  #read(): readonly SyntaxNode[] {
    const { nodes, kinds, fields } = this.file.tree;
    const end = nodes[this.#at + 3]! * WIDTH;
    let at = this.#at + WIDTH;
    if (at >= end) return NONE;
    const found: SyntaxNode[] = [];
    for (; at < end; at = nodes[at + 3]! * WIDTH) {
      const what = nodes[at]!;
      const kind = kinds[kindOf(what)]!;
      const Made = isGate(kind, this) ? Gate : SyntaxNode;
      found.push(new Made(this.file, kind, nodes[at + 1]!, nodes[at + 2]!, this, fields[fieldOf(what)]!, at));
    }
    made += found.length;
    // Copied to its size: an array that grew has room for sixteen more, and there are as many arrays as nodes.
    return found.slice();
  }
}

/** A function declaration, or its body: who reads what is inside of the body is on record. */
class Gate extends SyntaxNode {
  override get text(): string {
    const body = this.kind === 'block' ? this : this.field('body');
    if (body) this.file.entered(body);
    return super.text;
  }

  override get children(): readonly SyntaxNode[] {
    if (this.kind === 'block') this.file.entered(this);
    return super.children;
  }
}

function isGate(kind: string, parent: SyntaxNode): boolean {
  if (kind === 'block') return parent.parent !== undefined && parent.parent.parent === undefined;
  return parent.parent === undefined && (kind === 'function_declaration' || kind === 'method_declaration');
}

function collect(node: SyntaxNode, kinds: readonly string[], found: SyntaxNode[]): void {
  for (const child of node.children) {
    if (kinds.length === 0 || kinds.includes(child.kind)) found.push(child);
    collect(child, kinds, found);
  }
}

/** The root of a file: its children are the top-level declarations. */
export function rootOf(file: SyntaxFile): SyntaxNode {
  const { nodes } = file.tree;
  return new SyntaxNode(file, 'source_file', nodes[1]!, nodes[2]!, undefined, '', 0);
}

/** Without parentheses around it. */
export function bare(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.kind === 'parenthesized_expression' && inner.children[0]) inner = inner.children[0];
  return inner;
}

/** The value of a string literal; undefined for other nodes. Escapes that no import path or header name uses are kept as written. */
export function stringValue(node: SyntaxNode): string | undefined {
  if (node.kind === 'raw_string_literal') return node.text.slice(1, -1);
  if (node.kind !== 'interpreted_string_literal') return undefined;
  return node.text.slice(1, -1).replace(/\\(n|t|r|"|\\|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/g, (whole, escape: string) => {
    const simple = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' }[escape];
    if (simple !== undefined) return simple;
    return String.fromCharCode(Number.parseInt(whole.slice(2), 16));
  });
}
