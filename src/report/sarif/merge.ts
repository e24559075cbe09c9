/**
 * Puts logs together that runs of one version wrote: shards of one repository become the log that a single run would have written, byte for byte; logs of
 * several categories become runs of one log.
 */
import type { Log, Result, Run } from 'sarif';
import * as z from 'zod';
import { groupBy } from '../../text/group-by.ts';
import { type Contents, render, sorted } from './log.ts';
import { leftOutBy } from './notifications.ts';
import { pathOf } from './places.ts';
import { FINGERPRINT } from './result.ts';

/** Why logs can't be merged, in words for the user. */
export class Unmergeable extends Error {
  override readonly name = 'Unmergeable';
}

export interface Writer {
  readonly name: string;
  readonly version: string;
}

/** What a log holds. Throws `Unmergeable` for text that is no log, or not one of this very tool. */
export function contentsOfLog(text: string, tool: Writer): readonly Contents[] {
  return runsOf(parsed(text), tool).map(contentsOfRun);
}

/** The text of one log for all. Throws `Unmergeable` where a shard is missing. */
export function merged(contents: readonly Contents[], limit: number): string {
  const groups = [...groupBy(contents, ({ id }) => id)].sort(([a], [b]) => (a < b ? -1 : 1));
  return render(
    groups.map(([, group]) => together(group)),
    limit,
  );
}

// ---- reading

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unmergeable(text.trim() === '' ? 'is empty' : `is no JSON: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** Enough of the format to know what it is and who wrote it. */
const anyLog = z.looseObject({
  version: z.literal('2.1.0'),
  runs: z.array(z.looseObject({ tool: z.looseObject({ driver: z.looseObject({ name: z.string() }) }) })),
});

/** What a merge takes for granted of its own tool's runs. */
const ownRun = z.looseObject({
  tool: z.looseObject({ driver: z.looseObject({ rules: z.array(z.looseObject({ id: z.string() })) }) }),
  automationDetails: z.looseObject({ id: z.string() }),
  invocations: z.tuple([z.looseObject({ toolExecutionNotifications: z.array(z.looseObject({})) })]),
  results: z.array(z.looseObject({ ruleId: z.string(), message: z.looseObject({ text: z.string() }) })),
  properties: z.looseObject({ shard: z.strictObject({ index: z.int(), count: z.int() }) }).optional(),
});

function runsOf(json: unknown, tool: Writer): readonly Run[] {
  const log = anyLog.safeParse(json);
  if (!log.success) throw new Unmergeable(`is no SARIF 2.1.0: ${firstFault(log.error)}`);
  // Not what zod gives back: that has another order of keys.
  const { runs } = json as Log;
  for (const run of runs) {
    checkWriter(run, tool);
    const own = ownRun.safeParse(run);
    if (!own.success) throw new Unmergeable(`is not as ${tool.name} wrote it: ${firstFault(own.error)}`);
  }
  return runs;
}

function checkWriter({ tool: { driver } }: Run, { name, version }: Writer): void {
  if (driver.name !== name) throw new Unmergeable(`was written by ${driver.name}, not by ${name}`);
  if (driver.version !== version)
    throw new Unmergeable(
      `was written by ${name} ${driver.version ?? 'of no version'}, and this is ${version}: merge with the version that lints`,
    );
}

function firstFault({ issues: [first] }: z.ZodError): string {
  return `${first?.path.join('.') || 'the whole'}: ${first?.message ?? ''}`;
}

function contentsOfRun(run: Run): Contents {
  const notes = run.invocations?.flatMap(({ toolExecutionNotifications = [] }) => toolExecutionNotifications) ?? [];
  const shard: Contents['shard'] = run.properties?.shard;
  return {
    id: run.automationDetails?.id ?? '',
    driver: run.tool.driver,
    notifications: notes.filter(each => leftOutBy(each) === undefined),
    results: run.results ?? [],
    left: notes.reduce((sum, each) => sum + (leftOutBy(each) ?? 0), 0),
    ...(shard && { shard }),
  };
}

// ---- putting together

function together(group: readonly Contents[]): Contents {
  const [{ id, driver }] = group as [Contents, ...Contents[]];
  checkWhole(group);
  const rules = new Map(group.flatMap(each => each.driver.rules ?? []).map(rule => [rule.id, rule]));
  return {
    id,
    driver: { ...driver, rules: [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) },
    notifications: group.flatMap(({ notifications }) => notifications),
    results: distinct(group.flatMap(({ results }) => results)),
    left: group.reduce((sum, { left }) => sum + left, 0),
  };
}

/** Code scanning closes what a new log does not hold: a shard that is missing would look like leaks that were mended. */
function checkWhole(group: readonly Contents[]): void {
  const shards = group.flatMap(({ shard }) => shard ?? []);
  const [count, other] = new Set(shards.map(shard => shard.count));
  if (count === undefined) return;
  if (other !== undefined) throw new Unmergeable(`shards of ${count} and shards of ${other} are of different runs`);
  const there = new Set(shards.map(({ index }) => index));
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter(index => !there.has(index));
  if (missing.length > 0)
    throw new Unmergeable(`shard ${missing.map(index => `${index}/${count}`).join(', ')} is missing`);
}

/** What several shards came upon is one finding: what it says does not depend on the order of the files. */
function distinct(results: readonly Result[]): readonly Result[] {
  const groups = groupBy(results, result => {
    const { ruleId = '', partialFingerprints } = result;
    return [ruleId, pathOf(result), partialFingerprints?.[FINGERPRINT]].join('\n');
  });
  return [...groups.values()].flatMap(group => sorted(group).slice(0, 1));
}
