import type { Report } from '../findings/report.ts';
import { worstFirst } from '../findings/sort.ts';
import type { Finding } from '../rule/finding.ts';
import { counted, omissions, summary } from './counts.ts';
import { neutral } from './neutral.ts';
import type { Words } from './sentences.ts';

/** A page holds a megabyte; what is longer than this nobody reads there. */
const MOST_ROWS = 200;

const MARKS: Words = { error: '❌', warning: '⚠️', note: 'ℹ️' };

/** The page of a GitHub job, in Markdown. `source`: the address below which the files of the commit are shown; absent: no links. */
export function jobSummary(report: Report, source?: string): string {
  const { findings, tool } = report;
  const shown = worstFirst(findings).slice(0, MOST_ROWS);
  const rest = findings.length - shown.length;
  const omitted = omissions(report);
  return [
    `### ${tool.name}: ${summary(report)}`,
    '',
    ...(shown.length > 0 ? ['| | Place | Finding | Rule |', '|---|---|---|---|'] : []),
    ...shown.map(finding => row(finding, source, tool.uri)),
    ...(rest > 0 ? ['', `And ${counted(rest, 'more finding')}, which the log lists.`] : []),
    ...(omitted === '' ? [] : ['', `${omitted}.`]),
    '',
    '',
  ].join('\n');
}

function row({ severity, location, message, rule }: Finding, source: string | undefined, uri: string | undefined) {
  const { path, start } = location;
  const place = linked(`${text(path)}:${start.line}`, source && `${source}/${address(path)}#L${start.line}`);
  const about = linked(text(rule), uri && `${uri}/blob/main/rules/${rule}/doc.md`);
  return `| ${MARKS[severity]} ${severity} | ${place} | ${prose(message)} | ${about} |`;
}

function linked(name: string, address: string | undefined): string {
  return address ? `[${name}](${address})` : name;
}

function address(path: string): string {
  return path
    .split('/')
    .map(name =>
      encodeURIComponent(Buffer.from(name).toString()).replace(/[()]/g, each => `%${each === '(' ? 28 : 29}`),
    )
    .join('/');
}

/** Code in backticks stays code; everything else means nothing to Markdown. */
function prose(message: string): string {
  return neutral(message)
    .split(/(`[^`]+`)/)
    .map((part, at) => (at % 2 === 1 ? part.replaceAll('\\|', '|').replaceAll('|', '\\|') : text(part)))
    .join('');
}

/** A name or a sentence from a repository: no link, image, tag or mention comes of it. */
function text(words: string): string {
  return neutral(words).replace(/[\\`*_{}[\]<>()#+!|~@&:$-]/g, each => `&#${each.codePointAt(0)};`);
}
