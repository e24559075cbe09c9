/** Compiles one package in this thread: sites, rules, findings. What other packages hold is asked of the world, on demand. */
import { fileOf, type GoFile, locate } from '../golang/file.ts';
import type { Package } from '../golang/package.ts';
import { runtimeSymbol } from '../golang/symbol.ts';
import type { World } from '../golang/world.ts';
import type { AnyRule, Draft, Evidence, Site } from '../rule/contract.ts';
import { draft } from '../rule/draft.ts';
import type { Finding, Related } from '../rule/finding.ts';
import { hash } from '../text/hash.ts';
import type { Compiled, Suppression, Unit } from './contract.ts';
import { noticesOf } from './notices.ts';
import type { Prefilter } from './prefilter.ts';
import { planOf, sitesOf } from './sites.ts';
import { mayHoldDirective, suppressionsOf } from './suppressions.ts';

export interface Compiler {
  compile(unit: Unit): Compiled;
}

/** Thrown when a rule or the semantics fail: it names the file that was being linted. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

export function compiler(world: World, rules: readonly AnyRule[], filter: Prefilter): Compiler {
  const plans = new Map(rules.map(rule => [rule, planOf(rule)]));
  const sitesIn = (rule: AnyRule, file: GoFile) => sitesOf(plans.get(rule)!, file);
  return {
    compile(unit) {
      const module = world.module(unit.module);
      const pkg = module && world.package(unit.importPath, module);
      if (!pkg) throw new InternalError(`no package ${unit.importPath}`);
      return compilePackage({ pkg, unit, filter, sitesIn });
    },
  };
}

interface Job {
  readonly pkg: Package;
  readonly unit: Unit;
  readonly filter: Prefilter;
  sitesIn(rule: AnyRule, file: GoFile): readonly Site[];
}

function compilePackage(job: Job): Compiled {
  const ms: Record<string, number> = {};
  const timed = <T>(phase: string, work: () => T): T => {
    const start = performance.now();
    const value = work();
    ms[phase] = (ms[phase] ?? 0) + performance.now() - start;
    return value;
  };
  const wanted = new Set(job.unit.paths);
  const files = job.pkg.files.filter(file => wanted.has(file.path));
  const hits = timed('prefilter', () => hitsOf(job, files));
  const suppressions: Suppression[] = [];
  timed('parse', () => {
    for (const file of files) {
      if (!mayHoldDirective(file.text)) continue;
      suppressions.push(...suppressionsOf(file));
    }
    for (const file of hits.files) void file.root.children;
  });
  const findings: Finding[] = [];
  for (const [rule, rulesFiles] of hits.rules) {
    const sites = timed('sites', () => rulesFiles.flatMap(file => guarded(file, () => job.sitesIn(rule, file))));
    if (sites.length > 0) timed(`rule ${rule.id}`, () => findings.push(...runRule(rule, sites, job.pkg)));
  }
  const parsed = files.filter(file => file.parsed);
  return {
    importPath: job.unit.importPath,
    findings: numbered(findings),
    suppressions,
    notices: parsed.flatMap(noticesOf),
    stats: { parsed: parsed.length, bytes: parsed.reduce((sum, file) => sum + file.text.length, 0), ms },
  };
}

function hitsOf(
  job: Job,
  files: readonly GoFile[],
): { readonly files: readonly GoFile[]; readonly rules: ReadonlyMap<AnyRule, readonly GoFile[]> } {
  const rules = new Map<AnyRule, GoFile[]>();
  const hit: GoFile[] = [];
  for (const file of files) {
    const found = job.filter.rules(file.text);
    if (found.length > 0) hit.push(file);
    for (const rule of found) {
      const group = rules.get(rule);
      if (group) group.push(file);
      else rules.set(rule, [file]);
    }
  }
  return { files: hit, rules };
}

function guarded<T>(file: GoFile, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new InternalError(`while linting ${file.path}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function runRule(rule: AnyRule, sites: readonly Site[], pkg: Package): readonly Finding[] {
  const [first] = sites;
  return guarded(fileOf(first!.node), () => {
    const scope = {
      pkg,
      options: rule.options ?? {},
      sites,
      finding: (at: Site | Draft['at'], message: string, values?: Readonly<Record<string, string>>) =>
        draft(rule, at, message, values),
    };
    return [...rule.check(scope as never)].map(each => findingOf(rule, each));
  });
}

function findingOf(rule: AnyRule, made: Draft): Finding {
  const symbol = runtimeSymbol(made.at);
  return {
    rule: rule.id,
    severity: made.severity,
    confidence: made.confidence,
    message: made.text,
    location: locate(made.at),
    related: distinct(made.related.map(relatedOf)),
    flow: distinct(made.flow.map(relatedOf)),
    symbol,
    fingerprint: hash(rule.id, made.at.file.path, symbol, tokens(made.at.text)),
  };
}

function relatedOf({ node, note }: Evidence): Related {
  return { location: locate(node), note };
}

function distinct(related: readonly Related[]): readonly Related[] {
  const seen = new Set<string>();
  return related.filter(({ location, note }) => {
    const key = `${location.path}:${location.start.line}:${location.start.column}:${note}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The site without white space and comments, cut: what stays when code around it moves. */
function tokens(text: string): string {
  return text
    .replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 400);
}

/** Findings that would share a fingerprint are told apart by their order. */
function numbered(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.map(finding => {
    const count = counts.get(finding.fingerprint) ?? 0;
    counts.set(finding.fingerprint, count + 1);
    return count === 0 ? finding : { ...finding, fingerprint: hash(finding.fingerprint, String(count)) };
  });
}
