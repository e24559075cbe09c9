/**
 * The Go grammar and the parser made from it.
 */
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { readAsset } from '../text/asset.ts';
import { type Heap, openHeap } from './heap.ts';
import { readRuntime } from './runtime.ts';

/** 32 MiB to begin with; as far as wasm32 allows. */
const PAGES = { initial: 512, maximum: 32768 };

/** The part of the global that is used here; its types stand in the DOM library, which has no place in this program. */
declare const WebAssembly: { readonly Memory: new (pages: typeof PAGES) => { readonly buffer: ArrayBuffer } };

export interface Grammar {
  readonly parser: Parser;
  /** The parser's memory, to read trees from. */
  readonly heap: Heap;
  /** Kind names by symbol id, and which of them are named. */
  readonly kinds: readonly string[];
  readonly named: readonly boolean[];
  readonly fields: readonly (string | null)[];
}

let loading: Promise<Grammar> | undefined;

/** Loads the grammar once per thread; later calls get the same one. Rejects when a binary is missing or of another ABI. */
export function loadGrammar(): Promise<Grammar> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Grammar> {
  const memory = new WebAssembly.Memory(PAGES);
  const wasmBinary = readRuntime();
  // The module takes a memory that it is given; its types do not say so.
  await Parser.init({ ...(wasmBinary && { wasmBinary }), wasmMemory: memory } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(readAsset('grammars/tree-sitter-go.wasm'));
  const parser = new Parser();
  parser.setLanguage(language);
  const kinds = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? '');
  return {
    parser,
    heap: openHeap(memory),
    kinds,
    named: kinds.map((_, id) => language.nodeTypeIsNamed(id)),
    fields: language.fields,
  };
}

/** Parses a whole text. Never fails on bad Go: the tree then holds ERROR and MISSING nodes. The caller deletes the tree. */
export function parse(grammar: Grammar, text: string): Tree {
  const tree = grammar.parser.parse(text);
  if (!tree) throw new Error('the parser was cancelled');
  return tree;
}
