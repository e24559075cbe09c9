/** Asks git. Its answers are data: whatever a repository is set up to run, these commands do not run it. */
import { spawn } from 'node:child_process';

/** git ended with an error, or is not there at all. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

// A repository's own configuration must not make git start a program of its choice.
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false'];

/** The bytes that git prints. Rejects with a `GitError` that says what git said. */
export function gitBytes(folder: string, args: readonly string[], more: GitOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...SAFE, ...args], { cwd: folder, env: { ...environment(), ...more.env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', part => out.push(part));
    child.stderr.on('data', part => err.push(part));
    child.stdin.on('error', () => {}); // it ended before it had read all: its exit code says why
    child.on('error', error => reject(new GitError(error.message)));
    child.on('close', code => {
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new GitError(Buffer.concat(err).toString().trim() || `git ended with ${code}`));
    });
    child.stdin.end(more.input ?? '');
  });
}

export interface GitOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function git(folder: string, args: readonly string[], more: GitOptions = {}): Promise<string> {
  return (await gitBytes(folder, args, more)).toString();
}

/** A hook runs us with the variables of its own repository, which may not be the one that we ask about. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_') || name === 'GIT_CEILING_DIRECTORIES',
  );
  return { ...Object.fromEntries(kept), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}
