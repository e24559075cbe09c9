import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { run } from '../../src/cli/run.ts';
import { lint } from '../../src/engine/lint.ts';
import { recorder, smallTool } from '../helpers/tool.ts';
import { git, repository, tree, write } from '../helpers/tree.ts';

const MOD = 'module example.com/shop\n\ngo 1.24\n';
const HEAD = 'package p\n// comment\n// and another, so that the file is more than its findings\nvar count = 1\n';
const BODY = '// FIND unbounded-read error high\n';

/** A repository with one commit. */
function committed(files: Readonly<Record<string, string>>): string {
  const root = repository({ 'go.mod': MOD, ...files }, ['.']);
  commit(root);
  return root;
}

function commit(root: string): void {
  git(root, 'add', '-A');
  git(root, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x');
}

async function lines(root: string, argv: readonly string[], tool = smallTool()) {
  const terminal = recorder(root);
  const code = await run(['--quiet', ...argv], tool, terminal);
  const places = [...terminal.out().matchAll(/^(\S+?:\d+):\d+: /gm)].map(match => match[1]);
  return { code, places, err: terminal.err() };
}

const REVISION = ['--new-from-rev', 'HEAD'];

describe('--new-from-rev', () => {
  test('what was there is not shown, wherever its lines are now', async () => {
    const root = committed({ 'a.go': HEAD + BODY });
    write(root, { 'a.go': `${HEAD}\n\n${BODY}// more\n` });
    expect(await lines(root, REVISION)).toMatchObject({ code: 0, places: [] });
    expect(await lines(root, [])).toMatchObject({ code: 1, places: ['a.go:7'] });
  });

  test('of three alike, two of which were there, one is new', async () => {
    const root = committed({ 'a.go': HEAD + BODY + BODY });
    write(root, { 'a.go': HEAD + BODY + BODY + BODY });
    expect(await lines(root, REVISION)).toMatchObject({ code: 1, places: ['a.go:7'] });
  });

  test('new files are new: added, untracked, and ignored by git', async () => {
    const root = committed({ '.gitignore': 'ignored.go\n', 'a.go': HEAD });
    write(root, { 'added.go': HEAD + BODY, 'untracked.go': HEAD + BODY, 'ignored.go': HEAD + BODY });
    git(root, 'add', 'added.go');
    const { places } = await lines(root, [...REVISION, '--no-gitignore']);
    expect(places).toEqual(['added.go:5', 'ignored.go:5', 'untracked.go:5']);
  });

  test.each([true, false])('a renamed file is the same file, git mv or not: %s', async staged => {
    const root = committed({ 'a/a.go': HEAD + BODY, 'b/b.go': HEAD });
    write(root, { 'c/.keep': '' });
    renameSync(join(root, 'a/a.go'), join(root, 'c/c.go'));
    if (staged) git(root, 'add', '-A');
    expect(await lines(root, REVISION)).toMatchObject({ code: 0, places: [] });
  });

  test('a copy is not', async () => {
    const root = committed({ 'a.go': HEAD + BODY });
    write(root, { 'copy.go': HEAD + BODY });
    expect((await lines(root, REVISION)).places).toEqual(['copy.go:5']);
  });

  test('a finding that was ignored, or too low to be shown, was not known', async () => {
    const root = committed({
      'a.go': `${HEAD}//goleak:ignore unbounded-read -- safe\n${BODY}`,
      'b.go': `${HEAD}// FIND unbounded-read note high\n`,
    });
    write(root, { 'a.go': HEAD + BODY, 'b.go': `${HEAD}// FIND unbounded-read error high\n` });
    expect((await lines(root, REVISION)).places).toEqual(['a.go:5', 'b.go:5']);
  });

  test('earlier commits, tags and branches can be named; a folder that was not there can be linted', async () => {
    const root = committed({ 'a.go': HEAD });
    git(root, 'tag', 'v1');
    write(root, { 'cmd/new/main.go': HEAD + BODY });
    commit(root);
    expect((await lines(root, ['--new-from-rev', 'v1', './cmd/new'])).places).toEqual(['cmd/new/main.go:5']);
    expect((await lines(join(root, 'cmd'), ['--new-from-rev', 'HEAD~1'])).places).toEqual(['new/main.go:5']);
    expect((await lines(root, ['--new-from-rev', 'HEAD'])).places).toEqual([]);
  });

  test('a deleted file, a new module and a removed go.mod do no harm', async () => {
    const root = committed({ 'a.go': HEAD + BODY, 'old/go.mod': MOD, 'old/old.go': HEAD + BODY, 'gone.go': HEAD });
    rmSync(join(root, 'gone.go'));
    rmSync(join(root, 'old/go.mod'));
    write(root, { 'new/go.mod': MOD, 'new/new.go': HEAD + BODY });
    expect((await lines(root, REVISION)).places).toEqual(['new/new.go:5']);
  });

  test('names with spaces, quotes and letters of all kinds', async () => {
    const root = committed({ 'a b/ä"ö.go': HEAD + BODY });
    write(root, { 'a b/ä"ö.go': `${HEAD}\n${BODY}` });
    expect(await lines(root, REVISION)).toMatchObject({ code: 0, places: [] });
  });

  test('submodules are compared with the commit that was recorded', async () => {
    const inner = committed({ 'inner.go': HEAD });
    const root = committed({ 'a.go': HEAD });
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'sub');
    commit(root);
    write(root, { 'sub/inner.go': HEAD + BODY });
    expect((await lines(root, REVISION)).places).toEqual(['sub/inner.go:5']);
    commit(join(root, 'sub'));
    expect((await lines(root, REVISION)).places).toEqual(['sub/inner.go:5']);
    expect((await lines(root, ['--new-from-rev', 'HEAD~1'])).places).toEqual(['sub/inner.go:5']);
    commit(root);
    expect((await lines(root, REVISION)).places).toEqual([]);
  });
});

