import type { Suppression } from '../../src/engine/contract.ts';
import type { Report } from '../../src/findings/report.ts';
import type { Finding, RuleMeta } from '../../src/rule/finding.ts';
import type { Location } from '../../src/text/position.ts';

export function at(path: string, line: number, column = 1, length = 10): Location {
  return { path, start: { line, column }, end: { line, column: column + length } };
}

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: 'unbounded-read',
    severity: 'warning',
    confidence: 'high',
    message:
      '`r.Body` is read whole into memory; a client decides how much that is. Wrap it: `http.MaxBytesReader(w, r.Body, limit)`.',
    location: at('cart/cart.go', 12, 9, 18),
    related: [],
    flow: [],
    symbol: 'example.com/shop/cart.Add',
    fingerprint: 'f'.repeat(32),
    identity: 'e'.repeat(32),
    ...more,
  };
}

export function suppression(more: Partial<Suppression> = {}): Suppression {
  return {
    kind: 'goleak',
    rules: ['unbounded-read'],
    reason: 'the proxy limits bodies',
    location: at('cart/cart.go', 11, 2, 40),
    from: 11,
    to: 12,
    ...more,
  };
}

export function rule(more: Partial<RuleMeta & { doc: string }> = {}): RuleMeta & { doc: string } {
  return {
    id: 'unbounded-read',
    summary: 'A reader that somebody else fills is read whole into memory.',
    severity: 'warning',
    confidence: 'high',
    since: '0.1.0',
    cwe: ['CWE-400'],
    security: '7.5',
    doc: '# unbounded-read\n\nA reader that somebody else fills is read whole into memory.\n\n## Instead\n\nBound it.\n',
    ...more,
  };
}

export const NOTHING_LEFT_OUT = {
  tests: 0,
  generated: 0,
  vendored: 0,
  testdata: 0,
  ignored: 0,
  excluded: 0,
  notGo: 0,
  unreadable: 0,
};

export function report(more: Partial<Report> = {}): Report {
  return {
    findings: [],
    rules: [rule()],
    tool: { name: 'goleak-lint', version: '0.1.0' },
    notices: [],
    hidden: { notes: 0, warnings: 0, lowConfidence: 0, suppressed: 0, excluded: 0, known: 0 },
    leftOut: NOTHING_LEFT_OUT,
    stats: { files: 3 },
    lineOf: () => '',
    ...more,
  };
}
