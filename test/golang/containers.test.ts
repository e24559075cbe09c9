import { expect, test } from 'vitest';
import { activationsOf, functionsReaching } from '../../src/golang/activations.ts';
import { usesOfContainer } from '../../src/golang/container-uses.ts';
import { containersOf } from '../../src/golang/containers.ts';
import { countedAt } from '../../src/golang/counters.ts';
import { wayWithout } from '../../src/golang/must-pass.ts';
import { lifeOf } from '../../src/golang/spans.ts';
import type { SyntaxNode } from '../../src/syntax/node.ts';
import { packagesOf, worldOf } from '../helpers/world.ts';

const HEAD = `package a

import (
	"net/http"
	"sync"
	"time"
)

var _ = http.Get
var _ = time.Now
var _ sync.Mutex
`;

/** All nodes of a package with one file, given without its head. */
async function nodesOf(body: string): Promise<readonly SyntaxNode[]> {
  const world = await worldOf({ 'a/a.go': HEAD + body });
  const [pkg] = packagesOf(world);
  return [...pkg!.files[0]!.root.all()];
}

/** The operand of the first `[...]` that is assigned to: the container of the first insert. */
async function inserted(body: string): Promise<SyntaxNode> {
  const nodes = await nodesOf(body);
  const target = nodes.find(
    node =>
      node.kind === 'index_expression' &&
      /^(left|)$/.test(node.role) &&
      /^(assignment|inc)_statement$/.test(node.parent?.kind ?? ''),
  );
  return target!.field('operand')!;
}

async function kinds(body: string): Promise<readonly string[]> {
  const [container] = containersOf(await inserted(body));
  const uses = usesOfContainer(container!.holder).filter(use => use.kind !== 'read');
  return uses.map(use => `${use.kind}${use.depth > 0 ? use.depth : ''}`).sort();
}

test.each([
  ['a global', 'var m = map[int]int{}\nfunc f(k int) { m[k] = 1 }', ['insert']],
  [
    'a delete elsewhere',
    'var m = map[int]int{}\nfunc f(k int) { m[k]++ }\nfunc g(k int) { delete(m, k) }',
    ['delete', 'insert'],
  ],
  [
    'an alias',
    'var m = map[int]int{}\nfunc f(k int) { m[k] = 1 }\nfunc g(k int) { n := m; delete(n, k) }',
    ['delete', 'insert'],
  ],
  [
    'a pointer',
    'var m = map[int]int{}\nfunc f(k int) { m[k] = 1 }\nfunc g(k int) { p := &m; delete(*p, k) }',
    ['delete', 'insert'],
  ],
  [
    'a helper',
    'var m = map[int]int{}\nfunc f(k int) { m[k] = 1 }\nfunc drop(n map[int]int) { clear(n) }\nfunc g() { drop(m) }',
    ['clear', 'insert'],
  ],
  [
    'a new map',
    'var m = map[int]int{}\nfunc f(k int) { m[k] = 1 }\nfunc g() { m = map[int]int{} }',
    ['insert', 'reset'],
  ],
  [
    'the first map',
    'var m map[int]int\nfunc f(k int) {\n\tif m == nil {\n\t\tm = map[int]int{}\n\t}\n\tm[k] = 1\n}',
    ['insert', 'start'],
  ],
  [
    'the first map, once',
    'var m map[int]int\nvar once sync.Once\nfunc f(k int) {\n\tonce.Do(func() { m = map[int]int{} })\n\tm[k] = 1\n}',
    ['insert', 'start'],
  ],
  [
    'a constructor',
    'type T struct{ m map[int]int }\nfunc New() *T {\n\tt := &T{}\n\tt.m = map[int]int{}\n\treturn t\n}\nfunc (t *T) f(k int) { t.m[k] = 1 }',
    ['insert', 'start'],
  ],
  [
    'nil',
    'var m = map[int]*int{}\nfunc f(k int, v *int) { m[k] = v }\nfunc g(k int) { m[k] = nil }',
    ['insert', 'nil'],
  ],
  ['a limit', 'var m = map[int]int{}\nfunc f(k int) {\n\tif len(m) < 10 {\n\t\tm[k] = 1\n\t}\n}', ['insert', 'limit']],
  [
    'emptiness is no limit',
    'var m = map[int]int{}\nfunc f(k int) {\n\tif len(m) == 0 {\n\t\tm[k] = 1\n\t}\n}',
    ['insert'],
  ],
  [
    'a limit behind a helper',
    'var m = map[int]int{}\nfunc n() int { return len(m) }\nfunc f(k int) {\n\tm[k] = 1\n\tif n() > 10 {\n\t\treturn\n\t}\n}',
    ['insert', 'limit'],
  ],
  [
    'an accessor without callers',
    'var m = map[int]int{}\nfunc f(k int) { m[k] = 1 }\nfunc All() map[int]int { return m }',
    ['escape', 'insert'],
  ],
  [
    'an accessor that is read',
    'var m = map[int]int{}\nfunc f(k int) { m[k] = 1 }\nfunc all() map[int]int { return m }\nfunc g() int { return all()[1] }',
    ['insert'],
  ],
  [
    'an inner map',
    'var m = map[int]map[int]int{}\nfunc f(k int) {\n\tn := m[k]\n\tn[k] = 1\n\tdelete(n, k)\n}',
    ['delete1', 'insert1'],
  ],
  [
    'a method of a map type',
    'type R map[int]int\nfunc (r R) put(k int) { r[k] = 1 }\nfunc (r R) drop(k int) { delete(r, k) }\nvar m = R{}\nfunc f(k int) {\n\tm.put(k)\n\tm.drop(k)\n}',
    ['delete', 'insert'],
  ],
  [
    'handed in from outside',
    'type T struct{ m map[int]int }\nfunc New(m map[int]int) *T { return &T{m: m} }\nfunc (t *T) f(k int) { t.m[k] = 1 }',
    ['escape', 'insert'],
  ],
])('%s', async (_, body, expected) => {
  expect(await kinds(body)).toEqual(expected);
});

