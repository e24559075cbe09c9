import type { RuleMeta } from '../../rule/finding.ts';

export type Precision = 'very-high' | 'high' | 'medium' | 'low';

/** From which share of right findings on a rule may call itself so. */
const SHARES: readonly (readonly [share: number, precision: Precision])[] = [
  [0.98, 'very-high'],
  [0.9, 'high'],
  [0.7, 'medium'],
];

/**
 * How much of what a rule says is true, from what was measured; a rule that nobody measured promises at most `medium`, whatever its confidence. Two findings, one
 * right and one wrong, are added to what was judged (the rule of succession), so that few judgements don't make a perfect rule.
 */
export function precisionOf({ measured, confidence }: Pick<RuleMeta, 'measured' | 'confidence'>): Precision {
  if (!measured) return confidence === 'low' ? 'low' : 'medium';
  const share = (measured.right + 1) / (measured.judged + 2);
  return SHARES.find(([least]) => share >= least)?.[1] ?? 'low';
}
