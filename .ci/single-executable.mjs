// `npm run sea`, and what it made on a machine that has nothing else: no Node, no npm, no git on the path.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** `args` print `stdout` and exit with `status` where the installed tool runs them in `cwd`. Gives back why it was skipped. */
export function singleExecutable({ clone, work, cwd, args, status, stdout }) {
  const built = spawnSync('npm', ['run', '--silent', 'sea'], { cwd: clone, encoding: 'utf8' });
  if (/npm error.*(postject|registry)/i.test(built.stderr)) return 'npm can’t get postject';
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
  const home = join(work, 'home');
  mkdirSync(home);
  const exe = join(clone, 'out/goleak-lint');
  const run = words => spawnSync(exe, words, { cwd, encoding: 'utf8', env: { HOME: home, PATH: home, CI: 'true' } });
  const expect = (ran, holds) => {
    if (!holds) throw new Error(`exit ${ran.status} ${ran.error ?? ''}\n${ran.stdout}${ran.stderr}`);
  };
  const linted = run(args);
  expect(linted, linted.status === status && linted.stdout === stdout);
  const explained = run(['explain', 'unbounded-read']);
  expect(explained, explained.status === 0 && explained.stdout.startsWith('# unbounded-read'));
  const sarif = run(['./...', '--format', 'sarif']);
  expect(sarif, JSON.parse(sarif.stdout).runs[0].tool.driver.rules.length > 10);
}
