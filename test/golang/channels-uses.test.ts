import { expect, test } from 'vitest';
import { Activations } from '../../src/golang/channels/activations.ts';
import { carriersOf } from '../../src/golang/channels/carriers.ts';
import { eventsOf } from '../../src/golang/channels/events.ts';
import { familyOf } from '../../src/golang/channels/family.ts';
import { channelsOf, usesOfChannel } from '../../src/golang/channels/index.ts';
import { turnsOf } from '../../src/golang/channels/loops.ts';
import { flowOf } from '../../src/golang/flow.ts';
import { functionIn } from '../helpers/channels.ts';

const TYPES = 'type box struct{ c chan int }\nvar kept chan int\n';
const made = async (body: string, rest = '') => {
  const func = await functionIn(`${TYPES}${rest}\nfunc f(n int) {\n\t${body}\n}`);
  return { func, channels: channelsOf(func) };
};

test.each([
  ['c := make(chan int)', [['c', 0]]],
  ['c := make(chan int, 3)', [['c', 3]]],
  ['c := make(chan int, n)', [['c', Number.POSITIVE_INFINITY]]],
  ['var c = make(chan int, 1)', [['c', 1]]],
  [
    'c, d := make(chan int), make(chan int, 1)',
    [
      ['c', 0],
      ['d', 1],
    ],
  ],
  ['b := &box{c: make(chan int)}\n_ = b', [['b.c', 0]]],
  ['var b box\nb.c = make(chan int)', [['b.c', 0]]],
  ['kept = make(chan int)', []],
  ['var c chan int\nif n > 1 { c = kept }\nc = make(chan int)', []],
])('%s: the channels that a function makes and keeps', async (body, expected) => {
  expect((await made(body)).channels.map(({ name, capacity }) => [name, capacity])).toEqual(expected);
});

test.each([
  ['a send and a receive', 'c <- 1\n<-c', ['send', 'receive']],
  ['a range', 'for range c {}', ['range']],
  ['a callee', 'take(c)', ['receive']],
  ['its length', 'println(len(c))', []],
  ['a close', 'close(c)', ['close']],
  ['a field', 'b := box{c: c}\n<-b.c', ['stored', 'receive']],
  ['an alias', 'd := c\nd <- 1', ['send']],
  ['a direction', 'd := (<-chan int)(c)\n<-d', ['receive']],
  ['a map', 'm := map[int]chan int{1: c}\n_ = m', ['hidden']],
  ['a function out of sight', 'println(c)', ['hidden']],
])('%s: what happens to it', async (_, body, expected) => {
  const { channels } = await made(`c := make(chan int)\n${body}`, 'func take(c chan int) { <-c }');
  expect(
    usesOfChannel(channels[0]!.make)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual([...expected].sort());
});

test('a variable is carried by what it is assigned to, and by literals that mention it', async () => {
  const { channels } = await made(
    'c := make(chan int)\nd := c\nsend := func() { d <- 1 }\nsend()\nother := n\n_ = other',
  );
  const { root } = channels[0]!.place;
  const names = root.kind === 'local' ? carriersOf(root).map(each => each.text) : [];
  expect([...new Set(names)].sort()).toEqual(['c', 'd', 'send']);
});

test('only what concerns a channel is gone into', async () => {
  const rest =
    'func take(c chan int) { <-c }\nfunc other(n int) {}\nfunc deep(c chan int, n int) { take(c) }\nfunc drop(c chan int) { other(1) }\n';
  const { func, channels } = await made(
    'c := make(chan int)\nother(n)\ndeep(c, n)\ndrop(c)\ngo func() { c <- 1 }()\ngo func() { other(n) }()\nselect {\ncase c <- 2:\ndefault:\n}',
    rest,
  );
  const act = new Activations().of(func, [{ place: channels[0]!.place, channel: 0 }]);
  expect([...act.calls.keys()].map(each => each.text)).toEqual(['deep(c, n)', 'func() { c <- 1 }()']);
  const { met, sentTo } = familyOf(act);
  expect([...met].map(each => each.text).sort()).toEqual(['<-c', 'c <- 1', 'c <- 2']);
  expect([...sentTo]).toEqual([0]);
});

test('a function that calls itself is gone into once', async () => {
  const { func, channels } = await made(
    'c := make(chan int)\nwalk(c, n)',
    'func walk(c chan int, n int) { c <- n; walk(c, n-1) }\n',
  );
  const act = new Activations().of(func, [{ place: channels[0]!.place, channel: 0 }]);
  expect([...act.calls.values()].flatMap(({ runs }) => runs.map(each => each.func.field('name')?.text))).toEqual([
    'walk',
  ]);
});

test('the events of a statement come in their order, free sends among them', async () => {
  const { func } = await made(
    'c := make(chan int)\nc <- g(<-c)\nselect {\ncase c <- 1:\ndefault:\n}',
    'func g(n int) int { return n }\n',
  );
  const events = func.all('send_statement').map(send => eventsOf(send).map(each => `${each.kind} ${each.node.text}`));
  expect(events).toEqual([['receive <-c', 'call g(<-c)', 'send c <- g(<-c)'], ['send c <- 1']]);
  expect(
    func.all('send_statement').map(send => eventsOf(send).some(each => each.kind === 'send' && each.free)),
  ).toEqual([false, true]);
});

test.each([
  ['for range 3 {}', 'counted', 3],
  ['for i := 0; i <= 3; i++ {}', 'counted', 4],
  ['for _, x := range []int{1, 2} { _ = x }', 'counted', 2],
  ['for i := 0; i < n; i++ {}', 'counted', Number.POSITIVE_INFINITY],
  ['for n > 1 { n-- }', 'counted', Number.POSITIVE_INFINITY],
  ['for { if n > 1 { break } }', 'endless', Number.POSITIVE_INFINITY],
  ['for range c {}', 'channel', Number.POSITIVE_INFINITY],
])('%s: how often it turns', async (loop, kind, times) => {
  const { func, channels } = await made(`c := make(chan int)\n${loop}`);
  const names = channels.map(({ place }) => ({ place, channel: 0 }));
  expect(flowOf(func).loops.map(each => turnsOf(each, names))).toEqual([expect.objectContaining({ kind, times })]);
});
