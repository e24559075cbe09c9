import type { Confidence, Finding, Severity } from '../rule/finding.ts';
import type { Hidden } from './report.ts';

export const SEVERITIES: readonly Severity[] = ['note', 'warning', 'error'];
export const CONFIDENCES: readonly Confidence[] = ['low', 'medium', 'high'];

/** From which level on findings are shown. */
export interface Levels {
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Rules asked for by name: shown at every severity. */
  readonly always: ReadonlySet<string>;
}

export interface Selected {
  readonly shown: readonly Finding[];
  readonly hidden: Pick<Hidden, 'notes' | 'warnings' | 'lowConfidence'>;
}

/** Splits findings by level. One that is below both is counted by its severity. */
export function select(findings: readonly Finding[], levels: Levels): Selected {
  const shown: Finding[] = [];
  const hidden = { notes: 0, warnings: 0, lowConfidence: 0 };
  for (const finding of findings) {
    if (!levels.always.has(finding.rule) && !isAtLeast(finding.severity, levels.severity)) {
      hidden[finding.severity === 'note' ? 'notes' : 'warnings']++;
    } else if (!isSure(finding.confidence, levels.confidence)) hidden.lowConfidence++;
    else shown.push(finding);
  }
  return { shown, hidden };
}

export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
}

function isSure(confidence: Confidence, threshold: Confidence): boolean {
  return CONFIDENCES.indexOf(confidence) >= CONFIDENCES.indexOf(threshold);
}
