import type { Notice, Report } from '../findings/report.ts';
import { isAtLeast } from '../findings/select.ts';
import type { Request } from '../project/discover.ts';
import { takeShard } from '../project/shard.ts';
import { openStates } from '../project/states.ts';
import { grouped, leftOutWithCures } from '../report/counts.ts';
import { neutral } from '../report/neutral.ts';
import { type Settings, sinceOf } from './args.ts';
import { closeBaseline, openBaseline } from './baseline-file.ts';
import { chooseRules } from './choose-rules.ts';
import { allRules, type Judged, judge, reportOf } from './judge.ts';
import { discoverState, lintState, openObjects, policyFor, type Run } from './lint-state.ts';
import { onlySince } from './only-since.ts';
import { writeOutputs } from './outputs.ts';
import type { Terminal } from './terminal.ts';
import { timingTable } from './timing.ts';
import type { Tool } from './tool.ts';

/** Discover, lint, judge, write: gives the exit code, 0 or 1. Throws `UserError` for what the user can mend. */
export async function lintCommand(settings: Settings, tool: Tool, terminal: Terminal): Promise<number> {
  const chosen = chooseRules(
    allRules(tool).map(rule => rule.id),
    settings,
  );
  const baseline = openBaseline(settings, terminal);
  tool.warm?.();
  const watch = startWatch();
  const since = sinceOf(settings);
  const states = since && (await watch.time('states', openStates(since, terminal.cwd)));
  const whole = await watch.time(
    'discover',
    discoverState(settings, terminal, { ...stdin(settings, terminal), ...(states && { disk: states.now }) }),
  );
  const discovered = settings.shard ? takeShard(whole, settings.shard) : whole;
  const policy = await watch.time('configuration', policyFor(discovered, settings, tool, terminal, states?.now));
  const run: Run = { settings, chosen, tool, terminal, policy };
  const objects = openObjects(run, states ? 2 : 1);
  const linted = await lintState(discovered, 'now', run, objects);
  const found = { discovered, linted, run, baseline };
  const judged = judge(found);
  const left = states ? await watch.time('before', onlySince(judged, discovered, states, run, objects)) : judged;
  if (baseline) closeBaseline(baseline, judged, discovered.project.root, settings, terminal);
  const report = reportOf(settings.writeBaseline ? allKnown(left) : left, found);
  await watch.time('report', writeOutputs(report, settings, terminal));
  if (!settings.quiet) warn(report, settings, terminal);
  if (settings.timing)
    terminal.stderr.write(timingTable({ ...linted.stats.ms, ...watch.ms }, watch.total(), linted.stats));
  return fails(report, settings) ? 1 : 0;
}

/** What was just accepted is from before. */
function allKnown(judged: Judged): Judged {
  const known = judged.hidden.known + judged.findings.length;
  return { ...judged, findings: [], hidden: { ...judged.hidden, known } };
}

function stdin({ stdinFilename }: Settings, terminal: Terminal): Pick<Request, 'stdin'> {
  return stdinFilename === undefined ? {} : { stdin: { path: stdinFilename, text: terminal.readStdin() } };
}

/** What the report's reader might miss: files that were not understood, and why there was nothing to lint. */
function warn(report: Report, { shard, format, sarifLimit }: Settings, { stderr }: Terminal): void {
  const { findings, notices, leftOut, stats } = report;
  for (const notice of notices) stderr.write(`goleak-lint: warning: ${noticeLine(notice)}\n`);
  const isCut = format.some(output => output.format === 'sarif') && findings.length > sarifLimit;
  if (isCut) {
    const [kept, all] = [grouped(sarifLimit), grouped(findings.length)];
    stderr.write(`goleak-lint: warning: SARIF holds ${kept} of ${all} findings, the worst (--sarif-limit)\n`);
  }
  if (stats.files > 0) return;
  if (shard) stderr.write(`goleak-lint: nothing to lint: no package falls to shard ${shard.index}/${shard.count}\n`);
  else stderr.write(`goleak-lint: nothing to lint, left out: ${leftOutWithCures(leftOut)}\n`);
}

function noticeLine({ path, line, message }: Notice): string {
  return `${neutral(path)}${line === undefined ? '' : `:${line}`}: ${neutral(message)}`;
}

function fails({ findings }: Report, { failOn }: Settings): boolean {
  if (failOn === 'never') return false;
  return findings.some(finding => failOn === undefined || isAtLeast(finding.severity, failOn));
}

function startWatch() {
  const started = performance.now();
  const ms: Record<string, number> = {};
  return {
    ms,
    total: () => performance.now() - started,
    async time<T>(name: string, work: Promise<T>): Promise<T> {
      const from = performance.now();
      const result = await work;
      ms[name] = performance.now() - from;
      return result;
    },
  };
}
