import { expect, test } from 'vitest';
import type { TreeCursor } from 'web-tree-sitter';
import { type Grammar, loadGrammar, parse } from '../../src/syntax/grammar.ts';
import { rootOf, type SyntaxNode } from '../../src/syntax/node.ts';
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
function byCursor(cursor: TreeCursor, grammar: Grammar, lines: string[], depth = 0, role = ''): void {
  if (!cursor.gotoFirstChild()) return;
  do {
    const kind = cursor.nodeType;
    if (!cursor.nodeIsNamed || kind === 'comment') continue;
    const field = cursor.currentFieldName ?? '';
    if (kind === 'statement_list' || kind === 'expression_list') byCursor(cursor, grammar, lines, depth, field);
    else {
      lines.push(`${' '.repeat(depth)}${field || role}:${kind} ${cursor.startIndex}-${cursor.endIndex}`);
      if (!/^(interpreted|raw)_string_literal$|^rune_literal$/.test(kind)) byCursor(cursor, grammar, lines, depth + 1);
    }
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

function byHeap(node: SyntaxNode, lines: string[], depth = 0): void {
  for (const child of node.children) {
    lines.push(`${' '.repeat(depth)}${child.role}:${child.kind} ${child.start}-${child.end}`);
    byHeap(child, lines, depth + 1);
  }
}

async function expectSame(text: string): Promise<void> {
  const grammar = await loadGrammar();
  const tree = parse(grammar, text);
  const cursor = tree.walk();
  const [expected, found]: [string[], string[]] = [[], []];
  byCursor(cursor, grammar, expected);
  byHeap(rootOf({ path: 'x.go', text, grammar }, tree), found);
  cursor.delete();
  tree.delete();
  expect(found).toEqual(expected);
}

test.each(Object.entries(HOSTILE))('memory and parser agree on %s', (_, text) => expectSame(text));

test('memory and parser agree on every fixture', async () => {
  const texts = cases().flatMap(({ folder }) =>
    Object.entries(filesOf(folder)).filter(([path]) => path.endsWith('.go')),
  );
  expect(texts.length).toBeGreaterThan(0);
  for (const [, text] of texts) await expectSame(text);
});
