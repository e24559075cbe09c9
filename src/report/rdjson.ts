import type { Report, Reporter } from '../findings/report.ts';
import type { Finding } from '../rule/finding.ts';
import type { Position } from '../text/position.ts';
import { neutral, neutralJson } from './neutral.ts';
import { lines, type Words } from './sentences.ts';

const SEVERITY: Words = { error: 'ERROR', warning: 'WARNING', note: 'INFO' };

/** The Reviewdog Diagnostic Format: one object, as `reviewdog -f=rdjson` reads it. */
export const rdjson: Reporter = {
  name: 'rdjson',
  render(report) {
    const { findings, tool } = report;
    const result = {
      source: { name: tool.name, ...(tool.uri && { url: tool.uri }) },
      diagnostics: findings.map(finding => row(finding, report)),
    };
    return `${neutralJson(JSON.stringify(result, null, 2))}\n`;
  },
};

function row(finding: Finding, { tool, lineOf }: Report): object {
  const { rule, severity, location } = finding;
  const { path, start, end } = location;
  const inBytes = (position: Position) => bytePosition(position, lineOf(path, position.line));
  return {
    message: lines(finding).join('\n'),
    location: { path: neutral(path), range: { start: inBytes(start), end: inBytes(end) } },
    severity: SEVERITY[severity],
    code: { value: rule, ...(tool.uri && { url: `${tool.uri}/blob/main/rules/${rule}/doc.md` }) },
  };
}

/** Columns count bytes of UTF-8 here. */
function bytePosition({ line, column }: Position, text: string): Position {
  const before = text.slice(0, column - 1);
  return { line, column: column + Buffer.byteLength(before) - before.length };
}
