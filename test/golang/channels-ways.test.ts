import { expect, test } from 'vitest';
import { told, waysThrough } from '../helpers/channels.ts';

const ends = async (body: string, rest = '') => {
  const { ways } = await waysThrough(`func f(a, b bool, n int) {\n\tc := make(chan int)\n${body}\n}\n${rest}`);
  return [...new Set(ways.ends.map(way => told(way)))].sort();
};

test.each([
  ['nothing', '', ['nothing']],
  ['a send and a receive', 'c <- 1\n<-c', ['1 sent, 1 received']],
  ['the way that receives least', 'if a { <-c } else { <-c; <-c }', ['1 received']],
  ['the worse of two that end alike', 'if a { c <- 1 } else { <-c }', ['1 sent']],
  ['a condition that is asked twice', 'if a { c <- 1 }\nif a { <-c }', ['1 sent, 1 received', 'nothing']],
  [
    'one that is asked the other way round',
    'if a { c <- 1 }\nif !a { <-c; c <- 1; c <- 1 }',
    ['1 sent', '2 sent, 1 received'],
  ],
  ['one whose variable changes', 'if a { c <- 1 }\na = n > 0\nif !a { <-c; c <- 1 }', ['1 sent', '2 sent, 1 received']],
  ['a flag', 'done := false\nif a { done = true; c <- 1 }\nif done { <-c }', ['1 sent, 1 received', 'nothing']],
  ['an empty variable', 'var err error\nif a { c <- 1 }\nif err != nil { c <- 1; c <- 1 }', ['1 sent']],
  ['a counted loop', 'for i := 0; i < 3; i++ { c <- i }', ['3 sent']],
  ['a loop of unknown rounds', 'for i := 0; i < n; i++ { c <- i }', ['Infinity sent']],
  ['a loop that is left', 'for { c <- 1; if g() != nil { break } }\n<-c', ['Infinity sent, 1 received']],
  ['one round of many', 'for i := 0; i < n; i++ { if i == 3 { c <- i } }', ['1 sent']],
  ['one round of each loop', 'for range 2 { for i := range 9 { if i == n { c <- i } } }', ['2 sent']],
  ['a deferred receive', 'defer func() { <-c }()\nc <- 1', ['1 sent, 1 received']],
  ['a literal in its place', 'func() { if a { return }; c <- 1 }()\n<-c', ['1 sent, 1 received']],
  ['a callee', 'send(c)\n<-c', ['1 sent, 1 received']],
  ['a callee that says what it did', 'if ok := try(c, b); ok { <-c }', ['1 sent, 1 received', 'nothing']],
  ['a close', 'close(c)', ['1 closed']],
  ['a panic is no end', 'if a { panic(n) }\nc <- 1', ['1 sent']],
])('%s', async (_, body, expected) => {
  const rest =
    'func g() error { return nil }\nfunc send(c chan int) { c <- 1 }\nfunc try(c chan int, b bool) bool {\n\tif b {\n\t\treturn false\n\t}\n\tc <- 1\n\treturn true\n}';
  expect(await ends(body, rest)).toEqual(expected);
});

test('a goroutine comes to its end, or is stuck at its send', async () => {
  const { ways } = await waysThrough('func f() {\n\tc := make(chan int)\n\tgo func() { c <- 1 }()\n}');
  expect(ways.ends.map(way => [told(way), way.state.stuck?.send.text])).toEqual([
    ['1 spawned', undefined],
    ['1 spawned', 'c <- 1'],
  ]);
});

test('the clause that is taken instead of a receive is where the receiver has left', async () => {
  const { ways } = await waysThrough(
    'func f(done chan int) {\n\tc := make(chan int)\n\tgo func() { c <- 1 }()\n\tselect {\n\tcase <-c:\n\tcase <-done:\n\t}\n}',
  );
  const left = ways.ends.map(way => way.state.left[0]?.field('communication')?.text);
  expect(new Set(left)).toEqual(new Set([undefined, '<-done']));
});

test('a wait for the goroutine that is stuck is an end', async () => {
  const { ways } = await waysThrough(
    'import "sync"\n\nfunc f() {\n\tvar wg sync.WaitGroup\n\tc := make(chan int)\n\twg.Add(1)\n\tgo func() { defer wg.Done(); c <- 1 }()\n\twg.Wait()\n\t<-c\n}',
  );
  expect(ways.ends.filter(way => way.ends === 'wait').map(way => way.node?.text)).toEqual(['wg.Wait()']);
});

test('what is too much to be followed ends, and says so', async () => {
  const branches = Array.from(
    { length: 40 },
    (_, at) => `\tif x${at} {\n\t\tc${at % 6} <- 1\n\t\tgo func() { c${at % 6} <- 2 }()\n\t}`,
  );
  const asked = Array.from({ length: 40 }, (_, at) => `\tif x${at} {\n\t\t<-c${at % 6}\n\t}`);
  const made = Array.from({ length: 6 }, (_, at) => `\tc${at} := make(chan int)`);
  const params = Array.from({ length: 40 }, (_, at) => `x${at}`).join(', ');
  const { tour } = await waysThrough(`func f(${params} bool) {\n${[...made, ...branches, ...asked].join('\n')}\n}`);
  expect(tour.exhausted).toBe(true);
});

test('conditions that nobody asks again cost nothing', async () => {
  const branches = Array.from(
    { length: 200 },
    (_, at) => `\tif n > ${at} {\n\t\tg()\n\t}\n\tif x == ${at} {\n\t\tg()\n\t}`,
  );
  const { tour, ways } = await waysThrough(
    `func g() {}\nfunc f(n, x int) {\n\tc := make(chan int)\n${branches.join('\n')}\n\tc <- 1\n}`,
  );
  expect(tour.exhausted).toBe(false);
  expect(ways.ends.map(way => told(way))).toEqual(['1 sent']);
});
