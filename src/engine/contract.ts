/**
 * The engine's contracts. Two stages: *compile* takes a package (a unit) and yields its object; *link* makes findings of all objects together.
 * In process, in a worker, or out of the cache: `Compile` is one type, so that they stack.
 */
import type { Library } from '../catalog/schema.ts';
import type { Notice } from '../findings/report.ts';
import type { Asked } from '../golang/world.ts';
import type { Finding, Related } from '../rule/finding.ts';
import type { Location } from '../text/position.ts';

export type { ModuleInfo, Project, SourceFile } from '../golang/project.ts';

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

/** A place that a rule looked at and found in order. */
export interface Silence {
  readonly rule: string;
  readonly location: Location;
  readonly because: string;
  readonly flow: readonly Related[];
}

/** What one rule gave in a package. */
export interface Part {
  readonly rule: string;
  readonly findings: readonly Finding[];
  /** Empty unless asked for. */
  readonly silences: readonly Silence[];
  /** What the rule looked at beyond its sites. */
  readonly asked: Asked;
}

/** What compiling one package gave. Plain JSON. */
export interface Compiled {
  readonly importPath: string;
  /** Of the rules that have sites in it. */
  readonly parts: readonly Part[];
  readonly suppressions: readonly Suppression[];
  readonly notices: readonly Notice[];
  /** What the sites rest on besides the unit's own files. */
  readonly asked: Asked;
  readonly stats: { readonly parsed: number; readonly bytes: number; readonly ms: Readonly<Record<string, number>> };
}

/** One package to compile: the files of one folder that share a package clause's import path. */
export interface Unit {
  readonly importPath: string;
  readonly module: string;
  readonly paths: readonly string[];
  /** Not named itself: only rules with module evidence look at it, and only findings that something named causes are kept. */
  readonly caused: boolean;
  /** Another run lints it: only rules whose findings stray to other packages look at it. */
  readonly elsewhere?: boolean;
  /** The rules that have to look at it, where what the others gave is known. */
  readonly only?: readonly string[];
}

/** What a project's configuration changes in how it is understood. Plain data: it crosses to threads and is part of the cache's key. */
export interface Tuning {
  /** Rows that are added to the catalog. */
  readonly libraries: readonly Library[];
  /** Options by rule, where they are not the rule's own. */
  readonly options: readonly Readonly<Record<string, object>>[];
  /** By path: index into `options`; absent: the rules' own. */
  readonly optionsOf: Readonly<Record<string, number>>;
}

export const NO_TUNING: Tuning = { libraries: [], options: [], optionsOf: {} };

export type Compile = (unit: Unit) => Promise<Compiled>;
