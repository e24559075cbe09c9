import type { Linked, LintOptions } from '../engine/lint.ts';
import type { AnyRule } from '../rule/contract.ts';

/** What the command line stands on. Handed in, so that tests can put a small one in its place. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  /** Where people find the tool; absent as long as it has no public home. */
  readonly uri?: string;
  readonly rules: readonly AnyRule[];
  /** A rule's doc.md, those about ignore comments included. */
  doc(rule: string): string;
  lint(options: LintOptions): Promise<Linked>;
  /** Begins what every lint waits for, so that it is done while files are still being found. */
  warm?(): void;
  /** What was built, by content; absent where nothing may be kept from run to run. */
  readonly stamp?: string;
}
