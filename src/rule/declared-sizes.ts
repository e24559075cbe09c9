/** The family of declared sizes: memory that is allocated as data from outside say, before anything of it has arrived. */
import { argumentsOf, calleeOf } from '../golang/callee.ts';
import { constantNumber } from '../golang/constants.ts';
import { decodedFrom } from '../golang/decoded.ts';
import { fileOf } from '../golang/file.ts';
import { originsOf } from '../golang/origins.ts';
import { topOf } from '../golang/scope.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { isPeer, peerNoun } from './peers.ts';

export interface DeclaredSize {
  /** The call of `make`. */
  readonly made: SyntaxNode;
  readonly size: SyntaxNode;
  /** The call that decodes the size, and what it decodes it from. */
  readonly decode: SyntaxNode;
  readonly data: SyntaxNode;
  /** The peer that sends the data; undefined where it is not seen to be one. */
  readonly who: string | undefined;
}

/** Unchecked allocations, by decoder: of each the one nearest to a peer, and where the others stand. */
export function* declaredSizes(
  names: readonly SyntaxNode[],
): Generator<{ readonly first: DeclaredSize; readonly others: readonly SyntaxNode[] }> {
  const decoders = new Map<string, DeclaredSize[]>();
  for (const name of names) {
    const found = declaredAt(name.parent);
    if (!found) continue;
    const decoder = decoderOf(found.made);
    decoders.set(decoder, [...(decoders.get(decoder) ?? []), found]);
  }
  for (const group of decoders.values()) {
    // Between equals the function's name decides, wherever in the file it stands.
    const [first, ...others] = group.sort((a, b) => rank(b) - rank(a) || nameOf(a).localeCompare(nameOf(b)));
    yield { first: first!, others: others.map(({ made }) => made) };
  }
}

function declaredAt(made: SyntaxNode | undefined): DeclaredSize | undefined {
  const isMake = made?.kind === 'call_expression' && calleeOf(made).kind === 'builtin';
  const size = isMake ? argumentsOf(made)[1] : undefined;
  if (!made || !size || constantNumber(size) !== undefined) return undefined;
  const decoded = decodedFrom(size).find(each => !each.checked);
  if (!decoded) return undefined;
  const { call: decode, data } = decoded;
  const origin = originsOf(data).find(isPeer);
  return { made, size, decode, data, who: origin && peerNoun(origin) };
}

function rank({ who }: DeclaredSize): number {
  return who === undefined ? 0 : 1;
}

function nameOf({ made }: DeclaredSize): string {
  return topOf(made).field('name')?.text ?? '';
}

/** Methods of one type are one decoder; a function is one of its own. */
function decoderOf(node: SyntaxNode): string {
  const top = topOf(node);
  const type = top.field('receiver')?.children[0]?.field('type');
  return type ? `${fileOf(node).pkg.importPath}.${type.text.replace(/^\*/, '')}` : `${node.file.path}:${top.start}`;
}
