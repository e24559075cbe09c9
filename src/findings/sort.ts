import type { Finding } from '../rule/finding.ts';
import { compareLocations } from '../text/position.ts';
import type { Pass } from './report.ts';
import { CONFIDENCES, SEVERITIES } from './select.ts';

/** By path, place, rule and words: an order that no thread and no cache can change. */
export const sort: Pass = findings =>
  findings.toSorted(
    (a, b) => compareLocations(a.location, b.location) || compare(a.rule, b.rule) || compare(a.message, b.message),
  );

/** By severity, then confidence; places stay in their order. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity, confidence }: Finding) =>
    SEVERITIES.indexOf(severity) * CONFIDENCES.length + CONFIDENCES.indexOf(confidence);
  return findings.toSorted((a, b) => rank(b) - rank(a));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
