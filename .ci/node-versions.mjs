// The packed tool on every version of Node that it claims to run on; npm's `node` package brings them.
import { spawnSync } from 'node:child_process';

const VERSIONS = [20, 22, 24];

/** `bin` is the installed command's file, run in `cwd`, where it must print exactly this. Gives back why it was skipped. */
export function nodeVersions({ bin, cwd, args, status, stdout }) {
  const missing = VERSIONS.filter(version => !works(version, { bin, cwd, args, status, stdout }));
  return missing.length > 0 ? `no Node ${missing.join(' and ')} to be had here` : undefined;
}

function works(version, { bin, cwd, args, status, stdout }) {
  const path = nodeFor(version);
  if (!path) return false;
  for (const attempt of ['first', 'second']) {
    // Twice, because the second finds in the cache what V8 made of the program.
    const ran = spawnSync(path, [bin, ...args], { cwd, encoding: 'utf8' });
    if (ran.status !== status || ran.stdout !== stdout)
      throw new Error(`Node ${version}, ${attempt} run: exit ${ran.status}\n${ran.stdout}${ran.stderr}`);
  }
  return true;
}

function nodeFor(version) {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const found = spawnSync('npx', ['-y', `node@${version}`, '-p', 'process.execPath'], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}
