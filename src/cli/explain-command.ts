import { knownRule } from './choose-rules.ts';
import { allRules } from './judge.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';

/** Prints a rule's documentation. Throws `UserError` for a rule that does not exist. */
export function explainCommand(rule: string, tool: Tool, { stdout }: Terminal): number {
  const ids = allRules(tool).map(({ id }) => id);
  const doc = tool.doc(knownRule(rule, ids));
  stdout.write(doc.replace(/^<!--.*?-->\n/gms, ''));
  return 0;
}
