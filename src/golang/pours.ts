/** Calls that fill something they were handed, or their receiver: `zr.Reset(r)`, `json.Unmarshal(b, &v)`, `io.Copy(&buf, r)`. */
import { catalog, perCatalog } from '../catalog/index.ts';
import type { Effects } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, argumentsOf, rowOf } from './callee.ts';
import { remember } from './remember.ts';

export interface Pour {
  readonly call: SyntaxNode;
  /** What is filled, as the call spells it. */
  readonly target: SyntaxNode;
  readonly into: number | 'receiver';
  readonly row: Effects;
}

type Flow = { readonly into?: number | 'receiver' | 'result' };

function flowsOf(row: Effects): readonly Flow[] {
  const slurps = (row.slurps ?? []).filter(each => each.into !== 'result');
  return [...(row.yields ?? []), ...(row.passes ?? []), ...(row.expands ?? []), ...slurps].filter(
    (each: Flow) => each.into !== undefined,
  );
}

/** Names that a call must spell to pour anything; read off the catalog once. */
const pourNames: () => ReadonlySet<string> = perCatalog(
  () =>
    new Set(
      catalog.flatMap(({ effects }) =>
        Object.entries(effects).flatMap(([key, row]) =>
          flowsOf(row).length > 0 ? [key.slice(key.lastIndexOf('.') + 1)] : [],
        ),
      ),
    ),
);

/** All pours in a top-level declaration, in source order. */
export const poursIn = remember<SyntaxNode, readonly Pour[]>(
  top => [...top.all('call_expression')].flatMap(poursOf),
  [],
);

function poursOf(call: SyntaxNode): readonly Pour[] {
  const callee = bare(call.field('function') ?? call);
  const name = callee.kind === 'selector_expression' ? callee.field('field')?.text : callee.text;
  const row = name && pourNames().has(name) ? rowOf(call) : undefined;
  if (!row) return [];
  const places = new Set(flowsOf(row).map(flow => flow.into as number | 'receiver'));
  return [...places].flatMap(into => {
    const target = argumentOf(call, into);
    return target ? [{ call, target, into, row }] : [];
  });
}

/** The pour whose target is this expression, its address, or a part of it (`io.ReadFull(r, head[:])`). */
export function pourOf(node: SyntaxNode): Pour | undefined {
  let target = node;
  while (
    target.parent?.kind === 'parenthesized_expression' ||
    target.parent?.kind === 'unary_expression' ||
    (target.parent?.kind === 'slice_expression' && target.role === 'operand')
  )
    target = target.parent;
  const { parent } = target;
  const call =
    parent?.kind === 'selector_expression' && target.role === 'operand' && parent.role === 'function'
      ? parent.parent
      : parent?.kind === 'argument_list'
        ? parent.parent
        : undefined;
  if (call?.kind !== 'call_expression') return undefined;
  const into = parent?.kind === 'argument_list' ? argumentsOf(call).indexOf(target) : 'receiver';
  return poursOf(call).find(each => each.into === into);
}

/** Whether a pour leaves nothing of what was there before: a reader that is reset, not a buffer that is added to. */
export function replaces({ row, into }: Pour): boolean {
  return [...(row.passes ?? []), ...(row.expands ?? [])].some(
    each => each.into === into && !('as' in each && each.as === 'part'),
  );
}
