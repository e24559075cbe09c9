/**
 * The Go grammar and the parser made from it.
 */
import { Language, type Node, Parser } from 'web-tree-sitter';
import { readAsset } from '../text/asset.ts';
import { type Flat, flattener } from './flatten.ts';
import { readRuntime } from './runtime.ts';

/** 32 MiB to begin with; as far as wasm32 allows. */
const PAGES = { initial: 512, maximum: 32768 };

/** The part of the global that is used here; its types stand in the DOM library, which has no place in this program. */
declare const WebAssembly: { readonly Memory: new (pages: typeof PAGES) => { readonly buffer: ArrayBuffer } };

export interface Grammar {
  /** Parses a whole text. Never fails on bad Go: the tree then holds ERROR nodes, and says where. */
  parse(text: string): SyntaxTree;
  /** The tree that another thread's grammar made. */
  adopt(parsed: Parsed): SyntaxTree;
}

/** What is known of one text. Plain data, which crosses to other threads. */
export interface Parsed extends Flat {
  /** Lines of what the parser did not understand, from 1, in order. */
  readonly errors: readonly number[];
}

/** A whole file, as `SyntaxNode` reads it. */
export interface SyntaxTree extends Parsed {
  /** Kind names by symbol id, and field names by field id; '' for none. */
  readonly kinds: readonly string[];
  readonly fields: readonly string[];
  /** By symbol id: kinds of identifiers. */
  readonly isName: readonly boolean[];
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
  const names = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? '');
  const ids = (kinds: readonly string[]) => new Set(names.flatMap((name, id) => (kinds.includes(name) ? [id] : [])));
  const fields = language.fields.map(name => name ?? '');
  const flatten = flattener(memory, {
    lists: ids(LISTS),
    leaves: ids(LEAVES),
    named: names.map((_, id) => language.nodeTypeIsNamed(id)),
    comment: names.indexOf('comment'),
    operator: fields.indexOf('operator'),
    error: names.length,
  });
  const kinds = ['', ...names.slice(1), 'ERROR'];
  const isName = kinds.map(kind => NAMES.includes(kind));
  const adopt = ({ nodes, comments, errors }: Parsed): SyntaxTree => ({
    nodes,
    comments,
    errors,
    kinds,
    fields,
    isName,
  });
  return {
    adopt,
    parse(text) {
      const tree = parser.parse(text);
      if (!tree) throw new Error('the parser was cancelled');
      try {
        const { rootNode } = tree;
        const errors = rootNode.hasError ? [...new Set(errorsIn(rootNode))].sort((a, b) => a - b) : NO_ERRORS;
        // The address of the tree is the one thing that its object holds under an index.
        return adopt({ ...flatten((tree as unknown as { readonly 0: number })[0]), errors });
      } finally {
        tree.delete();
      }
    },
  };
}

/** Wrapper nodes that say nothing of their own: their children stand in their place. */
const LISTS = ['statement_list', 'expression_list'];
/** Kinds whose inside nobody needs. */
const LEAVES = ['interpreted_string_literal', 'raw_string_literal', 'rune_literal'];
const NAMES = ['identifier', 'field_identifier', 'type_identifier'];
const NO_ERRORS: readonly number[] = [];

/** Lines of the outermost ERROR and MISSING nodes. */
function* errorsIn(node: Node): Generator<number> {
  if (node.isError || node.isMissing) {
    yield node.startPosition.row + 1;
    return;
  }
  for (const child of node.children) if (child?.hasError) yield* errorsIn(child);
}