test('--new-from-merge-base: what the branch brought, not what the other one has', async () => {
  const root = committed({ 'a.go': HEAD });
  git(root, 'branch', 'trunk');
  git(root, 'checkout', '-q', '-b', 'work');
  write(root, { 'a.go': HEAD + BODY });
  commit(root);
  git(root, 'checkout', '-q', 'trunk');
  write(root, { 'b.go': HEAD + BODY });
  commit(root);
  git(root, 'checkout', '-q', 'work');
  expect((await lines(root, ['--new-from-merge-base', 'trunk'])).places).toEqual(['a.go:5']);
});

describe('--staged', () => {
  test('reads the index, not the work tree', async () => {
    const root = committed({ 'a.go': HEAD, 'b.go': HEAD + BODY });
    write(root, { 'a.go': HEAD + BODY, 'new.go': HEAD + BODY });
    git(root, 'add', '-A');
    write(root, { 'a.go': HEAD, 'b.go': HEAD + BODY + BODY, 'untracked.go': HEAD + BODY });
    rmSync(join(root, 'new.go'));
    expect((await lines(root, ['--staged'])).places).toEqual(['a.go:5', 'new.go:5']);
    expect((await lines(root, ['--staged', 'new.go'])).places).toEqual(['new.go:5']);
  });

  test('before the first commit all is new', async () => {
    const root = repository({ 'go.mod': MOD, 'a.go': HEAD + BODY }, ['.']);
    expect((await lines(root, ['--staged'])).places).toEqual(['a.go:5']);
  });

  test('what is only intended to be added is not staged', async () => {
    const root = committed({ 'a.go': HEAD });
    write(root, { 'b.go': HEAD + BODY });
    git(root, 'add', '-N', 'b.go');
    expect(await lines(root, ['--staged'])).toMatchObject({ code: 0, places: [] });
  });
});

