import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { run } from '../../src/cli/run.ts';
import type { Tool } from '../../src/cli/tool.ts';
import { lint } from '../../src/engine/lint.ts';
import { recorder, smallTool } from '../helpers/tool.ts';
import { tree } from '../helpers/tree.ts';

async function goleak(root: string, argv: readonly string[], tool: Partial<Tool> = {}) {
  const terminal = recorder(root);
  const code = await run(argv, smallTool(tool), terminal);
  return { code, out: terminal.out(), err: terminal.err().replaceAll(root, '') };
}

const SHOP = Object.fromEntries([
  ['go.mod', 'module example.com/shop\ngo 1.22\n'],
  ...['a', 'b', 'b/c', 'd d', 'é'].map(folder => [
    `${folder}/x.go`,
    'package p\n// FIND unbounded-read error high\n// FIND growing-map warning medium\n// FIND growing-map note low\n',
  ]),
  ['b/half.go', 'package p\nBROKEN\n'],
  ['z/half.go', 'package p\nBROKEN\n// FIND growing-map warning high\n'],
]) as Record<string, string>;

/** Lints in shards; gives their files. */
async function inShards(root: string, count: number, argv: readonly string[] = [], tool: Partial<Tool> = {}) {
  const files = Array.from({ length: count }, (_, at) => `${at + 1}.sarif`);
  for (const [at, file] of files.entries())
    await goleak(root, ['--quiet', '--shard', `${at + 1}/${count}`, '--format', `sarif:${file}`, ...argv], tool);
  return files;
}

describe('shards that are merged', () => {
  test.each([
    [1, []],
    [3, []],
    [9, ['--severity', 'note', '--confidence', 'low', '--path-prefix', 'services/shop']],
    [3, ['--sarif-limit', '4']],
  ] as const)('%i with %j: the bytes of a single run, in any order', async (count, argv) => {
    const root = tree(SHOP);
    const { out: single } = await goleak(root, ['--quiet', '--format', 'sarif', ...argv]);
    const files = await inShards(root, count, argv);
    const limit = argv.filter((_, at) => argv[0] === '--sarif-limit' && at < 2);
    expect((await goleak(root, ['merge', ...limit, ...files])).out).toBe(single);
    expect((await goleak(root, ['merge', ...limit, ...files.toReversed()])).out).toBe(single);
  });

  test('with the real rules, whose findings rest on other packages', async () => {
    const root = tree({
      'go.mod': 'module example.com/shop\n\ngo 1.24\n',
      'drain/drain.go': 'package drain\n\nimport "io"\n\nfunc All(r io.Reader) { _, _ = io.ReadAll(r) }\n',
      'web/web.go': [
        'package web\n\nimport (\n\t"net/http"\n\n\t"example.com/shop/drain"\n)\n',
        'func Handle(w http.ResponseWriter, r *http.Request) { drain.All(r.Body) }\n',
      ].join('\n'),
    });
    const tool = { rules, lint };
    const { out: single } = await goleak(root, ['--format', 'sarif'], tool);
    expect(JSON.parse(single).runs[0].results).toHaveLength(1);
    const files = await inShards(root, 2, [], tool);
    const results = files.map(file => JSON.parse(readFileSync(join(root, file), 'utf8')).runs[0].results.length);
    expect(results).toEqual([1, 0]);
    expect((await goleak(root, ['merge', ...files], tool)).out).toBe(single);
  });

  test('an empty shard says so and is no error', async () => {
    const root = tree({ 'go.mod': '', 'a.go': 'package a\n' });
    expect(await goleak(root, ['--shard', '1/2'])).toEqual({
      code: 0,
      out: '',
      err: 'goleak-lint: nothing to lint: no package falls to shard 1/2\n',
    });
  });
});

