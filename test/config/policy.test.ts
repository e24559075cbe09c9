import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { run } from '../../src/cli/run.ts';
import { type LintOptions, lint } from '../../src/engine/lint.ts';
import { defineRule, statement } from '../../src/rule/index.ts';
import { recorder, smallTool } from '../helpers/tool.ts';
import { git, repository, tree, write } from '../helpers/tree.ts';

const MOD = 'module example.com/shop\n\ngo 1.24\n';
const READ = '// FIND unbounded-read error high\n';
const MAP = '// FIND growing-map warning high\n';

async function goleak(root: string, argv: readonly string[] = [], tool = smallTool()) {
  const terminal = recorder(root);
  const code = await run(argv, tool, terminal);
  const lines = terminal
    .out()
    .split('\n')
    .flatMap(line => line.match(/^(\S+:\d+):\d+: (?:(error|note): )?.* \(([\w-]+)\)$/) ?? [])
    .join(' ');
  const found = [...terminal.out().matchAll(/^(\S+:\d+):\d+: (?:(error|note): )?.*\(([\w-]+)\)$/gm)];
  return {
    code,
    lines,
    found: found.map(([, place, level = 'warning', rule]) => `${place} ${level} ${rule}`),
    out: terminal.out(),
    err: terminal.err(),
  };
}

const SHOP = {
  'go.mod': MOD,
  'a.go': `package p\n${READ}${MAP}`,
  'cmd/tool/main.go': `package main\n${READ}${MAP}`,
  'api/go.mod': 'module example.com/api\n',
  'api/v1/api.go': `package v1\n${READ}${MAP}`,
};

function shop(config: string, more: Readonly<Record<string, string>> = {}): string {
  return repository({ ...SHOP, '.goleak-lint.yaml': `version: 1\n${config}`, ...more });
}

describe('rules', () => {
  test('off, on, severities', async () => {
    const { found } = await goleak(shop('rules:\n  unbounded-read: warning\n  growing-map: off\n'));
    expect(found).toEqual([
      'a.go:2 warning unbounded-read',
      'api/v1/api.go:2 warning unbounded-read',
      'cmd/tool/main.go:2 warning unbounded-read',
    ]);
  });

  test('notes stay notes unless they are named', async () => {
    const files = { 'a.go': 'package p\n// FIND growing-map note high\n' };
    expect((await goleak(shop('rules: { growing-map: error }\n', files), ['a.go'])).found).toEqual([]);
    const named = shop('rules: { growing-map: { severity: { note: error } } }\n', files);
    expect((await goleak(named, ['a.go'])).found).toEqual(['a.go:2 error growing-map']);
  });

  test('what the command line asks for counts more', async () => {
    const root = shop('rules: { growing-map: off }\n');
    expect((await goleak(root, ['a.go', '-E', 'growing-map'])).found).toHaveLength(2);
    expect((await goleak(root, ['a.go', '--only', 'growing-map'])).found).toEqual(['a.go:3 warning growing-map']);
    expect((await goleak(root, ['a.go', '--no-config'])).found).toHaveLength(2);
    expect((await goleak(root, ['a.go', '-D', 'unbounded-read'])).found).toEqual([]);
  });

  test('an ignore for a rule that is off is not called unused', async () => {
    const files = { 'a.go': 'package p\n//goleak:ignore growing-map -- safe\nvar x int\n' };
    expect((await goleak(shop('rules: { growing-map: off }\n', files), ['a.go'])).found).toEqual([]);
    expect((await goleak(shop('', files), ['a.go'])).found).toEqual(['a.go:2 warning unused-ignore']);
  });
});

describe('overrides', () => {
  test('later ones win; paths are relative to the file', async () => {
    const root = shop(
      'overrides:\n  - path: [cmd/**, api]\n    rules: { growing-map: off }\n  - path: api/v1\n    rules: { growing-map: note, unbounded-read: off }\n',
    );
    expect((await goleak(root, ['--severity', 'note'])).found).toEqual([
      'a.go:2 error unbounded-read',
      'a.go:3 warning growing-map',
      'api/v1/api.go:3 note growing-map',
      'cmd/tool/main.go:2 error unbounded-read',
    ]);
    const inside = await goleak(join(root, 'cmd'), []);
    expect(inside.found).toEqual(['tool/main.go:2 error unbounded-read']);
  });
});

