import { allRules } from './judge.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';

/** Lists the rules, one per line, or as JSON for programs. */
export function rulesCommand(json: boolean, tool: Tool, { stdout }: Terminal): number {
  const rules = allRules(tool).map(({ id, severity, confidence, since, summary, cwe }) => ({
    id,
    severity,
    confidence,
    since,
    summary,
    cwe,
  }));
  if (json) {
    stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
    return 0;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  for (const { id, severity, summary } of rules)
    stdout.write(`${id.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`);
  return 0;
}
