/**
 * The engine's contracts. Two stages: *compile* takes a package (a unit) and yields its object; *link* makes findings of all objects together.
 * In process, in a worker, or out of the cache: `Compile` is one type, so that they stack.
 */
import type { Notice } from '../findings/report.ts';
import type { Finding } from '../rule/finding.ts';
import type { Location } from '../text/position.ts';

/** A Go file as the project knows it. */
export interface SourceFile {
  /** Relative to the run's root, forward slashes. */
  readonly path: string;
  /** Import path of its package's folder; where no go.mod says, see `Module.path`. */
  readonly importPath: string;
  readonly module: string; // key of its ModuleInfo: the module's root folder, relative to the run's root
  readonly test: boolean;
  readonly generated: boolean;
  /** Findings may be shown for it: it was named on the command line and is not left out. Others are evidence only. */
  readonly named: boolean;
}

export interface ModuleInfo {
  /** Folder of its go.mod (or the root that stands for one), relative to the run's root, '' for the root itself. */
  readonly root: string;
  /** Module path; '' where unknown. */
  readonly path: string;
  /** Language version that decides for timers, '1.22'; undefined where there is no go.mod or no go line. */
  readonly go: string | undefined;
  /** Setting of `asynctimerchan` by godebug lines, where there is one. */
  readonly asynctimerchan?: '0' | '1';
  /** Required versions: module path to version, replaced ones as replaced. */
  readonly requires: Readonly<Record<string, string>>;
  /** Local replacements and go.work members: module path to that module's root. */
  readonly locals: Readonly<Record<string, string>>;
}

/** The project as the engine sees it; `src/project` makes it, `src/cli` hands it over. Everything of the modules touched is in it; texts are read on demand. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly modules: readonly ModuleInfo[];
  /** The file's text; throws when it can't be read. */
  read(path: string): string;
}

/** A comment that switches rules off for a span. */
export interface Suppression {
  /** Rules it names; empty: all. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** `goleak`: our own directive, which must explain itself and be used; `nolint`: golangci-lint's. */
  readonly kind: 'goleak' | 'nolint';
  readonly location: Location;
  /** Lines covered, inclusive, 1-based. */
  readonly from: number;
  readonly to: number;
}

/** What compiling one package gave. Plain JSON. */
export interface Compiled {
  readonly importPath: string;
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  readonly notices: readonly Notice[];
  readonly stats: { readonly parsed: number; readonly bytes: number; readonly ms: Readonly<Record<string, number>> };
}

/** One package to compile: the files of one folder that share a package clause's import path. */
export interface Unit {
  readonly importPath: string;
  readonly module: string;
  readonly paths: readonly string[];
}

export type Compile = (unit: Unit) => Promise<Compiled>;
