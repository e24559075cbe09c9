/**
 * The family of whole reads: calls that take a reader to its end and keep what they got. For each such call, where its bytes come from and what
 * limits them; the rules that share it decide which origins they speak of.
 */
import { effectsOf } from '../catalog/index.ts';
import type { Effects } from '../catalog/schema.ts';
import { argumentOf } from '../golang/callee.ts';
import { constantNumber } from '../golang/constants.ts';
import { fileOf } from '../golang/file.ts';
import { flowAround } from '../golang/flow.ts';
import { leaf } from '../golang/origin.ts';
import { brief, isGrowingBuffer, type Origin, originsOf } from '../golang/origins.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Evidence, Site } from './contract.ts';

/** More than this is no limit: 1 GiB. */
export const MAX_LIMIT = 2 ** 30;

/** One way that bytes reach a whole read. */
export interface WholeRead {
  readonly site: Site;
  /** The expression that is read. */
  readonly reader: SyntaxNode;
  /** What does the reading, as written: `io.ReadAll`. */
  readonly sink: string;
  readonly origin: Origin;
  /** All origins of the same read. */
  readonly origins: readonly Origin[];
}

/** Every way into the whole reads among the sites, bounded ones included. */
export function* wholeReads(sites: readonly Site[]): Generator<WholeRead> {
  for (const site of sites) {
    for (const slurp of effectsOf(site.symbol)?.slurps ?? []) {
      const reader = readerOf(site.node, slurp);
      if (!reader) continue;
      const origins = slurp.source ? [sourceOrigin(site, slurp)] : originsOf(reader);
      const sink = brief(bare(site.node.field('function') ?? site.node));
      for (const origin of origins) yield { site, reader, sink, origin, origins };
    }
  }
}

type Slurp = NonNullable<Effects['slurps']>[number];

/** Nouns of slurps that other rules speak of: spreadsheets and tables. */
const ELSEWHERE = new Set(['records', 'sheet', 'workbook']);

/** What the call reads to its end; undefined where the call keeps nothing, or is limited by itself. */
function readerOf(call: SyntaxNode, slurp: Slurp): SyntaxNode | undefined {
  // A dump that a flag asks for is a matter of its own.
  if (slurp.when !== undefined) return undefined;
  if (slurp.until === 'delimiter' || ELSEWHERE.has(slurp.noun ?? '')) return undefined;
  if (slurp.limit !== undefined && !isInLoop(call)) return undefined;
  if (slurp.into !== 'result') {
    const target = argumentOf(call, slurp.into);
    if (!target || !isGrowingBuffer(target)) return undefined;
  }
  return argumentOf(call, slurp.param);
}

function isInLoop(call: SyntaxNode): boolean {
  return flowAround(call)?.loopAround(call) !== undefined;
}

/** A call that is sink and source in one: `c.GetRawData()`. */
function sourceOrigin(site: Site, slurp: Slurp): Origin {
  const expanded = slurp.expands ? { node: site.node, format: slurp.expands } : undefined;
  return leaf('source', site.node, { source: slurp.source, symbol: site.symbol, expanded });
}

/** Whether an origin's bound is one: constant or configured, at most 1 GiB, not taken from the input. */
export function isBounded(origin: Origin): boolean {
  if ((origin.held || isAssumedSmall(origin)) && !origin.expanded) return true;
  const { bound } = origin;
  if (!bound) return false;
  if (bound.bytes !== undefined) return bound.bytes <= MAX_LIMIT;
  if (!bound.limit) return true;
  const limit = constantNumber(bound.limit);
  if (limit !== undefined) return limit <= MAX_LIMIT;
  return !comesFromInput(bound.limit);
}

/** The configuration says that something before the program limits the bodies of requests; inflating them is another matter. */
function isAssumedSmall({ source, node }: Origin): boolean {
  return (source === 'request' || source === 'upload') && fileOf(node).source.requestBodyLimit !== undefined;
}

const INPUT = new Set([
  'request',
  'upload',
  'connection',
  'websocket',
  'message',
  'response',
  'header',
  'cookie',
  'query',
  'archive',
]);

/** A limit that the peer states is none, unless something compared it before. */
function comesFromInput(limit: SyntaxNode): boolean {
  return originsOf(limit).some(origin => origin.source !== undefined && INPUT.has(origin.source)) && !isChecked(limit);
}

/** A comparison of the value dominates its use. */
export function isChecked(value: SyntaxNode): boolean {
  const flow = flowAround(value);
  const point = flow?.pointOf(value);
  if (!flow || !point) return false;
  const text = bare(value).text;
  return flow.guards(point).some(({ condition }) => comparesText(condition, text));
}

function comparesText(condition: SyntaxNode, text: string): boolean {
  const inner = bare(condition);
  if (inner.kind !== 'binary_expression') return false;
  if (/^(<|<=|>|>=)$/.test(inner.operator))
    return [inner.field('left'), inner.field('right')].some(side => side?.text.includes(text) === true);
  return inner.children.some(side => comparesText(side, text));
}

/** The origin's way as evidence: where it begins, what it passes, where it is read. */
export function wayOf({ origin, site, sink }: WholeRead, noun: string): readonly Evidence[] {
  return [
    { node: origin.node, note: `${noun} comes in here` },
    ...origin.steps,
    { node: site.node, note: `read whole by ${sink}` },
  ];
}
