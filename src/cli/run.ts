/**
 * The command line, from the words behind the program's name to an exit code. `main.ts` puts the real tool and the real terminal in; tests put
 * small ones in. Nothing below this floor prints, reads the environment or ends the process.
 */
import { InternalError } from '../engine/compile.ts';
import { UserError } from '../project/user-error.ts';
import { neutral } from '../report/neutral.ts';
import { parseArgs } from './args.ts';
import { cacheCommand } from './cache-command.ts';
import { explainCommand } from './explain-command.ts';
import { initCommand } from './init-command.ts';
import { lintCommand } from './lint-command.ts';
import { mergeCommand } from './merge-command.ts';
import { rulesCommand } from './rules-command.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';
import { whyCommand } from './why-command.ts';

/** 0 nothing found, 1 findings, 2 the user's mistake, 3 ours. */
export async function run(argv: readonly string[], tool: Tool, terminal: Terminal): Promise<number> {
  try {
    return await obey(argv, tool, terminal);
  } catch (error) {
    if (error instanceof UserError) {
      terminal.stderr.write(`goleak-lint: ${neutral(error.message)}\n`);
      return 2;
    }
    const { inSource } = await import('./source-places.ts');
    terminal.stderr.write(inSource(confession(error)));
    return 3;
  }
}

async function obey(argv: readonly string[], tool: Tool, terminal: Terminal): Promise<number> {
  const order = parseArgs(argv, tool.version);
  switch (order.command) {
    case 'lint':
      return lintCommand(order.settings, tool, terminal);
    case 'rules':
      return rulesCommand(order.json, tool, terminal);
    case 'explain':
      return explainCommand(order.rule, tool, terminal);
    case 'cache':
      return cacheCommand(order.action, terminal);
    case 'why':
      return whyCommand(order.place, order.settings, tool, terminal);
    case 'merge':
      return mergeCommand(order.merge, tool, terminal);
    case 'completion':
      return (await import('./completion-command.ts')).completionCommand(order.shell, tool, terminal);
    case 'init':
      return initCommand(tool, terminal);
    case 'print':
      terminal.stdout.write(order.text);
      return 0;
  }
}

/** The engine's own errors say which file was being linted and bring the stack of what went wrong there. */
function confession(error: unknown): string {
  const what = error instanceof InternalError ? error.message : error instanceof Error ? error.stack : String(error);
  const [first = '', ...stack] = (what ?? '').split('\n').map(neutral);
  return [
    `goleak-lint: internal error ${first}`,
    ...stack,
    'This is a fault of goleak-lint: please report it.',
    '',
  ].join('\n');
}
