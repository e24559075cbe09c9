import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { recorder, smallTool } from '../helpers/tool.ts';
import { repository, write } from '../helpers/tree.ts';

const READ = '// FIND unbounded-read error high\n';
const MAP = '// FIND growing-map note high\n';
const FILES = {
  'go.mod': 'module example.com/shop\n',
  'a.go': `package p\n${READ}${MAP}`,
  'b/b.go': `package b\n${READ}${READ}`,
};
const BASELINE = ['--baseline', 'known.json'];

async function goleak(root: string, argv: readonly string[], cwd = '') {
  const terminal = recorder(join(root, cwd));
  const code = await run(argv, smallTool(), terminal);
  const places = [...terminal.out().matchAll(/^(\S+?:\d+):\d+: /gm)].map(match => match[1]);
  return { code, places, out: terminal.out(), err: terminal.err() };
}

async function accepted(): Promise<string> {
  const root = repository(FILES);
  expect(await goleak(root, [...BASELINE, '--write-baseline'])).toMatchObject({
    code: 0,
    places: [],
    err: 'goleak-lint: known.json holds 3 findings now: 3 came, 0 went\n',
  });
  return root;
}

function counts(root: string): readonly (readonly [string, number])[] {
  const { findings } = JSON.parse(readFileSync(join(root, 'known.json'), 'utf8'));
  return findings.map(({ path, count }: { path: string; count: number }) => [path, count]);
}

test('accepted findings are not shown, wherever their lines and we are', async () => {
  const root = await accepted();
  write(root, { 'a.go': `package p\n\n\n${READ}` });
  expect(await goleak(root, BASELINE)).toMatchObject({ code: 0, places: [], err: '' });
  expect((await goleak(root, BASELINE)).out).toContain('3 findings from before not shown');
  expect(await goleak(root, ['--baseline', '../known.json'], 'b')).toMatchObject({ code: 0, places: [], err: '' });
});

test('one more of the same is new', async () => {
  const root = await accepted();
  write(root, { 'b/b.go': `package b\n${READ}${READ}${READ}` });
  expect(await goleak(root, BASELINE)).toMatchObject({ code: 1, places: ['b/b.go:4'] });
});

test('what is found no more is told, and taken out on request', async () => {
  const root = await accepted();
  write(root, { 'a.go': `package p\n${MAP}`, 'b/b.go': `package b\n${READ}`, 'new.go': `package p\n${READ}` });
  const { code, err } = await goleak(root, BASELINE);
  expect({ code, err }).toEqual({
    code: 1,
    err: 'goleak-lint: 2 entries of known.json found no more: a.go (unbounded-read), b/b.go (unbounded-read); --prune-baseline takes them out\n',
  });
  expect(await goleak(root, [...BASELINE, '--prune-baseline'])).toMatchObject({
    code: 1,
    places: ['new.go:2'],
    err: 'goleak-lint: known.json holds 1 finding now: 0 came, 2 went\n',
  });
  expect(counts(root)).toEqual([['b/b.go', 1]]);
  expect((await goleak(root, [...BASELINE, '--write-baseline'])).code).toBe(0);
  expect(counts(root)).toEqual([
    ['b/b.go', 1],
    ['new.go', 1],
  ]);
});

test('what a run does not look at is not called stale', async () => {
  const root = await accepted();
  for (const argv of [['./b'], ['--only', 'body-dump'], ['--severity', 'error'], ['--confidence', 'high']]) {
    expect(await goleak(root, [...BASELINE, ...argv])).toMatchObject({ code: 0, err: '' });
    await goleak(root, [...BASELINE, ...argv, '--write-baseline', '--quiet']);
  }
  expect(counts(root)).toEqual([
    ['a.go', 1],
    ['b/b.go', 2],
  ]);
  rmSync(join(root, 'a.go'));
  expect((await goleak(root, [...BASELINE, './b'])).err).toContain('1 entry of known.json found no more: a.go');
});

test.each<[string[], string]>([
  [BASELINE, 'known.json: there is no such baseline; --write-baseline makes it'],
  [['--baseline', 'broken.json'], 'broken.json: is not JSON'],
  [['--baseline', 'broken.json', '--write-baseline'], 'broken.json: is not JSON'],
  [['--write-baseline'], '--write-baseline needs --baseline, the file to write'],
  [['--prune-baseline'], '--prune-baseline needs --baseline, the file to write'],
  [
    [...BASELINE, '--write-baseline', '--staged'],
    '--write-baseline is about all findings: leave the options for what is new out',
  ],
])('%j is a mistake', async (argv, message) => {
  const root = repository(FILES);
  writeFileSync(join(root, 'broken.json'), '{');
  expect(await goleak(root, argv)).toMatchObject({ code: 2, err: `goleak-lint: ${message}\n` });
});
