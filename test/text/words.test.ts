import { expect, test } from 'vitest';
import { holdsWord, isIndexed, wordIndex } from '../../src/text/words.ts';

const TEXTS = ['func (c *Conn) Close() {}', 'defer c.Close()', 'c.\n\tClose(); c.CloseAll(); Größe.Änderung()', ''];
const index = wordIndex();
for (const [id, text] of TEXTS.entries()) index.add(id, text);

test.each([
  ['Close', [0, 1, 2]],
  ['.Close', [1]],
  ['CloseAll', [2]],
  ['.CloseAll', [2]],
  ['Conn', [0]],
  ['Größe', [2]],
  ['.Änderung', [2]],
  ['Clos', []],
])('%s stands in %j', (spelled, ids) => {
  expect(index.holding(spelled)).toEqual(ids);
  expect([...TEXTS.keys()].filter(id => holdsWord(TEXTS[id]!, spelled))).toEqual(ids);
});

test('words, and words after a dot', () => {
  expect(['Close', '.Close', 'Größe'].every(isIndexed)).toBe(true);
  expect(['', '.', 'a b', ') Close(', '"a/b"', 'a.b'].some(isIndexed)).toBe(false);
});
