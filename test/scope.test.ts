import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lint } from '../src/engine/lint.ts';
import type { Project } from '../src/golang/project.ts';
import { type Files, projectOf } from './harness.ts';

const FILES: Files = {
  'go.mod': 'module example.com/m\n\ngo 1.24\n',
  'drain/drain.go':
    'package drain\n\nimport "io"\n\nfunc All(r io.Reader) ([]byte, error) {\n\treturn io.ReadAll(r)\n}\n',
  'web/web.go':
    'package web\n\nimport (\n\t"net/http"\n\n\t"example.com/m/drain"\n)\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n\tdrain.All(r.Body)\n}\n',
  'other/other.go':
    'package other\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc Other(w http.ResponseWriter, r *http.Request) {\n\tio.ReadAll(r.Body)\n}\n',
};

/** Where findings stand when only some files are named. */
function placesWhen(...named: readonly string[]): Promise<readonly string[]> {
  return placesIn(projectOf(FILES), ...named);
}

async function placesIn(whole: Project, ...named: readonly string[]): Promise<readonly string[]> {
  const project = { ...whole, files: whole.files.map(file => ({ ...file, named: named.includes(file.path) })) };
  const { findings } = await lint({ project, rules, jobs: 1 });
  return findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ location }) => `${location.path}:${location.start.line}`);
}

test('a finding is shown where its place is named', async () => {
  expect(await placesWhen('drain/drain.go')).toEqual(['drain/drain.go:6']);
});

test('a finding is shown where its cause is named', async () => {
  expect(await placesWhen('web/web.go')).toEqual(['drain/drain.go:6']);
});

test('a finding that has nothing to do with what is named is not shown', async () => {
  expect(await placesWhen('other/other.go')).toEqual(['other/other.go:9']);
});

test('a generated file is not shown for its cause either: the whole run leaves it out too', async () => {
  const whole = projectOf(FILES);
  const files = whole.files.map(file => ({ ...file, generated: file.path === 'drain/drain.go' }));
  expect(await placesIn({ ...whole, files }, 'web/web.go')).toEqual([]);
});
