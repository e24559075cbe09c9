import type { Report, Reporter } from '../findings/report.ts';
import type { Finding, Related, Severity } from '../rule/finding.ts';
import { omissions, summary } from './counts.ts';
import { neutral } from './neutral.ts';
import { placeOf } from './sentences.ts';

const LABELS: Readonly<Record<Severity, string>> = { error: 'error: ', warning: '', note: 'note: ' };

/** One line per finding that editors and greps understand: `file:line:col: message (rule)`. Silent where there is nothing to say. */
export const text: Reporter = {
  name: 'text',
  render(report, view) {
    return [...report.findings.flatMap(lines), ...(view.summary ? end(report) : [])].map(line => `${line}\n`).join('');
  },
};

function lines(finding: Finding): readonly string[] {
  const { severity, message, rule, related } = finding;
  return [`${placeOf(finding)}: ${LABELS[severity]}${neutral(message)} (${rule})`, ...related.map(relatedLine)];
}

function end(report: Report): readonly string[] {
  return [report.findings.length > 0 ? summary(report) : '', omissions(report)].filter(line => line !== '');
}

/** Indented, as the go command prints what belongs to the line above. */
function relatedLine(related: Related): string {
  return `\t${placeOf(related)}: ${neutral(related.note)}`;
}
