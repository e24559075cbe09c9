import type { Report, Reporter } from '../findings/report.ts';
import { SEVERITIES } from '../findings/select.ts';
import { worstFirst } from '../findings/sort.ts';
import type { Finding } from '../rule/finding.ts';
import { counted, omissions, summary } from './counts.ts';
import { neutral } from './neutral.ts';
import { lines, type Words } from './sentences.ts';

const COMMANDS: Words = { error: 'error', warning: 'warning', note: 'notice' };

/** How many annotations of a kind GitHub shows for one step. */
const SHOWN = 10;

/** Workflow commands, of which GitHub Actions makes annotations: the worst first, because it shows only the first few. */
export const github: Reporter = {
  name: 'github',
  render(report, view) {
    const commands = worstFirst(report.findings).map(command);
    return [...commands, ...(view.summary ? end(report) : [])].map(line => `${line}\n`).join('');
  },
};

function command(finding: Finding): string {
  const { rule, severity, location } = finding;
  const { path, start, end } = location;
  // Of a place on several lines GitHub shows the last, which is seldom where the finding is.
  const stop = start.line === end.line ? { endLine: end.line, endColumn: end.column } : {};
  const properties = { file: neutral(path), line: start.line, col: start.column, ...stop, title: rule };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(lines(finding).join('\n'))}`;
}

/** The runner takes these back to what they were when it has cut the line into its parts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Holds nothing that comes from the repository, so it can't be a command. */
function end(report: Report): readonly string[] {
  const most = Math.max(
    ...SEVERITIES.map(level => report.findings.filter(({ severity }) => severity === level).length),
  );
  const unseen =
    most > SHOWN ? `GitHub shows ${counted(SHOWN, 'annotation')} of a kind; the others are in this log` : '';
  return [report.findings.length > 0 ? summary(report) : '', omissions(report), unseen].filter(line => line !== '');
}
