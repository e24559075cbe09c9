/**
 * Deletes that take another key than the one that went in. Only what can never be the same counts: ids that were made twice, keys that are the program's own
 * text, two different things of one request, and text that only one side puts something before.
 */
import { argumentsOf } from '../golang/callee.ts';
import { constantOf, constantString } from '../golang/constants.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { functionOf } from '../golang/flow.ts';
import { keyOriginsOf, type Origin } from '../golang/origins.ts';
import { placeOf, samePlace } from '../golang/places.ts';
import { resolve } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** Whether a delete can never take the entry that an insert made. */
export function takesOther(taking: ContainerUse, insert: ContainerUse): boolean {
  if (!taking.key || !insert.key) return false;
  const isBeside = functionOf(insert.node)?.contains(taking.node) === true;
  if (isBeside && isDressed(insert.key, taking.key)) return true;
  const [ins, outs] = [marksOf(insert.key, isBeside), marksOf(taking.key, isBeside)];
  // What this program made, a peer may send back.
  if (ins.some(isMade) && !outs.every(mark => isMade(mark) || isText(mark))) return false;
  return ins.length > 0 && outs.length > 0 && !ins.some(mark => outs.includes(mark));
}

/** Both are the same variable, field or text. */
export function isSameKey(a: SyntaxNode, b: SyntaxNode): boolean {
  return samePlace(placeOf(a), placeOf(b)) || bare(a).text === bare(b).text;
}

/** What tells the values that a key can have from those of another; empty where some of them may be anything. */
function marksOf(key: SyntaxNode, isBeside: boolean): readonly string[] {
  const marks = keyOriginsOf(key).map(origin => markOf(origin, isBeside ? written(key) : undefined));
  return marks.every(mark => mark !== undefined) ? marks : [];
}

const isMade = (mark: string) => mark.startsWith('made ');
const isText = (mark: string) => mark.startsWith('text ');

/** In one function (where the call that made the key is told), the parts of a request are told apart; from another one, a peer may send the same in another part. */
function markOf(
  { kind, source, symbol, node, text, derived }: Origin,
  made: SyntaxNode | undefined,
): string | undefined {
  if (kind === 'constant') return text === undefined || derived ? undefined : `text ${text}`;
  switch (source) {
    case 'unique-id':
    case 'random':
      return node.kind === 'call_expression' && !derived ? `made ${node.file.path}:${node.start}` : undefined;
    case 'remote-address':
      return made && !derived ? 'sent address' : undefined;
    case 'header':
    case 'cookie':
    case 'metadata':
    case 'query': {
      const name = made?.kind === 'call_expression' && made.contains(node) ? argumentsOf(made)[0] : undefined;
      const known = name && constantString(name);
      return known === undefined ? undefined : `sent ${symbol} ${known}`;
    }
    default:
      return undefined;
  }
}

/** `"user:" + id` goes in, and `id` is taken out, or the other way round. */
function isDressed(one: SyntaxNode, other: SyntaxNode): boolean {
  return isPrefixed(one, other) || isPrefixed(other, one);
}

function isPrefixed(outer: SyntaxNode, plain: SyntaxNode): boolean {
  const node = written(outer);
  if (node.kind !== 'binary_expression' || node.operator !== '+') return false;
  const [left, right] = node.children.map(bare);
  if (!left || !right) return false;
  const rest = constantOf(left) !== undefined ? right : constantOf(right) !== undefined ? left : undefined;
  const text = rest && constantString(rest === right ? left : right);
  const same = rest && variableOf(rest);
  return text !== undefined && text !== '' && same !== undefined && variableOf(plain) === same;
}

/** The expression that a variable was given once, or the expression itself. */
function written(outer: SyntaxNode): SyntaxNode {
  const node = bare(outer);
  const [only, ...more] = variableOf(node)?.definitions ?? [];
  const value = only?.value && more.length === 0 && only.how === 'assign' ? bare(only.value) : undefined;
  return value && /^(binary|call)_expression$/.test(value.kind) ? value : node;
}

/** A variable that keeps the value that it was given. */
function variableOf(outer: SyntaxNode): LocalEntity | undefined {
  const node = bare(outer);
  const entity = node.kind === 'identifier' ? resolve(node) : undefined;
  return entity?.kind === 'local' && entity.definitions.length <= 1 ? entity : undefined;
}
