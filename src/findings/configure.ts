import type { Finding, Severity } from '../rule/finding.ts';

/** By rule: the severity that a finding of some severity gets. */
export type Severities = Readonly<Record<string, Partial<Readonly<Record<Severity, Severity>>>>>;

/** Gives findings the severities that are set where they stand. */
export function withSeverities(findings: readonly Finding[], at: (path: string) => Severities): readonly Finding[] {
  return findings.map(finding => {
    const { rule, severity, location } = finding;
    const set = at(location.path)[rule]?.[severity];
    return set === undefined || set === severity ? finding : { ...finding, severity: set };
  });
}

export interface Excluded {
  readonly kept: readonly Finding[];
  readonly excluded: readonly Finding[];
}

/** Takes out what the configuration excludes. `lineOf`: the source line at which a finding stands. */
export function exclude(
  findings: readonly Finding[],
  isExcluded: (finding: Finding, line: () => string) => boolean,
  lineOf: (finding: Finding) => string,
): Excluded {
  const kept: Finding[] = [];
  const excluded: Finding[] = [];
  for (const finding of findings) (isExcluded(finding, () => lineOf(finding)) ? excluded : kept).push(finding);
  return { kept, excluded };
}
