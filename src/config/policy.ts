/**
 * What holds for each file of a run: of the configuration files above it, the nearest. The file's text is data, and nothing but data: linting a repository
 * runs nothing that it brings. Without such a file nothing of this is loaded.
 */
import { dirname, join, resolve } from 'node:path';
import type { Library } from '../catalog/schema.ts';
import type { Project } from '../engine/contract.ts';
import type { Store } from '../project/cache-folder.ts';
import type { Disk } from '../project/disk.ts';
import { findUp, from, isInside } from '../project/paths.ts';
import { UserError } from '../project/user-error.ts';
import type { Finding, Severity } from '../rule/finding.ts';
import { hash } from '../text/hash.ts';
import { pathMatcher, textMatcher } from './globs.ts';
import type { CatalogRow } from './rows.ts';
import type { Config, ConfigurableRule, RuleSetting } from './schema.ts';
import { parseSize } from './size.ts';

export const CONFIG_NAME = '.goleak-lint.yaml';

/** What is set for one file. */
export interface Settled {
  /** Rules that are switched off. */
  readonly off: ReadonlySet<string>;
  /** By rule: the severity that a finding of some severity gets. */
  readonly severity: Readonly<Record<string, Partial<Readonly<Record<Severity, Severity>>>>>;
  /** By rule: the options that are given. */
  readonly options: Readonly<Record<string, object>>;
  /** Bytes to which something before the program limits request bodies. */
  readonly requestBodyLimit?: number;
}

/** Paths are relative to the run's root. */
export interface Policy {
  of(path: string): Settled;
  /** `line`: the source line where the finding stands. */
  isExcluded(finding: Finding, line: () => string): boolean;
  /** Extra rows for the catalog. */
  readonly libraries: readonly Library[];
}

export const NOTHING_SET: Settled = { off: new Set(), severity: {}, options: {} };

const NO_POLICY: Policy = { of: () => NOTHING_SET, isExcluded: () => false, libraries: [] };

export interface PolicyRequest {
  readonly project: Project;
  readonly disk: Disk;
  readonly rules: readonly ConfigurableRule[];
  readonly cwd: string;
  /** A file that counts for all, or false: none counts. Absent: the nearest. */
  readonly config?: string | false;
  /** Texts that this build has checked in earlier runs. */
  readonly store?: Store<Config> | undefined;
}

/** Throws `UserError` for a file that can't be read or does not say what it may. */
export async function openPolicy(request: PolicyRequest): Promise<Policy> {
  const fileFor = filesFor(request);
  const folders = new Set(request.project.files.map(({ path }) => dirname(path)));
  const files = new Set([...folders].flatMap(folder => fileFor(folder) ?? []));
  if (files.size === 0) return NO_POLICY;
  const { disk, cwd, project } = request;
  const scopes = new Map<string, Scope>();
  const libraries: Library[] = [];
  for (const file of [...files].sort()) {
    const name = from(cwd, file);
    const config = await checkedConfig(textOf(file, name, disk), name, request);
    scopes.set(file, scopeOf(config, baseOf(file, project.root), project.root));
    libraries.push(...(config.catalog ?? []).map(row => libraryOf(row, from(project.root, file))));
  }
  const scopeAt = (path: string) => scopes.get(fileFor(dirname(path)) ?? '');
  return {
    libraries,
    of: path => scopeAt(path)?.of(path) ?? NOTHING_SET,
    isExcluded: (finding, line) => scopeAt(finding.location.path)?.isExcluded(finding, line) ?? false,
  };
}

/** A text that was in order is so the next time too, and what checks it takes longer to load than a small run lasts. */
async function checkedConfig(text: string, name: string, { rules, store }: PolicyRequest): Promise<Config> {
  const key = hash('configuration', text);
  const known = store?.read(key);
  if (known) return known;
  const { readConfig } = await import('./read.ts');
  const config = readConfig(text, name, rules);
  store?.write(key, config);
  return config;
}

/** The row as the catalog has it. `doc`: the file that it stands in. */
function libraryOf({ path, ...rest }: CatalogRow, doc: string): Library {
  // The shape that was checked is that of the catalog, but for `undefined` where a key is absent.
  return { ...rest, paths: [path].flat(), doc } as Library;
}

// ---- which file

