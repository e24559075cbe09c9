import type { Finding } from '../rule/finding.ts';

export interface Split {
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
}

/**
 * Takes away what was found before, counted: of three findings that are alike, two of which were there, one is new. Lines do not matter, and files may have
 * been renamed: `formerPath` says where one was. What matters is the finding, not the line: one that a change elsewhere made true is new.
 */
export function onlyNew(
  findings: readonly Finding[],
  before: readonly Finding[],
  formerPath: (path: string) => string,
): Split {
  const counts = new Map<string, number>();
  for (const { location, identity } of before) add(counts, `${location.path}\n${identity}`, 1);
  const fresh: Finding[] = [];
  const known: Finding[] = [];
  for (const finding of findings) {
    const key = `${formerPath(finding.location.path)}\n${finding.identity}`;
    if ((counts.get(key) ?? 0) === 0) fresh.push(finding);
    else {
      add(counts, key, -1);
      known.push(finding);
    }
  }
  return { fresh, known };
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
