import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Lays out files in a new temporary folder, which goes away with the test. Gives its path, symbolic links resolved. */
export function tree(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'goleak-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write(root, files);
  return root;
}

export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** The same as a git repository; nothing is committed, `add` names what is staged. */
export function repository(files: Readonly<Record<string, string>>, add: readonly string[] = []): string {
  const root = tree(files);
  git(root, 'init', '-q');
  if (add.length > 0) git(root, 'add', '--force', '--', ...add);
  return root;
}

export function git(root: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: root, stdio: 'pipe' });
}
