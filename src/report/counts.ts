import type { Hidden, LeftOut, Report } from '../findings/report.ts';
import type { Severity } from '../rule/finding.ts';

/** `1 note`, `1,204 test files`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** `1,204`. Not toLocaleString: loading the tables of all languages takes longer than linting a small file. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** `3 findings (1 error, 2 warnings) in 312 files`. */
export function summary({ findings, stats }: Report): string {
  const of = (severity: Severity) => findings.filter(finding => finding.severity === severity).length;
  const kinds = (['error', 'warning', 'note'] as const).flatMap(severity => {
    const count = of(severity);
    return count > 0 ? [counted(count, severity)] : [];
  });
  const files = counted(stats.files, 'file');
  return findings.length === 0
    ? `no findings in ${files}`
    : `${counted(findings.length, 'finding')} (${kinds.join(', ')}) in ${files}`;
}

/** What was found but is not shown, and what was not looked at: one sentence, or nothing. A run without any file says so on standard error instead. */
export function omissions({ hidden, leftOut, stats }: Report): string {
  const files = stats.files > 0 ? leftOutParts(leftOut) : [];
  const parts = [sentence(hiddenParts(hidden), 'not shown'), sentence(files, 'not linted')];
  return parts.filter(part => part !== '').join('; ');
}

/** Words for each reason, and what brings the files in. */
const REASONS: Readonly<Record<keyof LeftOut, readonly [singular: string, plural: string, cure: string]>> = {
  tests: ['test file', 'test files', '--tests'],
  generated: ['generated file', 'generated files', '--generated'],
  vendored: ['vendored file', 'vendored files', 'name the folder: ./vendor/...'],
  testdata: ['file in testdata', 'files in testdata', 'name the folder'],
  ignored: ['file that .gitignore names', 'files that .gitignore names', '--no-gitignore'],
  excluded: ['file that no build takes', 'files that no build takes', 'names with _ or ., //go:build ignore'],
  notGo: ['file that is not Go', 'files that are not Go', ''],
  unreadable: ['file that could not be read', 'files that could not be read', ''],
};

const ORDER = Object.keys(REASONS) as readonly (keyof LeftOut)[];

/** For a run that had nothing to lint: the counts, each with the flag that would include the files. */
export function leftOutWithCures(leftOut: LeftOut): string {
  return listed(
    ORDER.filter(reason => leftOut[reason] > 0).map(reason => {
      const [singular, plural, cure] = REASONS[reason];
      return counted(leftOut[reason], singular, plural) + (cure === '' ? '' : ` (${cure})`);
    }),
  );
}

function leftOutParts(leftOut: LeftOut): readonly string[] {
  return ORDER.filter(reason => leftOut[reason] > 0).map(reason =>
    counted(leftOut[reason], REASONS[reason][0], REASONS[reason][1]),
  );
}

function hiddenParts({ notes, warnings, lowConfidence, suppressed, excluded, known }: Hidden): readonly string[] {
  return [
    notes > 0 ? counted(notes, 'note') : '',
    warnings > 0 ? counted(warnings, 'warning') : '',
    lowConfidence > 0 ? counted(lowConfidence, 'finding of low confidence', 'findings of low confidence') : '',
    suppressed > 0 ? counted(suppressed, 'finding that comments ignore', 'findings that comments ignore') : '',
    excluded > 0
      ? counted(excluded, 'finding that the configuration excludes', 'findings that the configuration excludes')
      : '',
    known > 0 ? counted(known, 'finding from before', 'findings from before') : '',
  ].filter(part => part !== '');
}

function sentence(parts: readonly string[], end: string): string {
  return parts.length === 0 ? '' : `${listed(parts)} ${end}`;
}
