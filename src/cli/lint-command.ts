import type { Project } from '../engine/contract.ts';
import type { Linked, LintOptions } from '../engine/lint.ts';
import type { Notice, Report } from '../findings/report.ts';
import { isAtLeast } from '../findings/select.ts';
import { cacheFolder, openCache } from '../project/cache-folder.ts';
import { type Discovered, discover } from '../project/discover.ts';
import { leftOutWithCures } from '../report/counts.ts';
import { neutral } from '../report/neutral.ts';
import type { AnyRule } from '../rule/contract.ts';
import { hash } from '../text/hash.ts';
import type { Settings } from './args.ts';
import { type Chosen, chooseRules } from './choose-rules.ts';
import { allRules, judge } from './judge.ts';
import { writeOutputs } from './outputs.ts';
import { startProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { timingTable } from './timing.ts';
import type { Tool } from './tool.ts';

/** Discover, lint, judge, write: gives the exit code, 0 or 1. Throws `UserError` for what the user can mend. */
export async function lintCommand(settings: Settings, tool: Tool, terminal: Terminal): Promise<number> {
  const chosen = chooseRules(
    allRules(tool).map(rule => rule.id),
    settings,
  );
  const watch = startWatch();
  const discovered = await watch.time('discover', discoverFiles(settings, terminal));
  const linted = await lint(discovered, chosen, settings, tool, terminal);
  const report = judge({ discovered, linted, chosen, settings, tool, cwd: terminal.cwd });
  await watch.time('report', writeOutputs(report, settings, terminal));
  if (!settings.quiet) warn(report, terminal);
  if (settings.timing) terminal.stderr.write(timingTable({ ...linted.stats.ms, ...watch.ms }, watch.total()));
  return fails(report, settings) ? 1 : 0;
}

function discoverFiles(settings: Settings, terminal: Terminal): Promise<Discovered> {
  const { patterns, stdinFilename, tests, generated, gitignore } = settings;
  const stdin = stdinFilename === undefined ? {} : { stdin: { path: stdinFilename, text: terminal.readStdin() } };
  return discover({ patterns, tests, generated, gitignore, cwd: terminal.cwd, ...stdin });
}

async function lint(
  { project }: Discovered,
  { ran }: Chosen,
  settings: Settings,
  tool: Tool,
  terminal: Terminal,
): Promise<Linked> {
  const progress = startProgress(terminal, settings.quiet);
  try {
    const rules = tool.rules.filter(rule => ran.has(rule.id));
    const cache = cacheFor(project, rules, settings, tool, terminal);
    return await tool.lint({ project, rules, jobs: settings.jobs, progress: progress.report, ...(cache && { cache }) });
  } finally {
    progress.end();
  }
}

/** The key holds all that an object rests on besides the texts: what was built, which rules, how modules are laid out. */
function cacheFor(
  { root, modules }: Project,
  rules: readonly AnyRule[],
  settings: Settings,
  { stamp }: Tool,
  { env }: Terminal,
): LintOptions['cache'] {
  if (!settings.cache || stamp === undefined) return undefined;
  const options = rules.map(({ id, options = {} }) => [id, options]);
  return {
    store: openCache(cacheFolder(env)),
    key: hash(stamp, root, JSON.stringify(modules), JSON.stringify(options)),
  };
}

/** What the report's reader might miss: files that were not understood, and why there was nothing to lint. */
function warn({ notices, leftOut, stats }: Report, { stderr }: Terminal): void {
  for (const notice of notices) stderr.write(`goleak-lint: warning: ${noticeLine(notice)}\n`);
  if (stats.files === 0) stderr.write(`goleak-lint: nothing to lint, left out: ${leftOutWithCures(leftOut)}\n`);
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
