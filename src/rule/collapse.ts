/** One cause, one finding: what several places have in common is told at the first of them, the others are related. */
import type { SyntaxNode } from '../syntax/node.ts';
import type { Draft } from './contract.ts';

export interface Told {
  readonly draft: Draft;
  /** Equal for findings of one cause; undefined for those that stand alone. */
  readonly key: string | undefined;
  /** What a place that is only related is called: `read here too`. */
  readonly note: string;
}

const RANK = { error: 2, warning: 1, note: 0 } as const;
const SURE = { high: 2, medium: 1, low: 0 } as const;

/** The worst finding of each cause, with the others' places; in the order in which causes first came up. */
export function* collapsed(findings: Iterable<Told>): Generator<Draft> {
  const groups = new Map<string | SyntaxNode, Told[]>();
  for (const told of findings) {
    const key = told.key ?? told.draft.at;
    const group = groups.get(key);
    if (group) group.push(told);
    else groups.set(key, [told]);
  }
  for (const group of groups.values()) yield related(group);
}

function related(group: readonly Told[]): Draft {
  const { draft } = worstOf(group);
  const places = new Set([draft.at]);
  const others = group.filter(each => !places.has(each.draft.at) && places.add(each.draft.at));
  return draft.also(...others.map(each => ({ node: each.draft.at, note: each.note })));
}

/** What is fine weighs nothing. Of mirrored files the one for Linux speaks: that is where most servers run. */
function weight({ draft }: Told): number {
  if (draft.fine !== undefined) return -1;
  return (
    RANK[draft.severity] * 6 + SURE[draft.confidence] * 2 + (/_linux(_\w+)?\.go$/.test(draft.at.file.path) ? 1 : 0)
  );
}

/** The worst of several things to say, the first of equals. */
export function worstOf(group: readonly Told[]): Told {
  return group.reduce((a, b) => (weight(b) > weight(a) ? b : a));
}
