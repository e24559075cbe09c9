/** A comment that switches rules off, as it is written. What it covers is the engine's business. */
export interface Directive {
  /** `goleak`: our own; `nolint`: golangci-lint's. */
  readonly kind: 'goleak' | 'nolint';
  /** Rules it names; empty: all. */
  readonly rules: readonly string[];
  readonly reason: string;
}

/** Name under which golangci-lint users know us. */
const LINTER = 'goleak-lint';
const GOLEAK = /^\/\/\s*goleak:ignore(?![\w-])(?<rest>.*)$/s;
const NOLINT = /^\/\/\s*nolint(?=[\s:]|$)(?::(?<linters>[^/]*))?(?<rest>.*)$/s;

/**
 * Reads one line comment, slashes included: `//goleak:ignore rule[,rule] -- reason`, `//nolint`, `//nolint:all`, `//nolint:goleak-lint,x // why`.
 * Undefined for every other comment, and for a nolint that is not about us.
 */
export function parseDirective(comment: string): Directive | undefined {
  const own = comment.match(GOLEAK)?.groups;
  if (own) return goleak(own.rest ?? '');
  const foreign = comment.match(NOLINT)?.groups;
  return foreign && nolint(foreign.linters, foreign.rest ?? '');
}

function goleak(rest: string): Directive {
  const [names, ...reason] = rest.split(/(?<=^|\s)--(?=\s|$)/);
  return { kind: 'goleak', rules: ruleNames(names ?? ''), reason: reason.join('--').trim() };
}

/** The list ends where a name is not followed by a comma, so that words which lack their `--` are not taken for rules. */
function ruleNames(text: string): readonly string[] {
  const list = text.match(/^[\s:]*([\w-]+(?:\s*,\s*[\w-]+)*)/)?.[1] ?? '';
  return [...new Set(list.split(',').map(name => name.trim()))].filter(name => name !== '');
}

function nolint(linters: string | undefined, rest: string): Directive | undefined {
  const names = linters?.split(',').map(name => name.trim().toLowerCase());
  if (names && !names.some(name => name === LINTER || name === 'all')) return undefined;
  return { kind: 'nolint', rules: [], reason: rest.replace(/^[\s/]+/, '').trim() };
}
