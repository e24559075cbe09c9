/** Lints folders and texts the way the command does, without the command. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../rules/index.ts';
import { type Linked, type LintOptions, lint } from '../src/engine/lint.ts';
import { beat } from '../src/findings/beat.ts';
import type { Project } from '../src/golang/project.ts';
import { discover } from '../src/project/discover.ts';
import type { AnyRule } from '../src/rule/contract.ts';
import type { Finding } from '../src/rule/finding.ts';

export const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)));
export const fixtures = join(root, 'fixtures');

export interface Files {
  readonly [path: string]: string;
}

/** Lints a folder on disk with all rules, at every level. Paths in findings are relative to the repository. */
export async function lintFolder(folder: string, options: Partial<LintOptions> = {}): Promise<Linked> {
  const { project } = await discover({
    patterns: ['./...'],
    cwd: realpathSync(folder),
    tests: true,
    generated: true,
    gitignore: false,
  });
  return lint({ project, rules, jobs: 1, ...options });
}

/** Lints texts held in memory: `{ 'go.mod': ..., 'a/a.go': ... }`. One module at the root. */
export async function lintFiles(files: Files, options: Partial<LintOptions> = {}): Promise<Linked> {
  return lint({ project: projectOf(files), rules, jobs: 1, ...options });
}

export function projectOf(files: Files): Project {
  const mod = files['go.mod'] ?? 'module example.com/m\n\ngo 1.24\n';
  const path = /^module\s+(\S+)/m.exec(mod)?.[1] ?? '';
  const go = /^go\s+(\d+\.\d+)/m.exec(mod)?.[1];
  const requires = Object.fromEntries(
    [...mod.matchAll(/^\s*(?:require\s+)?(\S+\.\S+\/\S+)\s+(v\S+)/gm)].map(([, name, version]) => [name!, version!]),
  );
  return {
    root: '/memory',
    modules: [{ root: '', path, go, requires, locals: {} }],
    files: Object.keys(files)
      .filter(name => name.endsWith('.go'))
      .sort()
      .map(name => {
        const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '';
        return {
          path: name,
          importPath: folder ? `${path}/${folder}` : path,
          module: '',
          test: false,
          generated: false,
          named: true,
        };
      }),
    read: name => {
      const text = files[name];
      if (text === undefined) throw new Error(`no file ${name}`);
      return text;
    },
  };
}

/** The Go files and go.mod of a folder, by path relative to the repository, or to the folder where it lies outside. */
export function filesOf(folder: string): Files {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.go$|^go\.(mod|work)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    found[relative(folder.startsWith(root) ? root : folder, path)] = readFileSync(path, 'utf8');
  }
  return found;
}

/** Findings as they are shown: those that a more specific rule beats are gone. */
export function shown(linked: Linked, all: readonly AnyRule[] = rules): readonly Finding[] {
  return beat(new Map(all.flatMap(rule => (rule.beats ? [[rule.id, rule.beats] as const] : []))))(linked.findings);
}

/** The cases under `fixtures/<rule>/`, stories included. */
export function cases(): readonly { readonly rule: string; readonly name: string; readonly folder: string }[] {
  return readdirSync(fixtures, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name: rule }) =>
      readdirSync(join(fixtures, rule), { withFileTypes: true })
        .filter(entry => entry.isDirectory())
        .map(({ name }) => ({ rule, name, folder: join(fixtures, rule, name) })),
    );
}
