/**
 * Reads syntax trees straight from the parser's memory. Asking the WASM module for a node costs a crossing for each of its properties, ten times what
 * it costs to read them where they lie. Offsets are those of tree-sitter 0.27 on wasm32 (lib/src/subtree.h, lib/src/parser.h), the version
 * that package.json pins; a test compares every node of the fixtures with what the module itself says.
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

/** What a visible child is. `address` is 0 for leaves that are stored inline. */
export type Visit = (symbol: number, field: number, start: number, end: number, address: number) => void;

export interface Heap {
  /** Address and span (UTF-16 code units) of a tree's root. */
  root(tree: number): { readonly address: number; readonly start: number; readonly end: number };
  /** Calls back for each visible child of the subtree at an address, which begins at `start`; anonymous ones included, in source order. */
  children(address: number, start: number, visit: Visit): void;
}

/** `memory` is a `WebAssembly.Memory`: its buffer is replaced when it grows. */
export function openHeap(memory: { readonly buffer: ArrayBuffer }): Heap {
  let words = new Uint32Array(memory.buffer);
  let halves = new Uint16Array(memory.buffer);
  let bytes = new Uint8Array(memory.buffer);
  let language: LanguageTables | undefined;

  /** Growing detaches the old buffer. */
  const refresh = () => {
    if (words.buffer === memory.buffer) return;
    words = new Uint32Array(memory.buffer);
    halves = new Uint16Array(memory.buffer);
    bytes = new Uint8Array(memory.buffer);
  };

  const walk = (address: number, start: number, inherited: number, tables: LanguageTables, visit: Visit): void => {
    const count = words[(address + CHILD_COUNT) >> 2]!;
    const production = halves[(address + PRODUCTION) >> 1]!;
    let at = start;
    let structural = 0;
    for (let index = 0; index < count; index++) {
      const slot = address - (count - index) * 8;
      const inline = (bytes[slot]! & INLINE) === 1;
      const child = inline ? 0 : words[slot >> 2]!;
      const flags = inline ? bytes[slot]! : bytes[child + FLAGS]!;
      const size = inline ? bytes[slot + 7]! : words[(child + SIZE_BYTES) >> 2]!;
      if (index > 0) at += inline ? bytes[slot + 6]! : words[(child + PADDING_BYTES) >> 2]!;
      const extra = (flags & (inline ? INLINE_EXTRA : EXTRA)) !== 0;
      const alias =
        extra || production === 0 ? 0 : halves[(tables.aliases >> 1) + production * tables.maxAliases + structural]!;
      const field = extra ? 0 : fieldAt(tables, production, structural) || inherited;
      if (alias !== 0 || (flags & (inline ? INLINE_VISIBLE : VISIBLE)) !== 0) {
        const symbol = alias || (inline ? bytes[slot + 1]! : halves[(child + SYMBOL) >> 1]!);
        visit(symbol, field, at >> 1, (at + size) >> 1, child);
      } else if (child !== 0) walk(child, at, field, tables, visit);
      if (!extra) structural++;
      at += size;
    }
  };

  /** Fields of a production, by structural child; packed once per production. */
  const fieldAt = (tables: LanguageTables, production: number, structural: number): number => {
    let fields = tables.fields[production];
    if (!fields) {
      fields = [];
      const slice = (tables.slices >> 1) + production * 2;
      const first = halves[slice]!;
      for (let entry = first; entry < first + halves[slice + 1]!; entry++) {
        const place = tables.entries + entry * 4;
        // Inherited entries only say that a hidden child has the field.
        if (bytes[place + 3] === 0) fields[bytes[place + 2]!] ??= halves[place >> 1]!;
      }
      tables.fields[production] = fields;
    }
    return fields[structural] ?? 0;
  };

  return {
    root(tree) {
      refresh();
      language ??= readTables(words, halves, words[(tree + TREE_LANGUAGE) >> 2]!);
      const address = words[tree >> 2]!;
      const start = words[(address + PADDING_BYTES) >> 2]!;
      return { address, start: start >> 1, end: (start + words[(address + SIZE_BYTES) >> 2]!) >> 1 };
    },
    children(address, start, visit) {
      refresh();
      walk(address, start * 2, 0, language!, visit);
    },
  };
}

interface LanguageTables {
  readonly maxAliases: number;
  readonly aliases: number;
  readonly slices: number;
  readonly entries: number;
  readonly fields: (number[] | undefined)[];
}

function readTables(words: Uint32Array, halves: Uint16Array, address: number): LanguageTables {
  if (words[(address + FIELD_COUNT) >> 2] === 0) throw new Error('the grammar names no fields');
  return {
    maxAliases: halves[(address + MAX_ALIASES) >> 1]!,
    aliases: words[(address + ALIASES) >> 2]!,
    slices: words[(address + FIELD_SLICES) >> 2]!,
    entries: words[(address + FIELD_ENTRIES) >> 2]!,
    fields: [],
  };
}
