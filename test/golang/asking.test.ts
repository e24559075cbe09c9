import { expect, test } from 'vitest';
import { askingIn } from '../../src/golang/asking.ts';

test.each<[string, readonly Readonly<Record<string, number>>[]]>([
  ['type T interface {\n\tClose() error\n\tRead(p []byte) (int, error)\n}\n', [{ Close: 0, Read: 1 }]],
  ['type T interface{ Len() int; Less(i, j int) bool }\n', [{ Len: 0, Less: 2 }]],
  ['func f(x any, y interface{}) {}\n', []],
  ['type T interface {\n\tio.Closer\n\tOther\n}\n', []],
  ['type T interface {\n\t~int | ~string\n\tString() string\n}\n', [{ String: 0 }]],
  [
    'type T interface {\n\t// Old(x int)\n\tSet(key string, /* a, b */ value any, more ...Option) /* (x, y) */\n\tGet(\n\t\tkey string,\n\t) any\n}\n',
    [{ Set: 3, Get: 1 }],
  ],
  [
    'type T interface {\n\tWalk(f func(a, b int) error, x interface {\n\t\tInner(a, b, c int)\n\t})\n\tNext()\n}\n',
    [{ Walk: 2, Next: 0 }, { Inner: 3 }],
  ],
  ['type T interface {\n\tUnending(a', [{ Unending: 1 }]],
  ['package p // an interface { is meant\n', []],
])('%j', (text, methods) => {
  expect(askingIn(text).map(each => Object.fromEntries(each.methods))).toEqual(methods);
});

test('tells where an interface stands', () => {
  expect(askingIn('var x interface{ A() }').map(({ start }) => start)).toEqual([16]);
});
