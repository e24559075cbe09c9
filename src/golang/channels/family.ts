/** What code does with the followed channels wherever it leads, without asking on which ways: cheap, so it is asked first. */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Activation } from './activations.ts';
import { chosenBy } from './callees.ts';
import { isFree } from './events.ts';

export interface Family {
  /** Sends, receives and closes that are in sight. */
  readonly met: ReadonlySet<SyntaxNode>;
  /** The functions that it leads to. */
  readonly funcs: ReadonlySet<SyntaxNode>;
  /** Channels that something is done with. */
  readonly used: ReadonlySet<number>;
  /** Channels to which goroutines send, where they may block. */
  readonly sentTo: ReadonlySet<number>;
  /** Channels to which an atomic operation decides who sends, wherever somebody does: how many are chosen. */
  readonly onces: ReadonlyMap<number, number>;
}

export function familyOf(root: Activation): Family {
  const met = new Set<SyntaxNode>();
  const funcs = new Set<SyntaxNode>();
  const used = new Set<number>();
  const sentTo = new Set<number>();
  const sends = new Map<number, Set<SyntaxNode>>();
  const visit = (act: Activation, isGoroutine: boolean, seen: Set<Activation>) => {
    if (seen.has(act)) return;
    seen.add(act);
    funcs.add(act.func);
    for (const [node, channel] of act.traffic) {
      met.add(node);
      used.add(channel);
      if (node.kind === 'send_statement') sends.set(channel, (sends.get(channel) ?? new Set()).add(node));
      if (isGoroutine && node.kind === 'send_statement' && !isFree(node)) sentTo.add(channel);
    }
    for (const [call, { runs, hands }] of act.calls) {
      const isStart = call.parent?.kind === 'go_statement';
      for (const into of runs) visit(into, isGoroutine || isStart, isGoroutine || isStart ? started : called);
      for (const { into, how } of hands) {
        const isOwn = isGoroutine || how === 'goroutine';
        visit(into, isOwn, isOwn ? started : called);
      }
    }
  };
  const started = new Set<Activation>();
  const called = new Set<Activation>();
  visit(root, false, called);
  return { met, funcs, used, sentTo, onces: onceSentTo(sends) };
}

function onceSentTo(sends: ReadonlyMap<number, ReadonlySet<SyntaxNode>>): ReadonlyMap<number, number> {
  const onces = new Map<number, number>();
  for (const [channel, nodes] of sends) {
    const [first = [], ...others] = [...nodes].map(chosenBy);
    // Sends that go by one counter have one sender in all.
    const isShared = first.some(counter => others.every(each => each.includes(counter)));
    if (first.length > 0 && others.every(each => each.length > 0)) onces.set(channel, isShared ? 1 : nodes.size);
  }
  return onces;
}
