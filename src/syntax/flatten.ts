/**
 * Copies a syntax tree out of the parser's memory into one array, so that the parser can have its memory back: what is kept of a file takes an eighth of
 * what the parser holds, nodes can be read from it at any time, and nothing needs to be parsed twice. The parser's memory is read as it lies: asking the WASM module
 * costs a crossing for each property of each node. Offsets are those of tree-sitter 0.27 on wasm32 (lib/src/subtree.h, lib/src/parser.h), the version that package.json
 * pins; a test compares every node of the fixtures with what the module itself says.
 */

/** Of `SubtreeHeapData`, in bytes. */
const PADDING_BYTES = 4;
const SIZE_BYTES = 16;
const CHILD_COUNT = 36;
const SYMBOL = 40;
const FLAGS = 44;
const PRODUCTION = 66;
/** Bits of the flags byte of a heap subtree, and of the first byte of an inline one, where `is_inline` comes first. */
const VISIBLE = 1;
const EXTRA = 4;
const INLINE = 1;
const INLINE_VISIBLE = 2;
const INLINE_EXTRA = 8;
/** Of `TSTree` and `TSLanguage`. */
const TREE_LANGUAGE = 8;
const FIELD_COUNT = 32;
const MAX_ALIASES = 36;
const FIELD_SLICES = 64;
const FIELD_ENTRIES = 68;
const ALIASES = 84;

/** What the grammar's symbols are to us, by id. */
export interface Symbols {
  /** Children of a list stand in its place, and fill its field. */
  readonly lists: ReadonlySet<number>;
  /** Nobody needs what is inside. */
  readonly leaves: ReadonlySet<number>;
  /** Named ones become nodes. */
  readonly named: readonly boolean[];
  readonly comment: number;
  /** The field of an operator, which is kept with its parent. */
  readonly operator: number;
  /** Stands for whatever lies past the table: what the parser did not understand. */
  readonly error: number;
}

/** A tree as one array, and its comments. */
export interface Flat {
  /** Nodes in source order, each before what is inside it: see `WIDTH`. The first is the root. */
  readonly nodes: Uint32Array;
  /** Offsets where comments begin and end, by turns. */
  readonly comments: Uint32Array;
}

/** Words of a node: what it is (`kindOf`, `fieldOf`, `operatorOf`), where it begins and ends (UTF-16 code units), and the index of the first node that is not inside it. */
export const WIDTH = 4;

/** Kinds and fields that a node's first word has room for. */
const KINDS = 1 << 10;
const FIELDS = 1 << 6;

export const kindOf = (what: number): number => what & 0x3ff;
export const fieldOf = (what: number): number => (what >> 10) & 0x3f;
/** 0: none. */
export const operatorOf = (what: number): number => what >> 16;

