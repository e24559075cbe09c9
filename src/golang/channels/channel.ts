/** Channels as the code makes them: where, how large, and the place (variable or field of one) that names each in the function that made it. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf } from '../callee.ts';
import { constantNumber } from '../constants.ts';
import { functionOf } from '../flow.ts';
import { type Place, placeOf } from '../places.ts';
import { remember } from '../remember.ts';

export interface Channel {
  /** The `make(chan T, n)`. */
  readonly make: SyntaxNode;
  /** Values that it holds without a receiver; Infinity where that is a lot or computed, which is taken to be enough. */
  readonly capacity: number;
  /** What names it in the function that makes it. */
  readonly place: Place;
  /** As written there: `errc`, `session.events`. */
  readonly name: string;
}

/** Who makes room for so many values means it to be enough. */
const AMPLE = 10_000;

/** `make(chan T)` and `make(chan T, n)`. */
export function isChannelMake(node: SyntaxNode): boolean {
  if (node.kind !== 'call_expression' || node.field('function')?.text !== 'make') return false;
  return argumentsOf(node)[0]?.kind === 'channel_type';
}

/** The channels that a function itself makes and keeps in a variable, or in a field of one; literals inside it have their own. */
export const channelsOf = remember<SyntaxNode, readonly Channel[]>(func => {
  const found: Channel[] = [];
  for (const node of func.field('body')?.all('call_expression') ?? []) {
    if (!isChannelMake(node) || functionOf(node) !== func) continue;
    const channel = channelMade(node);
    if (channel) found.push(channel);
  }
  return found;
}, []);

/** The channel that a `make` gives; undefined where no variable keeps it, or one that also keeps others. */
export function channelMade(make: SyntaxNode): Channel | undefined {
  const target = targetOf(make);
  const place = target && placeOf(target.node);
  if (!target || place?.root.kind !== 'local' || functionOf(place.root.declared) !== functionOf(make)) return undefined;
  const path = [...place.path, ...target.path];
  if (path.length === 0 && !isMadeOnly(place)) return undefined;
  const size = argumentsOf(make)[1];
  const room = size ? (constantNumber(size) ?? AMPLE) : 0;
  const capacity = room < AMPLE ? room : Number.POSITIVE_INFINITY;
  const name = [target.node.text, ...target.path].join('.');
  return { make, capacity, place: { root: place.root, path }, name };
}

interface Target {
  readonly node: SyntaxNode;
  readonly path: readonly string[];
}

/** What a value is stored in: the assigned variable or field, or a field of the struct literal that is. */
function targetOf(value: SyntaxNode): Target | undefined {
  const { parent } = value;
  switch (parent?.kind) {
    case 'short_var_declaration':
    case 'assignment_statement':
      return plain(parent.list('left')[parent.list('right').indexOf(value)]);
    case 'var_spec':
      return plain(parent.list('name')[parent.list('value').indexOf(value)]);
    case 'parenthesized_expression':
    case 'unary_expression':
      return targetOf(parent);
    case 'literal_element':
    case 'keyed_element':
      return fieldOfLiteral(value, parent);
    default:
      return undefined;
  }
}

function plain(node: SyntaxNode | undefined): Target | undefined {
  return node && node.text !== '_' ? { node: bare(node), path: [] } : undefined;
}

function fieldOfLiteral(value: SyntaxNode, parent: SyntaxNode): Target | undefined {
  const element = parent.kind === 'keyed_element' ? parent : parent.parent;
  const key = element?.kind === 'keyed_element' ? element.field('key')?.text : undefined;
  const literal = element?.parent?.parent;
  if (!key || !/^\w+$/.test(key) || literal?.kind !== 'composite_literal' || value.role === 'key') return undefined;
  const outer = targetOf(literal);
  return outer && { node: outer.node, path: [...outer.path, key] };
}

/** Every other value of the variable is nil or another new channel: it never names somebody else's. */
function isMadeOnly(place: Place): boolean {
  if (place.root.kind !== 'local' || place.root.role !== 'var') return false;
  return place.root.definitions.every(({ how, value }) => {
    if (how === 'declare') return true;
    return how === 'assign' && value !== undefined && (value.kind === 'nil' || isChannelMake(bare(value)));
  });
}
