/** What code does with the followed channels wherever it leads, without asking on which ways: cheap, so it is asked first. */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Activation } from './activations.ts';
import { isFree } from './events.ts';

export interface Family {
  /** Sends, receives and closes that are in sight. */
  readonly met: ReadonlySet<SyntaxNode>;
  /** Channels that something is done with. */
  readonly used: ReadonlySet<number>;
  /** Channels to which goroutines send, where they may block. */
  readonly sentTo: ReadonlySet<number>;
}

export function familyOf(root: Activation): Family {
  const met = new Set<SyntaxNode>();
  const used = new Set<number>();
  const sentTo = new Set<number>();
  const visit = (act: Activation, isGoroutine: boolean, seen: Set<Activation>) => {
    if (seen.has(act)) return;
    seen.add(act);
    for (const [node, channel] of act.traffic) {
      met.add(node);
      used.add(channel);
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
  return { met, used, sentTo };
}
