import { expect, test } from 'vitest';
import { typeOf } from '../../src/golang/type-of.ts';
import type { Type } from '../../src/golang/types.ts';
import { World } from '../../src/golang/world.ts';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import { projectOf } from '../harness.ts';

/** What `new` of an expression points to, in a function that has a string `s`, a struct `t` with a slice `t.xs`, and net/http. */
async function pointee(expression: string): Promise<string> {
  const text = `package a

import "net/http"

type T struct{ xs []int }

func f(s string, t T) { new(${expression}) }
`;
  const project = projectOf({ 'a.go': text });
  const [source] = project.files;
  const pkg = new World(project, await loadGrammar()).package(source!.importPath, project.modules[0]!)!;
  const [call] = pkg.files[0]!.root.all('call_expression');
  const type = typeOf(call!);
  return type.kind === 'pointer' ? spelled(type.elem) : type.kind;
}

function spelled(type: Type): string {
  if (type.kind === 'slice') return `[]${spelled(type.elem)}`;
  return type.kind === 'named' ? type.name.replace(/^.*\//, '') : type.kind;
}

test.each([
  ['T', 'm.T'],
  ['int', 'int'],
  ['[]int', '[]int'],
  ['http.Request', 'http.Request'],
  ['s', 'string'],
  ['t', 'm.T'],
  ['t.xs', '[]int'],
  ['"s"', 'string'],
  ['T{}', 'm.T'],
  ['nobody', 'unknown'],
])('new(%s) points to a value of %s', async (expression, type) => {
  expect(await pointee(expression)).toBe(type);
});
