import { describe, expect, test } from 'vitest';
import { changedBaseline, compareBaseline, parseBaseline, renderBaseline } from '../../src/findings/baseline.ts';
import { at, finding } from '../helpers/findings.ts';

const pathOf = ({ location }: { readonly location: { readonly path: string } }) => location.path;
const one = finding({ location: at('b.go', 1), identity: 'b1' });
const two = finding({ location: at('a.go', 9), identity: 'a1', rule: 'growing-map', symbol: 'x.y/p.F' });

test('is sorted, one entry a line, and read again as it was written', () => {
  const entries = changedBaseline([], [one, two, one], [], pathOf);
  const text = renderBaseline(entries);
  expect(text).toBe(
    `{
  "version": 1,
  "findings": [
    {"path": "a.go", "rule": "growing-map", "symbol": "x.y/p.F", "identity": "a1", "count": 1},
    {"path": "b.go", "rule": "unbounded-read", "symbol": "example.com/shop/cart.Add", "identity": "b1", "count": 2}
  ]
}
`,
  );
  expect(parseBaseline(text)).toEqual(entries);
  expect(renderBaseline(parseBaseline(text).toReversed())).toBe(text);
  expect(parseBaseline(renderBaseline([]))).toEqual([]);
});

test('counts: a second one is new, one that is gone is left', () => {
  const entries = changedBaseline([], [one, two, two], [], pathOf);
  const { fresh, known, left } = compareBaseline([one, one, two], entries, pathOf);
  expect(fresh).toEqual([one]);
  expect(known).toEqual([one, two]);
  expect(left).toMatchObject([{ identity: 'a1', count: 1 }]);
  expect(changedBaseline(entries, fresh, left, pathOf).map(({ path, count }) => [path, count])).toEqual([
    ['a.go', 1],
    ['b.go', 2],
  ]);
});

test('entries that a merge left twice are one', () => {
  const [entry] = changedBaseline([], [one], [], pathOf);
  expect(compareBaseline([one, one, one], [entry!, entry!], pathOf).fresh).toHaveLength(1);
});

describe('what is no baseline', () => {
  test.each([
    ['', 'is not JSON'],
    ['null', 'is no baseline of version 1'],
    ['[]', 'is no baseline of version 1'],
    ['{"version": 2, "findings": []}', 'is no baseline of version 1'],
    ['{"version": 1, "findings": [{}]}', 'its entry 1 is not one'],
    [
      '{"version": 1, "findings": [{"path": "a", "rule": "r", "symbol": "", "identity": "i", "count": 0}]}',
      'its entry 1 is not one',
    ],
    ['{"version": 1,\n<<<<<<< HEAD\n', 'has merge conflicts; resolve them, in any order'],
  ])('%j', (text, message) => {
    expect(() => parseBaseline(text)).toThrow(new Error(message));
  });
});
