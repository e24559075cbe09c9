/**
 * Expectations in fixtures. `// want [error|warning|note|low] [rule:]"re"`, several a line, marks a finding (`low`: of low confidence); `// related "re"` and `// flow "re"` mark
 * places that a finding points to: where a case has such a mark at all, all its related places (or steps) must be marked.
 */
import type { Finding } from '../src/rule/finding.ts';

export interface Want {
  readonly path: string;
  readonly line: number;
  readonly what: 'finding' | 'related' | 'flow';
  readonly level: string | undefined;
  readonly rule: string | undefined;
  readonly pattern: RegExp;
  readonly text: string;
}

const MARK =
  /\/\/\s*(want|related|flow)\s+((?:(?:error|warning|note|low)\s+)?(?:[a-z][a-z-]*:)?(?:"(?:[^"\\]|\\.)*"|`[^`]*`)[^\n]*)/g;
/** Where the next of several marks on a line begins. */
const START = /(?=\/\/\s*(?:want|related|flow)\s)/;
const EACH = /(?:(error|warning|note|low)\s+)?(?:([a-z][a-z-]*):)?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g;

export function wantsIn(path: string, text: string): readonly Want[] {
  return text.split('\n').flatMap((source, index) =>
    source
      .split(START)
      .flatMap(part => [...part.matchAll(MARK)])
      .flatMap(([, mark, rest]) =>
        [...rest!.matchAll(EACH)].map(([whole, level, rule, quoted, raw]) => ({
          path,
          line: index + 1,
          what: mark === 'want' ? ('finding' as const) : (mark as 'related' | 'flow'),
          level,
          rule,
          pattern: new RegExp(raw ?? quoted!.replace(/\\"/g, '"').replace(/\\\\/g, '\\')),
          text: whole,
        })),
      ),
  );
}

function isAt(level: string | undefined, { severity, confidence }: Finding): boolean {
  if (level === undefined) return true;
  return level === 'low' ? confidence === 'low' : level === severity;
}

/** What differs, one line each: `missing` (a want without a finding) and `noisy` (a finding without a want). */
export function compare(findings: readonly Finding[], wants: readonly Want[], rule: string): readonly string[] {
  const open = [...wants];
  const noisy: string[] = [];
  const take = (
    what: Want['what'],
    location: Finding['location'],
    fits: (want: Want) => boolean,
    shown: string,
    strict: boolean,
  ) => {
    const at = open.findIndex(
      want => want.what === what && want.path === location.path && want.line === location.start.line && fits(want),
    );
    if (at >= 0) open.splice(at, 1);
    else if (strict) noisy.push(`noisy   ${location.path}:${location.start.line}: ${shown}`);
  };
  const marked = {
    related: wants.some(want => want.what === 'related'),
    flow: wants.some(want => want.what === 'flow'),
  };
  const seen = new Set<string>();
  for (const finding of findings) {
    const fits = (want: Want) =>
      want.pattern.test(finding.message) && isAt(want.level, finding) && (want.rule ?? rule) === finding.rule;
    take('finding', finding.location, fits, `${finding.severity} ${finding.rule}: ${finding.message}`, true);
    for (const what of ['related', 'flow'] as const) {
      for (const { location, note } of finding[what]) {
        // Two findings may point to one place with the same words: one mark serves both.
        const key = `${what} ${location.path}:${location.start.line} ${note}`;
        if (seen.has(key)) continue;
        seen.add(key);
        take(what, location, want => want.pattern.test(note), `${what} "${note}"`, marked[what]);
      }
    }
  }
  const missing = open.map(want => `missing ${want.path}:${want.line}: ${want.what} ${want.text}`);
  return [...noisy, ...missing];
}
