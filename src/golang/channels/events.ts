/** What one statement or expression does, in order, as far as channels can be concerned: sends, receives, calls. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { isCalledInPlace } from '../flow.ts';
import { remember } from '../remember.ts';

export interface Traffic {
  readonly kind: 'send' | 'receive';
  readonly node: SyntaxNode;
  readonly channel: SyntaxNode;
  /** Stands in a select that can go another way, so it never blocks by itself. */
  readonly free: boolean;
}

export interface Invocation {
  readonly kind: 'call' | 'go' | 'defer';
  readonly node: SyntaxNode;
}

export type Event = Traffic | Invocation;

/**
 * The events of a point's node. Function literals are not looked into: they have flows of their own, or stand in the flow as points. A select evaluates
 * the channels and values of all its clauses before one is chosen; what its clauses' points do then is the communication alone.
 */
export const eventsOf = remember<SyntaxNode, readonly Event[]>(node => {
  const events: Event[] = [];
  if (node.kind !== 'select_statement') {
    gather(node, events);
    return isCommunication(node) ? events.filter(isTraffic) : events;
  }
  for (const clause of node.children) {
    const communication = clause.field('communication');
    if (communication) gather(communication, events);
  }
  return events.filter(event => !isTraffic(event));
}, []);

function isCommunication(node: SyntaxNode): boolean {
  return node.role === 'communication' && node.parent?.kind === 'communication_case';
}

function isTraffic(event: Event): event is Traffic {
  return event.kind === 'send' || event.kind === 'receive';
}

function gather(node: SyntaxNode, events: Event[]): void {
  if (node.kind === 'func_literal') return;
  if (node.kind === 'go_statement' || node.kind === 'defer_statement') {
    const call = bare(node.children[0] ?? node);
    for (const child of call.children) gather(child, events);
    events.push({ kind: node.kind === 'go_statement' ? 'go' : 'defer', node: call });
    return;
  }
  // What a range clause takes its values from is received at its branches.
  for (const child of node.children) gather(child, events);
  if (node.kind === 'send_statement')
    events.push({ kind: 'send', node, channel: node.field('channel')!, free: isFree(node) });
  else if (node.kind === 'unary_expression' && node.operator === '<-')
    events.push({ kind: 'receive', node, channel: node.field('operand')!, free: false });
  else if (node.kind === 'call_expression' && !isInPlace(node)) events.push({ kind: 'call', node });
}

/** The points of a literal called in place stand before this one. */
function isInPlace(call: SyntaxNode): boolean {
  const target = bare(call.field('function') ?? call);
  return target.kind === 'func_literal' && isCalledInPlace(target);
}

/** Stands in a select that can go another way. */
export function isFree(send: SyntaxNode): boolean {
  return send.role === 'communication' && send.parent !== undefined && hasOtherWays(send.parent);
}

/** A clause of a select that can go another way. */
export function hasOtherWays(clause: SyntaxNode): boolean {
  if (clause.kind !== 'communication_case') return false;
  return (clause.parent?.children.filter(child => child.kind.endsWith('_case')).length ?? 0) > 1;
}
