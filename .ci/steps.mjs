// The steps of .ci/run. Each is a step's name and a function that throws where the step fails, or gives back why it is skipped.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { action } from './action.mjs';
import { checkSarif } from './check-sarif.mjs';
import { nodeVersions } from './node-versions.mjs';
import { preCommit } from './pre-commit.mjs';
import { image, publishRehearsal } from './release.mjs';
import { singleExecutable } from './single-executable.mjs';

const work = mkdtempSync(join(tmpdir(), 'goleak-ci-'));
const clone = join(work, 'clone');
const empty = join(work, 'empty');
const report = join(work, 'vitest.json');
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const handler = body => `package main

import (
	"io"
	"net/http"
)

func handle(w http.ResponseWriter, r *http.Request) {
	_, _ = io.ReadAll(${body})
}
`;
const BAD = handler('r.Body');
const GOOD = handler('http.MaxBytesReader(w, r.Body, 1<<20)');

let [passed, failed] = [0, 0];

step('a fresh clone', () => run('git', ['clone', '--quiet', '--no-hardlinks', process.cwd(), clone], process.cwd()));
tests('the README’s test command', () => {
  const [, command] = readFileSync(join(clone, 'README.md'), 'utf8').match(/^(npm ci && npm test)$/m) ?? [];
  if (!command) throw new Error('the README does not say `npm ci && npm test`');
  run('bash', ['-c', command], clone, { VITEST_REPORT: report });
});
step('types', () => run('npm', ['run', '--silent', 'types'], clone));
step('style', () => run('npm', ['run', '--silent', 'style'], clone));
step('nothing generated is stale', () => {
  run('npm', ['run', '--silent', 'generate'], clone);
  run('git', ['diff', '--exit-code', '--stat'], clone);
});
step('the README’s command prints findings', () => {
  const { status, stdout } = goleak(clone, ['./fixtures/...']);
  check(status === 1 && stdout.includes('(unbounded-read)'), `exit ${status}\n${stdout.slice(0, 2000)}`);
});
step('the packed tarball, installed in an empty folder', () => {
  mkdirSync(empty);
  run('npm', ['pack', '--silent', '--pack-destination', work], clone);
  writeFileSync(join(empty, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', tarball()], empty);
});
step('the installed command finds what is bad, is silent on what is good, and explains itself', endToEnd);
step('the same on Node 20, 22 and 24', () => {
  const bin = join(empty, 'node_modules/goleak-lint/bin/goleak-lint.js');
  return nodeVersions({ bin, ...expected() });
});
step('the same from a single executable, where there is no Node', () =>
  singleExecutable({ clone, work, ...expected() }),
);
step('the same from the Docker image', () => image({ clone, ...expected() }));
step('npm’s rehearsal of publishing', () => publishRehearsal(clone));
step('the GitHub Action, as its runner runs it', () => {
  const files = { 'shop/go.mod': 'module example.com/shop\n', 'shop/bad/bad.go': BAD, 'shop/good/good.go': GOOD };
  action({ clone, work, tarball: tarball(), files });
});
step('the hooks, installed from git by the real pre-commit', () => preCommit({ clone, work, bad: BAD, good: GOOD }));
step('SARIF, whole, cut, and merged of shards: the official schema and GitHub’s rules have nothing against it', sarif);
step('the Go toolchain’s own source: no crash, and the same bytes from the cache and from one thread', goroot);

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** What the installed tool says of the little module. */
function expected() {
  const args = ['./...', '--format', 'text', '--no-cache'];
  const { status, stdout } = goleak(empty, args);
  return { cwd: empty, args, status, stdout };
}

function tarball() {
  return join(
    work,
    readdirSync(work).find(name => name.endsWith('.tgz')),
  );
}

function endToEnd() {
  write({
    'go.mod': 'module example.com/shop\n\ngo 1.24\n',
    'bad/bad.go': BAD,
    'good/good.go': GOOD,
  });
  const bad = goleak(empty, ['./...', '--format', 'text', '--format', 'sarif:out.sarif', '--format', 'json:out.json']);
  check(
    bad.status === 1 && /^bad\/bad\.go:9:\d+: error: .* \(unbounded-read\)$/m.test(bad.stdout),
    bad.stdout + bad.stderr,
  );
  const { runs } = JSON.parse(readFileSync(join(empty, 'out.sarif'), 'utf8'));
  check(
    runs[0].results.length === 1 && runs[0].tool.driver.rules.every(rule => rule.help.markdown.length > 100),
    'SARIF',
  );
  check(JSON.parse(readFileSync(join(empty, 'out.json'), 'utf8')).findings.length === 1, 'JSON');
  const good = goleak(empty, ['./good']);
  check(good.status === 0 && good.stdout === '', good.stdout + good.stderr);
  check(goleak(empty, ['explain', 'unbounded-read']).stdout.startsWith('# unbounded-read'), 'explain');
  check(goleak(empty, ['./nowhere']).status === 2, 'exit code 2');
}

function sarif() {
  const everything = ['./fixtures/...', '--severity', 'note', '--confidence', 'low', '--quiet'];
  const logs = [
    ['whole', ...everything],
    ['cut', ...everything, '--sarif-limit', '10', '--path-prefix', 'services/a b'],
    ['none', './fixtures/unbounded-read/...', '--only', 'stuck-ticker-loop'],
  ].map(([name, ...args]) => {
    const log = join(work, `${name}.sarif`);
    check(goleak(clone, [...args, '--format', `sarif:${log}`]).status <= 1, `${name}: no log`);
    return log;
  });
  const [whole] = logs;
  const shards = [1, 2, 3].map(index => join(work, `shard-${index}.sarif`));
  for (const [at, log] of shards.entries()) {
    const { status, stderr } = goleak(clone, [...everything, '--shard', `${at + 1}/3`, '--format', `sarif:${log}`]);
    check(status <= 1, `shard: ${stderr}`);
  }
  const merged = join(work, 'merged.sarif');
  check(goleak(clone, ['merge', '--output', merged, ...shards]).status === 0, 'merge');
  check(readFileSync(merged).equals(readFileSync(whole)), 'shards that were merged are not the whole');
  return checkSarif([...logs, merged, shards[0]], clone, join(work, 'multitool'));
}

function goroot() {
  const go = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' });
  const source = go.status === 0 ? join(go.stdout.trim(), 'src') : '';
  if (!existsSync(source)) return 'no Go here';
  const all = ['--format', 'json', '--severity', 'note', '--confidence', 'low', '--quiet'];
  const same = (paths, first, second) => {
    const [one, two] = [goleak(source, [...paths, ...all, ...first]), goleak(source, [...paths, ...all, ...second])];
    check(one.status <= 1, `exit ${one.status}\n${one.stderr.slice(0, 2000)}`);
    check(one.stdout === two.stdout, `two runs over ${paths.join(' ')} differ`);
    const { files, findings } = JSON.parse(one.stdout);
    console.log(`    ${paths.join(' ')}: ${files} files, ${findings.length} findings`);
  };
  same(['./...'], [], []); // the second out of the cache that the first wrote
  same(
    ['./archive/...', './bufio', './compress/...', './io/...', './net/...'],
    ['--no-cache', '--jobs', '3'],
    ['--no-cache', '--jobs', '1'],
  );
}

// ---- how steps run

function step(name, work) {
  const started = Date.now();
  const took = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  console.log(`\n=== ${name}`);
  try {
    const why = work();
    if (why) return console.log(`SKIPPED: ${why}`);
    passed++;
    console.log(`ok (${took()})`);
  } catch (error) {
    failed++;
    console.log(`FAILED (${took()}): ${error.message}`);
  }
}

/** A step that counts as many as vitest's report says; without a report it counts as one that failed. */
function tests(name, work) {
  step(name, work);
  if (!existsSync(report)) return;
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  const succeeded = numFailedTests === 0;
  passed += numPassedTests - (succeeded ? 1 : 0);
  failed += numFailedTests - (succeeded ? 0 : 1);
}

function run(command, args, cwd, env = {}) {
  execFileSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, CI: 'true', ...env } });
}

function goleak(cwd, args) {
  const options = {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, CI: 'true', XDG_CACHE_HOME: join(work, 'cache') },
  };
  // Once installed, that one; before, the clone’s own, the way the README says it.
  const installed = join(empty, 'node_modules/.bin/goleak-lint');
  return existsSync(installed)
    ? spawnSync(installed, args, options)
    : spawnSync('npx', ['--no', 'goleak-lint', ...args], options);
}

function write(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(empty, path, '..'), { recursive: true });
    writeFileSync(join(empty, path), text);
  }
}

function check(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}
