/**
 * The Go grammar and the parser made from it. The only file that knows where the WASM lies; an embedder (a single executable, say) may
 * hand the bytes over instead.
 */
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { readAsset } from '../text/asset.ts';
import { type Heap, openHeap } from './heap.ts';

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

export interface Binaries {
  /** web-tree-sitter.wasm; read from the package where absent. */
  readonly runtime?: Uint8Array;
  /** tree-sitter-go.wasm; read from `grammars/` where absent. */
  readonly go?: Uint8Array;
}

let loading: Promise<Grammar> | undefined;

/** Loads the grammar once per thread; later calls get the same one. Rejects when a binary is missing or of another ABI. */
export function loadGrammar(binaries: Binaries = {}): Promise<Grammar> {
  loading ??= load(binaries);
  return loading;
}

async function load(binaries: Binaries): Promise<Grammar> {
  const memory = new WebAssembly.Memory(PAGES);
  const runtime = binaries.runtime ? { wasmBinary: binaries.runtime } : {};
  // The module takes a memory that it is given; its types do not say so.
  await Parser.init({ ...runtime, wasmMemory: memory } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(binaries.go ?? readAsset('grammars/tree-sitter-go.wasm'));
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
