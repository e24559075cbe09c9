import { formats } from '../report/reporters.ts';
import { programFor, type Shell } from './args.ts';
import { completionScript, vocabularyOf } from './completion.ts';
import { allRules } from './judge.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';

/** Prints the script that teaches a shell our options. */
export function completionCommand(shell: Shell, tool: Tool, { stdout }: Terminal): number {
  const ids = allRules(tool).map(({ id }) => id);
  const known = { rule: ids, rules: ids, 'name[:file]': formats };
  stdout.write(completionScript(shell, vocabularyOf(programFor(tool.version), known)));
  return 0;
}
