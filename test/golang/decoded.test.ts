import { expect, test } from 'vitest';
import { decodedFrom } from '../../src/golang/decoded.ts';
import { inPackage, marked } from '../helpers/marked.ts';

/** How the size of the first `make` with one came about. */
const ask = (body: string) =>
  marked(
    inPackage(body, ['encoding/binary', 'io']),
    call => call.field('function')?.text === 'make',
    call => {
      const [found, ...more] = decodedFrom(call.field('arguments')!.children[1]!);
      if (!found || more.length > 0) return more.length > 0 ? 'several' : 'no';
      return found.checked ? 'checked' : 'unchecked';
    },
  );

const inF = (body: string) => `func f(r io.Reader, head []byte, max int) []byte {\n${body}\n}`;

test.each([
  ['a decoded number', 'n := binary.BigEndian.Uint32(head)\nreturn make([]byte, n)', 'unchecked'],
  [
    'one that is converted and added to',
    'n := int(binary.BigEndian.Uint32(head)) + 4\nreturn make([]byte, n)',
    'unchecked',
  ],
  [
    'one that is read into a variable',
    'var n uint64\nbinary.Read(r, binary.BigEndian, &n)\nreturn make([]byte, n)',
    'unchecked',
  ],
  [
    'one that is rejected above a limit',
    'n := int(binary.BigEndian.Uint32(head))\nif n > max {\nreturn nil\n}\nreturn make([]byte, n)',
    'checked',
  ],
  [
    'one that is only known to be positive',
    'n := int(binary.BigEndian.Uint32(head))\nif n <= 0 {\nreturn nil\n}\nreturn make([]byte, n)',
    'unchecked',
  ],
  [
    'one above a limit',
    'n := int(binary.BigEndian.Uint32(head))\nif n < max {\nreturn nil\n}\nreturn make([]byte, n)',
    'unchecked',
  ],
  [
    'one that only counts a loop',
    'n := int(binary.BigEndian.Uint32(head))\nfor i := 0; i < n; i++ {\n_ = i\n}\nreturn make([]byte, n)',
    'unchecked',
  ],
  ['the smaller of two', 'n := int(binary.BigEndian.Uint32(head))\nreturn make([]byte, min(n, max))', 'no'],
  ['the length of what is there', 'return make([]byte, len(head))', 'no'],
  ['two bytes', 'return make([]byte, binary.BigEndian.Uint16(head))', 'no'],
])('%s', async (_, body, expected) => {
  expect(await ask(inF(body))).toBe(expected);
});

test('through helpers and callers', async () => {
  const body = `func size(head []byte) int { return int(binary.LittleEndian.Uint64(head)) }
func read(n int) []byte { return make([]byte, n) }
func f(head []byte) []byte { return read(size(head)) }`;
  expect(await ask(body)).toBe('unchecked');
});
