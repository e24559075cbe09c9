// npm's prepare: builds, after `npm ci` in a clone and wherever npm installs from git. When it installs from git with -g, as pre-commit does, it hands that flag
// down to the install that should bring the development dependencies, which then puts them nowhere; so they are fetched here.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('..', import.meta.url));

if (!isThere('rolldown')) {
  const flags = ['--location=project', '--no-global', '--include=dev', '--ignore-scripts', '--silent'];
  execFileSync('npm', ['ci', ...flags], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}
await import('./build.mjs');

function isThere(name) {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
