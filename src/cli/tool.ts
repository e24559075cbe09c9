import type { Project, Suppression } from '../engine/contract.ts';
import type { Notice } from '../findings/report.ts';
import type { Finding, RuleMeta } from '../rule/finding.ts';

/** As much of a rule as the command line has to know. */
export interface ListedRule extends RuleMeta {
  /** Rules whose findings at the same place say less than this one's. */
  readonly beats?: readonly string[];
}

/** What the command line stands on. Handed in, so that tests can put a small one in its place. */
export interface Tool<R extends ListedRule = ListedRule> {
  readonly name: string;
  readonly version: string;
  /** Where the project lives; absent as long as it has no public home. */
  readonly uri?: string;
  readonly rules: readonly R[];
  /** A rule's doc.md, those about ignore comments included. */
  doc(rule: string): string;
  lint(request: LintRequest<R>): Promise<Linted>;
}

export interface LintRequest<R extends ListedRule = ListedRule> {
  readonly project: Project;
  readonly rules: readonly R[];
  /** Threads at most, from 1. */
  readonly jobs: number;
  readonly progress?: (done: number, total: number) => void;
}

/** What the engine gives back: findings of every severity and confidence, nothing suppressed yet. */
export interface Linted {
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  readonly notices: readonly Notice[];
  readonly stats: {
    readonly files: number;
    readonly parsed: number;
    readonly bytes: number;
    readonly ms: Readonly<Record<string, number>>;
  };
}
