import { expect, test } from 'vitest';
import { argumentsOf } from '../../src/golang/callee.ts';
import { isExcluded } from '../../src/golang/conditions.ts';
import { nameOriginsOf, originsOf } from '../../src/golang/origins.ts';
import type { SyntaxNode } from '../../src/syntax/node.ts';
import { inPackage, marked } from '../helpers/marked.ts';

const IMPORTS = ['bufio', 'bytes', 'compress/gzip', 'encoding/json', 'fmt', 'io', 'net/http', 'net/url', 'sync'];

/** The argument of the call `mark(x)`. */
function argument<T>(body: string, ask: (argument: SyntaxNode) => T): Promise<T> {
  return marked(
    inPackage(`func mark(any) {}\n${body}`, IMPORTS),
    call => call.field('function')?.text === 'mark',
    call => ask(argumentsOf(call)[0]!),
  );
}

const HANDLER = 'func h(w http.ResponseWriter, r *http.Request)';

test.each([
  ['a body', `${HANDLER} { mark(r.Body) }`, ['source request']],
  ['a reset reader', `${HANDLER} { var zr gzip.Reader; zr.Reset(r.Body); mark(&zr) }`, ['source request gzip']],
  [
    'a pooled reader',
    `var p sync.Pool\n${HANDLER} { zr := p.Get().(*gzip.Reader); zr.Reset(r.Body); mark(zr) }`,
    ['source request gzip'],
  ],
  [
    'a buffer that was filled through a writer',
    `${HANDLER} { var b bytes.Buffer; io.Copy(io.MultiWriter(io.Discard, &b), r.Body); mark(&b) }`,
    ['source request held'],
  ],
  [
    'a field that a literal fills',
    `type s struct{ r io.Reader }\n${HANDLER} { x := s{r: r.Body}; mark(x.r) }`,
    ['source request'],
  ],
  [
    'a function that a field holds',
    `type s struct{ open func() io.Reader }\n${HANDLER} { x := s{open: func() io.Reader { return r.Body }}; mark(x.open()) }`,
    ['source request'],
  ],
  [
    'a request that is sent',
    'func f(r *http.Request) (*http.Response, error) { mark(r.Body); return nil, nil }',
    ['made'],
  ],
  ['a request of unknown role', 'func F(r *http.Request) { mark(r.Body) }', ['source request assumed']],
  [
    'a caller through an interface',
    `type i interface{ m(r io.Reader) }\ntype t struct{}\nfunc (t) m(r io.Reader) { mark(r) }\nfunc g(x i, r *http.Request, w http.ResponseWriter) { x.m(r.Body) }`,
    ['source request'],
  ],
  ['a variable that is made from itself', 'func f(x io.Reader) { for { x = bufio.NewReader(x); mark(x) } }', ['param']],
])('origins: %s', async (_, body, expected) => {
  const found = await argument(body, node =>
    originsOf(node)
      .filter(({ kind, type }) => kind !== 'made' || type.kind !== 'unknown')
      .map(({ kind, source, expanded, held, assumed }) =>
        [kind, source, expanded?.format, held && 'held', assumed && 'assumed'].filter(Boolean).join(' '),
      ),
  );
  expect([...new Set(found)]).toEqual(expect.arrayContaining(expected));
});

test.each([
  ['a constant', 'func f() { resp, _ := http.Get("https://a.b/c"); mark(resp.Body) }', 'constant https://a.b/c'],
  [
    'a constant head',
    'func f(x string) { resp, _ := http.Get("https://a.b/" + x); mark(resp.Body) }',
    'constant https://a.b/',
  ],
  ['an open head', 'func f(x string) { resp, _ := http.Get("https://" + x); mark(resp.Body) }', 'param'],
  [
    'a format',
    'func f(x string) { resp, _ := http.Get(fmt.Sprintf("https://%s.b/%s", x, "c")); mark(resp.Body) }',
    'param',
  ],
  [
    'a URL whose host is set later',
    'func f(h string) { u, _ := url.Parse("https://a.b/"); u.Host = h; resp, _ := http.Get(u.String()); mark(resp.Body) }',
    'param',
  ],
  [
    'a header of another response',
    'func f(r *http.Response) { resp, _ := http.Get(r.Header.Get("Location")); mark(resp.Body) }',
    'source response',
  ],
])('who names a peer: %s', async (_, body, expected) => {
  const found = await argument(body, node =>
    originsOf(node).flatMap(origin =>
      (origin.named?.() ?? []).map(({ kind, source, text }) => [kind, source ?? text].filter(Boolean).join(' ')),
    ),
  );
  expect(found).toEqual([expected]);
});

test('a name is asked for by itself, too', async () => {
  const found = await argument('func f() { u := "https://a.b/c"; mark(u) }', node => nameOriginsOf(node));
  expect(found.map(({ text }) => text)).toEqual(['https://a.b/c']);
});

test.each([
  ['if c != 200 { mark(c) }', true],
  ['if c >= 400 { mark(c) }', true],
  ['if c == 200 { return }; mark(c)', true],
  ['if c/100 != 2 { mark(c) }', true],
  ['if ok(c) { return }; mark(c)', true],
  ['switch c { case 200, 201: default: mark(c) }', true],
  ['switch { case c < 300: return }; mark(c)', true],
  ['if c == 200 || x { mark(c) }', false],
  ['if c == 404 && x { return }; mark(c)', false],
  ['if x { mark(c) }', false],
  ['mark(c)', false],
])('under 200 no way leads to: %s', async (body, expected) => {
  const source = `func ok(s int) bool { return s >= 200 && s < 300 }\nfunc f(c int, x bool) { ${body} }`;
  const found = await argument(source, node =>
    isExcluded(node, each => (each.kind === 'identifier' && each.text === 'c' ? 200 : undefined)),
  );
  expect(found).toBe(expected);
});
