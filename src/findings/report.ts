import type { Finding, RuleMeta } from '../rule/finding.ts';

/** A file, or part of it, that could not be understood. Never an error of the run: it is shown on stderr, in json and in SARIF. */
export interface Notice {
  readonly path: string;
  /** 1-based; absent where the whole file is meant. */
  readonly line?: number;
  readonly message: string;
}

/** What was found but is not shown, by reason. */
export interface Hidden {
  readonly notes: number;
  readonly warnings: number;
  readonly lowConfidence: number;
  /** By comments. */
  readonly suppressed: number;
  /** By the configuration's exclusions. */
  readonly excluded: number;
  /** They were there before: in the baseline, or in the state that this one is compared with. */
  readonly known: number;
}

/** Files that were reached but not linted, by reason. */
export interface LeftOut {
  readonly tests: number;
  readonly generated: number;
  readonly vendored: number;
  readonly testdata: number;
  /** By .gitignore. */
  readonly ignored: number;
  /** What the go command passes over itself: names that begin with `_` or `.`, `//go:build ignore`. */
  readonly excluded: number;
  readonly notGo: number;
  readonly unreadable: number;
}

/** All that a reporter may know. Paths in it are relative to `View.root`, with forward slashes. */
export interface Report {
  readonly findings: readonly Finding[];
  /** Every rule that ran, sorted by id, with its doc.md (markdown). */
  readonly rules: readonly (RuleMeta & { readonly doc: string })[];
  /** `uri`: where the project lives; without it nothing links there. */
  readonly tool: { readonly name: string; readonly version: string; readonly uri?: string };
  readonly notices: readonly Notice[];
  readonly hidden: Hidden;
  readonly leftOut: LeftOut;
  readonly stats: { readonly files: number };
  /** A line of a file that a finding stands in, from 1, without its end; '' where there is none. */
  readonly lineOf: (path: string, line: number) => string;
}

/** How and where a report is shown. */
export interface View {
  readonly color: boolean;
  readonly width: number;
  /** Whether the human formats end with what was counted and left out. */
  readonly summary: boolean;
  /** Absolute path that finding paths are relative to. */
  readonly root: string;
  readonly sarif: SarifView;
}

/** What a SARIF log holds, and whose it is. */
export interface SarifView {
  /** Findings at most. */
  readonly limit: number;
  /** Code scanning keeps one log for each category; a new one replaces the last. */
  readonly category: string;
  /** Which part of a whole the report is; `index` from 1. */
  readonly shard?: { readonly index: number; readonly count: number };
}

/** Pure: `Report` in, text out. */
export interface Reporter {
  readonly name: string;
  render(report: Report, view: View): string | Promise<string>;
}

/** A pure step over findings: suppress, baseline, select, sort. */
export type Pass = (findings: readonly Finding[]) => readonly Finding[];
