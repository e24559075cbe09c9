import { expect, test } from 'vitest';
import type { CacheStore, Kept } from '../../src/engine/cache.ts';
import { type Files, lintFiles } from '../harness.ts';

const HANDLER =
  'package web\n\nimport (\n\t"net/http"\n\n\t"example.com/m/drain"\n)\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n\tdrain.All(r.Body)\n}\n';
const FILES: Files = {
  'go.mod': 'module example.com/m\n\ngo 1.24\n',
  'drain/drain.go':
    'package drain\n\nimport "io"\n\nfunc All(r io.Reader) ([]byte, error) {\n\treturn io.ReadAll(r)\n}\n',
  'web/web.go': HANDLER,
  'alone/alone.go':
    'package alone\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc Alone(w http.ResponseWriter, r *http.Request) {\n\tio.ReadAll(r.Body)\n}\n',
};

/** A cache in memory that counts on the JSON round trip, as the disk does. */
function memory(): CacheStore & { readonly held: Map<string, string> } {
  const held = new Map<string, string>();
  return {
    held,
    read: key => (held.has(key) ? (JSON.parse(held.get(key)!) as Kept) : undefined),
    write: (key, kept) => held.set(key, JSON.stringify(kept)),
  };
}

/** Lints with a cache, and holds the outcome against a run without one. Gives how many files were parsed. */
async function parsedWith(store: CacheStore, files: Files): Promise<number> {
  const [cached, fresh] = [await lintFiles(files, { cache: { store, key: 'k' } }), await lintFiles(files)];
  const { stats: _, ...expected } = fresh;
  const { stats, ...found } = cached;
  expect(found).toEqual(expected);
  return stats.parsed;
}

test('an unchanged project is not parsed again', async () => {
  const store = memory();
  expect(await parsedWith(store, FILES)).toBeGreaterThan(0);
  expect(await parsedWith(store, FILES)).toBe(0);
});

test('a change in one package leaves those alone that have nothing to do with it', async () => {
  const store = memory();
  await parsedWith(store, FILES);
  expect(await parsedWith(store, { ...FILES, 'alone/alone.go': `${FILES['alone/alone.go']}\n// edited\n` })).toBe(1);
});

test.each<[string, Files]>([
  [
    'a callee is mended',
    { ...FILES, 'drain/drain.go': FILES['drain/drain.go']!.replace('ReadAll(r)', 'ReadAll(io.LimitReader(r, 9))') },
  ],
  ['a caller comes', { ...FILES, 'more/more.go': HANDLER.replace('package web', 'package more') }],
  ['a caller stops calling', { ...FILES, 'web/web.go': HANDLER.replace('r.Body', 'nil') }],
  ['a caller goes', Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== 'web/web.go'))],
  [
    'a sibling file comes',
    {
      ...FILES,
      'web/other.go':
        'package web\n\nimport "net/http"\n\nfunc Other(w http.ResponseWriter, r *http.Request) {\n\tHandle(w, r)\n}\n',
    },
  ],
])('%s', async (_, after) => {
  const store = memory();
  await parsedWith(store, FILES);
  await parsedWith(store, after);
  await parsedWith(store, FILES);
});

/** What the drain's finding rests on is its caller; other functions of the caller's package stand in a file of their own. */
const BESIDE: Files = {
  ...FILES,
  'web/name.go': 'package web\n\nimport "example.com/m/drain"\n\nfunc Name() string {\n\treturn drain.Name\n}\n',
  'drain/name.go': 'package drain\n\nconst Name = "drain"\n',
};
const change = (path: string, from: string, to: string): Files => ({
  ...BESIDE,
  [path]: BESIDE[path]!.replace(from, to),
});

