import type { RuleMeta } from '../rule/finding.ts';

/** Rules about our own ignore comments. They need no Go, so a pass reports them, and no comment can ignore them. */
export const unexplainedIgnore: RuleMeta = {
  id: 'unexplained-ignore',
  summary:
    'An ignore comment without a reason leaves the next reader guessing whether the finding was judged or only silenced.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: [],
};

export const unusedIgnore: RuleMeta = {
  id: 'unused-ignore',
  summary: 'An ignore comment that ignores nothing hides the next finding that somebody introduces there.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: [],
};

export const metaRules: readonly RuleMeta[] = [unexplainedIgnore, unusedIgnore];
