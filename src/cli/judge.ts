import type { Project } from '../engine/contract.ts';
import type { Linked } from '../engine/lint.ts';
import type { Accepted } from '../findings/baseline.ts';
import { beat } from '../findings/beat.ts';
import { exclude, withSeverities } from '../findings/configure.ts';
import { metaRules } from '../findings/meta-rules.ts';
import type { Hidden, Report } from '../findings/report.ts';
import { select } from '../findings/select.ts';
import { sort } from '../findings/sort.ts';
import { suppress } from '../findings/suppress.ts';
import type { Discovered } from '../project/discover.ts';
import type { Finding, RuleMeta } from '../rule/finding.ts';
import type { Settings } from './args.ts';
import { type Baseline, holdAgainst } from './baseline-file.ts';
import type { Chosen } from './choose-rules.ts';
import type { Run } from './lint-state.ts';
import { relocate } from './relocate.ts';
import type { Tool } from './tool.ts';
import { rulesAt } from './tune.ts';

/** Every rule of the tool, those about ignore comments included, sorted by id. */
export function allRules(tool: Tool): readonly RuleMeta[] {
  return [...tool.rules, ...metaRules].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export interface Case {
  readonly discovered: Discovered;
  readonly linted: Linked;
  readonly run: Run;
  readonly baseline?: Baseline | undefined;
}

/** What the passes left, and counted. Paths are those of the engine. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly hidden: Hidden;
  /** What a baseline that is written now would accept besides: all that is shown, and what a finding of another rule hides. */
  readonly accepted: readonly Finding[];
  /** Of the baseline, what was found no more. */
  readonly stale: readonly Accepted[];
}

/** The passes in their order, from all that was found to what is worth showing. */
export function judge({ discovered: { project }, linted, run, baseline }: Case): Judged {
  const { chosen, settings, tool, policy } = run;
  const named = new Set(project.files.filter(file => file.named).map(file => file.path));
  const elsewhere = new Set(project.files.filter(file => file.elsewhere).map(file => file.path));
  const isNamed = ({ location }: Finding) => named.has(location.path);
  const ran = rulesAt(chosen, policy);
  const wanted = linted.findings.filter(({ rule, location: { path } }) => ran(path).has(rule) && !elsewhere.has(path));
  const ids = { ran, known: allRules(tool).map(rule => rule.id) };
  const { kept, suppressed, extra } = suppress(wanted, linted.suppressions, ids);
  const lineOf = lineReader(project);
  const lineAt = ({ location: { path, start } }: Finding) => lineOf(path, start.line);
  const left = exclude([...kept, ...extra.filter(isNamed)], policy.isExcluded, lineAt);
  const set = withSeverities(left.kept, path => policy.of(path).severity);
  // Before levels are looked at: what is not shown today keeps its entry.
  const lookedAt = (path: string, rule: string) => named.has(path) && ran(path).has(rule);
  const held = holdAgainst(baseline, set, { root: project.root, lookedAt });
  const { shown, hidden } = select(held.fresh, levels(settings, chosen));
  return {
    findings: beat(beats(tool))(shown),
    hidden: { ...hidden, suppressed: suppressed.length, excluded: left.excluded.length, known: held.known },
    accepted: shown,
    stale: held.stale,
  };
}

/** Lines of the sources, from 1. */
function lineReader({ read }: Project): (path: string, line: number) => string {
  const known = new Map<string, readonly string[]>();
  return (path, line) => {
    const lines = known.get(path) ?? read(path).split('\n');
    known.set(path, lines);
    return lines[line - 1] ?? '';
  };
}

/** Makes the report of a judgement: paths as the user sees them, in their order. */
export function reportOf({ findings, hidden }: Judged, { discovered, linted, run }: Case): Report {
  const { project, leftOut } = discovered;
  const { chosen, settings, tool, terminal } = run;
  const moved = relocate(project.root, terminal.cwd, settings.pathPrefix);
  const lineOf = lineReader(project);
  return {
    findings: sort(moved.findings(findings)),
    rules: allRules(tool)
      .filter(rule => chosen.ran.has(rule.id))
      .map(rule => withDoc(rule, tool)),
    tool: { name: tool.name, version: tool.version, ...(tool.uri && { uri: tool.uri }) },
    notices: moved.notices([...discovered.notices, ...linted.notices]),
    hidden,
    leftOut,
    stats: { files: project.files.filter(file => file.named).length },
    lineOf(path, line) {
      const original = moved.original(path);
      return original === undefined ? '' : lineOf(original, line);
    },
  };
}

function levels({ severity, confidence }: Settings, { asked }: Chosen) {
  return { severity: severity ?? 'warning', confidence, always: severity === undefined ? asked : new Set<string>() };
}

function beats({ rules }: Tool): ReadonlyMap<string, readonly string[]> {
  return new Map(rules.flatMap(({ id, beats = [] }) => (beats.length > 0 ? [[id, beats] as const] : [])));
}

/** Only some formats print documentation, so it is read when they ask. */
function withDoc(rule: RuleMeta, tool: Tool) {
  const { id, summary, severity, confidence, since, cwe, security, measured } = rule;
  return {
    ...{ id, summary, severity, confidence, since, cwe },
    ...(security !== undefined && { security }),
    ...(measured && { measured }),
    get doc() {
      return tool.doc(id);
    },
  };
}
