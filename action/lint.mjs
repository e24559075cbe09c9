// What action.yml runs. Inputs come as environment variables and leave as arguments, never through a shell: nobody who opens a pull request may add a command.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { words } from './words.mjs';

/** How many findings GitHub keeps of one upload. */
const KEPT = 5000;

const { env } = process;
const workspace = resolve(env.GITHUB_WORKSPACE || '.');
const cwd = resolve(workspace, env.GOLEAK_FOLDER || '.');
const sarif = env.GOLEAK_SARIF ? resolve(workspace, env.GOLEAK_SARIF) : undefined;

const npx = ['--yes', '--package', specifier(env.GOLEAK_VERSION), '--', 'goleak-lint'];
const { status, error } = spawnSync('npx', [...npx, ...args()], { cwd, stdio: 'inherit' });
if (error) console.log(`::error title=goleak-lint::npx can't be run: ${error.message}`);
output('exit-code', status ?? 3);
output('sarif', sarif && existsSync(sarif) ? fromWorkspace(sarif) : '');
process.exitCode = status ?? 3;

function args() {
  const folder = fromWorkspace(cwd);
  const options = {
    '--format': ['github', ...(sarif ? [`sarif:${sarif}`] : [])],
    '--sarif-limit': sarif ? [KEPT] : [],
    '--sarif-category': env.GOLEAK_CATEGORY ? [env.GOLEAK_CATEGORY] : [],
    '--path-prefix': folder === '' || folder.startsWith('..') ? [] : [folder],
    '--fail-on': env.GOLEAK_FAIL_ON ? [env.GOLEAK_FAIL_ON] : [],
  };
  const own = Object.entries(options).flatMap(([name, values]) => values.map(value => `${name}=${value}`));
  return [...own, ...words(env.GOLEAK_ARGS ?? ''), ...words(env.GOLEAK_PACKAGES ?? '')];
}

/** What npm is to install: the version that belongs to this action, unless another is asked for. */
function specifier(version) {
  if (version && /[/\\]/.test(version)) return version;
  const manifest = new URL('../package.json', import.meta.url);
  return `goleak-lint@${version || JSON.parse(readFileSync(manifest, 'utf8')).version}`;
}

function fromWorkspace(path) {
  return relative(workspace, path).split(sep).join('/');
}

function output(name, value) {
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
}
