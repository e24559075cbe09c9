import { expect, test } from 'vitest';
import type { Kept } from '../../src/engine/cache.ts';
import { bodiesOf } from '../../src/text/anatomy.ts';
import { cases, type Files, filesOf, lintFiles } from '../harness.ts';

/** A run's findings and, unit by unit, what it kept: the object, and all that it rests on. */
async function run(files: Files, before?: Kept) {
  let kept = before;
  const store = {
    read: () => before,
    write: (_: string, made: Kept) => {
      kept = JSON.parse(JSON.stringify(made));
    },
  };
  const { findings, stats } = await lintFiles(files, { cache: { store, key: 'k' } });
  const spelled = (asked: readonly number[]) => asked.map(index => kept!.questions[index]).toSorted();
  const units = Object.entries(kept!.units).map(([key, { asked, parts, object }]) => {
    const made = parts.map(part => [part.rule, { ...part, asked: spelled(part.asked) }]);
    return [key, { ...object, asked: spelled(asked), ...Object.fromEntries(made) }];
  });
  return { findings, units: Object.fromEntries(units), kept: kept!, parsed: stats.parsed };
}

/** The files with one function body emptied, one after the other. */
function* maimed(files: Files): Generator<Files> {
  for (const [path, text] of Object.entries(files)) {
    if (!path.endsWith('.go')) continue;
    for (const { start, end } of bodiesOf(text))
      yield { ...files, [path]: `${text.slice(0, start)}{\n\tpanic("gone")\n}${text.slice(end)}` };
  }
}

/** Cases of several packages, where one rests on another. */
const CASES = cases().filter(
  ({ folder }) => Object.keys(filesOf(folder)).filter(path => path.endsWith('.go')).length > 1,
);

/** Every how many-th function is emptied: all of them take a minute. */
const STRIDE = 5;

test('whichever function changes, what is taken from the cache is what a run without one gives', async () => {
  let tried = 0;
  let spared = 0;
  for (const { folder } of CASES) {
    const files = filesOf(folder);
    const { kept } = await run(files);
    for (const [index, after] of [...maimed(files)].entries()) {
      if (index % STRIDE > 0) continue;
      const [cached, fresh] = [await run(after, kept), await run(after)];
      expect(cached.findings).toEqual(fresh.findings);
      // An object that was rightly taken again would have asked the same.
      expect(cached.units).toEqual(fresh.units);
      tried++;
      if (cached.parsed < fresh.parsed) spared++;
    }
  }
  expect(tried).toBeGreaterThan(20);
  expect(spared).toBeGreaterThan(tried / 4);
});
