import { expect, test } from 'vitest';
import { abandonedBy, channelsOf, ownBlocks, selfSends, strandedBy } from '../../src/golang/channels/index.ts';
import type { Files } from '../harness.ts';
import { functionIn } from '../helpers/channels.ts';
import { declarationOf, worldOf } from '../helpers/world.ts';

const strandings = async (source: string | Files) =>
  strandedBy(await functionIn(source)).map(({ send, exit }) => `${send.text} ${exit.how}`);

const imports =
  'import (\n\t"context"\n\t"time"\n)\n\nvar _ context.Context\nvar _ = time.Now\nfunc job() error { return nil }\n';
const receiver = (receive: string, capacity = '') =>
  `${imports}func f(ctx context.Context, n int) error {\n\tc := make(chan error${capacity})\n\tgo func() { c <- job() }()\n${receive}\n}`;

test.each([
  ['received', receiver('return <-c'), []],
  ['dropped', receiver('return nil'), ['c <- job() never']],
  [
    'left by a timeout',
    receiver('select {\ncase err := <-c:\n\treturn err\ncase <-time.After(1):\n\treturn nil\n}'),
    ['c <- job() left'],
  ],
  ['returned early', receiver('if err := job(); err != nil {\n\treturn err\n}\nreturn <-c'), ['c <- job() early']],
  ['room for it', receiver('return nil', ', 1'), []],
  ['room for as many as may come', receiver('return nil', ', n'), []],
  [
    'received in the next round',
    receiver('for {\nselect {\ncase err := <-c:\n\treturn err\ncase <-time.After(1):\n}\n}'),
    [],
  ],
])('a value that is %s', async (_, source, expected) => {
  expect(await strandings(source)).toEqual(expected);
});

const hidden = (use: string, rest = '') =>
  `type s struct{ c chan int }\nvar kept chan int\nvar all []chan int\nfunc use(c chan int) { all = append(all, c) }\n${rest}\nfunc f(x *s) {\n\tc := make(chan int)\n\tgo func() { c <- 1 }()\n\t${use}\n}`;

test.each([
  ['a slice', 'all = append(all, c)', []],
  ['a function that hides it', 'use(c)', []],
  ['a field that somebody receives from', 'x.c = c', [], 'func (x *s) take() { <-x.c }'],
  ['a variable that nobody receives from', 'kept = c', ['c <- 1 never']],
  ['a function that receives', 'take(c)', [], 'func take(c chan int) { <-c }'],
  ['a function that closes', 'end(c)', [], 'func end(c chan int) { close(c) }'],
])('a channel that goes to %s', async (_, use, expected, rest = '') => {
  expect(await strandings(hidden(use, rest))).toEqual(expected);
});

test('a variable that is declared with its value tells whether somebody still sends', async () => {
  const source = (first: string) =>
    `${imports}func f(stop chan bool) {\n\tc := make(chan error)\n\tvar (\n\t\tcount int\n\t\treading = ${first}\n\t)\n\tdefer func() {\n\t\tif reading {\n\t\t\t<-c\n\t\t}\n\t}()\n\tgo func() { c <- job() }()\n\tselect {\n\tcase <-stop:\n\t\treturn\n\tcase <-c:\n\t\tcount++\n\t\treading = false\n\t}\n}`;
  expect(await strandings(source('true'))).toEqual([]);
  expect(await strandings(source('false'))).toEqual(['c <- job() left']);
});

test('a channel that is returned is left by callers', async () => {
  const source = `${imports}func f() <-chan int {\n\tc := make(chan int)\n\tgo func() { c <- 1 }()\n\treturn c\n}\nfunc g(ctx context.Context) {\n\tin := f()\n\tselect {\n\tcase <-in:\n\tcase <-ctx.Done():\n\t}\n}`;
  expect(await strandings(source)).toEqual(['c <- 1 left']);
});

test('a channel that a call gives on the spot is made before the select chooses', async () => {
  const source = `${imports}func f() <-chan error {\n\tc := make(chan error)\n\tgo func() { c <- job() }()\n\treturn c\n}\nfunc g(ctx context.Context) {\n\tselect {\n\tcase <-f():\n\tcase <-ctx.Done():\n\t}\n}`;
  expect(await strandings(source)).toEqual(['c <- job() left']);
});

