import { expect, test } from 'vitest';
import {
  asSpawned,
  counted,
  countOf,
  covers,
  grown,
  most,
  plus,
  receivingAs,
  type Tally,
  untouched,
} from '../../src/golang/channels/tally.ts';

const none = untouched(2);
const sent = (count: number, channel = 0): Tally => counted(none, 'sent', channel, count);
const got = (count: number, channel = 0): Tally => counted(none, 'got', channel, count);

test('channels and deeds are counted apart', () => {
  const tally = counted(counted(none, 'sent', 1), 'got', 0, 3);
  expect([0, 1].map(channel => countOf(tally, 'sent', channel))).toEqual([0, 1]);
  expect([0, 1].map(channel => countOf(tally, 'got', channel))).toEqual([3, 0]);
});

test('what a goroutine sends is spawned, what it receives is received', () => {
  const tally = asSpawned(plus(counted(sent(2), 'spawned', 0), got(1)));
  expect(countOf(tally, 'sent', 0)).toBe(0);
  expect(countOf(tally, 'spawned', 0)).toBe(3);
  expect(countOf(tally, 'got', 0)).toBe(1);
});

test.each([
  ['more sent', sent(2), sent(1), true],
  ['less sent', sent(1), sent(2), false],
  ['less received', none, got(1), true],
  ['more received', got(1), none, false],
  ['more sent on one channel, less on another', sent(1), sent(1, 1), false],
  ['the same', sent(1), sent(1), true],
])('%s: worse for a sender or not', (_, a, b, is) => {
  expect(covers(a, b)).toBe(is);
});

test('the most of several leaves out that a channel was found closed', () => {
  const tally = most([sent(2), counted(got(3), 'over', 0)], 2);
  expect(countOf(tally, 'sent', 0)).toBe(2);
  expect(countOf(tally, 'got', 0)).toBe(3);
  expect(countOf(tally, 'over', 0)).toBe(0);
});

test('what has grown grows on, what has not does not, not even without end', () => {
  const tally = grown(plus(sent(3), got(1)), plus(sent(1), got(1)), Number.POSITIVE_INFINITY);
  expect(countOf(tally, 'sent', 0)).toBe(Number.POSITIVE_INFINITY);
  expect(countOf(tally, 'got', 0)).toBe(1);
  expect(countOf(grown(sent(3), sent(2), 4), 'sent', 0)).toBe(7);
});

test('receives are taken from another', () => {
  const tally = receivingAs(plus(sent(1), got(1)), plus(sent(5), got(4)));
  expect([countOf(tally, 'sent', 0), countOf(tally, 'got', 0)]).toEqual([1, 4]);
});
