import { join, posix } from 'node:path';
import type { Notice } from '../findings/report.ts';
import { from } from '../project/paths.ts';
import type { Finding, Related } from '../rule/finding.ts';
import type { Location } from '../text/position.ts';

/** Paths inside the engine are relative to the run's root; people want them relative to where they stand. */
export interface Relocate {
  findings(findings: readonly Finding[]): readonly Finding[];
  notices(notices: readonly Notice[]): readonly Notice[];
  location(at: Location): Location;
  related(places: readonly Related[]): readonly Related[];
  /** The engine's path for one that was given out; undefined for others. */
  original(path: string): string | undefined;
}

/** `prefix`: where the working directory lies for those who read the report; '' for themselves. */
export function relocate(root: string, cwd: string, prefix = ''): Relocate {
  const known = new Map<string, string>();
  const originals = new Map<string, string>();
  const moved = (path: string) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const after = posix.join(prefix, from(cwd, join(root, path)));
    known.set(path, after);
    originals.set(after, path);
    return after;
  };
  const location = (at: Location) => ({ ...at, path: moved(at.path) });
  const related = (places: readonly Related[]) =>
    places.map(place => ({ ...place, location: location(place.location) }));
  return {
    location,
    related,
    original: path => originals.get(path),
    findings: findings =>
      findings.map(finding => ({
        ...finding,
        location: location(finding.location),
        related: related(finding.related),
        flow: related(finding.flow),
      })),
    notices: notices => notices.map(notice => ({ ...notice, path: moved(notice.path) })),
  };
}
