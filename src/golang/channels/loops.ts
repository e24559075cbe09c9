/** How often loops turn. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { constantNumber } from '../constants.ts';
import type { Loop } from '../flow.ts';
import { typeOf } from '../type-of.ts';
import { channelAt, type Names } from './names.ts';

export interface Turns {
  /** `counted`: ends by its header alone after `times` rounds; `endless`: only by leaving it; `channel`: when a followed channel is closed. */
  readonly kind: 'counted' | 'endless' | 'channel';
  /** Infinity where it is not known. */
  readonly times: number;
  /** The condition or range clause that ends it. */
  readonly header: SyntaxNode | undefined;
}

const MANY = Number.POSITIVE_INFINITY;

export function turnsOf(loop: Loop, names: Names): Turns {
  const header = loop.node.children.find(child => child.role !== 'body');
  if (header?.kind === 'range_clause') {
    const right = header.field('right');
    const channel = channelAt(right, names) !== undefined;
    return { kind: channel ? 'channel' : 'counted', times: right ? lengthOf(right) : MANY, header };
  }
  const condition = header?.kind === 'for_clause' ? header.field('condition') : header;
  if (!condition || condition.text === 'true') return { kind: 'endless', times: MANY, header: undefined };
  return { kind: 'counted', times: header?.kind === 'for_clause' ? timesOf(header) : MANY, header: condition };
}

/** Rounds of `for range 3`, of an array, and of a literal list. */
function lengthOf(right: SyntaxNode): number {
  const value = bare(right);
  const number = constantNumber(value);
  if (number !== undefined) return number;
  const type = typeOf(value);
  if (type.kind === 'array') return type.length ?? MANY;
  if (value.kind !== 'composite_literal') return MANY;
  return value.field('body')?.children.length ?? MANY;
}

/** `i := a; i < b; i++` with constants. */
function timesOf(clause: SyntaxNode): number {
  const start = clause.field('initializer')?.list('right')[0];
  const condition = bare(clause.field('condition') ?? clause);
  const end = condition.field('right');
  const from = start && constantNumber(start);
  const to = end && constantNumber(end);
  if (from === undefined || to === undefined || clause.field('update')?.kind !== 'inc_statement') return MANY;
  if (condition.operator === '<') return Math.max(0, to - from);
  return condition.operator === '<=' ? Math.max(0, to - from + 1) : MANY;
}
