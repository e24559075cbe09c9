/** The family of tees: wrappers that copy what passes through them into a growing buffer. */
import { effectsOf } from '../catalog/index.ts';
import { argumentOf, argumentsOf } from '../golang/callee.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { flowAround } from '../golang/flow.ts';
import { isGrowingBuffer, type Origin } from '../golang/origins.ts';
import { placeOf } from '../golang/places.ts';
import { resolve } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { callsOn } from './pools.ts';
import { isBounded } from './read-bounds.ts';

/** A wrapper that copies what passes through it into a growing buffer. */
export interface Tee {
  readonly call: SyntaxNode;
  readonly buffer: SyntaxNode;
  /** What is read through it; undefined where it is written to (`io.MultiWriter`). */
  readonly reader: SyntaxNode | undefined;
}

export function teeOf(call: SyntaxNode, symbol: string): Tee | undefined {
  const row = effectsOf(symbol);
  const buffers = new Set((row?.tees ?? []).map(each => each.into));
  for (const into of buffers) {
    const buffer = argumentOf(call, into);
    if (!buffer || !isGrowingBuffer(buffer)) continue;
    // Of a reader one side is read and the other written; of several writers each is both.
    const isReader = !(row?.tees ?? []).some(each => each.param === into);
    return { call, buffer, reader: isReader ? argumentOf(call, row!.tees![0]!.param) : undefined };
  }
  return undefined;
}

/** The first use, inside a loop, of a value or of what is made of it: `r = newReader(io.TeeReader(...))`, `for { r.next() }`. */
export function usedInLoop(value: SyntaxNode): SyntaxNode | undefined {
  const flow = flowAround(value);
  const holder = holderOf(value);
  if (!flow || !holder) return undefined;
  const outer = flow.loopAround(value);
  return holder.mentions.find(mention => {
    if (mention.role === 'left' || mention.start < value.end) return false;
    const loop = flowAround(mention)?.loopAround(mention);
    return loop !== undefined && loop.node !== outer?.node && isRead(mention);
  });
}

/** The variable that a value ends up in, through calls that wrap it. */
function holderOf(value: SyntaxNode): LocalEntity | undefined {
  for (let at = value; at.parent; at = at.parent) {
    const { parent } = at;
    if (/^(short_var_declaration|assignment_statement|var_spec)$/.test(parent.kind)) {
      const target = parent.list(parent.kind === 'var_spec' ? 'name' : 'left')[0];
      const entity = target?.kind === 'identifier' ? resolve(target) : undefined;
      return entity?.kind === 'local' ? entity : undefined;
    }
    if (/_statement$|^block$|^func_literal$/.test(parent.kind)) return undefined;
  }
  return undefined;
}

/** Something is called on the value, or it is handed to a call. */
function isRead(mention: SyntaxNode): boolean {
  const { parent } = mention;
  return parent?.kind === 'argument_list' || (parent?.kind === 'selector_expression' && parent.role === 'function');
}

/** Whether the loop that reads through a tee empties its buffer each round. */
export function isEmptiedBeside({ buffer }: Tee, use: SyntaxNode): boolean {
  const place = placeOf(buffer);
  return (
    place !== undefined &&
    callsOn(place, 'Reset', use).some(reset => use.within('for_statement')?.contains(reset) === true)
  );
}

/** Nothing limits it, and it is not in memory already. */
export function isOpenEnded(origin: Origin): boolean {
  return !isBounded(origin) && !/^(constant|made|nil)$/.test(origin.kind);
}

/** The write by which a value that is in memory whole goes through a writer that copies it: `w := io.MultiWriter(&buf, sum)`, `w.Write(b)`. */
export function wholeCopy(tee: SyntaxNode): { readonly write: SyntaxNode; readonly value: SyntaxNode } | undefined {
  const target = tee.parent?.list('left')[0];
  const place = target && placeOf(target);
  const write = place && callsOn(place, 'Write', tee).find(each => isGivenWhole(argumentsOf(each)[0]));
  const value = write && argumentsOf(write)[0];
  return value && { write, value };
}

/** A parameter of bytes, whole. */
function isGivenWhole(value: SyntaxNode | undefined): boolean {
  const place = value && placeOf(value);
  return place?.root.kind === 'local' && place.root.role === 'param' && typeOf(value!).kind === 'slice';
}