test('the index that a hook is handed, as by git commit -a', async () => {
  const root = committed({ 'a.go': HEAD });
  write(root, { 'a.go': HEAD + BODY });
  copyFileSync(join(root, '.git/index'), join(root, '.git/next-index.lock'));
  execFileSync('git', ['add', 'a.go'], {
    cwd: root,
    env: { ...process.env, GIT_INDEX_FILE: join(root, '.git/next-index.lock') },
  });
  expect((await lines(root, ['--staged'])).places).toEqual([]);
  process.env.GIT_INDEX_FILE = '.git/next-index.lock';
  try {
    expect((await lines(root, ['--staged'])).places).toEqual(['a.go:5']);
    process.env.GIT_INDEX_FILE = '/nowhere/index';
    expect((await lines(root, ['--staged'])).places).toEqual([]);
  } finally {
    delete process.env.GIT_INDEX_FILE;
  }
});

test('nothing that a repository is set up to run is run', async () => {
  const root = committed({ 'a.go': HEAD, '.gitattributes': '*.go filter=evil diff=evil\n' });
  const trap = join(root, 'trap.sh');
  writeFileSync(trap, `#!/bin/sh\ntouch ${root}/ran\ncat\n`, { mode: 0o755 });
  for (const key of [
    'filter.evil.clean',
    'filter.evil.smudge',
    'diff.evil.textconv',
    'diff.evil.command',
    'core.fsmonitor',
  ])
    git(root, 'config', key, trap);
  write(root, { 'a.go': HEAD + BODY, 'b.go': HEAD });
  const { places } = await lines(root, REVISION);
  await lines(root, ['--staged']);
  expect(places).toEqual(['a.go:5']);
  expect(existsSync(join(root, 'ran'))).toBe(false);
});

describe('what can’t be known ends the run', () => {
  test.each<[string[], string]>([
    [['--new-from-rev', 'v9'], '--new-from-rev: there is no revision v9 here; git fetch may bring it'],
    [['--new-from-rev=--all'], '--new-from-rev: there is no revision --all here; git fetch may bring it'],
    [
      ['--new-from-rev', 'HEAD', '--staged'],
      '--new-from-rev, --new-from-merge-base and --staged each say what was before: give one of them',
    ],
    [['--staged', '-', '--stdin-filename', 'a.go'], '--staged reads the index, and - standard input: give one of them'],
  ])('%j', async (argv, message) => {
    const root = committed({ 'a.go': HEAD });
    expect(await lines(root, argv)).toEqual({ code: 2, places: [], err: `goleak-lint: ${message}\n` });
  });

  test('no repository', async () => {
    const root = tree({ 'go.mod': MOD, 'a.go': HEAD });
    expect(await lines(root, REVISION)).toEqual({
      code: 2,
      places: [],
      err: `goleak-lint: --new-from-rev compares with what git keeps: ${root} is in no git repository\n`,
    });
  });

  test('a file of another repository', async () => {
    const [root, other] = [committed({ 'a.go': HEAD }), committed({ 'b.go': HEAD })];
    const { code, err } = await lines(root, [...REVISION, join(other, 'b.go')]);
    expect({ code, err }).toEqual({
      code: 2,
      err: `goleak-lint: ${other}/b.go is not in the repository ${root}, so nobody can tell what is new in it\n`,
    });
  });

  test('a shallow clone', async () => {
    const origin = committed({ 'a.go': HEAD });
    write(origin, { 'a.go': HEAD + BODY });
    git(origin, 'branch', 'trunk');
    commit(origin);
    const root = join(tree({}), 'clone');
    execFileSync('git', ['clone', '-q', '--depth', '1', '--no-single-branch', `file://${origin}`, root], {
      stdio: 'pipe',
    });
    const cure = 'this clone is shallow; get its history with git fetch --unshallow (actions/checkout: fetch-depth: 0)';
    expect(await lines(root, ['--new-from-rev', 'HEAD~1'])).toMatchObject({
      code: 2,
      err: `goleak-lint: --new-from-rev: there is no revision HEAD~1 here: ${cure}\n`,
    });
    expect(await lines(root, ['--new-from-merge-base', 'trunk'])).toMatchObject({
      code: 2,
      err: 'goleak-lint: --new-from-merge-base: there is no revision trunk here; did you mean origin/trunk?\n',
    });
    expect(await lines(root, ['--new-from-merge-base', 'origin/trunk'])).toMatchObject({
      code: 2,
      err: `goleak-lint: --new-from-merge-base: HEAD and origin/trunk have no common ancestor here: ${cure}\n`,
    });
  });

  test('merge conflicts', async () => {
    const root = committed({ 'a.go': HEAD });
    git(root, 'checkout', '-q', '-b', 'other');
    write(root, { 'a.go': `${HEAD}// other\n` });
    commit(root);
    git(root, 'checkout', '-q', '-');
    write(root, { 'a.go': `${HEAD}// mine\n` });
    commit(root);
    expect(() => git(root, 'merge', '-q', 'other')).toThrow();
    expect((await lines(root, ['--staged'])).err).toBe('goleak-lint: a.go has merge conflicts; resolve them first\n');
    expect((await lines(root, REVISION)).err).toBe('');
  });
});

