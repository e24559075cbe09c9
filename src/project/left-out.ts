import type { LeftOut } from '../findings/report.ts';

export type Reason = keyof LeftOut;

/** Why the go command would not look at a path, judged by the names in it; `path` begins below what was named. */
export function reasonByPath(path: string): Reason | undefined {
  for (const name of path.split('/')) {
    if (name === 'vendor') return 'vendored';
    if (name === 'testdata') return 'testdata';
    if ((name.startsWith('.') && name !== '..') || name.startsWith('_')) return 'excluded';
  }
  return undefined;
}

export function isTest(path: string): boolean {
  return path.endsWith('_test.go');
}

export function count(reasons: Iterable<Reason | undefined>): LeftOut {
  const counted = {
    tests: 0,
    generated: 0,
    vendored: 0,
    testdata: 0,
    ignored: 0,
    excluded: 0,
    notGo: 0,
    unreadable: 0,
  };
  for (const reason of reasons) if (reason) counted[reason]++;
  return counted;
}
