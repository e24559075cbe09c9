import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { recorder, smallTool } from '../helpers/tool.ts';
import { tree } from '../helpers/tree.ts';

const FILES = {
  'go.mod': 'module example.com/shop\ngo 1.22\n',
  'a.go': 'package p\n// FIND unbounded-read error high\n// FIND unbounded-read warning medium\n',
  'b/b.go': 'package p\nBROKEN\n// FIND growing-map warning high\n',
};

async function goleak(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const root = tree(FILES);
  const terminal = { ...recorder(root), env };
  const code = await run(argv, smallTool(), terminal);
  return { code, out: terminal.out(), err: terminal.err(), root };
}

describe('--path-prefix', () => {
  test('stands before every path of the report', async () => {
    const { out, err } = await goleak(['--path-prefix', './services/cart/', '--format', 'text']);
    expect(out.split('\n').slice(0, 2)).toEqual([
      'services/cart/a.go:2:1: error: found at 2 (unbounded-read)',
      '\tservices/cart/a.go:1:1: begins here',
    ]);
    expect(err).toBe('goleak-lint: warning: services/cart/b/b.go:2: is broken\n');
  });

  test('is a category of its own for code scanning', async () => {
    const id = async (argv: string[]) =>
      JSON.parse((await goleak([...argv, '--format', 'sarif'])).out).runs[0].automationDetails.id;
    expect(await id([])).toBe('goleak-lint/');
    expect(await id(['--path-prefix', '.'])).toBe('goleak-lint/');
    expect(await id(['--path-prefix', 'services/cart'])).toBe('goleak-lint/services/cart/');
    expect(await id(['--path-prefix', 'services/cart', '--sarif-category', 'leaks/'])).toBe('leaks/');
  });

  test.each(['/services', '../services', 'a/../../b'])('%s is no folder of the repository', async prefix => {
    const { code, err } = await goleak(['--path-prefix', prefix]);
    expect(code).toBe(2);
    expect(err).toContain('It is a folder below the root of the repository, such as services/cart');
  });
});

test('--sarif-limit keeps the worst', async () => {
  const { root, out, err } = await goleak(['--sarif-limit', '1', '--format', 'sarif:x.sarif', '--format', 'text']);
  const [{ results, invocations }] = JSON.parse(readFileSync(join(root, 'x.sarif'), 'utf8')).runs;
  expect(results.map(({ level }: { level: string }) => level)).toEqual(['error']);
  expect(invocations[0].toolExecutionNotifications.at(-1).properties).toEqual({ left: 2 });
  expect(out).toContain('3 findings');
  expect(err).toContain('goleak-lint: warning: SARIF holds 1 of 3 findings, the worst (--sarif-limit)\n');
});

describe('--format github', () => {
  const page = () => join(tree({ 'page.md': 'before\n' }), 'page.md');

  test('annotates on standard output beside SARIF in a file, and appends to the page of the job', async () => {
    const file = page();
    const env = {
      GITHUB_STEP_SUMMARY: file,
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'shop/shop',
      GITHUB_SHA: 'c0ffee',
    };
    const argv = ['--format', 'github', '--format', 'sarif:out.sarif', '--path-prefix', 'services/cart', '--quiet'];
    const { code, out, root } = await goleak(argv, env);
    expect(code).toBe(1);
    expect(out.split('\n').map(line => line.slice(0, 45))).toEqual([
      '::error file=services/cart/a.go,line=2,col=1,',
      '::warning file=services/cart/b/b.go,line=3,co',
      '::warning file=services/cart/a.go,line=3,col=',
      '',
    ]);
    expect(JSON.parse(readFileSync(join(root, 'out.sarif'), 'utf8')).runs[0].results).toHaveLength(3);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^before\n### goleak-lint: 3 findings/);
    expect(text).toContain('https://github.example/shop/shop/blob/c0ffee/services/cart/a.go#L2');
  });

  test('elsewhere there is no page', async () => {
    const file = page();
    await goleak(['--format', 'text'], { GITHUB_STEP_SUMMARY: file });
    await goleak(['--format', 'github']);
    expect(readFileSync(file, 'utf8')).toBe('before\n');
  });

  test('a page that can’t be written is said', async () => {
    const { code, err } = await goleak(['--format', 'github', '--quiet'], { GITHUB_STEP_SUMMARY: '/nowhere/page.md' });
    expect(code).toBe(2);
    expect(err).toContain("goleak-lint: GITHUB_STEP_SUMMARY: can't be written: ENOENT");
  });
});

test('rdjson looks at the line that a column is in', async () => {
  const files = { 'go.mod': 'module example.com/shop\n', 'a.go': 'package p\nüü // FIND unbounded-read error high\n' };
  const root = tree(files);
  const terminal = recorder(root);
  await run(['--format', 'rdjson', '--path-prefix', 'x'], smallTool(), terminal);
  const [{ location }] = JSON.parse(terminal.out()).diagnostics;
  expect(location).toMatchObject({ path: 'x/a.go', range: { start: { column: 1 }, end: { column: 7 } } });
});