describe('merge', () => {
  test('keeps categories apart, and writes a file', async () => {
    const root = tree(SHOP);
    await goleak(root, ['./a', '--path-prefix', 'one', '--format', 'sarif:1.sarif']);
    await goleak(root, ['./b', '--path-prefix', 'two', '--format', 'sarif:2.sarif']);
    expect(await goleak(root, ['merge', '2.sarif', '1.sarif', '-o', 'out/all.sarif'])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    const { runs } = JSON.parse(readFileSync(join(root, 'out/all.sarif'), 'utf8'));
    const ids = runs.map((each: { automationDetails: { id: string } }) => each.automationDetails.id);
    expect(ids).toEqual(['goleak-lint/one/', 'goleak-lint/two/']);
  });

  test('fails where it is told to', async () => {
    const root = tree(SHOP);
    await goleak(root, ['./z', '--format', 'sarif:z.sarif']);
    const codes = ['error', 'warning', 'note', 'never'].map(
      async level => (await goleak(root, ['merge', '--fail-on', level, '-o', 'm.sarif', 'z.sarif'])).code,
    );
    expect(await Promise.all(codes)).toEqual([0, 1, 1, 0]);
  });

  test('of logs with different rules lists each rule once', async () => {
    const root = tree(SHOP);
    await goleak(root, ['./a', '--only', 'unbounded-read', '--format', 'sarif:1.sarif']);
    await goleak(root, ['./b', '--only', 'growing-map,unbounded-read', '--format', 'sarif:2.sarif']);
    const [{ tool, results }] = JSON.parse((await goleak(root, ['merge', '1.sarif', '2.sarif'])).out).runs;
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['growing-map', 'unbounded-read']);
    for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex]).toBe(ruleId);
  });

  const driver = { name: 'goleak-lint', version: '0.1.0', rules: [] };
  const log = (run: object) => JSON.stringify({ version: '2.1.0', runs: [run] });
  test.each([
    ['', 'x.sarif: is empty'],
    ['{', "x.sarif: is no JSON: Expected property name or '}' in JSON at position 1"],
    ['[]', 'x.sarif: is no SARIF 2.1.0: the whole: Invalid input: expected object, received array'],
    ['{"version":"2.0.0","runs":[]}', 'x.sarif: is no SARIF 2.1.0: version: Invalid input: expected "2.1.0"'],
    [log({}), 'x.sarif: is no SARIF 2.1.0: runs.0.tool: Invalid input: expected object, received undefined'],
    [log({ tool: { driver: { name: 'gosec' } } }), 'x.sarif: was written by gosec, not by goleak-lint'],
    [
      log({ tool: { driver: { ...driver, version: '9.0.0' } } }),
      'x.sarif: was written by goleak-lint 9.0.0, and this is 0.1.0: merge with the version that lints',
    ],
    [
      log({ tool: { driver } }),
      'x.sarif: is not as goleak-lint wrote it: automationDetails: Invalid input: expected object, received undefined',
    ],
  ])('%s is told in one line', async (text, message) => {
    const root = tree({});
    writeFileSync(join(root, 'x.sarif'), text);
    const { code, out, err } = await goleak(root, ['merge', 'x.sarif']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`goleak-lint: ${message}`);
    expect(err.split('\n')).toHaveLength(2);
  });

  test('a shard that is missing is an error, never a finding that is gone', async () => {
    const root = tree(SHOP);
    const files = await inShards(root, 4);
    const { code, err } = await goleak(root, ['merge', files[0]!, files[2]!]);
    expect({ code, err }).toEqual({ code: 2, err: 'goleak-lint: shard 2/4, 4/4 is missing\n' });
    await goleak(root, ['--shard', '2/3', '--format', 'sarif:other.sarif']);
    expect((await goleak(root, ['merge', ...files, 'other.sarif'])).err).toBe(
      'goleak-lint: shards of 4 and shards of 3 are of different runs\n',
    );
  });

  test.each([
    [['merge'], "missing required argument 'files'; see goleak-lint --help"],
    [
      ['merge', 'nowhere.sarif'],
      "nowhere.sarif: can't be read: ENOENT: no such file or directory, open '/nowhere.sarif'",
    ],
  ])('%j', async (argv, message) => {
    expect(await goleak(tree({}), argv)).toEqual({ code: 2, out: '', err: `goleak-lint: ${message}\n` });
  });
});
