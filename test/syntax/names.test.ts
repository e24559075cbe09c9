import { expect, test } from 'vitest';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import { nameIndex } from '../../src/syntax/names.ts';

const TEXT = `package shop

// Close closes: Close.
type Cart struct{ Close func() }

func (c *Cart) close() { c.Close(); größe := "Close"; _ = größe }
`;

test.each([
  ['Close', ['Close func', 'Close();']],
  ['close', ['close()']],
  ['Cart', ['Cart struct', 'Cart) close']],
  ['c', ['c *Cart', 'c.Close']],
  ['größe', ['größe :=', 'größe }']],
  ['Clos', []],
  ['', []],
])('%s stands where an identifier does', async (name, followed) => {
  const tree = (await loadGrammar()).parse(TEXT);
  expect(nameIndex(tree, TEXT).at(name)).toEqual(followed.map(text => TEXT.indexOf(text)));
});

test('a file without names', async () => {
  expect(nameIndex((await loadGrammar()).parse(''), '').at('x')).toEqual([]);
});
