import type { Reporter } from '../findings/report.ts';
import { neutral, neutralJson } from './neutral.ts';
import { paragraph, type Words } from './sentences.ts';

const SEVERITY: Words = { error: 'critical', warning: 'major', note: 'info' };

/** GitLab's code quality report: the widget of a merge request compares those of two commits by fingerprint. */
export const gitlab: Reporter = {
  name: 'gitlab',
  render({ findings }) {
    const rows = findings.map(finding => ({
      description: paragraph(finding),
      check_name: finding.rule,
      fingerprint: finding.fingerprint,
      severity: SEVERITY[finding.severity],
      location: {
        path: neutral(finding.location.path),
        lines: { begin: finding.location.start.line, end: finding.location.end.line },
      },
    }));
    return `${neutralJson(JSON.stringify(rows, null, 2))}\n`;
  },
};
