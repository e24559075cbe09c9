import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isAtLeast } from '../findings/select.ts';
import { UserError } from '../project/user-error.ts';
import type { Severity } from '../rule/finding.ts';
import { save } from './outputs.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';

/** What is to be merged, and where to. */
export interface Merge {
  readonly files: readonly string[];
  /** Absent: standard output. */
  readonly output?: string;
  readonly sarifLimit: number;
  readonly failOn: Severity | 'never';
}

/** Puts SARIF logs of this tool together: gives 1 where they hold a finding to fail on, else 0. Throws `UserError`. */
export async function mergeCommand(merge: Merge, { name, version }: Tool, terminal: Terminal): Promise<number> {
  const { contentsOfLog, merged, Unmergeable } = await import('../report/sarif/merge.ts');
  const told = <T>(what: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof Unmergeable) throw new UserError(what === '' ? error.message : `${what}: ${error.message}`);
      throw error;
    }
  };
  const contents = merge.files.flatMap(file =>
    told(file, () => contentsOfLog(readLog(file, terminal.cwd), { name, version })),
  );
  const text = told('', () => merged(contents, merge.sarifLimit));
  if (merge.output === undefined) terminal.stdout.write(text);
  else save(merge.output, text, terminal.cwd);
  const { failOn } = merge;
  if (failOn === 'never') return 0;
  return contents.some(({ results }) => results.some(({ level }) => isAtLeast(level as Severity, failOn))) ? 1 : 0;
}

function readLog(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new UserError(`${file}: can't be read: ${(error as Error).message}`);
  }
}
