import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cases, filesOf, lintFolder, shown } from './harness.ts';
import { compare, wantsIn } from './wants.ts';

for (const { rule, name, folder } of cases()) {
  test(`fixtures/${rule}/${name}`, async () => {
    const wants = Object.entries(filesOf(folder)).flatMap(([path, text]) => wantsIn(path, text));
    expect(compare(shown(await lintFolder(folder)), wants, rule).join('\n')).toBe('');
  });
}

test('the prefilter loses no finding', async () => {
  for (const { folder } of cases()) {
    const [filtered, whole] = [await lintFolder(folder), await lintFolder(folder, { everything: true })];
    expect(filtered.findings, join(folder)).toEqual(whole.findings);
  }
});
