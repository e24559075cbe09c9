import { expect, test } from 'vitest';
import { type Travel, travelOf } from '../../src/golang/travel.ts';
import { World } from '../../src/golang/world.ts';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import { projectOf } from '../harness.ts';

/** Where the value of the call `made()` goes. */
async function travel(body: string): Promise<Travel> {
  const project = projectOf({
    'a.go': `package a\n\ntype T struct{ c chan int }\nfunc made() *T { return nil }\n${body}`,
  });
  const world = new World(project, await loadGrammar());
  const [file] = world.package(project.files[0]!.importPath, project.modules[0]!)!.files;
  for (const call of file!.root.all('call_expression')) {
    if (call.field('function')?.text === 'made') return travelOf(call);
  }
  throw new Error('nothing is made');
}

const texts = async (body: string) => (await travel(body)).uses.map(use => use.parent!.text);

test.each([
  ['used where it stands', 'func f() { made().c <- 1 }', ['made().c']],
  ['held by a variable', 'func f() { t := made(); t.c <- 1; println(t == nil) }', ['t.c', 't == nil']],
  ['declared with a type', 'func f() { var t *T = made(); t.c <- 1 }', ['t.c']],
  ['captured', 'func f() { t := made(); go func() { <-t.c }() }', ['t.c']],
  ['passed on', 'func f() { g(made()) }\nfunc g(t *T) { <-t.c }', ['t.c']],
  ['passed to a literal', 'func f() { go func(t *T) { <-t.c }(made()) }', ['t.c']],
  ['returned', 'func f() (*T, error) { return made(), nil }\nfunc g() { t, err := f(); println(err); <-t.c }', ['t.c']],
  [
    'kept in a field',
    'type S struct{ t *T }\nfunc f() *S { return &S{t: made()} }\nfunc (s *S) g() { <-s.t.c }',
    ['s.t.c'],
  ],
  [
    'assigned to a field',
    'type S struct{ t *T }\nfunc (s *S) f() { s.t = made() }\nfunc (s *S) g() { <-s.t.c }',
    ['s.t.c'],
  ],
  ['kept in a variable of the package', 'var t = made()\nfunc g() { <-t.c }', ['t.c']],
])('a value that is %s', async (_, body, expected) => {
  expect(await texts(body)).toEqual(expected);
});

test.each([
  ['an unknown callee', 'func f(use func(*T)) { use(made()) }'],
  ['a channel', 'func f(c chan *T) { c <- made() }'],
  ['a collection', 'func f() []*T { return []*T{made()} }'],
  ['an element of a map', 'func f(m map[int]*T) { m[1] = made() }'],
])('a value that is given to %s gets out of sight', async (_, body) => {
  expect((await travel(body)).escapes).toHaveLength(1);
});

test('assignments to what keeps it are its targets', async () => {
  const { targets, kept } = await travel(
    'type S struct{ t *T }\nfunc (s *S) f() { s.t = made() }\nfunc (s *S) g() { s.t = nil }',
  );
  expect(targets.map(target => target.text)).toEqual(['s.t', 's.t']);
  expect(kept).toHaveLength(1);
});