test.each<[string, Files, number]>([
  ['a function that the answer does not rest on', change('web/name.go', 'drain.Name', '"web"'), 0],
  ['a comment', change('web/name.go', 'func Name', '// Name names it.\nfunc Name'), 0],
  ['a comment above what is shown', change('web/web.go', 'func Handle', '// Handles.\nfunc Handle'), 1],
  ['the caller', change('web/web.go', '\tdrain', '\tw.Header()\n\tdrain'), 1],
  ['a head', change('web/name.go', 'Name() string', 'Name() (s string)'), 1],
  ['what calls, too', change('web/name.go', 'return drain.Name', 'drain.All(nil)\n\treturn "web"'), 1],
])('after a change of %s', async (_, after, stale) => {
  const store = memory();
  await parsedWith(store, BESIDE);
  const { stats } = await lintFiles(after, { cache: { store, key: 'k' } });
  expect(stats.ms['rule unbounded-read'] === undefined ? 0 : 1).toBe(stale);
  await parsedWith(store, BESIDE);
});

test('places in a file that changed are where they stand now', async () => {
  const store = memory();
  const files: Files = {
    ...FILES,
    'web/web.go': HANDLER.replace('drain.All(r.Body)', 'read(r)').replace('\n\t"example.com/m/drain"\n', ''),
    'web/read.go':
      'package web\n\nimport (\n\t"net/http"\n\n\t"example.com/m/drain"\n)\n\nfunc read(r *http.Request) {\n\tdrain.All(r.Body)\n}\n',
  };
  await parsedWith(store, files);
  const { findings } = await lintFiles(files);
  expect(findings.flatMap(({ flow }) => flow.map(({ location }) => location.path))).toContain('web/read.go');
  await parsedWith(store, {
    ...files,
    'web/read.go': files['web/read.go']!.replace('func read', '\n// Reads.\nfunc read'),
  });
});

test('what is kept of packages that a run did not name is still there', async () => {
  const store = memory();
  await parsedWith(store, FILES);
  const before = Object.keys((store.read('k') as Kept).units).length;
  await parsedWith(store, FILES);
  expect(Object.keys((store.read('k') as Kept).units).length).toBe(before);
});

test('a package that comes within reach of a type brings its calls with it, though its own text stays', async () => {
  const files: Files = {
    'go.mod': 'module example.com/m\n\ngo 1.24\n',
    'sink/sink.go':
      'package sink\n\nimport "io"\n\ntype Sink struct{}\n\nfunc (s *Sink) Drain(r io.Reader) ([]byte, error) {\n\treturn io.ReadAll(r)\n}\n',
    'depot/depot.go': 'package depot\n\ntype Depot struct{}\n\nfunc (d *Depot) Drain(any) {}\n\nvar Main = &Depot{}\n',
    'web/web.go':
      'package web\n\nimport (\n\t"net/http"\n\n\t"example.com/m/depot"\n)\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n\tdepot.Main.Drain(r.Body)\n}\n',
  };
  const store = memory();
  await parsedWith(store, files);
  const joined = {
    ...files,
    'depot/depot.go': 'package depot\n\nimport "example.com/m/sink"\n\nvar Main = &sink.Sink{}\n',
  };
  await parsedWith(store, joined);
  const severities = async (of: Files) => (await lintFiles(of)).findings.map(finding => finding.severity);
  expect([await severities(files), await severities(joined)]).toEqual([['note'], ['error']]);
});

test('a folder that replaces a module without being one is part of the module around it', async () => {
  const { findings } = await lintFiles({
    ...FILES,
    'go.mod': 'module example.com/m\n\ngo 1.24\n\nreplace example.com/m/alone => ./alone\n',
  });
  expect(findings.map(finding => finding.location.path)).toContain('alone/alone.go');
});

test('what a run says of broken files does not depend on what it was asked before', async () => {
  const files: Files = {
    'go.mod': 'module example.com/m\n\ngo 1.24\n',
    'a/a.go':
      'package a\n\nimport (\n\t"io"\n\t"net/http"\n\n\t"example.com/m/b"\n)\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n\tio.ReadAll(b.Same(r.Body))\n}\n',
    'b/b.go': 'package b\n\nimport "io"\n\nfunc Same(r io.Reader) io.Reader { return r }\n\nfunc broken( {\n',
  };
  const notices = async (only: (path: string) => boolean) =>
    (await lintFiles(Object.fromEntries(Object.entries(files).filter(([path]) => only(path))))).notices;
  expect(await notices(() => true)).toEqual(await notices(path => path !== 'a/a.go'));
});
