import { compareLocations } from '../text/position.ts';
import type { Pass } from './report.ts';

/** By path, place, rule and words: an order that no thread and no cache can change. */
export const sort: Pass = findings =>
  findings.toSorted(
    (a, b) => compareLocations(a.location, b.location) || compare(a.rule, b.rule) || compare(a.message, b.message),
  );

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
