import { expect, test } from 'vitest';
import { startProgress } from '../../src/cli/progress.ts';
import { recorder } from '../helpers/tool.ts';

function draw(isTTY: boolean, quiet: boolean, env: Record<string, string> = {}): string {
  const terminal = { ...recorder('/', { isTTY }), env };
  let now = 0;
  const progress = startProgress(terminal, quiet, () => now);
  progress.report(1, 10);
  now = 1001;
  progress.report(5, 10);
  progress.report(6, 10);
  progress.end();
  return terminal.err();
}

test('a bar after a second, not redrawn at once, gone in the end', () => {
  expect(draw(true, false)).toBe(`\r${'█'.repeat(15)}${'░'.repeat(15)} 5 of 10 files, 2 s left\u001b[K\r\u001b[K`);
});

test.each([
  ['no terminal', false, false, {}],
  ['quiet', true, true, {}],
  ['CI', true, false, { CI: '1' }],
  ['a dumb terminal', true, false, { TERM: 'dumb' }],
])('nothing: %s', (_, isTTY, quiet, env) => {
  expect(draw(isTTY, quiet, env as Record<string, string>)).toBe('');
});

test('no estimate before a tenth is done; minutes where seconds are many', () => {
  const terminal = recorder('/', { isTTY: true });
  let now = 0;
  const progress = startProgress(terminal, false, () => now);
  now = 60_000;
  progress.report(9, 100);
  expect(terminal.err().endsWith(' 9 of 100 files\u001b[K')).toBe(true);
  now = 61_000;
  progress.report(10, 100);
  expect(terminal.err().endsWith(' 10 of 100 files, 10 min left\u001b[K')).toBe(true);
});

test('nothing for a short run', () => {
  const terminal = recorder('/', { isTTY: true });
  const progress = startProgress(terminal, false, () => 0);
  progress.report(1, 2);
  progress.end();
  expect(terminal.err()).toBe('');
});