test.each([
  ['Other', ['c <- 1 left']],
  ['Feed', []],
])(
  'a method that returns a channel, where an interface asks for %s: callers may be out of sight',
  async (asked, expected) => {
    const made = '\tc := make(chan int)\n\tgo func() { c <- 1 }()\n\treturn c';
    const left = '\tin := t.Feed()\n\tselect {\n\tcase <-in:\n\tcase <-ctx.Done():\n\t}';
    const source = `package a\n\n${imports}type T struct{}\ntype I interface {\n\t${asked}() <-chan int\n}\nfunc (T) Feed() <-chan int {\n${made}\n}\nfunc g(ctx context.Context, t T) {\n${left}\n}`;
    const feed = declarationOf(await worldOf({ 'a.go': source }), 'T.Feed');
    expect(strandedBy(feed).map(({ send, exit }) => `${send.text} ${exit.how}`)).toEqual(expected);
  },
);

test.each([
  ['c <- s.ListenAndServe()', false],
  ['err := s.ListenAndServe()\n\tc <- err', false],
  ['if err := s.ListenAndServe(); err != http.ErrServerClosed {\n\tc <- err\n}', true],
  ['if s == nil {\n\tc <- nil\n\treturn\n}\ns.ListenAndServe()', false],
])('%s: tells of a server that has failed or not', async (body, is) => {
  const source = `import "net/http"\n\nfunc f(s *http.Server) {\n\tc := make(chan error)\n\tgo func() {\n\t${body}\n\t}()\n}`;
  expect(strandedBy(await functionIn(source)).map(each => each.afterFailedService)).toEqual([is]);
});

test('what is too much to be followed is not judged', async () => {
  const at = Array.from({ length: 40 }, (_, index) => index);
  const made = at.slice(0, 6).map(each => `\tc${each} := make(chan int)`);
  const sends = at.map(each => `\tif x${each} {\n\t\tgo func() { c${each % 6} <- ${each} }()\n\t}`);
  const receives = at.map(each => `\tif x${each} {\n\t\t<-c${(each + 1) % 6}\n\t}`);
  const body = [...made, ...sends, ...receives].join('\n');
  const started = performance.now();
  expect(await strandings(`func f(${at.map(each => `x${each}`).join(', ')} bool) {\n${body}\n}`)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a send before anybody else has the channel blocks its own function', async () => {
  const blocks = async (body: string) =>
    ownBlocks(await functionIn(`func f() chan int {\n${body}\n\treturn c\n}`)).map(({ send }) => send.text);
  expect(await blocks('c := make(chan int)\nc <- 1')).toEqual(['c <- 1']);
  expect(await blocks('c := make(chan int, 1)\nc <- 1')).toEqual([]);
  expect(await blocks('c := make(chan int)\ngo func() { <-c }()\nc <- 1')).toEqual([]);
});

test('a loop sends to itself through what it calls, not through what it starts', async () => {
  const sends = async (call: string) => {
    const source = `type q struct{ stop chan int }\nfunc f() *q {\n\tx := &q{stop: make(chan int)}\n\tgo x.run()\n\treturn x\n}\nfunc (x *q) run() {\n\tfor {\n\t\tselect {\n\t\tcase <-x.stop:\n\t\t\treturn\n\t\tdefault:\n\t\t\t${call}\n\t\t}\n\t}\n}\nfunc (x *q) end() { x.stop <- 1 }`;
    const [channel] = channelsOf(await functionIn(source));
    return selfSends(channel!.make).map(({ send }) => send.text);
  };
  expect(await sends('x.end()')).toEqual(['x.stop <- 1']);
  expect(await sends('go x.end()')).toEqual([]);
});

test('a receiver is abandoned that waits for a channel nobody closes', async () => {
  const abandoned = async (close: string) =>
    abandonedBy(
      await functionIn(
        `func f() {\n\tc := make(chan int)\n\tgo func() {\n\t\tfor range c {\n\t\t}\n\t}()\n\tc <- 1\n\t${close}\n}`,
      ),
    ).map(({ channel }) => channel.name);
  expect(await abandoned('')).toEqual(['c']);
  expect(await abandoned('close(c)')).toEqual([]);
});
