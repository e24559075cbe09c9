import { expect, test } from 'vitest';
import { Activations } from '../../src/golang/channels/activations.ts';
import { decided, type Facts, factsKey, forgetting } from '../../src/golang/channels/facts.ts';
import { outlookOf } from '../../src/golang/channels/outlook.ts';
import { endOf, loopOfOnce, neverHolds, questionOf } from '../../src/golang/channels/questions.ts';
import { flowOf } from '../../src/golang/flow.ts';
import type { SyntaxNode } from '../../src/syntax/node.ts';
import { functionIn } from '../helpers/channels.ts';

const none: Facts = new Map();
const conditionsOf = (func: SyntaxNode) => func.all('if_statement').flatMap(each => each.field('condition') ?? []);
const bodyOf = (body: string) =>
  functionIn(
    `import "context"\nfunc g() (int, error) { return 0, nil }\nfunc f(a bool, n int, xs []int, c chan int) {\n${body}\n}`,
  );
const firstCondition = async (body: string) => conditionsOf(await bodyOf(body))[0]!;

test('a condition that has come out one way comes out the same way again', async () => {
  const [first, again, not, other] = conditionsOf(await bodyOf('if a {}\nif a {}\nif !a {}\nif n == 1 {}'));
  const known = decided(first!, true, none, [])!;
  expect(decided(again!, false, known, [])).toBeUndefined();
  expect(decided(again!, true, known, [])).toBe(known);
  expect(decided(not!, true, known, [])).toBeUndefined();
  expect(decided(other!, false, known, [])).toBeDefined();
});

test.each([
  ['both sides of an and', 'if a && n == 1 {}', true, 'if a {}', false],
  ['the other side of an and', 'if n == 1 && n > 7 {}', true, 'if n == 1 {}', false],
  ['what an and leaves open', 'if a && n == 1 {}', false, 'if a {}', undefined],
  ['both sides of an or', 'if a || n == 1 {}', false, 'if a {}', true],
  ['what is not so', 'if !(a || n == 1) {}', true, 'if a {}', true],
])('a condition tells of %s', async (_, asked, holds, then, ruledOut) => {
  const [first, second] = conditionsOf(await bodyOf(`${asked}\n${then}`));
  const known = decided(first!, holds, none, [])!;
  for (const outcome of [true, false])
    expect(decided(second!, outcome, known, []) === undefined).toBe(outcome === ruledOut);
});

test('the side that is known leaves the other one to decide', async () => {
  const [known, both, either, other] = conditionsOf(
    await bodyOf('if a {}\nif a && n == 1 {}\nif !a || n == 1 {}\nif n == 1 {}'),
  );
  const facts = decided(known!, true, none, [])!;
  expect(decided(other!, true, decided(both!, false, facts, [])!, [])).toBeUndefined();
  expect(decided(other!, false, decided(either!, true, facts, [])!, [])).toBeUndefined();
});

test('what is known of a variable is forgotten where it changes', async () => {
  const func = await bodyOf('if a {}\na = n > 1\nn++');
  const [condition] = conditionsOf(func);
  const known = decided(condition!, true, none, [])!;
  const [assignment] = func.all('assignment_statement');
  expect(forgetting(known, func.all('inc_statement')[0]!)).toBe(known);
  expect(forgetting(known, assignment!).size).toBe(0);
});

test.each([
  ['a variable', 'if a {}', true],
  ['not it', 'if !a {}', true],
  ['a comparison with nil', '_, err := g()\nif err != nil {}', true],
  ['a comparison with a number', 'if n == 3 {}', true],
  ['an order', 'if n > 3 {}', false],
  ['two variables', 'm := 1\nif n == m {}', false],
  ['a call', 'if h() {}', false],
  ['a variable that others may change', 'p := &a\n_ = p\nif a {}', false],
  ['a variable that a goroutine changes', 'done := false\ngo func() { done = true }()\nif done {}', false],
])('%s: understood or not', async (_, body, is) => {
  expect(questionOf(await firstCondition(body), []) !== undefined).toBe(is);
});

test.each([
  ['a recovered panic', 'if r := recover(); r != nil {}', true],
  ['an error that only a goroutine sets', 'var err error\ngo func() { _, err = g() }()\nif err != nil {}', true],
  ['an error of its own', '_, err := g()\nif err != nil {}', false],
  ['a context that is missing', 'var ctx context.Context\nif ctx == nil {}', true],
])('%s: on no way that is followed, or on some', async (_, body, is) => {
  expect(neverHolds(await firstCondition(body))).toBe(is);
});

test.each([
  ['a range key', 'for i := range xs { if i == n {} }', true],
  ['a counter', 'for i := 0; i < n; i++ { if i == 3 {} }', true],
  ['the other way round', 'for i := range xs { if n == i {} }', true],
  ['an element', 'for _, x := range xs { if x == n {} }', false],
  ['what changes in the loop', 'for i := range xs { if i == n { n++ } }', false],
  ['a counter that jumps', 'for i := 0; i < n; i++ { if i == 3 { i = 0 } }', false],
  ['something else', 'for range xs { if n == 3 {} }', false],
])('%s: true in one round at most, or in several', async (_, body, is) => {
  expect(loopOfOnce(await firstCondition(body)) !== undefined).toBe(is);
});

test('a channel is over where the receive says so, and only where it gave the variable its value', async () => {
  const over = async (body: string, holds: boolean) => {
    const func = await bodyOf(body);
    const place = func.all('receive_statement', 'unary_expression')[0]!.field('operand')!;
    const { placeOf } = await import('../../src/golang/places.ts');
    return endOf(conditionsOf(func)[0]!, holds, [{ place: placeOf(place), channel: 0 }]) === 0;
  };
  expect(await over('v, ok := <-c\n_ = v\nif !ok {}', true)).toBe(true);
  expect(await over('v, ok := <-c\n_ = v\nif !ok {}', false)).toBe(false);
  expect(await over('v, ok := <-c\n_ = v\nok = a\nif !ok {}', true)).toBe(false);
});

test('only what is asked further on is worth knowing', async () => {
  const func = await bodyOf('before()\nif a {\n\tinside()\n}\nbetween()\nif a {\n\tagain()\n}\nafter()');
  const flow = flowOf(func);
  const outlook = outlookOf(new Activations().of(func, []));
  const asks = (name: string) => outlook.asks(flow.points.find(point => point.node?.text === `${name}()`)!);
  expect(['before', 'inside', 'between', 'again', 'after'].map(asks)).toEqual([true, true, true, false, false]);
  const facts = decided(conditionsOf(func)[0]!, true, none, [])!;
  expect(factsKey(outlook.trim(facts, flow.points.find(point => point.node?.text === 'after()')!))).toBe('');
});
