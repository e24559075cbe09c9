/** The text of a SARIF log, from one run or from several that were merged: the same findings give the same bytes, however they were come by. */
import builders from 'node-sarif-builder';
import type { Notification, Result, Run, ToolComponent } from 'sarif';
import type { SarifView } from '../../findings/report.ts';
import { CONFIDENCES, SEVERITIES } from '../../findings/select.ts';
import type { Severity } from '../../rule/finding.ts';
import { groupBy } from '../../text/group-by.ts';
import { neutralJson } from '../neutral.ts';
import { leftOutNotification, NOTIFICATIONS } from './notifications.ts';
import { pathOf } from './places.ts';
import { FINGERPRINT } from './result.ts';

const { SarifBuilder, SarifResultBuilder, SarifRunBuilder } = builders;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** What one run of the log is made of. */
export interface Contents {
  /** `automationDetails.id`: a category for code scanning, with a slash at its end. */
  readonly id: string;
  readonly driver: ToolComponent;
  /** Without the one that says what was left out. */
  readonly notifications: readonly Notification[];
  readonly results: readonly Result[];
  /** Findings that a limit has left out already. */
  readonly left: number;
  /** Which part of a whole this is. */
  readonly shard?: SarifView['shard'] & {};
}

/** One run for each; each holds at most `limit` results. */
export function render(contents: readonly Contents[], limit: number): string {
  const log = new SarifBuilder({ $schema: SCHEMA });
  for (const each of contents) {
    const { kept, left } = cut(sorted(each.results), limit);
    const run = new SarifRunBuilder(runOf(each, kept, left + each.left, limit));
    for (const result of kept) run.addResult(new SarifResultBuilder(result));
    log.addRun(run);
  }
  // Not buildSarifJsonString: that refuses logs in which a certain word of its own occurs, and a linted file may hold any word.
  return `${neutralJson(JSON.stringify(log.buildSarifOutput(), null, 2))}\n`;
}

function runOf(contents: Contents, results: readonly Result[], left: number, limit: number): Run {
  const { id, driver, notifications, shard } = contents;
  const more = left > 0 ? [leftOutNotification(left, limit)] : [];
  return {
    tool: { driver: { ...driver, notifications: [...NOTIFICATIONS] } },
    columnKind: 'utf16CodeUnits',
    automationDetails: { id },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: [...ordered(notifications), ...more] }],
    artifacts: artifacts(results),
    results: [],
    ...(shard && { properties: { shard } }),
  };
}

/** One for each file that has a result: the builder counts them by their places here. */
function artifacts(results: readonly Result[]): NonNullable<Run['artifacts']> {
  return [...groupBy(results, pathOf).values()].flatMap(([first]) => {
    const { index: _, ...location } = first?.locations?.[0]?.physicalLocation?.artifactLocation ?? {};
    return location.uri === undefined ? [] : [{ location, sourceLanguage: 'go' }];
  });
}

/** Each once, by the text of it: shards say the same of files that several of them looked at. */
function ordered(notifications: readonly Notification[]): readonly Notification[] {
  const texts = new Map(notifications.map(each => [JSON.stringify([each.locations, each.message]), each]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

// ---- which, and in which order

/** Keeps the worst, of these the surest, of these the first; what is kept stays in its order. */
function cut(results: readonly Result[], limit: number): { readonly kept: readonly Result[]; readonly left: number } {
  if (results.length <= limit) return { kept: results, left: 0 };
  const rank = ({ level, properties }: Result) =>
    SEVERITIES.indexOf(level as Severity) * CONFIDENCES.length + CONFIDENCES.indexOf(properties?.confidence);
  const kept = new Set(results.toSorted((a, b) => rank(b) - rank(a)).slice(0, limit));
  return { kept: results.filter(result => kept.has(result)), left: results.length - limit };
}

/** By place, rule and words, as all formats sort, but by nothing that the log does not say: so a merged log is in the order of a single run's. */
export function sorted(results: readonly Result[]): readonly Result[] {
  return results
    .map(result => ({ result, keys: keysOf(result) }))
    .sort((a, b) => compareKeys(a.keys, b.keys))
    .map(({ result }) => result);
}

type Key = string | number;

function keysOf(result: Result): readonly Key[] {
  const region = result.locations?.[0]?.physicalLocation?.region;
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = region ?? {};
  const words = [result.ruleId ?? '', result.message.text ?? '', result.partialFingerprints?.[FINGERPRINT] ?? ''];
  return [pathOf(result), startLine, startColumn, endLine, endColumn, ...words];
}

function compareKeys(a: readonly Key[], b: readonly Key[]): number {
  const at = a.findIndex((key, index) => key !== b[index]);
  if (at < 0) return 0;
  return a[at]! < b[at]! ? -1 : 1;
}