async function span(body: string): Promise<string> {
  const [container] = containersOf(await inserted(body));
  return lifeOf(container!.holder).span;
}

const T = 'type T struct{ m map[int]int }\nfunc (t *T) f(k int) { t.m[k] = 1 }\n';

test.each([
  ['a global', 'var m = map[int]int{}\nfunc f(k int) { m[k] = 1 }', 'process'],
  ['a field of a global', `${T}var t = T{m: map[int]int{}}`, 'process'],
  ['a global by constructor', `${T}func newT() *T { return &T{m: map[int]int{}} }\nvar t = newT()`, 'process'],
  ['a part of a global', `${T}type U struct{ t T }\nvar u U`, 'process'],
  ['kept by a global map', `${T}var all = map[int]*T{}\nfunc g(k int) { all[k] = &T{} }`, 'process'],
  [
    'kept by a global map that loses entries',
    `${T}var all = map[int]*T{}\nfunc g(k int) { all[k] = &T{} }\nfunc h(k int) { delete(all, k) }`,
    'kept',
  ],
  ['an exported constructor', `${T}func NewT() *T { return &T{} }`, 'given'],
  ['a variable of a call', `${T}func g(w http.ResponseWriter, r *http.Request) {\n\tt := &T{}\n\tt.f(1)\n}`, 'call'],
  [
    'a method of it handles requests',
    `${T}func (t *T) serve(w http.ResponseWriter, r *http.Request) { t.f(1) }\nfunc g(mux *http.ServeMux) {\n\tt := &T{}\n\tmux.HandleFunc("/", t.serve)\n}`,
    'process',
  ],
  [
    'captured by a handler',
    'func g() http.HandlerFunc {\n\tm := map[int]int{}\n\treturn func(w http.ResponseWriter, r *http.Request) { m[1] = 1 }\n}',
    'process',
  ],
  [
    'captured by an endless goroutine',
    `${T}func g() {\n\tt := &T{}\n\tgo func() {\n\t\tfor {\n\t\t\tt.f(1)\n\t\t}\n\t}()\n}`,
    'goroutine',
  ],
])('how long it lives: %s', async (_, body, expected) => {
  expect(await span(body)).toBe(expected);
});

