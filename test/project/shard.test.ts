import { describe, expect, test } from 'vitest';
import { discover } from '../../src/project/discover.ts';
import { takeShard } from '../../src/project/shard.ts';
import { tree } from '../helpers/tree.ts';

async function discovered(sizes: Readonly<Record<string, number>>) {
  const files = Object.entries(sizes).map(([path, size]) => [path, `package p\n${'/'.repeat(size)}\n`]);
  const cwd = tree({ 'go.mod': 'module example.com/shop\n', ...Object.fromEntries(files) });
  return discover({ patterns: [], cwd, tests: false, generated: false, gitignore: true });
}

type Discovered = Awaited<ReturnType<typeof discovered>>;

function shares(whole: Discovered, count: number): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, at) =>
    takeShard(whole, { index: at + 1, count }).project.files.flatMap(({ path, named }) => (named ? [path] : [])),
  );
}

const SIZES = { 'a/1.go': 900, 'a/2.go': 100, 'b/b.go': 1000, 'b/c/c.go': 1000, 'd/d.go': 2000, 'e/e.go': 1000 };

describe('shards', () => {
  test.each([1, 2, 3, 4, 7, 20])(
    '%i of them name each file once, whole packages in the order of their paths',
    async count => {
      const whole = await discovered(SIZES);
      expect(shares(whole, count).flat()).toEqual(whole.project.files.map(({ path }) => path));
      expect(shares(whole, count).filter(share => share.includes('a/1.go') !== share.includes('a/2.go'))).toEqual([]);
    },
  );

  test('are of about the same size', async () => {
    expect(shares(await discovered(SIZES), 3)).toEqual([
      ['a/1.go', 'a/2.go', 'b/b.go'],
      ['b/c/c.go'],
      ['d/d.go', 'e/e.go'],
    ]);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`p${at}/a.go`, 50 + ((at * 37) % 100)]));
    const bytes = shares(await discovered(many), 4).map(share => share.reduce((sum, path) => sum + many[path]!, 0));
    expect(Math.max(...bytes) - Math.min(...bytes)).toBeLessThan(300);
  });

  test('of others are evidence, and theirs to speak of', async () => {
    const { project } = takeShard(await discovered(SIZES), { index: 1, count: 3 });
    expect(project.files).toHaveLength(6);
    expect(project.files.filter(file => file.elsewhere).map(file => file.path)).toEqual([
      'b/c/c.go',
      'd/d.go',
      'e/e.go',
    ]);
  });
});