describe('exclude', () => {
  test('by path, rule, message and source; counted', async () => {
    const root = shop(
      'exclude:\n  - { path: cmd, rule: growing-map }\n  - { message: found at 2, path: api }\n  - source: "FIND growing*high"\n    path: ["!cmd", "!api"]\n    reason: why not\n',
    );
    const { found, out } = await goleak(root);
    expect(found).toEqual([
      'a.go:2 error unbounded-read',
      'api/v1/api.go:3 warning growing-map',
      'cmd/tool/main.go:2 error unbounded-read',
    ]);
    expect(out).toContain('3 findings that the configuration excludes not shown');
  });
});

describe('which file', () => {
  const OFF = 'version: 1\nrules: { growing-map: off }\n';

  test('the nearest, from the linted file up to the root of the repository', async () => {
    const outer = tree({ '.goleak-lint.yaml': OFF });
    write(join(outer, 'repo'), { ...SHOP, 'api/.goleak-lint.yaml': OFF });
    git(join(outer, 'repo'), 'init', '-q');
    const expected = ['a.go:3', 'cmd/tool/main.go:3'];
    const { found } = await goleak(join(outer, 'repo'));
    expect(found.filter(line => line.endsWith('growing-map')).map(line => line.split(' ')[0])).toEqual(expected);
  });

  test('--config counts for all, and its mistakes are the user’s', async () => {
    const root = shop('', { 'ci.yaml': OFF, 'api/.goleak-lint.yaml': 'version: 1\n', 'bad.yaml': 'version: one\n' });
    expect((await goleak(root, ['--config', 'ci.yaml'])).found).toHaveLength(3);
    expect(await goleak(root, ['--config', 'bad.yaml'])).toMatchObject({
      code: 2,
      err: 'goleak-lint: bad.yaml:1:10: this goleak-lint reads version 1, not "one"\n',
    });
    expect(await goleak(root, ['--config', 'nowhere.yaml'])).toMatchObject({
      code: 2,
      err: "goleak-lint: nowhere.yaml: can't be read: it does not exist, or is a symbolic link that leads nowhere\n",
    });
  });

  test('a mistake names the file from where we stand', async () => {
    const root = shop('rules: { growing-mop: off }\n');
    expect(await goleak(join(root, 'cmd'))).toMatchObject({
      code: 2,
      err: 'goleak-lint: ../.goleak-lint.yaml:2:10: there is no rule growing-mop; did you mean growing-map?\n',
    });
  });

  test('--staged reads the index', async () => {
    const root = repository({ ...SHOP, '.goleak-lint.yaml': OFF }, ['.']);
    write(root, { '.goleak-lint.yaml': 'version: 1\n' });
    expect((await goleak(root, ['--staged'])).found).toHaveLength(3);
  });
});

test('a text that was in order is taken again by the same build, and by no other', async () => {
  const root = shop('rules: { growing-map: off }\n');
  const cache = tree({});
  const places = async (stamp: string, rules = smallTool().rules) => {
    const terminal = { ...recorder(root), env: { GOLEAK_LINT_CACHE: cache } };
    const code = await run([], smallTool({ stamp, rules }), terminal);
    return [code, terminal.out().match(/ \([\w-]+\)$/gm)?.length, terminal.err()];
  };
  expect(await places('one')).toEqual([1, 3, '']);
  expect(readdirSync(cache)).toHaveLength(1);
  expect(await places('one')).toEqual([1, 3, '']);
  const fewer = smallTool().rules.filter(({ id }) => id !== 'growing-map');
  expect(await places('two', fewer)).toMatchObject([2, undefined, expect.stringContaining('no rule growing-map')]);
});

test('init writes a file that works, once', async () => {
  const root = repository(SHOP);
  expect(await goleak(root, ['init'])).toMatchObject({
    code: 0,
    out: 'wrote .goleak-lint.yaml; everything in it is commented out\n',
  });
  expect(readFileSync(join(root, '.goleak-lint.yaml'), 'utf8')).toMatch(/^version: 1$/m);
  expect((await goleak(root)).found).toHaveLength(6);
  expect(await goleak(root, ['init'])).toMatchObject({
    code: 2,
    err: 'goleak-lint: .goleak-lint.yaml is here already\n',
  });
});

