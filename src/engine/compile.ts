/** Compiles one package in this thread: sites, rules, findings. What other packages hold is asked of the world, on demand. */
import { catalog, type Library, librariesIn } from '../catalog/index.ts';
import { gather } from '../golang/asks.ts';
import { fileOf, type GoFile, locate } from '../golang/file.ts';
import type { Package } from '../golang/package.ts';
import type { Project } from '../golang/project.ts';
import { runtimeSymbol } from '../golang/symbol.ts';
import type { World } from '../golang/world.ts';
import type { AnyRule, Draft, Evidence, Site } from '../rule/contract.ts';
import { draft, fine } from '../rule/draft.ts';
import type { Finding, Related } from '../rule/finding.ts';
import { groupBy } from '../text/group-by.ts';
import { hash } from '../text/hash.ts';
import type { Text } from './ahead.ts';
import { type Compiled, NO_TUNING, type Part, type Silence, type Tuning, type Unit } from './contract.ts';
import { noticesOf } from './notices.ts';
import type { Marks } from './scan.ts';
import { allMarks, marksIn, type Plan, planFor, sitesAt } from './sites.ts';
import { suppressionsOf } from './suppressions.ts';

export interface Compiler {
  compile(unit: Unit): Compiled;
  /** What will be parsed of a unit: texts that hold a needle. */
  wanted(unit: Unit): readonly Text[];
}

/** Thrown when a rule or the semantics fail: it names the file that was being linted. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

export interface CompilerOptions {
  /** Looks at every name of every file instead of at the needles in its text: slow, and the same findings. */
  readonly everything?: boolean;
  /** Keeps why places are in order. */
  readonly silences?: boolean;
  /** Options that differ from the rules' own; its libraries were added to the catalog before. */
  readonly tuning?: Tuning;
}

export function compiler(
  world: World,
  rules: readonly AnyRule[],
  { everything = false, silences = false, tuning = NO_TUNING }: CompilerOptions = {},
): Compiler {
  const libraries = librariesOf(world.project);
  const whole = once(() => planFor(rules, libraries));
  const caused = once(() =>
    planFor(
      rules.filter(rule => rule.evidence === 'module'),
      libraries,
    ),
  );
  const strays = once(() =>
    planFor(
      rules.filter(rule => rule.strays),
      libraries,
    ),
  );
  const planOf = (unit: Unit) => (unit.elsewhere ? strays() : unit.caused ? caused() : whole());
  const marksOf = (plan: Plan, file: GoFile) => (everything ? allMarks(plan, file) : marksIn(plan, file.text));
  const looked = new Map<string, Marks>();
  return {
    wanted(unit) {
      const plan = planOf(unit);
      return filesOf(unit, packageOf(unit, world)).flatMap(file => {
        const marks = marksOf(plan, file);
        looked.set(file.path, marks);
        // Not the file itself, which holds on to all that is learnt of it.
        return marks.words.length > 0 ? [{ path: file.path, text: file.text }] : [];
      });
    },
    compile(unit) {
      const plan = planOf(unit);
      const marks = (file: GoFile) => looked.get(file.path) ?? marksOf(plan, file);
      const clock = stopwatch();
      const { value: look, asks } = gather(() => lookAt({ pkg: packageOf(unit, world), unit, plan, marks, clock }));
      const parts = [...look.sites].flatMap(([rule, sites]) => {
        if (unit.only?.includes(rule.id) === false) return [];
        const part = gather(() => partOf(rule, sites, { pkg: look.pkg, silences, tuning, clock }));
        return [{ ...part.value, asked: world.asked(part.asks) }];
      });
      const { importPath } = unit;
      const { suppressions, notices, files } = look;
      return { importPath, parts, suppressions, notices, asked: world.asked(asks), stats: statsOf(files, clock) };
    },
  };
}

/** Most runs need one plan, and those that find all they want in the cache none. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function packageOf({ module, importPath }: Unit, world: World): Package {
  const info = world.module(module);
  const pkg = info && world.package(importPath, info);
  if (!pkg) throw new InternalError(`no package ${importPath}`);
  return pkg;
}

/** The libraries that the project's modules require; all of them where some module does not say. */
function librariesOf({ modules }: Project): readonly Library[] {
  if (modules.some(({ go, requires }) => go === undefined && Object.keys(requires).length === 0)) return catalog;
  return librariesIn(
    modules.flatMap(({ path, requires, locals }) => [path, ...Object.keys(requires), ...Object.keys(locals)]),
  );
}

interface Job {
  readonly pkg: Package;
  readonly unit: Unit;
  readonly plan: Plan;
  readonly clock: Stopwatch;
  marks(file: GoFile): Marks;
}

