import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { lint } from '../../src/engine/lint.ts';
import type { Project } from '../../src/golang/project.ts';
import { discover } from '../../src/project/discover.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { fixtures } from '../harness.ts';

async function projectIn(folder: string): Promise<Project> {
  const cwd = join(fixtures, folder);
  return (await discover({ patterns: [], cwd, tests: true, generated: false, gitignore: false })).project;
}

const packagesOf = ({ files }: Project) => [...new Set(files.flatMap(file => (file.named ? [file.importPath] : [])))];

/** The project as the run sees it that lints one package of it, while others lint the rest. */
function alone(project: Project, importPath: string): Project {
  const files = project.files.map(file =>
    file.named && file.importPath !== importPath ? { ...file, named: false, elsewhere: true } : file,
  );
  return { ...project, files };
}

async function findingsOf(project: Project): Promise<readonly Finding[]> {
  const elsewhere = new Set(project.files.filter(file => file.elsewhere).map(file => file.path));
  const { findings } = await lint({ project, rules, jobs: 1 });
  return findings.filter(({ location }) => !elsewhere.has(location.path));
}

const lines = (findings: readonly Finding[]) =>
  findings.map(({ rule, location: { path, start }, message }) => `${path}:${start.line}: ${rule}: ${message}`).sort();

// A rule whose findings stand in other packages than their sites must say so (`strays`), or shards lose them.
test.each(readdirSync(fixtures))('%s: each package by itself finds what all of them together find', async rule => {
  for (const name of readdirSync(join(fixtures, rule))) {
    const project = await projectIn(join(rule, name));
    const packages = packagesOf(project);
    if (packages.length < 2) continue;
    const parts = await Promise.all(packages.map(path => findingsOf(alone(project, path))));
    expect(lines(parts.flat())).toEqual(lines(await findingsOf(project)));
  }
});
