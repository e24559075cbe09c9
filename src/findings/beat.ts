import type { Finding } from '../rule/finding.ts';
import { groupBy } from '../text/group-by.ts';
import { comparePositions, type Location } from '../text/position.ts';
import type { Pass } from './report.ts';

/** Rule id to the ids of the rules that it says more than, at one and the same place. */
export type Beats = ReadonlyMap<string, readonly string[]>;

/** Drops findings where a more specific rule speaks. Runs on what is shown, so that a rule which is off or suppressed silences nobody. */
export function beat(beats: Beats): Pass {
  return findings => {
    if (beats.size === 0) return findings;
    const winners = groupBy(
      findings.filter(finding => beats.has(finding.rule)),
      finding => finding.location.path,
    );
    const isBeaten = (finding: Finding) =>
      (winners.get(finding.location.path) ?? []).some(
        winner => beats.get(winner.rule)!.includes(finding.rule) && overlap(winner.location, finding.location),
      );
    return findings.filter(finding => !isBeaten(finding));
  };
}

function overlap(a: Location, b: Location): boolean {
  const isSame = comparePositions(a.start, b.start) === 0;
  return isSame || (comparePositions(a.start, b.end) < 0 && comparePositions(b.start, a.end) < 0);
}
