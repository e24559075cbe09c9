/**
 * The first of the passes between the engine and the report: suppress, then select by level, then drop what a more specific rule says at the same
 * place, then sort. It comes first because whether an ignore comment is used must not depend on which levels are shown.
 */
import type { Suppression } from '../engine/contract.ts';
import type { Finding, RuleMeta } from '../rule/finding.ts';
import { groupBy } from '../text/group-by.ts';
import { hash } from '../text/hash.ts';
import { unexplainedIgnore, unusedIgnore } from './meta-rules.ts';
import { suggest } from './suggest.ts';

export interface Suppressed {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** What the ignore comments themselves deserve: unexplained-ignore and unused-ignore. */
  readonly extra: readonly Finding[];
}

/** Ids of rules: those that ran on a file decide what can be called unused there, `known` what can be named at all. */
export interface RuleIds {
  ran(path: string): ReadonlySet<string>;
  readonly known: readonly string[];
}

export function suppress(findings: readonly Finding[], suppressions: readonly Suppression[], ids: RuleIds): Suppressed {
  const used = new Map<Suppression, Set<string>>(suppressions.map(suppression => [suppression, new Set()]));
  const byPath = groupBy(suppressions, suppression => suppression.location.path);
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of findings) {
    const covering = (byPath.get(finding.location.path) ?? []).filter(suppression => covers(suppression, finding));
    // All that cover it are used: none of them is to blame for the others.
    for (const suppression of covering) used.get(suppression)!.add(finding.rule);
    (covering.length > 0 ? suppressed : kept).push(finding);
  }
  const own = suppressions.filter(suppression => suppression.kind === 'goleak');
  const extra = own.flatMap(suppression => [
    ...unexplained(suppression),
    ...unused(suppression, used.get(suppression)!, ids),
  ]);
  return { kept, suppressed, extra: numbered(extra.filter(({ rule, location }) => ids.ran(location.path).has(rule))) };
}

function covers({ rules, from, to }: Suppression, { rule, location }: Finding): boolean {
  const { line } = location.start;
  return from <= line && line <= to && (rules.length === 0 || rules.includes(rule));
}

function unexplained(suppression: Suppression): readonly Finding[] {
  if (suppression.reason !== '') return [];
  const names = suppression.rules.join(',');
  const example = `//goleak:ignore ${names === '' ? 'rule' : names} -- why it is safe here`;
  return [about(suppression, unexplainedIgnore, `this ignore does not say why; write \`${example}\``)];
}

function unused(suppression: Suppression, used: ReadonlySet<string>, ids: RuleIds): readonly Finding[] {
  const { rules, location } = suppression;
  const ran = ids.ran(location.path);
  if (rules.length === 0) {
    const all = ids.known.every(id => ran.has(id));
    return all && used.size === 0
      ? [about(suppression, unusedIgnore, 'this ignores nothing, no rule reports anything here; remove it')]
      : [];
  }
  return rules.flatMap(rule => {
    const why = whyUnused(rule, used, ran, ids.known);
    return why === undefined ? [] : [about(suppression, unusedIgnore, why)];
  });
}

function whyUnused(
  rule: string,
  used: ReadonlySet<string>,
  ran: ReadonlySet<string>,
  known: readonly string[],
): string | undefined {
  if (rule === unexplainedIgnore.id || rule === unusedIgnore.id)
    return `${rule} can't be ignored by a comment; remove it from this one`;
  if (!known.includes(rule)) {
    const near = suggest(rule, known);
    return `there is no rule ${rule}, so this ignores nothing${near ? `; did you mean ${near}?` : '; remove it'}`;
  }
  if (!ran.has(rule) || used.has(rule)) return undefined;
  return `this ignores nothing, ${rule} reports nothing here; remove it`;
}

function about({ location, rules }: Suppression, rule: RuleMeta, message: string): Finding {
  return {
    rule: rule.id,
    severity: rule.severity,
    confidence: rule.confidence,
    message,
    location,
    related: [],
    flow: [],
    symbol: '',
    fingerprint: hash(rule.id, location.path, rules.join(','), message),
    identity: hash(rule.id, rules.join(','), message),
  };
}

/** Two comments of the same words in one file are two findings. */
function numbered(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map(finding => {
    const ordinal = seen.get(finding.fingerprint) ?? 0;
    seen.set(finding.fingerprint, ordinal + 1);
    return ordinal === 0 ? finding : { ...finding, fingerprint: hash(finding.fingerprint, String(ordinal)) };
  });
}
