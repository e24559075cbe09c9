// What a release does, as far as that can be done without one.
import { spawnSync } from 'node:child_process';

/** npm's own rehearsal. */
export function publishRehearsal(clone) {
  const npm = spawnSync('npm', ['publish', '--dry-run', '--ignore-scripts', '--access', 'public'], {
    cwd: clone,
    encoding: 'utf8',
  });
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT/.test(npm.stderr)) return 'no way to the registry';
  if (npm.status !== 0 || !npm.stdout.includes('+ goleak-lint@')) throw new Error(npm.stdout + npm.stderr);
}

/** Builds the image and lints `cwd` in it. Gives back why it was skipped. */
export function image({ clone, cwd, args, status, stdout }) {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) return 'no Docker running here';
  const tag = 'goleak-lint:ci';
  const built = spawnSync('docker', ['build', '--quiet', '--tag', tag, '.'], { cwd: clone, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
  const ran = spawnSync('docker', ['run', '--rm', '--volume', `${cwd}:/src:ro`, tag, ...args], { encoding: 'utf8' });
  if (ran.status !== status || ran.stdout !== stdout) throw new Error(`exit ${ran.status}\n${ran.stdout}${ran.stderr}`);
}
