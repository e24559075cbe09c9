import { join } from 'node:path';
import { stripVTControlCharacters, styleText } from 'node:util';
import eslintFormatterPretty from 'eslint-formatter-pretty';
import type { Report, Reporter, View } from '../findings/report.ts';
import type { Finding, Severity } from '../rule/finding.ts';
import { groupBy } from '../text/group-by.ts';
import { omissions, summary } from './counts.ts';
import { neutral } from './neutral.ts';
import { wrap } from './wrap.ts';

/**
 * For people at a terminal. eslint-formatter-pretty makes the table: it wants ESLint's shape, knows two severities, and one line per message. So the first line
 * of each message carries a mark of control characters (which findings themselves never hold), and what the table can't say is put below the marked row.
 */
export const pretty: Reporter = {
  name: 'pretty',
  render(report, view) {
    const { findings } = report;
    const rules = Math.max(0, ...findings.map(finding => finding.rule.length));
    const width = messageWidth(findings, view);
    const bodies = findings.map(finding =>
      wrap(LABELS[finding.severity] + neutral(finding.message), width, width - rules),
    );
    const rows = findings.map((finding, at) => ({ finding, message: mark(at) + (bodies[at]?.[0] ?? '') }));
    const table = eslintFormatterPretty(results(rows, view), { cwd: view.root, rulesMeta: rulesMeta(report) });
    const lines = withoutTotals(table).flatMap(line => expand(line, findings, bodies, width));
    const shown = [...lines, ...(view.summary ? footer(report, view) : [''])].join('\n');
    return view.color ? shown : stripVTControlCharacters(shown);
  },
};

const LABELS: Readonly<Record<Severity, string>> = { error: '', warning: '', note: 'note: ' };

// ---- into ESLint's shape

interface Row {
  readonly finding: Finding;
  readonly message: string;
}

type Results = Parameters<typeof eslintFormatterPretty>[0];
type Data = NonNullable<Parameters<typeof eslintFormatterPretty>[1]>;

function results(rows: readonly Row[], view: View): Results {
  const files = groupBy(rows, row => row.finding.location.path);
  return [...files].map(([path, own]) => {
    const errorCount = own.filter(({ finding }) => finding.severity === 'error').length;
    const messages = own.map(({ finding, message }) => ({
      ruleId: finding.rule,
      severity: finding.severity === 'error' ? 2 : 1,
      message,
      line: finding.location.start.line,
      column: finding.location.start.column,
    }));
    return { filePath: join(view.root, neutral(path)), errorCount, warningCount: own.length - errorCount, messages };
  }) as unknown as Results;
}

/** Without its rules' links the formatter makes up links to ESLint's documentation. */
function rulesMeta({ rules, tool }: Report): Data['rulesMeta'] {
  const docs = (id: string) =>
    tool.uri ? { docs: { url: `${tool.uri}/blob/main/rules/${id}/doc.md` } } : { docs: {} };
  return Object.fromEntries(rules.map(({ id }) => [id, docs(id)]));
}

/** What is left of the terminal's width beside the place; the first line leaves room for the rule as well. */
function messageWidth(findings: readonly Finding[], view: View): number {
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map(text => text.length));
  const place = longest(findings.map(({ location: { start } }) => `${start.line}:${start.column}`));
  return Math.max(60, view.width - place - GAPS);
}

/** Blanks and the symbol around the columns of the table. */
const GAPS = 10;

// ---- marks

const [OPEN, ZERO, ONE] = ['\u0001', '\u0002', '\u0003'];
const MARK = new RegExp(`${OPEN}([${ZERO}${ONE}]+)`);

/** The number in characters that have no width, so that the table's columns stay right. */
function mark(index: number): string {
  return OPEN + index.toString(2).replaceAll('0', ZERO).replaceAll('1', ONE);
}

function unmark(digits: string): number {
  return Number.parseInt(digits.replaceAll(ZERO, '0').replaceAll(ONE, '1'), 2);
}

/** A row of the table, with the rest of its message and its related places below. */
function expand(line: string, findings: readonly Finding[], bodies: readonly (readonly string[])[], width: number) {
  const digits = line.match(MARK)?.[1];
  if (digits === undefined) return [line];
  const index = unmark(digits);
  const indent = ' '.repeat(stripVTControlCharacters(line).search(MARK));
  const rest = (bodies[index] ?? []).slice(1).map(text => indent + emphasised(text));
  const related = (findings[index]?.related ?? []).flatMap(({ location: { path, start }, note }) => {
    const [first = '', ...more] = wrap(`${neutral(path)}:${start.line}:${start.column} ${neutral(note)}`, width - 2);
    return [`${indent}↳ ${emphasised(first)}`, ...more.map(text => `${indent}  ${emphasised(text)}`)];
  });
  return [line.replace(MARK, '').trimEnd(), ...rest, ...related.map(text => styleText('dim', text))];
}

/** As the formatter does it in the first line: code is bold and loses its backticks. */
function emphasised(text: string): string {
  return text.replace(/`([^`]*)`/g, (_, code: string) => styleText('bold', code));
}

// ---- the end

/** The formatter counts notes as warnings; we count ourselves. */
function withoutTotals(table: string): readonly string[] {
  const lines = table.split('\n');
  const end = lines.findLastIndex(
    line => line !== '' && !/^\s*\d+ (?:warning|error)s?$/.test(stripVTControlCharacters(line)),
  );
  return lines.slice(0, end + 1);
}

function footer(report: Report, view: View): readonly string[] {
  const found = report.findings.length > 0;
  const omitted = wrap(omissions(report), Math.max(40, view.width - 2));
  const rules = [...new Set(report.findings.map(finding => finding.rule))];
  return [
    ...(found ? ['', `  ${styleText('bold', summary(report))}`] : [`${styleText('green', '✔')} ${summary(report)}`]),
    ...omitted.map(line => styleText('dim', `  ${line}`)),
    ...(found ? [styleText('dim', `  goleak-lint explain ${rules.length === 1 ? rules[0] : 'RULE'} tells more`)] : []),
    '',
  ];
}