test.each([
  ['counted up', 'var n int\nfunc f() int { n++; return n }', true],
  ['added to', 'var n int\nfunc f() int { n += 2; return n }', true],
  ['counted down, too', 'var n int\nfunc f() int { n++; return n }\nfunc g() { n-- }', false],
  ['set back', 'var n int\nfunc f() int { n++; return n }\nfunc g() { n = 0 }', false],
  ['never changed', 'var n int\nfunc f() int { return n }', false],
])('a counter: %s', async (_, body, expected) => {
  const nodes = await nodesOf(body);
  const returned = nodes.find(node => node.kind === 'return_statement')!.children[0]!;
  expect(countedAt(returned) !== undefined).toBe(expected);
});

const called = (nodes: readonly SyntaxNode[], name: string) =>
  nodes.filter(node => node.kind === 'call_expression' && node.field('function')?.text === name);
const MARKS = 'func begin() {}\nfunc end() {}\n';

test.each([
  ['straight on', 'func f() { begin(); end() }', false],
  ['an early return', 'func f(ok bool) {\n\tbegin()\n\tif !ok {\n\t\treturn\n\t}\n\tend()\n}', true],
  ['deferred', 'func f(ok bool) {\n\tdefer end()\n\tbegin()\n\tif !ok {\n\t\treturn\n\t}\n}', false],
  ['in a helper', 'func g() { end() }\nfunc f() { begin(); g() }', false],
  [
    'in a helper, sometimes',
    'func g(ok bool) {\n\tif ok {\n\t\treturn\n\t}\n\tend()\n}\nfunc f() { begin(); g(true) }',
    true,
  ],
  ['in a literal that is handed on', 'func f() {\n\tbegin()\n\ttime.AfterFunc(1, func() { end() })\n}', false],
  ['by the caller', 'func g() { begin() }\nfunc f() { g(); end() }', false],
  ['an if that decides about it', 'func f(ok bool) {\n\tbegin()\n\tif ok {\n\t\tend()\n\t}\n}', false],
])('a way without: %s', async (_, body, expected) => {
  const nodes = await nodesOf(MARKS + body);
  const [from] = called(nodes, 'begin');
  const [way] = activationsOf(from!);
  expect(wayWithout(from!, way!, called(nodes, 'end')) !== undefined).toBe(expected);
});

test.each([
  ['a handler', 'func f(w http.ResponseWriter, r *http.Request) { begin() }', ['request']],
  [
    'a helper of a handler',
    'func g() { begin() }\nfunc f(w http.ResponseWriter, r *http.Request) { g() }',
    ['request'],
  ],
  [
    'a method called through an interface',
    'type I interface{ do() }\ntype T struct{}\nfunc (T) do() { begin() }\nfunc f(w http.ResponseWriter, i I) { i.do() }',
    ['request'],
  ],
  ['the start of the program', 'func init() { begin() }', ['start']],
  ['a goroutine that is started once', 'func init() { go func() { begin() }() }', ['goroutine']],
  [
    'a goroutine of a request',
    'func f(w http.ResponseWriter, r *http.Request) { go func() { begin() }() }',
    ['request'],
  ],
  ['code out of sight', 'func F() { begin() }', ['exported']],
])('what begins it: %s', async (_, body, expected) => {
  const nodes = await nodesOf(MARKS + body);
  expect(activationsOf(called(nodes, 'begin')[0]!).map(way => way.begins)).toEqual(expected);
});

test('a goroutine is another one', async () => {
  const nodes = await nodesOf(`${MARKS}func g() { end() }\nfunc f() { go g() }`);
  const names = (across: boolean) =>
    [...functionsReaching(called(nodes, 'end'), across)!.keys()].map(func => func.field('name')?.text).sort();
  expect(names(true)).toEqual(['f', 'g']);
  expect(names(false)).toEqual(['g']);
});
