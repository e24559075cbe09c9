/** Puts the objects of all packages together: findings of one cause that several packages came upon are one, in a stable order. */
import type { Notice } from '../findings/report.ts';
import type { Finding } from '../rule/finding.ts';
import { compareLocations } from '../text/position.ts';
import type { Compiled, Silence, Suppression } from './contract.ts';

export interface Linked {
  /** All findings, of every level, suppressed ones included; sorted by place. */
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  readonly silences: readonly Silence[];
  readonly notices: readonly Notice[];
  readonly stats: {
    readonly files: number;
    readonly parsed: number;
    readonly bytes: number;
    /** Milliseconds by phase; rules under `rule <id>`. */
    readonly ms: Readonly<Record<string, number>>;
  };
}

/** `shown` says whether a path was named: a finding is kept for its place, or for a related place that causes it. */
export function link(objects: readonly Compiled[], shown: (path: string) => boolean, files: number): Linked {
  const ms: Record<string, number> = {};
  for (const { stats } of objects)
    for (const [phase, time] of Object.entries(stats.ms)) ms[phase] = (ms[phase] ?? 0) + time;
  const parts = objects.flatMap(object => object.parts);
  const findings = parts.flatMap(part => part.findings).filter(finding => isWanted(finding, shown));
  return {
    findings: distinct(findings).sort(compareFindings),
    suppressions: objects.flatMap(object => object.suppressions),
    silences: parts.flatMap(part => part.silences),
    notices: objects.flatMap(object => object.notices).filter(notice => shown(notice.path)),
    stats: {
      files,
      parsed: objects.reduce((sum, { stats }) => sum + stats.parsed, 0),
      bytes: objects.reduce((sum, { stats }) => sum + stats.bytes, 0),
      ms,
    },
  };
}

function isWanted(finding: Finding, shown: (path: string) => boolean): boolean {
  return (
    shown(finding.location.path) || [...finding.related, ...finding.flow].some(({ location }) => shown(location.path))
  );
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map(finding => [finding.fingerprint, finding])).values()];
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    compareLocations(a.location, b.location) ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
    (a.message < b.message ? -1 : 1)
  );
}
