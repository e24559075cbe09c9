import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { tree } from './helpers/tree.ts';

test('npm run new lays out a rule, its page and its fixtures', () => {
  const root = tree({});
  const said = execFileSync(process.execPath, ['dev/new.mjs', 'growing-thing', root], { encoding: 'utf8' });
  for (const path of said.match(/(?<=created ).*/g) ?? []) expect(readFileSync(join(root, path), 'utf8')).not.toBe('');
  expect(readFileSync(join(root, 'rules/growing-thing/rule.ts'), 'utf8')).toContain("id: 'growing-thing'");
  expect(readFileSync(join(root, 'fixtures/growing-thing/bad/bad.go'), 'utf8')).toContain('// want "');
});

test.each([[], ['Growing'], ['growing thing'], ['../x-y'], [rules[0]!.id]])('npm run new %s is refused', (...argv) => {
  const { status, stderr } = spawnSync(process.execPath, ['dev/new.mjs', ...argv], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/usage|is there already/);
});
