import type { Location } from '../text/position.ts';

/** `error`: leaks each time the path runs, or one request can exhaust the memory. `warning`: under load or hostile input. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';
/** How sure the tool is that what the finding states is true; a separate axis from severity. */
export type Confidence = 'high' | 'medium' | 'low';

/** A place that belongs to a finding, with what it has to do with it. */
export interface Related {
  readonly location: Location;
  readonly note: string;
}

/** What a rule has to say about one place. Plain JSON: it crosses threads, the cache and every report. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** One paragraph: what, why, what to do. */
  readonly message: string;
  readonly location: Location;
  /** Places worth a look besides, the cause first. */
  readonly related: readonly Related[];
  /** The way of the value from its origin to the finding's place, in order. Empty, or at least two steps. */
  readonly flow: readonly Related[];
  /** The enclosing function in the runtime's spelling (`example.com/shop/cart.(*Store).Add.func1`), so that profiles can be joined; '' outside of functions. */
  readonly symbol: string;
  /** Stays the same when lines move: rule, path, symbol, the site's tokens, ordinal among equals. Hex. */
  readonly fingerprint: string;
  /** What it is, wherever it stands: rule, enclosing function without its package, the site's tokens. Findings that are alike share it. Hex. */
  readonly identity: string;
}

/** What a run can tell of a rule without running it. */
export interface RuleMeta {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly since: string;
  /** `CWE-400`, ... */
  readonly cwe: readonly string[];
  /** Carries a `security-severity` in SARIF (CVSS-like, '0.1' to '10.0'); only denial-of-service rules have one. */
  readonly security?: string;
  /** How many of its findings on real code somebody judged, and how many of these were right: what it may promise of itself is made of that. */
  readonly measured?: { readonly judged: number; readonly right: number };
}
