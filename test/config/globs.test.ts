import { describe, expect, test } from 'vitest';
import { pathMatcher, textMatcher } from '../../src/config/globs.ts';

describe('paths, as in .gitignore', () => {
  test.each<[string, string[], string[]]>([
    ['cmd', ['cmd/a.go', 'x/cmd/a.go'], ['cmds/a.go', 'a.go']],
    ['/cmd', ['cmd/a.go'], ['x/cmd/a.go']],
    ['cmd/', ['cmd/a.go'], ['x/cmd', 'cmd']],
    ['./cmd/tool', ['cmd/tool/a.go', 'cmd/tool/b/c.go'], ['cmd/tools/a.go', 'x/cmd/tool/a.go']],
    ['*_gen.go', ['x_gen.go', 'a/b/x_gen.go', '_gen.go'], ['x_gen.go2', 'gen.go']],
    ['internal/**', ['internal/a.go', 'internal/a/b.go'], ['x/internal/a.go']],
    ['**/legacy/**', ['legacy/a.go', 'a/b/legacy/c/d.go'], ['legacys/a.go']],
    ['a/**/z.go', ['a/z.go', 'a/b/z.go', 'a/b/c/z.go'], ['z.go', 'a/b/y.go']],
    ['a/*/z.go', ['a/b/z.go'], ['a/z.go', 'a/b/c/z.go']],
    ['a/?.go', ['a/b.go'], ['a/bb.go', 'a/.go']],
    ['a*b*c', ['abc', 'aXbYc', 'abcbc'], ['ab', 'acb']],
    ['**', ['a', 'a/b'], []],
    ['a.go', ['a.go'], ['axgo']],
    ['[a].go', ['[a].go'], ['a.go']],
  ])('%s', (pattern, matching, others) => {
    const matches = pathMatcher([pattern]);
    expect(matching.filter(path => !matches(path))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  test('the last that matches decides', () => {
    const matches = pathMatcher(['tools/**', '!tools/server', 'tools/server/gen']);
    expect(['tools/a.go', 'tools/server/a.go', 'tools/server/gen/a.go'].map(matches)).toEqual([true, false, true]);
    expect(['a.go', 'b/a.go'].map(pathMatcher(['!b']))).toEqual([true, false]);
  });

  test('no pattern can make it hang', () => {
    const started = performance.now();
    const path = `${'a/'.repeat(200)}${'a'.repeat(200)}`;
    expect(pathMatcher([`${'**/a*'.repeat(80)}/b`, `${'*a'.repeat(200)}b`])(path)).toBe(false);
    expect(textMatcher(`${'a*'.repeat(200)}b`)('a'.repeat(100_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

test.each<[string, string, boolean]>([
  ['io.ReadAll', 'b, err := io.ReadAll(r)', true],
  ['io.ReadAll(*.Body)', 'b, err := io.ReadAll(resp.Body)', true],
  ['a*a', 'a', false],
  ['.*', 'x', false],
  ['', 'x', true],
])('the text %s in %s: %s', (pattern, text, found) => {
  expect(textMatcher(pattern)(text)).toBe(found);
});
