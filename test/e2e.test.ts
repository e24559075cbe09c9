import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { inSource } from '../src/cli/source-places.ts';
import { tree } from './helpers/tree.ts';

// The command runs what is built, which may be older than the source.
beforeAll(() => void execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'pipe' }), 60_000);

const bin = fileURLToPath(new URL('../bin/goleak-lint.js', import.meta.url));
const BAD = `import (
	"io"
	"net/http"
)

func handle(w http.ResponseWriter, r *http.Request) {
	_, _ = io.ReadAll(r.Body)
}
`;
const FOUND = /^a\.go:8:9: error: .* \(unbounded-read\)$/m;

function goleak(cwd: string, argv: readonly string[] = [], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  return { status, stdout, stderr };
}

function shop(files: Readonly<Record<string, string | Buffer>>): string {
  const root = tree({ 'go.mod': 'module example.com/shop\n\ngo 1.24\n' });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}

test('one thread or several: the same bytes', () => {
  // More text than a thread is started for, each file with a finding that another package causes.
  const root = tree({ 'go.mod': 'module example.com/shop\n\ngo 1.24\n' });
  const padding = Array.from({ length: 850 }, (_, at) => `func f${at}(a, b int) int { return a*${at} + b }\n`).join('');
  for (let at = 0; at < 60; at++) {
    mkdirSync(join(root, `p${at}`));
    writeFileSync(
      join(root, `p${at}`, 'a.go'),
      `package p${at}\n\nimport (\n\t"io"\n\t"net/http"\n\n\t"example.com/shop/p${(at + 1) % 60}/drain"\n)\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n\tdrain.All(r.Body)\n\tio.ReadAll(r.Body)\n}\n\n${padding}`,
    );
    mkdirSync(join(root, `p${at}`, 'drain'));
    writeFileSync(
      join(root, `p${at}`, 'drain', 'drain.go'),
      'package drain\n\nimport "io"\n\nfunc All(r io.Reader) { io.ReadAll(r) }\n',
    );
  }
  const [one, ...others] = ['1', '2', '4'].map(jobs =>
    goleak(root, ['--no-cache', '--format', 'json', '--jobs', jobs, './...']),
  );
  expect(one!.stderr).toBe('');
  expect(JSON.parse(one!.stdout).findings).toHaveLength(120);
  for (const other of others) expect(other).toEqual(one);
});

