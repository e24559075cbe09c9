import { expect, test } from 'vitest';
import type { Facts } from '../../src/golang/channels/facts.ts';
import { factsKey } from '../../src/golang/channels/facts.ts';
import { type Turn, turning } from '../../src/golang/channels/rounds.ts';
import { counted, countOf, untouched } from '../../src/golang/channels/tally.ts';

const MANY = Number.POSITIVE_INFINITY;
const none: Facts = new Map();
const flag = (holds: boolean): Facts => new Map([['flag', { holds, local: undefined }]]);
const end = (facts: Facts, sent: number, got = 0): Turn => ({
  facts,
  tally: counted(counted(untouched(1), 'sent', 0, sent), 'got', 0, got),
});
const sends = (turns: readonly Turn[]) =>
  Object.fromEntries(turns.map(({ facts, tally }) => [factsKey(facts), countOf(tally, 'sent', 0)]));

test.each([
  [0, 0],
  [1, 2],
  [3, 6],
  [100, 200],
  [MANY, MANY],
])('two sends in each of %d rounds', (times, sent) => {
  expect(sends(turning(none, times, 1, () => [end(none, 2)]).last)).toEqual({ '': sent });
});

test('what a flag forbids after the first time happens once', () => {
  const round = (facts: Facts) =>
    facts.get('flag')?.holds ? [end(facts, 0)] : [end(flag(true), 1), end(flag(false), 0)];
  expect(sends(turning(flag(false), MANY, 1, round).last)).toEqual({ 'flag:true': 1, 'flag:false': 0 });
});

test('a flag that is taken back forbids nothing', () => {
  const round = (facts: Facts) => (facts.get('flag')?.holds ? [end(flag(false), 0)] : [end(flag(true), 1)]);
  expect(sends(turning(flag(false), MANY, 1, round).last)).toEqual({ 'flag:true': MANY, 'flag:false': MANY });
});

test('as much is received as on the way that receives most', () => {
  const round = () => [end(flag(true), 0, 1), end(flag(false), 1, 0)];
  const { last } = turning(none, 2, 1, round);
  expect(last.map(({ tally }) => countOf(tally, 'got', 0))).toEqual([2, 2]);
});

test('a round that never comes to its end leaves none behind it', () => {
  expect(turning(none, 3, 1, () => []).last).toEqual([]);
  expect(turning(none, 3, 1, () => []).any).toHaveLength(1);
});

test('before a later round the earlier ones have been', () => {
  const { before } = turning(none, 4, 1, () => [end(none, 1)]);
  expect(countOf(before(none), 'sent', 0)).toBe(3);
});

test('too many beginnings are not told apart', () => {
  let count = 0;
  const round = () => [end(new Map([[`${count++}`, { holds: true, local: undefined }]]), 1)];
  const many = () => Array.from({ length: 20 }, () => round()[0]!);
  expect(turning(none, MANY, 1, many).last).toHaveLength(1);
});
