import { expect, test } from 'vitest';
import { frequencyOf } from '../../src/golang/lifetime.ts';
import { startsOf } from '../../src/golang/starts.ts';
import { World } from '../../src/golang/world.ts';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import type { SyntaxNode } from '../../src/syntax/node.ts';
import { type Files, projectOf } from '../harness.ts';

/** The function that holds the call `mark()`, in any file. */
async function marked<T>(files: Files, ask: (func: SyntaxNode, mark: SyntaxNode) => T): Promise<T> {
  const project = projectOf(files);
  const world = new World(project, await loadGrammar());
  for (const source of project.files) {
    const pkg = world.package(source.importPath, project.modules[0]!)!;
    const file = pkg.files.find(each => each.path === source.path)!;
    for (const call of file.root.all('call_expression')) {
      if (call.field('function')?.text !== 'mark') continue;
      return ask(call.within('func_literal', 'function_declaration', 'method_declaration')!, call);
    }
  }
  throw new Error('nothing is marked');
}

const hows = (files: Files) => marked(files, func => [...new Set(startsOf(func).map(start => start.how))]);
const inPackage = (body: string) => ({ 'a.go': `package a\n\nfunc mark() {}\n${body}` });

test.each([
  ['a go statement', 'func f() { go func() { mark() }() }', ['goroutine']],
  ['a declared function under go', 'func f() { mark() }\nfunc g() { go f() }', ['goroutine']],
  [
    'a method value',
    'type T struct{}\nfunc (t *T) run() { mark() }\nfunc g(t *T) { h := t.run; go h() }',
    ['goroutine'],
  ],
  ['a plain call', 'func f() { mark() }\nfunc g() { f() }', ['now']],
  ['a deferred literal', 'func f() { defer func() { mark() }() }', ['defer']],
  ['nobody', 'func F() { mark() }', []],
  [
    "the project's own wrapper",
    'func Go(f func()) { go func() { defer recover(); f() }() }\nfunc g() { Go(func() { mark() }) }',
    ['goroutine'],
  ],
  [
    'a wrapper of a wrapper',
    'func start(f func()) { go f() }\nfunc Go(f func()) { start(func() { f() }) }\nfunc g() { Go(func() { mark() }) }',
    ['goroutine'],
  ],
  [
    'a variadic wrapper',
    'func All(fs ...func()) { for _, f := range fs { go f() } }\nfunc g() { All(nil, func() { mark() }) }',
    ['goroutine'],
  ],
  [
    'a job that holds it',
    'type Job struct { main func() }\nfunc (j *Job) Run() { go func() { j.main() }() }\nfunc g() { j := &Job{func() { mark() }}; j.Run() }',
    ['now'],
  ],
  [
    'what runs the elements of its slice',
    'func g() { run([]func(){func() { mark() }}...) }\nfunc run(fs ...func()) { for _, f := range fs { go f() } }',
    ['goroutine'],
  ],
  [
    'a table of commands',
    'var commands = map[string]func(){"x": func() { mark() }}\nfunc g(name string) { f := commands[name]; f() }\nfunc h() { commands["x"]() }',
    ['now'],
  ],
  [
    'a helper that is called twice',
    'func run(fs ...func()) { for _, f := range fs { f() } }\nfunc g(b bool) { fs := []func(){func() { mark() }}; if b { run(fs...) } else { run(fs...) } }',
    ['now'],
  ],
  [
    'what takes a flag that is lent',
    'import "sync/atomic"\nfunc try(flag *uint32, f func()) { if !atomic.CompareAndSwapUint32(flag, 0, 1) { return }; f() }\nfunc g() { var flag uint32; try(&flag, func() { mark() }) }',
    ['later'],
  ],
  [
    'what is itself started',
    'func loop(done func()) { done() }\nfunc g() { go loop(func() { mark() }) }',
    ['goroutine'],
  ],
  ['a wait group', 'import "sync"\nfunc g() { var wg sync.WaitGroup; wg.Go(func() { mark() }) }', ['goroutine']],
  ['a timer', 'import "time"\nfunc g() { time.AfterFunc(1, func() { mark() }) }', ['timer']],
  ['what it returns is started', 'func f() func() { return func() { mark() } }\nfunc g() { go f()() }', ['goroutine']],
  ['code that is not in sight', 'import "example.com/x"\nfunc g() { x.Do(func() { mark() }) }', ['unknown']],
])('a function runs by %s', async (_, body, expected) => {
  expect(await hows(inPackage(body))).toEqual(expected);
});

