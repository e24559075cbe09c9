import { expect, test } from 'vitest';
import { isFolder, languageVersion, parseGoMod } from '../../src/project/go-mod.ts';

test('a go.mod with blocks, comments and quotes', () => {
  const mod = parseGoMod(`// Deprecated: use v2.
module "example.com/shop" // the shop

go 1.22.3
toolchain go1.24.1
godebug (
  asynctimerchan=1
  default=go1.21
)
require (
	github.com/gin-gonic/gin v1.10.0 // indirect
	example.com/lib v0.0.0-20240101000000-abcdef123456
)
require example.com/one v1.0.0
replace example.com/lib => ../lib
replace (
	example.com/one v1.0.0 => example.com/fork v1.2.3
	example.com/two => \`./with space\`
)
exclude example.com/old v0.1.0
retract [v1.0.0, v1.1.0] // broken
tool example.com/lib/cmd/gen
`);
  expect(mod.module).toBe('example.com/shop');
  expect(mod.go).toBe('1.22');
  expect([...mod.godebug]).toEqual([
    ['asynctimerchan', '1'],
    ['default', 'go1.21'],
  ]);
  expect([...mod.requires.keys()]).toEqual(['github.com/gin-gonic/gin', 'example.com/lib', 'example.com/one']);
  expect(mod.replaces).toEqual([
    { module: 'example.com/lib', target: '../lib' },
    { module: 'example.com/one', version: 'v1.0.0', target: 'example.com/fork', targetVersion: 'v1.2.3' },
    { module: 'example.com/two', target: './with space' },
  ]);
});

test('a go.work', () => {
  const work = parseGoMod(
    'go 1.23\r\nuse (\r\n\t./api\r\n\t./worker // later\r\n)\r\nuse ../shared\r\nreplace a.b/c => ./c\r\n',
  );
  expect(work.uses).toEqual(['./api', './worker', '../shared']);
  expect(work.go).toBe('1.23');
  expect(work.replaces).toEqual([{ module: 'a.b/c', target: './c' }]);
});

test.each(['', 'module', 'module (', 'replace a =>', 'require (\n a\n', '\uFEFF', ')', '((('])(
  'nonsense is passed over: %j',
  text => {
    expect(parseGoMod(text)).toMatchObject({ module: '', go: undefined, replaces: [] });
  },
);

test('a byte order mark does not hide the module line', () => {
  expect(parseGoMod('\uFEFFmodule a.b/c\n').module).toBe('a.b/c');
});

test.each([
  ['1.22', '1.22'],
  ['1.22.3', '1.22'],
  ['1.23rc1', '1.23'],
  ['banana', undefined],
  [undefined, undefined],
])('language version of %s is %s', (version, expected) => {
  expect(languageVersion(version)).toBe(expected);
});

test.each([
  ['./x', true],
  ['../x', true],
  ['..', true],
  ['/abs', true],
  ['C:\\x', true],
  ['example.com/x', false],
  ['.x/y', false],
])('%s as a folder: %s', (target, expected) => {
  expect(isFolder(target)).toBe(expected);
});
