/** Decides by text alone which files are worth parsing: those that hold a needle of some rule's trigger. */
import type { AnyRule } from '../rule/contract.ts';
import { type Needle, needlesOf } from '../rule/trigger.ts';

export interface Prefilter {
  /** Rules that may have a site in the text. */
  rules(text: string): readonly AnyRule[];
}

interface Watched {
  readonly rule: AnyRule;
  readonly needles: readonly Needle[];
}

export function prefilter(rules: readonly AnyRule[]): Prefilter {
  const watched: readonly Watched[] = rules.map(rule => ({
    rule,
    needles: distinct(rule.triggers.flatMap(needlesOf)),
  }));
  const words = [...new Set(watched.flatMap(({ needles }) => needles.flat()))];
  return {
    rules(text) {
      const held = new Set(words.filter(word => text.includes(word)));
      return watched.flatMap(({ rule, needles }) =>
        needles.some(needle => needle.every(word => held.has(word))) ? [rule] : [],
      );
    },
  };
}

function distinct(needles: readonly Needle[]): readonly Needle[] {
  return [...new Map(needles.map(needle => [needle.join('\0'), needle])).values()];
}

/** Lets everything through: for the test that a prefilter loses no finding. */
export function noPrefilter(rules: readonly AnyRule[]): Prefilter {
  return { rules: () => rules };
}