describe('hostile input has a clear outcome', () => {
  test('an empty file', () => {
    const warning = 'goleak-lint: warning: a.go:1: has no package clause, so it is not Go\n';
    expect(goleak(shop({ 'a.go': '' }))).toEqual({ status: 0, stdout: '', stderr: warning });
  });

  test('ten megabytes', () => {
    const line = `var v = "${'x'.repeat(90)}"\n`;
    const { status, stdout } = goleak(shop({ 'a.go': `package p\n${BAD}${line.repeat(100_000)}` }));
    expect(status).toBe(1);
    expect(stdout).toMatch(FOUND);
  });

  test('a binary', () => {
    const { status, stderr } = goleak(shop({ 'a.go': Buffer.from(Array.from({ length: 9999 }, (_, at) => at % 256)) }));
    expect(status).toBe(0);
    expect(stderr).toContain('goleak-lint: warning: a.go: is a binary file, not Go source\n');
  });

  test('bytes that are no UTF-8', () => {
    const text = Buffer.concat([Buffer.from('package p // caf\xe9\n', 'latin1'), Buffer.from(BAD)]);
    const { status, stdout, stderr } = goleak(shop({ 'a.go': text }));
    expect(status).toBe(1);
    expect(stdout).toMatch(FOUND);
    expect(stderr).toContain('a.go: is not valid UTF-8');
  });

  test.each([
    ['CRLF', `package p\n${BAD}`.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFFpackage p\n${BAD}`],
    ['five thousand nested parentheses', `package p\n${BAD}var x = ${'('.repeat(5000)}1${')'.repeat(5000)}\n`],
  ])('%s', (_, text) => {
    const { status, stdout, stderr } = goleak(shop({ 'a.go': text }));
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(FOUND);
  });

  test('half a file', () => {
    const { status, stdout, stderr } = goleak(shop({ 'a.go': `package p\n${BAD}func g() { if x { for { h(` }));
    expect(status).toBe(1);
    expect(stdout).toMatch(FOUND);
    expect(stderr).toMatch(/^goleak-lint: warning: a\.go:\d+: not understood/);
  });

  test('not Go at all', () => {
    const { status, stderr } = goleak(shop({ 'a.go': '<html><body>404</body></html>\n' }));
    expect(status).toBe(0);
    expect(stderr).toContain('a.go:1: has no package clause, so it is not Go');
  });

  test('evidence that can’t be read', () => {
    const root = shop({ 'a.go': `package p\n${BAD}`, 'b.go': Buffer.from([0, 1, 2]) });
    symlinkSync('c.go', join(root, 'c.go'));
    expect(goleak(root, ['a.go'])).toMatchObject({ status: 1, stderr: '' });
  });
});

test('one staged file gets the answer that ./... gives', () => {
  const root = shop({
    'a.go': `package p\n${BAD}`,
    'b.go': 'package p\n\nimport "net/http"\n\nfunc serve() { http.HandleFunc("/", handle) }\n',
  });
  const lines = (argv: string[]) => goleak(root, ['--quiet', ...argv]).stdout;
  expect(lines(['a.go'])).toBe(lines(['./...']));
  expect(lines(['a.go'])).toBe(goleak(root, ['--quiet', '-', '--stdin-filename', 'a.go'], `package p\n${BAD}`).stdout);
});

test('ignore comments work from the source to the exit code', () => {
  const ignored = BAD.replace('\t_, _ =', '\t//goleak:ignore unbounded-read -- only from localhost\n\t_, _ =');
  expect(goleak(shop({ 'a.go': `package p\n${ignored}` }))).toMatchObject({ status: 0 });
  const used = goleak(shop({ 'a.go': `package p\n${ignored.replace('r.Body', 'http.MaxBytesReader(w, r.Body, 9)')}` }));
  expect(used.stdout).toMatch(/^a\.go:8:2: this ignores nothing, .* \(unused-ignore\)$/m);
});

test('one run writes for the screen and for machines, and shards merge into its log', () => {
  const root = shop({ 'a.go': `package p\n${BAD}` });
  mkdirSync(join(root, 'b'));
  writeFileSync(join(root, 'b/b.go'), `package b\n${BAD}`);
  const files = ['gitlab', 'rdjson', 'checkstyle', 'junit', 'json', 'pretty', 'sarif'];
  const outputs = files.flatMap(format => ['--format', `${format}:out.${format}`]);
  const { status, stdout } = goleak(root, ['--format', 'github', '--quiet', ...outputs]);
  const commands = stdout.match(/^::error file=[ab/]+\.go,line=8,col=9,.*$/gm);
  expect({ status, commands: commands?.length }).toEqual({ status: 1, commands: 2 });
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  for (const format of files) expect(read(`out.${format}`)).toContain('unbounded-read');
  for (const index of [1, 2]) goleak(root, ['--shard', `${index}/2`, '--format', `sarif:${index}.sarif`]);
  expect(JSON.parse(read('1.sarif')).runs[0].results).toHaveLength(1);
  expect(goleak(root, ['merge', '2.sarif', '1.sarif']).stdout).toBe(read('out.sarif'));
});

test('every rule explains itself', () => {
  const root = tree({});
  const rules: { id: string }[] = JSON.parse(goleak(root, ['rules', '--json']).stdout);
  expect(rules.length).toBeGreaterThan(2);
  for (const { id } of rules) expect(goleak(root, ['explain', id]).stdout).toMatch(new RegExp(`^# ${id}\n`));
});

test('a reader that has seen enough is no fault', () => {
  const root = shop({ 'a.go': `package p\n${BAD.repeat(1)}` });
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', `"${process.execPath}" "${bin}" --format json | head -c 1; exit \${PIPESTATUS[0]}`],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
});

test('the stack of a fault names the source, not what was built of it', () => {
  const main = fileURLToPath(new URL('../dist/main.cjs', import.meta.url));
  const line = readFileSync(main, 'utf8')
    .slice(0, readFileSync(main, 'utf8').indexOf('function confession('))
    .split('\n').length;
  const source = readFileSync(fileURLToPath(new URL('../src/cli/run.ts', import.meta.url)), 'utf8');
  const expected = source.slice(0, source.indexOf('function confession(')).split('\n').length;
  expect(inSource(`    at confession (${main}:${line}:10)`)).toBe(`    at confession (src/cli/run.ts:${expected}:10)`);
  expect(inSource('    at node:fs:1:2, /nowhere.cjs:1:2')).toBe('    at node:fs:1:2, /nowhere.cjs:1:2');
});

/** What users need to run it, to read what it says and to know whose work is in it. */
const SHIPPED = [
  /^bin\/(goleak-lint\.js|package\.json)$/,
  /^dist\/[\w-]+\.cjs(\.map)?$/,
  /^dist\/(licenses\.txt|web-tree-sitter\.wasm)$/,
  /^docs\/configuration\.(md|schema\.json)$/,
  /^grammars\/(tree-sitter-go\.wasm|LICENSE\.tree-sitter-go|grammars\.json)$/,
  /^rules\/[\w-]+\/doc\.md$/,
  /^src\/catalog\/shapes\/(std|modules)\.txt$/,
  /^(package\.json|README\.md|LICENSE)$/,
];

test('what is published is what a run needs, and nothing else', () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const printed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd, encoding: 'utf8' });
  const [{ files, size }] = JSON.parse(printed) as [{ files: { path: string }[]; size: number }];
  const paths = files.map(file => file.path);
  expect(paths.filter(path => !SHIPPED.some(pattern => pattern.test(path)))).toEqual([]);
  expect(SHIPPED.filter(pattern => !paths.some(path => pattern.test(path)))).toEqual([]);
  expect(size).toBeLessThan(1_500_000);
  const { dependencies, scripts, homepage } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts).filter(name => /^(pre|post)?install$/.test(name))).toEqual([]);
  expect(homepage).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+$/); // reports append paths to it
});

test('what V8 made of the program is kept, and what is broken of that is made again', () => {
  const root = shop({ 'a.go': `package p\n${BAD}` });
  const cache = tree({});
  const lint = () =>
    spawnSync(process.execPath, [bin, '--no-cache'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, GOLEAK_LINT_CACHE: cache },
    });
  const kept = () =>
    readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name));
  const first = lint();
  expect(first.stdout).toMatch(FOUND);
  const files = kept();
  expect(files.length).toBeGreaterThan(2);
  for (const [at, file] of files.entries())
    writeFileSync(file, at % 2 === 0 ? 'broken' : readFileSync(file).subarray(0, 5000));
  expect(lint()).toEqual({ ...first, pid: expect.any(Number) });
  expect(kept().sort()).toEqual(files.sort());
  expect(lint().stdout).toEqual(first.stdout);
});
