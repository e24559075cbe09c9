import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './harness.ts';

/** Who may import whom at run time, and why; a type costs nothing at run time, so floor 4 may name each other's types. */
const FLOORS: Readonly<
  Record<string, { readonly may: readonly string[]; readonly packages: readonly string[]; readonly why: string }>
> = {
  'src/text': {
    may: [],
    packages: ['node:crypto', 'node:fs', 'node:path', 'node:url'],
    why: 'everything stands on it',
  },
  'src/syntax': {
    may: ['src/text'],
    packages: ['web-tree-sitter'],
    why: 'it knows trees, not what Go means',
  },
  'src/catalog': { may: ['src/text'], packages: [], why: 'knowledge is data' },
  'src/golang': {
    may: ['src/text', 'src/syntax', 'src/catalog'],
    packages: ['web-tree-sitter'],
    why: 'what Go means does not depend on where the files lie',
  },
  'src/rule': {
    may: ['src/text', 'src/syntax', 'src/catalog', 'src/golang'],
    packages: [],
    why: 'rules must run anywhere',
  },
  rules: { may: ['src/rule'], packages: [], why: 'a rule sees only #rule: what rules share belongs a floor below' },
  'src/engine': {
    may: ['src/text', 'src/syntax', 'src/catalog', 'src/golang', 'src/rule'],
    packages: ['web-tree-sitter'],
    why: 'the engine gets rules and projects as arguments',
  },
  'src/findings': { may: ['src/text', 'src/rule'], packages: [], why: 'passes are pure functions of findings' },
  'src/report': {
    may: ['src/text', 'src/rule', 'src/findings'],
    packages: ['*'],
    why: 'reports are pure functions of a report',
  },
  'src/project': { may: ['src/text', 'src/golang'], packages: ['*'], why: 'the disk is known here, and only here' },
  'src/config': {
    may: ['src/text', 'src/rule', 'src/findings', 'src/project'],
    packages: ['node:path', 'yaml', 'zod'],
    why: 'a configuration is data, read from the disk that it is given',
  },
  'src/cli': { may: ['src', 'rules'], packages: ['*'], why: '' },
};

const IMPORT = /^(?:import|export)\s(?<type>type\s)?[^;]*?from\s+'(?<from>[^']+)'/gm;

interface Import {
  readonly file: string;
  readonly from: string;
  readonly isType: boolean;
}

function importsOf(folder: string): readonly Import[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .flatMap(entry => {
      const file = join(entry.parentPath, entry.name).slice(root.length + 1);
      return [...readFileSync(join(root, file), 'utf8').matchAll(IMPORT)].map(({ groups }) => ({
        file,
        from: groups!.from!,
        isType: groups!.type !== undefined,
      }));
    });
}

/** The folder of the project that an import leads to; undefined for packages. */
function target({ file, from }: Import): string | undefined {
  if (from === '#rule') return 'src/rule';
  return from.startsWith('.') ? normalize(join(dirname(file), from)) : undefined;
}

function complaint(each: Import, folder: string): string | undefined {
  const { may, packages, why } = FLOORS[folder]!;
  const to = target(each);
  if (to === undefined) {
    if (packages.includes('*') || packages.includes(each.from)) return undefined;
    return `${each.file} imports ${each.from}: ${folder} may not, because ${why}`;
  }
  const isSibling = folder === 'rules' ? dirname(to) === dirname(each.file) : to.startsWith(`${folder}/`);
  if (isSibling || each.isType || may.some(floor => to === floor || to.startsWith(`${floor}/`))) return undefined;
  return `${each.file} imports ${to}: ${folder} may not, because ${why}`;
}

test.each(Object.keys(FLOORS))('%s imports only what lies below it', folder => {
  const found = importsOf(folder)
    .filter(each => !(folder === 'rules' && each.file === 'rules/index.ts'))
    .map(each => complaint(each, folder));
  expect(found.filter(each => each !== undefined)).toEqual([]);
});

test('a rule imports #rule and its own files, not even types from elsewhere', () => {
  const strangers = importsOf('rules').filter(
    each => each.file !== 'rules/index.ts' && each.from !== '#rule' && !each.from.startsWith('./'),
  );
  expect(strangers).toEqual([]);
});
