import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../src/rule/finding.ts';
import { cases, type Files, filesOf, lintFiles, root, shown } from './harness.ts';
import {
  aliasImports,
  renameLocals,
  reverseFunctions,
  rewritten,
  splitFile,
  spreadLines,
  wrapBodies,
} from './rewrites.ts';

const REWRITES = {
  'aliased imports': aliasImports,
  'renamed locals': renameLocals,
  'comments and blank lines': spreadLines,
  'bodies wrapped in closures': wrapBodies,
  'functions in reverse order': reverseFunctions,
  'files split in two': splitFile,
};

/** Rules that say several reads of one cause in one finding: which of them comes first is a matter of order. */
const COLLAPSED = new Set(['unbounded-response']);

/** What stays of a finding, whatever the names and lines: rule, level, function (without its literals). */
function essence(finding: Finding): string {
  if (COLLAPSED.has(finding.rule)) return `${finding.rule} ${finding.severity} ${finding.confidence}`;
  return `${finding.rule} ${finding.severity} ${finding.confidence} ${finding.symbol.replace(/\.func\d+(\.\d+)*$/, '')}`;
}

async function essences(files: Files): Promise<readonly string[]> {
  return shown(await lintFiles(files))
    .map(essence)
    .sort();
}

/** Only modules of one go.mod can be held in memory. */
const held = cases().flatMap(each => {
  const files = Object.fromEntries(
    Object.entries(filesOf(each.folder)).map(([path, text]) => [relative(relative(root, each.folder), path), text]),
  );
  const modules = Object.keys(files).filter(path => /go\.(mod|work)$/.test(path));
  return modules.every(path => path === 'go.mod') ? [{ ...each, files }] : [];
});

describe.each(Object.entries(REWRITES))('%s', (_, rewrite) => {
  test.each(held)('fixtures/$rule/$name', async ({ files }) => {
    const [after, before] = [await essences(await rewritten(files, rewrite)), await essences(files)];
    expect(after).toEqual(before);
  });
});
