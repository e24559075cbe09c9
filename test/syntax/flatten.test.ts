import { expect, test } from 'vitest';
import { Language, Parser, type TreeCursor } from 'web-tree-sitter';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import { rootOf, type SyntaxNode } from '../../src/syntax/node.ts';
import { readAsset } from '../../src/text/asset.ts';
import { cases, filesOf } from '../harness.ts';

const HOSTILE = {
  empty: '',
  'comments only': '// a\n/* b */\n',
  'half a file': 'package p\n\nfunc f() {\n\tif x {\n\t\treturn\n',
  'not Go': '#!/bin/sh\necho "hello"\n',
  'wide characters': 'package p\n\n// 世界 🌍\nvar 世 = "🌍" + x\n\nfunc f(世 int) { 世++ }\n',
  'long padding': `package p\n${'\n'.repeat(400)}${' '.repeat(400)}var x = 1\n`,
  'deep nesting': `package p\n\nvar x = ${'('.repeat(2000)}1${')'.repeat(2000)}\n`,
};

/** One line a node: what the parser's own cursor says. */
function byCursor(cursor: TreeCursor, lines: string[], depth = 0, role = ''): void {
  if (!cursor.gotoFirstChild()) return;
  do {
    const kind = cursor.nodeType;
    if (!cursor.nodeIsNamed || kind === 'comment') continue;
    const field = cursor.currentFieldName ?? '';
    if (kind === 'statement_list' || kind === 'expression_list') byCursor(cursor, lines, depth, field);
    else {
      lines.push(`${' '.repeat(depth)}${field || role}:${kind} ${cursor.startIndex}-${cursor.endIndex}`);
      if (!/^(interpreted|raw)_string_literal$|^rune_literal$/.test(kind)) byCursor(cursor, lines, depth + 1);
    }
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

function byArray(node: SyntaxNode, lines: string[], depth = 0): void {
  for (const child of node.children) {
    lines.push(`${' '.repeat(depth)}${child.role}:${child.kind} ${child.start}-${child.end}`);
    byArray(child, lines, depth + 1);
  }
}

const parser = await (async () => {
  await loadGrammar();
  const made = new Parser();
  made.setLanguage(await Language.load(readAsset('grammars/tree-sitter-go.wasm')));
  return made;
})();

async function expectSame(text: string): Promise<void> {
  const tree = parser.parse(text)!;
  const cursor = tree.walk();
  const [expected, found]: [string[], string[]] = [[], []];
  byCursor(cursor, expected);
  byArray(rootOf({ path: 'x.go', text, tree: (await loadGrammar()).parse(text), entered: () => {} }), found);
  cursor.delete();
  tree.delete();
  expect(found).toEqual(expected);
}

test.each(Object.entries(HOSTILE))('array and parser agree on %s', (_, text) => expectSame(text));

test('array and parser agree on every fixture', async () => {
  const texts = cases().flatMap(({ folder }) =>
    Object.entries(filesOf(folder)).filter(([path]) => path.endsWith('.go')),
  );
  expect(texts.length).toBeGreaterThan(0);
  for (const [, text] of texts) await expectSame(text);
});
