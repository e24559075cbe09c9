/** Which expressions name which of the channels that are followed, function by function: arguments give parameters their names. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentOf, argumentsOf } from '../callee.ts';
import type { LocalEntity } from '../entities.ts';
import { type Place, placeOf, samePlace } from '../places.ts';
import { resolve } from '../scope.ts';

/** A place and the number of the channel that it holds. */
export interface Name {
  /** Undefined where a call gives the channel and its result is used on the spot. */
  readonly place: Place | undefined;
  readonly call?: SyntaxNode;
  readonly channel: number;
}
export type Names = readonly Name[];

/** The number of the channel that an expression names; undefined for others. */
export function channelAt(node: SyntaxNode | undefined, names: Names): number | undefined {
  if (!node) return undefined;
  const inner = bare(node);
  if (inner.kind === 'call_expression') return names.find(name => name.call === inner)?.channel;
  const place = placeOf(inner);
  return place && names.find(name => samePlace(name.place, place))?.channel;
}

/** The names that hold inside a function that is called: what its parameters and receiver were given. A literal sees those around it, too. */
export function namesInside(call: SyntaxNode, func: SyntaxNode, names: Names): Names {
  const given: Name[] = func.kind === 'func_literal' ? [...names] : [];
  parametersOf(func).forEach((param, index) => {
    if (param) given.push(...handed(argumentsOf(call)[index], param, names));
  });
  const receiver = receiverOf(func);
  if (receiver) given.push(...handed(argumentOf(call, 'receiver'), receiver, names));
  return given;
}

/** Whether what a call runs can have one of the names: it is handed one, or it is a literal, which sees those around it. */
export function handsOver(call: SyntaxNode, names: Names): boolean {
  const target = bare(call.field('function') ?? call);
  if (target.kind === 'func_literal' || target.kind === 'identifier') return true;
  const given = [...argumentsOf(call), argumentOf(call, 'receiver')];
  return given.some(argument => argument && holds(argument, names));
}

function holds(argument: SyntaxNode, names: Names): boolean {
  if (channelAt(argument, names) !== undefined || fieldsIn(argument, names).length > 0) return true;
  const place = placeOf(unwrapped(argument));
  return place !== undefined && names.some(name => name.place && below(place, name.place) !== undefined);
}

/** The channel itself, or a struct that holds it. */
function handed(argument: SyntaxNode | undefined, param: LocalEntity, names: Names): Names {
  const written = argument ? fieldsIn(argument, names) : [];
  if (written.length > 0) return written.map(({ path, channel }) => ({ place: { root: param, path }, channel }));
  const direct = argument && bare(argument).kind === 'call_expression' ? channelAt(argument, names) : undefined;
  if (direct !== undefined) return [{ place: { root: param, path: [] }, channel: direct }];
  const place = argument && placeOf(unwrapped(argument));
  if (!place) return [];
  return names.flatMap(name => {
    const rest = name.place && below(place, name.place);
    return rest ? [{ place: { root: param, path: rest }, channel: name.channel }] : [];
  });
}

interface Field {
  readonly path: readonly string[];
  readonly channel: number;
}

/** The fields that a struct literal, `Options{Events: c}`, gives a channel. */
function fieldsIn(argument: SyntaxNode, names: Names): readonly Field[] {
  const outer = bare(argument);
  const node = outer.kind === 'unary_expression' ? bare(outer.field('operand') ?? outer) : outer;
  if (node.kind !== 'composite_literal') return [];
  return (node.field('body')?.children ?? []).flatMap((element): readonly Field[] => {
    const [key, value] = [element.field('key')?.text, literalValueOf(element)];
    const channel = value && key ? channelAt(value, names) : undefined;
    if (channel !== undefined) return [{ path: [key!], channel }];
    const inner = value && key ? fieldsIn(value, names) : [];
    return inner.map(each => ({ ...each, path: [key!, ...each.path] }));
  });
}

function literalValueOf(element: SyntaxNode): SyntaxNode | undefined {
  const value = element.field('value');
  return value?.children[0] ?? value;
}

/** `(<-chan T)(c)` and `chan<- T(c)` are c. */
function unwrapped(argument: SyntaxNode): SyntaxNode {
  const operand = argument.kind === 'type_conversion_expression' ? argument.field('operand') : undefined;
  return operand ?? argument;
}

function below(outer: Place, inner: Place): readonly string[] | undefined {
  if (outer.root !== inner.root || outer.path.length > inner.path.length) return undefined;
  return outer.path.every((name, at) => name === inner.path[at]) ? inner.path.slice(outer.path.length) : undefined;
}

export function sameNames(a: Names, b: Names): boolean {
  return a.length === b.length && a.every((name, at) => sameName(name, b[at]));
}

function sameName(a: Name, b: Name | undefined): boolean {
  if (!b || a.channel !== b.channel || a.call !== b.call) return false;
  return a.place === b.place || samePlace(a.place, b.place);
}

/** The parameters of a function, in order; undefined for those without a name. */
export function parametersOf(func: SyntaxNode): readonly (LocalEntity | undefined)[] {
  return (func.field('parameters')?.children ?? []).flatMap(param => {
    const list = param.list('name');
    return list.length > 0 ? list.map(localOf) : [undefined];
  });
}

export function receiverOf(func: SyntaxNode): LocalEntity | undefined {
  const name = func.field('receiver')?.children[0]?.field('name');
  return name && localOf(name);
}

function localOf(name: SyntaxNode): LocalEntity | undefined {
  const entity = resolve(name);
  return entity?.kind === 'local' ? entity : undefined;
}
