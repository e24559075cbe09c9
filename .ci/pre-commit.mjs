// The hooks, run by the real pre-commit from a clone of this repository, in a repository of its own.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '4.7.0';

/** Gives back why it was skipped; throws where a hook does not do what it should. */
export function preCommit({ clone, work, bad, good }) {
  const bin = install(join(work, 'venv'));
  if (!bin) return 'no Python with venv and pip here, or no way to the package index';
  const shop = join(work, 'shop');
  mkdirSync(shop);
  const env = { ...process.env, PRE_COMMIT_HOME: join(work, 'pre-commit') };
  const git = (...args) => execFileSync('git', args, { cwd: shop, encoding: 'utf8' }).trim();
  const run = (...args) => spawnSync(bin, ['run', ...args], { cwd: shop, encoding: 'utf8', env });
  const write = (file, text) => {
    writeFileSync(join(shop, file), text);
    git('add', file);
  };
  const expect = ({ status, stdout, stderr }, wanted, pattern) => {
    if (status !== wanted || !pattern.test(stdout))
      throw new Error(`exit ${status}, not ${wanted}\n${stdout}${stderr}`);
  };

  git('init', '--quiet');
  write('go.mod', 'module example.com/shop\n\ngo 1.24\n');
  write('.pre-commit-config.yaml', configuration(clone));
  expect(run('goleak-lint'), 0, /no files to check.*Skipped/);
  write('good.go', good);
  expect(run('goleak-lint'), 0, /Passed/);
  // Nothing but what is left out anyway must not stand in the way of a commit.
  write('good_test.go', bad);
  expect(run('goleak-lint', '--files', 'good_test.go'), 0, /Passed/);
  git('rm', '--quiet', '--force', 'good_test.go');
  write('bad.go', bad);
  expect(run('goleak-lint'), 1, /bad\.go:9:\d+: error: .*\(unbounded-read\)/);
  expect(run('goleak-lint', '--files', 'good.go'), 0, /Passed/);
  expect(run('goleak-lint-full', '--files', 'good.go'), 1, /bad\.go:9:\d+: error: .*\(unbounded-read\)/);
}

function install(folder) {
  const quietly = { stdio: 'ignore' };
  if (spawnSync('python3', ['-m', 'venv', folder], quietly).status !== 0) return undefined;
  const bin = join(folder, 'bin');
  const pip = spawnSync(join(bin, 'pip'), ['install', '--quiet', `pre-commit==${VERSION}`], quietly);
  return pip.status === 0 ? join(bin, 'pre-commit') : undefined;
}

function configuration(clone) {
  const rev = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: clone, encoding: 'utf8' }).trim();
  return `repos:
  - repo: file://${clone}
    rev: ${rev}
    hooks:
      - id: goleak-lint
      - id: goleak-lint-full
`;
}
