/**
 * The baseline: findings that a team has accepted, in a file beside the code. It does not know lines, so it survives edits around them, and it counts, so a
 * second finding that is like an accepted one is new.
 */
import type { Finding } from '../rule/finding.ts';

/** Findings in one place that are alike. */
export interface Accepted {
  /** Relative to the baseline's folder, with forward slashes. */
  readonly path: string;
  readonly rule: string;
  /** For people: the enclosing function. */
  readonly symbol: string;
  readonly identity: string;
  /** From 1. */
  readonly count: number;
}

const VERSION = 1;

/** One entry a line, sorted: two branches that accept different findings merge. */
export function renderBaseline(entries: readonly Accepted[]): string {
  const lines = sorted(entries).map(
    ({ path, rule, symbol, identity, count }) =>
      `    ${JSON.stringify({ path, rule, symbol, identity, count }).replace(/":/g, '": ').replace(/,"/g, ', "')}`,
  );
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${VERSION},\n  "findings": ${list}\n}\n`;
}

/** Throws an `Error` that says what is wrong with the text. */
export function parseBaseline(text: string): readonly Accepted[] {
  if (/^(?:<{7}|>{7}) /m.test(text)) throw new Error('has merge conflicts; resolve them, in any order');
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error('is not JSON');
  }
  const { version, findings } = (found ?? {}) as { readonly version?: unknown; readonly findings?: unknown };
  if (version !== VERSION || !Array.isArray(findings)) throw new Error(`is no baseline of version ${VERSION}`);
  const wrong = findings.findIndex(entry => !isAccepted(entry));
  if (wrong >= 0) throw new Error(`its entry ${wrong + 1} is not one`);
  return findings as readonly Accepted[];
}

function isAccepted(entry: unknown): entry is Accepted {
  const { path, rule, symbol, identity, count } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  const texts = [path, rule, symbol, identity];
  return texts.every(text => typeof text === 'string') && Number.isSafeInteger(count) && (count as number) > 0;
}

export interface Compared {
  /** Not in the baseline. */
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  /** What of the baseline was found no more, with how often. */
  readonly left: readonly Accepted[];
}

/** `pathOf`: where a finding lies, seen from the baseline. */
export function compareBaseline(
  findings: readonly Finding[],
  entries: readonly Accepted[],
  pathOf: (finding: Finding) => string,
): Compared {
  const left = new Map<string, Accepted>();
  for (const entry of entries) add(left, entry, entry.count);
  const fresh: Finding[] = [];
  const known: Finding[] = [];
  for (const finding of findings) {
    const entry = left.get(keyOf({ path: pathOf(finding), identity: finding.identity }));
    if (entry) add(left, entry, -1);
    (entry ? known : fresh).push(finding);
  }
  return { fresh, known, left: sorted([...left.values()]) };
}

/** The entries with more findings accepted, and others taken out. */
export function changedBaseline(
  entries: readonly Accepted[],
  more: readonly Finding[],
  stale: readonly Accepted[],
  pathOf: (finding: Finding) => string,
): readonly Accepted[] {
  const found = new Map<string, Accepted>();
  for (const entry of entries) add(found, entry, entry.count);
  for (const entry of stale) add(found, entry, -entry.count);
  for (const finding of more) {
    const { rule, symbol, identity } = finding;
    add(found, { path: pathOf(finding), rule, symbol, identity, count: 1 }, 1);
  }
  return sorted([...found.values()]);
}

function add(entries: Map<string, Accepted>, entry: Accepted, count: number): void {
  const key = keyOf(entry);
  const sum = (entries.get(key)?.count ?? 0) + count;
  if (sum <= 0) entries.delete(key);
  else entries.set(key, { ...entry, count: sum });
}

function keyOf({ path, identity }: Pick<Accepted, 'path' | 'identity'>): string {
  return `${path}\n${identity}`;
}

function sorted(entries: readonly Accepted[]): readonly Accepted[] {
  const rank = ({ path, rule, symbol, identity }: Accepted) => [path, rule, symbol, identity].join('\n');
  return entries.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