/** The file for a folder that is given relative to the run's root. */
function filesFor({ project, disk, cwd, config }: PolicyRequest): (folder: string) => string | undefined {
  if (config === false) return () => undefined;
  if (config !== undefined) return () => resolve(cwd, config);
  const known = new Map<string, string | undefined>();
  const nearest = (folder: string, top: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const here = join(folder, CONFIG_NAME);
    const found = disk.exists(here) ? here : folder === top ? undefined : nearest(dirname(folder), top);
    known.set(folder, found);
    return found;
  };
  return folder => {
    const path = join(project.root, folder);
    if (known.has(path)) return known.get(path);
    const top = findUp(path, '.git') ?? project.root;
    return isInside(top, path) ? nearest(path, top) : undefined;
  };
}

function textOf(file: string, name: string, disk: Disk): string {
  try {
    return disk.read(file);
  } catch (error) {
    throw new UserError(`${name}: ${(error as Error).message}`);
  }
}

/** The folder that a file's patterns are relative to: its own; a file from elsewhere speaks of the run's root. Absolute. */
function baseOf(file: string, root: string): string {
  const folder = dirname(file);
  return isInside(folder, root) || isInside(root, folder) ? folder : root;
}

// ---- what a file says

interface Scope {
  of(path: string): Settled;
  isExcluded(finding: Finding, line: () => string): boolean;
}

function scopeOf(config: Config, base: string, root: string): Scope {
  const seen = (path: string) => from(base, join(root, path));
  const overrides = (config.overrides ?? []).map(each => ({ ...each, matches: pathMatcher([each.path].flat()) }));
  const exclusions = (config.exclude ?? []).map(exclusion);
  const settled = new Map<string, Settled>();
  return {
    of(path) {
      const own = seen(path);
      const applying = overrides.filter(({ matches }) => matches(own));
      const key = applying.map(each => overrides.indexOf(each)).join();
      const known = settled.get(key) ?? [config, ...applying].reduce(settle, NOTHING_SET);
      settled.set(key, known);
      return known;
    },
    isExcluded: (finding, line) => exclusions.some(matches => matches(finding, seen(finding.location.path), line)),
  };
}

type Part = Pick<Config, 'rules' | 'assume'>;

/** What was set before, and on top of it what this part says. */
function settle(before: Settled, { rules = {}, assume }: Part): Settled {
  const off = new Set(before.off);
  const severity = { ...before.severity };
  const options: Record<string, object> = { ...before.options };
  for (const [rule, setting] of Object.entries(rules)) {
    if (setting === undefined) continue;
    const { level, given } = partsOf(setting);
    if (level === 'off') off.add(rule);
    else if (level !== undefined) off.delete(rule);
    if (level !== undefined && level !== 'off' && level !== 'on') severity[rule] = levelsOf(level);
    if (given) options[rule] = { ...options[rule], ...given };
  }
  const limit = assume?.['request-body-limit'];
  const assumed = limit === undefined ? before.requestBodyLimit : parseSize(limit);
  return { off, severity, options, ...(assumed !== undefined && { requestBodyLimit: assumed }) };
}

type Levels = Partial<Readonly<Record<Severity, Severity>>>;
type Level = 'on' | 'off' | Severity | Levels;

function partsOf(setting: RuleSetting): { readonly level?: Level; readonly given?: object } {
  if (typeof setting === 'boolean') return { level: setting ? 'on' : 'off' };
  if (typeof setting === 'string') return { level: setting };
  const { severity, options } = setting;
  return { ...(severity !== undefined && { level: severity as Level }), ...(options && { given: options }) };
}

/** A word is for all that is wrong; a note says what is worth knowing, and stays one unless it is named. */
function levelsOf(level: Severity | Levels): Levels {
  if (typeof level !== 'string') return Object.fromEntries(Object.entries(level).filter(([, to]) => to !== undefined));
  return { error: level, warning: level };
}

type Exclusion = (finding: Finding, path: string, line: () => string) => boolean;

function exclusion({ path, rule, message, source }: NonNullable<Config['exclude']>[number]): Exclusion {
  const isThere = path === undefined ? () => true : pathMatcher([path].flat());
  const rules = rule === undefined ? undefined : new Set([rule].flat());
  const says = someText(message);
  const reads = someText(source);
  return (finding, at, line) =>
    (rules === undefined || rules.has(finding.rule)) &&
    isThere(at) &&
    (says === undefined || says(finding.message)) &&
    (reads === undefined || reads(line()));
}

function someText(patterns: string | readonly string[] | undefined): ((text: string) => boolean) | undefined {
  if (patterns === undefined) return undefined;
  const tests = [patterns].flat().map(textMatcher);
  return text => tests.some(test => test(text));
}
