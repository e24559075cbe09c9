import { describe, expect, it } from 'vitest';
import type { Compiled, Unit } from '../../src/engine/contract.ts';
import { compileTogether, type Help, rowOf, type Share, take } from '../../src/engine/pool.ts';

const unit = (name: string): Unit => ({ importPath: name, module: '', paths: [`${name}.go`], caused: false });
const object = ({ importPath }: Unit, bytes = 100_000): Compiled => ({
  importPath,
  parts: [],
  suppressions: [],
  notices: [],
  asked: { questions: [], found: {} },
  stats: { parsed: 1, bytes, ms: {} },
});
const units = ['a', 'b', 'c', 'd', 'e', 'f'].map(unit);
const alone: Help = {
  threads: 0,
  start: () => {
    throw new Error('nobody is to be called');
  },
};

function all(row: ReturnType<typeof rowOf>, own: number): number[] {
  const taken: number[] = [];
  for (let index = take(row, own); index !== undefined; index = take(row, own)) taken.push(index);
  return taken;
}

describe('the row', () => {
  it('is cut where the sizes add up to equal shares', () => {
    expect(rowOf([1, 1, 1, 9, 4, 4, 4], 2).ends).toEqual([4, 7]);
    expect(rowOf([5, 5, 5, 5], 4).ends).toEqual([1, 2, 3, 4]);
  });

  it('has empty stretches where there are fewer units than threads, or nothing is known of their sizes', () => {
    expect(rowOf([3], 3).ends).toEqual([1, 1, 1]);
    expect(all(rowOf([0, 0, 0], 2), 0).sort()).toEqual([0, 1, 2]);
    expect(all(rowOf([], 2), 1)).toEqual([]);
  });

  it('gives each index once, the own stretch first, then what is left of the others', () => {
    const row = rowOf([1, 1, 1, 1, 1, 1], 2);
    expect(take(row, 0)).toBe(0);
    expect(all(row, 1)).toEqual([3, 4, 5, 1, 2]);
    expect(take(row, 0)).toBeUndefined();
  });
});

describe('compiling together', () => {
  it('calls nobody before enough was parsed', async () => {
    const done: string[] = [];
    const help: Help = { ...alone, threads: 3 };
    const objects = await compileTogether(
      units,
      () => 1,
      each => object(each, 1),
      help,
      each => done.push(each.importPath),
    );
    expect(objects.map(each => each.importPath)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(done).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('puts what others compile in its place', async () => {
    const elsewhere: string[] = [];
    const start = ({ units: given, row, stretch }: Share, deliver: (made: Compiled, index: number) => void) => {
      const work = async () => {
        for (let index = take(row, stretch); index !== undefined; index = take(row, stretch)) {
          elsewhere.push(given[index]!.importPath);
          deliver(object(given[index]!), index);
          await new Promise(resolve => setImmediate(resolve));
        }
      };
      return { done: work(), close: async () => {} };
    };
    const objects = await compileTogether(
      units,
      () => 1,
      each => object(each),
      { threads: 1, start },
      () => {},
    );
    expect(objects.map(each => each.importPath)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(elsewhere).toContain('d');
  });

  it('fails where another thread fails, and closes it', async () => {
    let closed = false;
    const start = () => ({
      done: Promise.reject(new Error('a rule failed in d.go')),
      close: async () => {
        closed = true;
      },
    });
    const run = compileTogether(
      units,
      () => 1,
      each => object(each),
      { threads: 1, start },
      () => {},
    );
    await expect(run).rejects.toThrow('a rule failed in d.go');
    expect(closed).toBe(true);
  });
});