test.each([
  ['main', 'package main\nfunc mark() {}\nfunc main() { setup() }\nfunc setup() { go func() { mark() }() }', 'once'],
  ['init', 'package a\nfunc mark() {}\nfunc init() { mark() }', 'once'],
  [
    'sync.Once',
    'package a\nimport "sync"\nfunc mark() {}\nvar once sync.Once\nfunc Get() { once.Do(func() { mark() }) }',
    'once',
  ],
  [
    'a first-time check',
    'package a\nimport "net/http"\nfunc mark() {}\nvar ready bool\nfunc h(w http.ResponseWriter, r *http.Request) { if ready { return }; ready = true; mark() }',
    'once',
  ],
  [
    'what waits for the end of the process',
    'package a\nimport ("os"; "os/signal")\nfunc mark() {}\nfunc Run() { c := make(chan os.Signal, 1); signal.Notify(c, os.Interrupt); mark(); <-c }',
    'once',
  ],
  [
    'what sets up a group that ends with its process',
    'package a\nimport "github.com/oklog/run"\nfunc mark() {}\nfunc Setup(g *run.Group) { mark(); g.Add(func() error { return nil }, func(error) {}) }',
    'once',
  ],
  [
    'what is tried again',
    'package main\nimport "github.com/cenkalti/backoff/v4"\nfunc mark() {}\nfunc safe(f func() error) func() error { return func() error { return f() } }\nfunc main() { f := func() error { mark(); return nil }; backoff.Retry(safe(f), nil) }',
    'unknown',
  ],
  [
    'what waits for another signal',
    'package a\nimport ("os"; "os/signal"; "syscall")\nfunc mark() {}\nfunc Run() { c := make(chan os.Signal, 1); signal.Notify(c, syscall.SIGWINCH); mark(); <-c }',
    'unknown',
  ],
  [
    'a first-time check that a flag of the configuration is none',
    'package a\nimport "net/http"\nfunc mark() {}\nvar verbose bool\nfunc h(w http.ResponseWriter, r *http.Request) { if verbose { return }; mark() }',
    'many',
  ],
  [
    'a registry of singletons',
    'package a\nimport "net/http"\nfunc mark() {}\nvar all = map[string]any{}\nfunc get(k string, make func() any) any { if v, ok := all[k]; ok { return v }; v := make(); all[k] = v; return v }\nfunc h(w http.ResponseWriter, r *http.Request) { get("x", func() any { mark(); return 1 }) }',
    'once',
  ],
  [
    'a swap',
    'package a\nimport ("net/http"; "sync/atomic")\nfunc mark() {}\nvar ready atomic.Bool\nfunc h(w http.ResponseWriter, r *http.Request) { if !ready.CompareAndSwap(false, true) { return }; mark() }',
    'once',
  ],
  ['a package-level value', 'package a\nfunc mark() int { return 0 }\nvar x = func() int { return mark() }()', 'once'],
  [
    'a loop over what is configured',
    'package main\nfunc mark() {}\nfunc main() { for _, x := range []int{1} { _ = x; mark() } }',
    'few',
  ],
  [
    'a handler',
    'package a\nimport "net/http"\nfunc mark() {}\nfunc h(w http.ResponseWriter, r *http.Request) { helper() }\nfunc helper() { mark() }',
    'many',
  ],
  [
    'an accept loop',
    'package main\nimport "net"\nfunc mark() {}\nfunc main() { l, _ := net.Listen("", ""); for { c, _ := l.Accept(); go serve(c) } }\nfunc serve(c net.Conn) { mark() }',
    'many',
  ],
  ['a loop that is left at once', 'package main\nfunc mark() {}\nfunc main() { for { mark(); break } }', 'once'],
  ['nobody in sight', 'package a\nfunc mark() {}\nfunc Start() { mark() }', 'unknown'],
])('code runs by %s', async (_, text, expected) => {
  expect(await marked({ 'a.go': text }, (_func, mark) => frequencyOf(mark).how)).toBe(expected);
});
