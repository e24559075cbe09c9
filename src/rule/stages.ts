/** Code that runs on no stage but a rehearsal's: what tests, examples and nobody at all run. Findings there are worth a note at most. */
import { fileOf } from '../golang/file.ts';
import { frequencyOf } from '../golang/lifetime.ts';
import { isExample, isNeverRun, isOneShot, isServedInTests, isTestSupport } from '../golang/programs.ts';
import type { SyntaxNode } from '../syntax/node.ts';

/** Whether what happens at a place, brought about by others, happens in code that nobody runs in production. */
export function isStaged(node: SyntaxNode, ...others: readonly SyntaxNode[]): boolean {
  if (isTestSupport(fileOf(node).pkg)) return true;
  return [node, ...others].some(each => isExample(each.file.path) || isServedInTests(each) || isNeverRun(each));
}

/** Whether a place is part of a command that runs once, or runs a known number of times in the life of a process: no uptime adds to it. */
export function isRunOnce(node: SyntaxNode): boolean {
  return isOneShot(fileOf(node).pkg) || /^(once|few)$/.test(frequencyOf(node).how);
}
