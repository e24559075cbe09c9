import { expect, test } from 'vitest';
import { importedPaths } from '../../src/golang/imports.ts';

test.each<[string, readonly string[]]>([
  ['package p\n\nimport "io"\n', ['io']],
  [
    'package p\n\nimport (\n\t"io"\n\n\tj "encoding/json"\n\t_ "embed"\n\t. "fmt"\n)\n',
    ['io', 'encoding/json', 'embed', 'fmt'],
  ],
  ['package p; import "io"', ['io']],
  ['package p\nimport `io`\nimport j "encoding/json"\nfunc f() {}\n', ['io', 'encoding/json']],
  ['package p\n\nvar text = "a"\n\nimport "late"\n', []],
  ['', []],
])('%j', (text, paths) => {
  expect(importedPaths(text)).toEqual(paths);
});
