/**
 * One object per touched tree node: `===` and Map keys work, and WASM is crossed once for each. A declaration is copied by one cursor walk when
 * it is first touched; function bodies and large literals wait until something asks for their children.
 */
import type { TreeCursor, Node as TreeNode } from 'web-tree-sitter';
import type { Grammar } from './grammar.ts';

/** Above this many code units, the body of a composite literal is copied only when it is asked for. */
const LARGE_LITERAL = 4096;

/** Wrapper nodes of the grammar that say nothing of their own: their children stand in their place. */
const TRANSPARENT = new Set(['statement_list', 'expression_list']);
const LEAVES = new Set([
  'identifier',
  'field_identifier',
  'type_identifier',
  'package_identifier',
  'label_name',
  'blank_identifier',
  'int_literal',
  'float_literal',
  'imaginary_literal',
  'rune_literal',
  'nil',
  'true',
  'false',
  'iota',
  'dot',
  'comment',
  'interpreted_string_literal',
  'raw_string_literal',
]);

/** What all nodes of one file share. */
export interface SyntaxFile {
  readonly path: string;
  readonly text: string;
  readonly grammar: Grammar;
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
  /** The operator of unary and binary expressions and of assignments, '' elsewhere. */
  operator = '';
  #children: SyntaxNode[] = [];
  #deferred: TreeNode | undefined;

  constructor(
    file: SyntaxFile,
    kind: string,
    start: number,
    end: number,
    parent: SyntaxNode | undefined,
    role: string,
  ) {
    this.file = file;
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.parent = parent;
    this.role = role;
  }

  get text(): string {
    return this.file.text.slice(this.start, this.end);
  }

  /** Named children without comments, in source order; lists (`expression_list`, `statement_list`) are flattened into their parent. */
  get children(): readonly SyntaxNode[] {
    if (this.#deferred) {
      const cursor = this.#deferred.walk();
      this.#deferred = undefined;
      fill(this, cursor, this.#children);
      cursor.delete();
    }
    return this.#children;
  }

  /** The first child that fills the field. */
  field(name: string): SyntaxNode | undefined {
    return this.children.find(child => child.role === name);
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
  *all(...kinds: readonly string[]): Generator<SyntaxNode> {
    for (const child of this.children) {
      if (kinds.length === 0 || kinds.includes(child.kind)) yield child;
      yield* child.all(...kinds);
    }
  }

  contains(other: SyntaxNode): boolean {
    return this.file === other.file && this.start <= other.start && other.end <= this.end;
  }

  /** @internal */
  defer(node: TreeNode): void {
    this.#deferred = node;
  }

  /** @internal */
  adopt(children: SyntaxNode[]): void {
    this.#children = children;
  }
}

/** The root of a file: its children are the top-level declarations. */
export function rootOf(file: SyntaxFile, root: TreeNode): SyntaxNode {
  const node = new SyntaxNode(file, 'source_file', root.startIndex, root.endIndex, undefined, '');
  node.defer(root);
  return node;
}

/** Copies the children of the cursor's node into `into`. */
function fill(parent: SyntaxNode, cursor: TreeCursor, into: SyntaxNode[]): void {
  const { grammar } = parent.file;
  if (!cursor.gotoFirstChild()) return;
  do {
    const id = cursor.nodeTypeId;
    // ERROR is no symbol of the grammar: its id lies past the table.
    const kind = grammar.kinds[id] ?? 'ERROR';
    if (grammar.named[id] === false) {
      if (cursor.currentFieldId && grammar.fields[cursor.currentFieldId] === 'operator') parent.operator = kind;
      continue;
    }
    if (kind === 'comment') continue;
    const role = grammar.fields[cursor.currentFieldId] ?? '';
    if (TRANSPARENT.has(kind)) flatten(parent, cursor, role, into);
    else into.push(copy(parent, cursor, kind, role));
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

function flatten(parent: SyntaxNode, cursor: TreeCursor, role: string, into: SyntaxNode[]): void {
  const { grammar } = parent.file;
  if (!cursor.gotoFirstChild()) return;
  do {
    const id = cursor.nodeTypeId;
    const kind = grammar.kinds[id] ?? 'ERROR';
    if (grammar.named[id] === false || kind === 'comment') continue;
    into.push(copy(parent, cursor, kind, role));
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

function copy(parent: SyntaxNode, cursor: TreeCursor, kind: string, role: string): SyntaxNode {
  const node = new SyntaxNode(parent.file, kind, cursor.startIndex, cursor.endIndex, parent, role);
  if (LEAVES.has(kind)) return node;
  if (isDeferred(node)) {
    node.defer(cursor.currentNode);
    return node;
  }
  const children: SyntaxNode[] = [];
  fill(node, cursor, children);
  node.adopt(children);
  return node;
}

function isDeferred(node: SyntaxNode): boolean {
  if (node.kind === 'block') return node.parent?.parent?.kind === 'source_file';
  return node.kind === 'literal_value' && node.end - node.start > LARGE_LITERAL;
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