/** `memory` is a `WebAssembly.Memory`: its buffer is replaced when it grows. */
export function flattener(memory: { readonly buffer: ArrayBuffer }, symbols: Symbols): (tree: number) => Flat {
  const { lists, leaves, named, comment, operator, error } = symbols;
  if (error >= KINDS) throw new Error(`the grammar has ${error} kinds of nodes`);
  let language: LanguageTables | undefined;
  let nodes = new Uint32Array(1 << 16);
  let comments: number[] = [];
  let size = 0;

  const known = (symbol: number) => (symbol < named.length ? symbol : error);

  const add = (kind: number, field: number, start: number, end: number): number => {
    if (size + WIDTH > nodes.length) {
      const larger = new Uint32Array(nodes.length * 2);
      larger.set(nodes);
      nodes = larger;
    }
    nodes[size] = kind | (field << 10);
    nodes[size + 1] = start >> 1;
    nodes[size + 2] = end >> 1;
    size += WIDTH;
    return size - WIDTH;
  };

  return tree => {
    const words = new Uint32Array(memory.buffer);
    const halves = new Uint16Array(memory.buffer);
    const bytes = new Uint8Array(memory.buffer);
    language ??= readTables(words, halves, words[(tree + TREE_LANGUAGE) >> 2]!);
    const { aliases, maxAliases } = language;
    const fields = fieldsOf(language, halves, bytes);
    size = 0;
    comments = [];
    const root = words[tree >> 2]!;
    const begin = words[(root + PADDING_BYTES) >> 2]!;
    add(known(halves[(root + SYMBOL) >> 1]!), 0, begin, begin + words[(root + SIZE_BYTES) >> 2]!);

    const frame = (
      address: number,
      at: number,
      inherited: number,
      list: number,
      parent: number,
      closes: number,
    ): Frame => {
      const count = words[(address + CHILD_COUNT) >> 2]!;
      return { address, count, index: 0, structural: 0, at, inherited, list, parent, closes };
    };
    // Expressions may nest deeper than calls can.
    const open: Frame[] = [frame(root, begin, 0, 0, 0, 0)];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const { address, count } = top;
      if (top.index === count) {
        open.pop();
        if (top.closes >= 0) nodes[top.closes + 3] = size / WIDTH;
        continue;
      }
      const slot = address - (count - top.index) * 8;
      const inline = (bytes[slot]! & INLINE) === 1;
      const child = inline ? 0 : words[slot >> 2]!;
      const flags = inline ? bytes[slot]! : bytes[child + FLAGS]!;
      const length = inline ? bytes[slot + 7]! : words[(child + SIZE_BYTES) >> 2]!;
      if (top.index > 0) top.at += inline ? bytes[slot + 6]! : words[(child + PADDING_BYTES) >> 2]!;
      const start = top.at;
      const isExtra = (flags & (inline ? INLINE_EXTRA : EXTRA)) !== 0;
      const production = isExtra ? 0 : halves[(address + PRODUCTION) >> 1]!;
      const alias = production === 0 ? 0 : halves[(aliases >> 1) + production * maxAliases + top.structural]!;
      const field = isExtra ? 0 : (fields(halves[(address + PRODUCTION) >> 1]!)[top.structural] ?? 0) || top.inherited;
      top.index++;
      top.at += length;
      if (!isExtra) top.structural++;
      const isVisible = alias !== 0 || (flags & (inline ? INLINE_VISIBLE : VISIBLE)) !== 0;
      if (!isVisible) {
        if (child !== 0) open.push(frame(child, start, field, top.list, top.parent, -1));
        continue;
      }
      const symbol = alias || (inline ? bytes[slot + 1]! : halves[(child + SYMBOL) >> 1]!);
      if (named[symbol] === false) {
        if (field === operator) nodes[top.parent]! |= symbol << 16;
      } else if (lists.has(symbol)) {
        if (child !== 0) open.push(frame(child, start, 0, field, top.parent, -1));
      } else if (symbol === comment) comments.push(start >> 1, (start + length) >> 1);
      else {
        const own = add(known(symbol), field || top.list, start, start + length);
        if (child !== 0 && !leaves.has(symbol)) open.push(frame(child, start, 0, 0, own, own));
        else nodes[own + 3] = size / WIDTH;
      }
    }
    return { nodes: nodes.slice(0, size), comments: Uint32Array.from(comments) };
  };
}

/** A subtree whose children are being copied. */
interface Frame {
  readonly address: number;
  readonly count: number;
  index: number;
  /** Children that are no extras. */
  structural: number;
  /** Where the next child begins, in bytes, its padding aside. */
  at: number;
  /** The field of a hidden subtree, which its children fill. */
  readonly inherited: number;
  /** The field of the list that the children stand in. */
  readonly list: number;
  /** The node that the children are inside of. */
  readonly parent: number;
  /** The node that ends with this subtree; -1: none does. */
  readonly closes: number;
}

interface LanguageTables {
  readonly maxAliases: number;
  readonly aliases: number;
  readonly slices: number;
  readonly entries: number;
  /** Fields of a production, by structural child. */
  readonly fields: (readonly number[] | undefined)[];
}

/** The tables lie in memory that the parser never moves; what is read of a production is kept. */
function fieldsOf(
  tables: LanguageTables,
  halves: Uint16Array,
  bytes: Uint8Array,
): (production: number) => readonly number[] {
  return production => {
    const known = tables.fields[production];
    if (known) return known;
    const fields: number[] = [];
    const slice = (tables.slices >> 1) + production * 2;
    const first = halves[slice]!;
    for (let entry = first; entry < first + halves[slice + 1]!; entry++) {
      const place = tables.entries + entry * 4;
      // Inherited entries only say that a hidden child has the field.
      if (bytes[place + 3] === 0) fields[bytes[place + 2]!] ??= halves[place >> 1]!;
    }
    tables.fields[production] = fields;
    return fields;
  };
}

function readTables(words: Uint32Array, halves: Uint16Array, address: number): LanguageTables {
  const count = words[(address + FIELD_COUNT) >> 2]!;
  if (count === 0 || count >= FIELDS) throw new Error(`the grammar names ${count} fields`);
  return {
    maxAliases: halves[(address + MAX_ALIASES) >> 1]!,
    aliases: words[(address + ALIASES) >> 2]!,
    slices: words[(address + FIELD_SLICES) >> 2]!,
    entries: words[(address + FIELD_ENTRIES) >> 2]!,
    fields: [],
  };
}
