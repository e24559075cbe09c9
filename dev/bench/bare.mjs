// The least that any linter must do: list a tree's Go files, read them, and look through each for a handful of words. What goleak-lint takes beyond this is its own.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const listed = execFileSync('git', ['ls-files', '-z', '-c', '-o', '--exclude-standard', '--', '*.go'], {
  cwd: folder,
  maxBuffer: 1 << 28,
});
const needles = [
  'ReadAll',
  'NewTicker',
  'time.After',
  'DumpRequest',
  'ReadFile',
  'go func',
  'GetRows',
  'NewWriter',
].map(word => Buffer.from(word));
let [files, bytes, hits] = [0, 0, 0];
for (const path of listed.toString().split('\0')) {
  if (path === '' || path.endsWith('_test.go')) continue;
  const text = readFileSync(join(folder, path));
  files++;
  bytes += text.length;
  for (const needle of needles) if (text.includes(needle)) hits++;
}
process.stdout.write(`${files} files, ${bytes} bytes, ${hits} hits\n`);
