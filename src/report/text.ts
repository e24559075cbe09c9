import type { Reporter } from '../findings/report.ts';
import type { Finding, Related, Severity } from '../rule/finding.ts';
import { omissions, summary } from './counts.ts';
import { neutral } from './neutral.ts';

const LABELS: Readonly<Record<Severity, string>> = { error: 'error: ', warning: '', note: 'note: ' };

/** One line per finding that editors and greps understand: `file:line:col: message (rule)`. Silent where there is nothing to say. */
export const text: Reporter = {
  name: 'text',
  render(report) {
    const omitted = omissions(report);
    const end = [...(report.findings.length > 0 ? [summary(report)] : []), ...(omitted === '' ? [] : [omitted])];
    return [...report.findings.flatMap(lines), ...end].map(line => `${line}\n`).join('');
  },
};

function lines(finding: Finding): readonly string[] {
  const { severity, message, rule, related } = finding;
  return [`${place(finding)}: ${LABELS[severity]}${neutral(message)} (${rule})`, ...related.map(relatedLine)];
}

/** Indented, as the go command prints what belongs to the line above. */
function relatedLine(related: Related): string {
  return `\t${place(related)}: ${neutral(related.note)}`;
}

function place({ location: { path, start } }: Finding | Related): string {
  return `${neutral(path)}:${start.line}:${start.column}`;
}
