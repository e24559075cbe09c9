import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';
import type { Report, SarifView, View } from '../findings/report.ts';
import { UserError } from '../project/user-error.ts';
import { loadReporter } from '../report/reporters.ts';
import type { Output, Settings } from './args.ts';
import { type Terminal, wantsColor } from './terminal.ts';

/** Renders each format that was asked for to where it belongs. Throws `UserError` where a file can't be written. */
export async function writeOutputs(report: Report, settings: Settings, terminal: Terminal): Promise<void> {
  for (const output of outputs(settings, terminal)) {
    const shown = view(output, settings, terminal, report.tool.name); // first: the libraries behind a format look at the environment when they load
    const reporter = await loadReporter(output.format);
    const text = await reporter.render(report, shown);
    if (output.file === undefined) terminal.stdout.write(text);
    else save(output.file, text, terminal.cwd);
    if (output.format === 'github') await appendJobSummary(report, terminal);
  }
}

function outputs({ format }: Settings, { stdout, env }: Terminal): readonly Output[] {
  if (format.length > 0) return format;
  return [{ format: stdout.isTTY && !env.CI ? 'pretty' : 'text' }];
}

/** Files are read elsewhere: no colours in them, and a width that suits most screens. */
const FILE_WIDTH = 120;

function view({ file }: Output, settings: Settings, terminal: Terminal, name: string): View {
  const { color, quiet } = settings;
  const colored = file === undefined && wantsColor(terminal, color);
  if (colored) process.env.FORCE_COLOR ??= '1';
  const width = file === undefined ? terminal.stdout.width : FILE_WIDTH;
  return { color: colored, width, root: terminal.cwd, summary: !quiet, sarif: sarifView(settings, name) };
}

/** Jobs in several folders of one repository are told apart by their folders, unless somebody says better. */
function sarifView({ sarifLimit, sarifCategory, pathPrefix, shard }: Settings, name: string): SarifView {
  const category = sarifCategory?.replace(/\/+$/, '') || posix.join(name, pathPrefix);
  return { limit: sarifLimit, category, ...(shard && { shard }) };
}

/** GitHub shows what steps append to this file on the job's page. */
async function appendJobSummary(report: Report, { env }: Terminal): Promise<void> {
  const { GITHUB_STEP_SUMMARY: page, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env;
  if (!page) return;
  const { jobSummary } = await import('../report/job-summary.ts');
  const source = server && repository && sha ? `${server}/${repository}/blob/${sha}` : undefined;
  try {
    appendFileSync(page, jobSummary(report, source));
  } catch (error) {
    throw new UserError(`GITHUB_STEP_SUMMARY: can't be written: ${(error as Error).message}`);
  }
}

/** Throws `UserError`. */
export function save(file: string, text: string, cwd: string): void {
  const path = resolve(cwd, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(`${file}: can't be written: ${(error as Error).message}`);
  }
}