describe('with the real rules', () => {
  const tool = smallTool({ rules, lint });
  const CALLER = `package web

import (
	"net/http"

	"example.com/shop/drain"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	drain.All(r.Body)
}
`;
  const drain = (reader: string) =>
    `package drain\n\nimport "io"\n\nfunc All(r io.Reader) ([]byte, error) {\n\treturn io.ReadAll(${reader})\n}\n`;

  test('a finding that a change elsewhere made true is new', async () => {
    const limited = `package web

import "net/http"

func limit(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
}
`;
    const root = committed({
      'drain/drain.go': drain('r'),
      'web/web.go': CALLER.replace('r.Body)', 'http.MaxBytesReader(w, r.Body, 1<<20))'),
      'web/limit.go': limited,
    });
    expect((await lines(root, REVISION, tool)).places).toEqual([]);
    write(root, { 'web/web.go': CALLER });
    expect(await lines(root, REVISION, tool)).toMatchObject({ code: 1, places: ['drain/drain.go:6'] });
  });

  test('so is one that a removed delete in another file makes true', async () => {
    const store = `package store

import "net/http"

var seen = map[string]int{}

func Handle(w http.ResponseWriter, r *http.Request) {
	seen[r.Header.Get("X-Id")]++
}
`;
    const forget = (body: string) => `package store\n\nfunc Forget(id string) {\n\t${body}\n}\n`;
    const root = committed({
      'store/store.go': store,
      'store/forget.go': forget('delete(seen, id)'),
      'main.go':
        'package main\n\nimport (\n\t"net/http"\n\n\t"example.com/shop/store"\n)\n\nfunc main() {\n\thttp.HandleFunc("/", store.Handle)\n\thttp.HandleFunc("/forget", func(w http.ResponseWriter, r *http.Request) { store.Forget(r.URL.Path) })\n}\n',
    });
    expect((await lines(root, [...REVISION, '--only', 'growing-map'], tool)).places).toEqual([]);
    write(root, { 'store/forget.go': forget('_ = id') });
    const { places } = await lines(root, [...REVISION, '--only', 'growing-map'], tool);
    expect(places).toEqual(['store/store.go:8']);
  });

  test('moving and renaming leaves a finding what it was', async () => {
    const root = committed({ 'drain/drain.go': drain('r'), 'web/web.go': CALLER });
    rmSync(join(root, 'web'), { recursive: true });
    write(root, { 'site/web.go': `// Package site.\n${CALLER.replace('package web', 'package site')}` });
    write(root, { 'drain/drain.go': drain('r').replace('io.ReadAll(r)', 'io.ReadAll( /* all */\n\t\tr)') });
    expect(await lines(root, REVISION, tool)).toMatchObject({ code: 0, places: [] });
  });
});