/** What there is to look at in a package, before any rule does. */
interface Look {
  readonly pkg: Package;
  readonly files: readonly GoFile[];
  readonly sites: ReadonlyMap<AnyRule, readonly Site[]>;
  readonly suppressions: Compiled['suppressions'];
  readonly notices: Compiled['notices'];
}

function filesOf({ paths }: Unit, pkg: Package): readonly GoFile[] {
  const wanted = new Set(paths);
  return pkg.files.filter(file => wanted.has(file.path));
}

function lookAt({ pkg, unit, plan, clock, marks: marksOf }: Job): Look {
  const files = filesOf(unit, pkg);
  const sites = new Map<AnyRule, Site[]>();
  const looked: GoFile[] = [];
  for (const file of files) {
    const marks = clock.time('prefilter', () => marksOf(file));
    if (marks.words.length === 0) continue;
    looked.push(file);
    clock.time('parse', () => file.root);
    const found = clock.time('sites', () => guarded(file, () => sitesAt(plan, file, marks)));
    for (const [rule, group] of found) sites.set(rule, [...(sites.get(rule) ?? []), ...group]);
  }
  const suppressions = clock.time('suppressions', () => files.flatMap(suppressionsOf));
  // Whether others were parsed as well depends on what this thread was asked before.
  return { pkg, files, sites, suppressions, notices: looked.flatMap(noticesOf) };
}

/** Whom a rule works for. */
interface Client {
  readonly pkg: Package;
  readonly silences: boolean;
  readonly tuning: Tuning;
  readonly clock: Stopwatch;
}

function partOf(rule: AnyRule, sites: readonly Site[], client: Client): Omit<Part, 'asked'> {
  const findings: Finding[] = [];
  const silences: Silence[] = [];
  const drafts = client.clock.time(`rule ${rule.id}`, () => runRule(rule, sites, client));
  for (const made of drafts) {
    if (made.fine === undefined) findings.push(findingOf(rule, made));
    else if (client.silences) silences.push(silenceOf(rule.id, made, made.fine));
  }
  return { rule: rule.id, findings: numbered(findings), silences };
}

function statsOf(files: readonly GoFile[], { ms }: Stopwatch): Compiled['stats'] {
  const parsed = files.filter(file => file.parsed);
  return { parsed: parsed.length, bytes: parsed.reduce((sum, file) => sum + file.text.length, 0), ms };
}

interface Stopwatch {
  readonly ms: Readonly<Record<string, number>>;
  time<T>(phase: string, work: () => T): T;
}

function stopwatch(): Stopwatch {
  const ms: Record<string, number> = {};
  return {
    ms,
    time(phase, work) {
      const start = performance.now();
      const value = work();
      ms[phase] = (ms[phase] ?? 0) + performance.now() - start;
      return value;
    },
  };
}

function guarded<T>(file: GoFile, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new InternalError(`while linting ${file.path}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

/** Sites whose files have other options are looked at by themselves. */
function runRule(rule: AnyRule, sites: readonly Site[], { pkg, tuning }: Client): readonly Draft[] {
  const groups = groupBy(sites, ({ node }) => tuning.optionsOf[fileOf(node).path]);
  return [...groups].flatMap(([index, group]) => {
    const given = index === undefined ? undefined : tuning.options[index]?.[rule.id];
    return runWith({ ...rule.options, ...given }, rule, group, pkg);
  });
}

function runWith(options: object, rule: AnyRule, sites: readonly Site[], pkg: Package): readonly Draft[] {
  const [first] = sites;
  return guarded(fileOf(first!.node), () => {
    const scope = {
      pkg,
      options,
      sites,
      fine: (at: Site | Draft['at'], because: string) => fine(rule, at, because),
      finding: (at: Site | Draft['at'], message: string, values?: Readonly<Record<string, string>>) =>
        draft(rule, at, message, values),
    };
    return [...rule.check(scope as never)];
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
    identity: hash(rule.id, withoutPackage(symbol), tokens(made.at.text)),
  };
}

function silenceOf(rule: string, made: Draft, because: string): Silence {
  return { rule, location: locate(made.at), because, flow: distinct(made.flow.map(relatedOf)) };
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

/** The site without white space and comments, cut: what stays when code around it moves or is formatted anew. */
function tokens(text: string): string {
  return text
    .replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/(?<!\w) | (?!\w)/g, '')
    .slice(0, 400);
}

/** `example.com/shop/cart.(*Store).Add.func2` as `(*Store).Add.func`: a package may move, and a literal may come before. */
function withoutPackage(symbol: string): string {
  const name = symbol.slice(symbol.indexOf('.', symbol.lastIndexOf('/') + 1) + 1);
  return name.replace(/\.func\d+(\.\d+)*$/, '.func');
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
