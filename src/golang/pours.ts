/** Calls that fill something they were handed, or their receiver: `zr.Reset(r)`, `json.Unmarshal(b, &v)`, `io.Copy(&buf, r)`. */
import { catalog, perCatalog } from '../catalog/index.ts';
import type { Effects } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, rowOf } from './callee.ts';
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
    return target ? targetsBehind(target).map(each => ({ call, target: each, into, row })) : [];
  });
}

/** What is written to a wrapper arrives in what it wraps: `io.Copy(io.MultiWriter(h, &buf), r)`. */
function targetsBehind(target: SyntaxNode): readonly SyntaxNode[] {
  const call = bare(target);
  const row = call.kind === 'call_expression' ? rowOf(call) : undefined;
  if (!row?.passes) return [target];
  const behind = row.passes.flatMap(({ param, as, into }) =>
    as === undefined && into === undefined ? (argumentOf(call, param) ?? []) : [],
  );
  return [target, ...behind.flatMap(targetsBehind)];
}

/** The pour whose target is this expression, its address, or a part of it (`io.ReadFull(r, head[:])`). */
export function pourOf(node: SyntaxNode): Pour | undefined {
  for (let call = node.within('call_expression'); call; call = call.within('call_expression')) {
    const found = poursOf(call).find(({ target }) => target === node || addressed(target) === node);
    if (found) return found;
    if (call.parent?.kind !== 'argument_list') return undefined;
  }
  return undefined;
}

function addressed(target: SyntaxNode): SyntaxNode {
  const inner = bare(target);
  const operand = /^(unary|slice)_expression$/.test(inner.kind) ? inner.field('operand') : undefined;
  return operand ? addressed(operand) : inner;
}

/** Whether a pour leaves nothing of what was there before: a reader that is reset, not a buffer that is added to. */
export function replaces({ row, into }: Pour): boolean {
  return [...(row.passes ?? []), ...(row.expands ?? [])].some(
    each => each.into === into && !('as' in each && each.as === 'part'),
  );
}