describe('options', () => {
  const counting = defineRule({
    id: 'deep-loop',
    summary: 'A loop.',
    severity: 'warning',
    confidence: 'high',
    since: '0.1.0',
    cwe: [],
    evidence: 'file',
    triggers: [statement('for')],
    messages: { loop: { text: 'a loop of {name}' } },
    options: { name: 'nobody' },
    *check({ sites, finding, options }) {
      for (const site of sites) yield finding(site, 'loop', { name: options.name });
    },
  });
  const tool = smallTool({ rules: [counting], lint: (options: LintOptions) => lint(options) });

  test('reach the rule, by file', async () => {
    const loop = (name: string) => `package p\n\nfunc ${name}() {\n\tfor {\n\t}\n}\n`;
    const root = repository({
      'go.mod': MOD,
      'a.go': loop('a'),
      'b.go': loop('b'),
      'c.go': loop('c'),
      '.goleak-lint.yaml':
        'version: 1\nrules: { deep-loop: { options: { name: all } } }\noverrides:\n  - path: b.go\n    rules: { deep-loop: { severity: error, options: { name: bee } } }\n',
    });
    const { out } = await goleak(root, ['--quiet'], tool);
    expect(out.split('\n').filter(line => line.includes('loop of'))).toEqual([
      'a.go:4:2: a loop of all (deep-loop)',
      'b.go:4:2: error: a loop of bee (deep-loop)',
      'c.go:4:2: a loop of all (deep-loop)',
    ]);
  });
});

describe('what the engine is told', () => {
  const tool = smallTool({ rules, lint: (options: LintOptions) => lint(structuredClone_(options)) });
  const ONLY = ['--quiet', '--only', 'unbounded-read'];

  const HANDLER = `package web

import (
	"compress/gzip"
	"io"
	"net/http"

	"example.com/shop/limits"
)

func Plain(w http.ResponseWriter, r *http.Request) {
	io.ReadAll(r.Body)
}

func Inflated(w http.ResponseWriter, r *http.Request) {
	zr, _ := gzip.NewReader(r.Body)
	io.ReadAll(zr)
}

func Limited(w http.ResponseWriter, r *http.Request) {
	io.ReadAll(limits.Reader(r.Body, 1<<20))
}

func Ours(q *limits.Queue) {
	io.ReadAll(q.Next())
}
`;
  const LIMITS = `package limits

import "io"

type Queue struct{ next func() io.Reader }

func (q *Queue) Next() io.Reader { return q.next() }

func Reader(r io.Reader, max int64) io.Reader { return wrap(r, max) }

var wrap func(r io.Reader, max int64) io.Reader = func(r io.Reader, max int64) io.Reader { return r }
`;
  const files = { 'go.mod': MOD, 'web/web.go': HANDLER, 'limits/limits.go': LIMITS };
  const places = async (config: string) => {
    const { found, err } = await goleak(
      repository({ ...files, '.goleak-lint.yaml': `version: 1\n${config}` }),
      ONLY,
      tool,
    );
    expect(err).toBe('');
    return found.map(line => line.split(' ')[0]);
  };

  test('a limit on request bodies leaves decompressors', async () => {
    expect(await places('')).toContain('web/web.go:12');
    const limited = await places('assume: { request-body-limit: 32MiB }\n');
    expect(limited).not.toContain('web/web.go:12');
    expect(limited).toContain('web/web.go:17');
    const elsewhere = await places('overrides:\n  - path: api\n    assume: { request-body-limit: 32MiB }\n');
    expect(elsewhere).toContain('web/web.go:12');
  });

  test('the project’s own bounds and sources', async () => {
    const before = await places('');
    expect(before).not.toContain('web/web.go:25');
    const rows =
      'catalog:\n  - path: example.com/shop/limits\n    effects:\n      Reader: { bounds: [{ param: 0, result: 0, limit: 1 }] }\n      (*Queue).Next: { yields: [{ result: 0, source: message }] }\n';
    const after = await places(rows);
    expect(after).toContain('web/web.go:25');
    expect(after).not.toContain('web/web.go:21');
    // Nothing of it stays for the next project.
    expect(await places('')).toEqual(before);
  });
});

/** What crosses to a thread must survive the crossing. */
function structuredClone_(options: LintOptions): LintOptions {
  return options.tuning ? { ...options, tuning: structuredClone(options.tuning) } : options;
}
