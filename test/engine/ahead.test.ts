import { expect, test } from 'vitest';
import type { Ahead, Text } from '../../src/engine/ahead.ts';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import { type Files, lintFiles } from '../harness.ts';

const grammar = await loadGrammar();

/** A package with a finding, as long as is asked for. */
function pkg(name: string, length: number): string {
  const body = '\tio.ReadAll(r.Body)\n';
  const padding = `var pad = "${'x'.repeat(length)}"\n`;
  return `package ${name}\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n${body}}\n\n${padding}`;
}

const LARGE: Files = {
  'a/a.go': pkg('a', 400_000),
  'b/b.go': pkg('b', 400_000),
  'c/c.go': 'package c\n\nfunc nothing() {}\n',
};

/** Another thread, in this one: it makes all trees at once, and says who asked for which. */
function thread() {
  const handed: string[] = [];
  const given: string[] = [];
  let closed = 0;
  const start = (texts: readonly Text[]): Ahead => {
    handed.push(...texts.map(({ path }) => path));
    const trees = new Map(texts.map(({ path, text }) => [path, structuredClone(plain(grammar.parse(text)))]));
    return {
      take(path) {
        if (trees.has(path)) given.push(path);
        return trees.get(path);
      },
      close: async () => void closed++,
    };
  };
  return { handed, given, start, closed: () => closed };
}

function plain({ nodes, comments, errors }: ReturnType<typeof grammar.parse>) {
  return { nodes, comments, errors };
}

test('trees that another thread made give the same findings', async () => {
  const { handed, given, start, closed } = thread();
  const { stats: _, ...ahead } = await lintFiles(LARGE, { jobs: 2, parseAhead: start });
  const { stats: __, ...alone } = await lintFiles(LARGE);
  expect(ahead).toEqual(alone);
  expect(ahead.findings).toHaveLength(2);
  // Files without a needle are left out.
  expect([handed, given]).toEqual([
    ['a/a.go', 'b/b.go'],
    ['a/a.go', 'b/b.go'],
  ]);
  expect(closed()).toBe(1);
});

test.each<[string, Files, number]>([
  ['little text', { 'a/a.go': pkg('a', 1000) }, 2],
  ['one thread', LARGE, 1],
])('%s is parsed where it is linted', async (_, files, jobs) => {
  const { handed, start } = thread();
  await lintFiles(files, { jobs, parseAhead: start });
  expect(handed).toEqual([]);
});

test('what breaks while others parse closes them', async () => {
  const { start, closed } = thread();
  const project = { 'a/a.go': pkg('a', 800_000) };
  const rules = [{ ...(await import('../../rules/index.ts')).rules.find(({ id }) => id === 'unbounded-read')! }];
  rules[0]!.check = () => {
    throw new Error('a fault');
  };
  await expect(lintFiles(project, { jobs: 2, rules, parseAhead: start })).rejects.toThrow('a fault');
  expect(closed()).toBe(1);
});
