/**
 * The family of tickers and timers: for each one that is made, who receives from its channel, who stops and who resets it. Rules ask here what
 * becomes of it; what they say about that is theirs.
 */
import { calleeOf, symbolOf } from '../golang/callee.ts';
import { functionOf } from '../golang/flow.ts';
import { remember } from '../golang/remember.ts';
import { type Travel, travelOf } from '../golang/travel.ts';
import type { SyntaxNode } from '../syntax/node.ts';

export interface Clock {
  /** The call that makes it. */
  readonly made: SyntaxNode;
  readonly noun: 'ticker' | 'timer';
  /** Where the ticker goes; where only its channel was ever given out (`time.Tick`), where that goes. */
  readonly travel: Travel;
  /** `<-t.C`, and range clauses over it. */
  readonly receives: readonly SyntaxNode[];
  /** Calls of Stop. */
  readonly stops: readonly SyntaxNode[];
  readonly resets: readonly SyntaxNode[];
  /** Where the ticker, its channel or its Stop method get out of sight. */
  readonly lost: readonly SyntaxNode[];
}

/** The calls that make one, and what they make. */
const MAKERS: Readonly<Record<string, { readonly noun: Clock['noun']; readonly gives: 'clock' | 'channel' }>> = {
  'time.NewTicker': { noun: 'ticker', gives: 'clock' },
  'time.Tick': { noun: 'ticker', gives: 'channel' },
  'time.NewTimer': { noun: 'timer', gives: 'clock' },
  'time.After': { noun: 'timer', gives: 'channel' },
};

/** The ticker or timer that a call makes; undefined for other calls. */
export const clockOf = remember<SyntaxNode, Clock | undefined>(made => {
  const maker = MAKERS[symbolOf(calleeOf(made))];
  if (!maker) return undefined;
  const travel = travelOf(made);
  return { made, noun: maker.noun, travel, ...(maker.gives === 'clock' ? ofClock(travel) : ofChannel(travel)) };
}, undefined);

type Found = Pick<Clock, 'receives' | 'stops' | 'resets' | 'lost'>;

function ofClock(travel: Travel): Found {
  const stops: SyntaxNode[] = [];
  const resets: SyntaxNode[] = [];
  const receives: SyntaxNode[] = [];
  const lost: SyntaxNode[] = [...travel.escapes];
  for (const use of travel.uses) {
    const selector = use.parent;
    if (selector?.kind !== 'selector_expression' || use.role !== 'operand') continue;
    const name = selector.field('field')?.text;
    if (name === 'C') {
      const channel = ofChannel(travelOf(selector));
      receives.push(...channel.receives);
      lost.push(...channel.lost);
      continue;
    }
    const call =
      selector.role === 'function' && selector.parent?.kind === 'call_expression' ? selector.parent : undefined;
    if (!call) lost.push(selector);
    else if (name === 'Stop') stops.push(call);
    else if (name === 'Reset') resets.push(call);
  }
  return { receives, stops, resets, lost };
}

function ofChannel(travel: Travel): Found {
  const receives = travel.uses.flatMap(use => {
    const { parent } = use;
    if (parent?.kind === 'unary_expression' && parent.operator === '<-') return [parent];
    return parent?.kind === 'range_clause' && use.role === 'right' ? [parent] : [];
  });
  return { receives, stops: [], resets: [], lost: travel.escapes };
}

/** The channel that a receive takes from: `t.C`. */
export function channelOf(receive: SyntaxNode): SyntaxNode {
  return receive.field(receive.kind === 'range_clause' ? 'right' : 'operand') ?? receive;
}

/** The ticker that a call of one of its methods names: `q.ticker` of `q.ticker.Stop()`. */
export function namedBy(call: SyntaxNode): SyntaxNode {
  return call.field('function')?.field('operand') ?? call;
}

/** The case of a select that waits on a receive; undefined where it stands alone. */
export function caseOf(receive: SyntaxNode): SyntaxNode | undefined {
  const clause = receive.within('communication_case');
  const waited = clause?.field('communication');
  return clause && waited?.contains(receive) && functionOf(receive) === functionOf(clause) ? clause : undefined;
}
