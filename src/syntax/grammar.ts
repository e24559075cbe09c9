/**
 * The Go grammar and the parser made from it. The only file that knows where the WASM lies; an embedder (a single executable, say) may
 * hand the bytes over instead.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, Parser, type Tree } from 'web-tree-sitter';

export interface Grammar {
  readonly parser: Parser;
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
  await Parser.init(binaries.runtime ? { wasmBinary: binaries.runtime } : undefined);
  const language = await Language.load(
    binaries.go ?? readFileSync(fileURLToPath(import.meta.resolve('#grammars/tree-sitter-go.wasm'))),
  );
  const parser = new Parser();
  parser.setLanguage(language);
  const kinds = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? '');
  return {
    parser,
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
