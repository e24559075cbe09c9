import { expect, test } from 'vitest';
import { parseDirective } from '../../src/golang/directive.ts';

test.each([
  ['//goleak:ignore unbounded-read -- proxy limits it', ['unbounded-read'], 'proxy limits it'],
  ['//goleak:ignore a,b -- why', ['a', 'b'], 'why'],
  ['//goleak:ignore a , b,a -- why', ['a', 'b'], 'why'],
  ['// goleak:ignore a -- why', ['a'], 'why'],
  ['//goleak:ignore a', ['a'], ''],
  ['//goleak:ignore a --', ['a'], ''],
  ['//goleak:ignore a because I say so', ['a'], ''],
  ['//goleak:ignore -- why', [], 'why'],
  ['//goleak:ignore', [], ''],
  ['//goleak:ignore a -- one -- two', ['a'], 'one -- two'],
  ['//goleak:ignore a-b -- x\r', ['a-b'], 'x'],
])('%s', (comment, rules, reason) => {
  expect(parseDirective(comment)).toEqual({ kind: 'goleak', rules, reason });
});

test.each([
  ['//nolint', ''],
  ['//nolint:all', ''],
  ['//nolint:goleak-lint', ''],
  ['// nolint:goleak-lint', ''],
  ['//nolint:errcheck,goleak-lint // why not', 'why not'],
  ['//nolint: Goleak-Lint', ''],
  ['//nolint // why', 'why'],
  ['//nolint really', 'really'],
])('%s', (comment, reason) => {
  expect(parseDirective(comment)).toEqual({ kind: 'nolint', rules: [], reason });
});

test.each([
  '// see goleak:ignore',
  '//goleak:ignored a',
  '//goleak:ignore-next a',
  '/*goleak:ignore a -- b*/',
  '//nolint:errcheck',
  '//nolint:errcheck // goleak-lint',
  '//nolinted',
  '// a nolint',
  '',
])('not a directive: %s', comment => {
  expect(parseDirective(comment)).toBeUndefined();
});
