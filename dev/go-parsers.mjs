// The two Go parsers that the grammar's tools compare: ours, and the one that the tree-sitter-go package ships.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

const stockFile = createRequire(import.meta.url).resolve('tree-sitter-go/tree-sitter-go.wasm');
const oursFile = fileURLToPath(new URL('../grammars/tree-sitter-go.wasm', import.meta.url));

/** @returns {Promise<{ ours: Parser, stock: Parser }>} */
export async function loadParsers() {
  await Parser.init();
  return { ours: await parserOf(oursFile), stock: await parserOf(stockFile) };
}

async function parserOf(file) {
  const parser = new Parser();
  parser.setLanguage(await Language.load(file));
  return parser;
}

/** The ERROR and MISSING nodes that `parser` makes of `text`, outermost first, as `{ kind, line, column, text }` (1-based). */
export function misparsed(parser, text) {
  const tree = parser.parse(text);
  try {
    return [...broken(tree.rootNode)].map(described);
  } finally {
    tree.delete();
  }
}

function* broken(node) {
  if (!node.hasError) return;
  if (node.isError || node.isMissing) yield node;
  else for (const child of node.children) yield* broken(child);
}

function described(node) {
  return {
    kind: node.isMissing ? `MISSING ${node.type}` : 'ERROR',
    line: node.startPosition.row + 1,
    column: node.startPosition.column + 1,
    text: node.text.split('\n', 1)[0].slice(0, 60),
  };
}
