/** Which side of a connection a function stands on: it answers requests, or it makes them. */
import { typeRow } from '../catalog/index.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { LocalEntity } from './entities.ts';
import { functionOf } from './flow.ts';
import { remember } from './remember.ts';
import { isNamed, pointee, signatureOf, type Type, typeFrom, typeName } from './types.ts';

/** Whether the function that evaluates a node answers requests: it, or a literal around it, takes what only servers hand out. */
export function isServing(node: SyntaxNode): boolean {
  return functionsAround(node).some(takesServed);
}

/** Whether a function takes what only servers hand out: it runs once for each request. */
export const takesServed = remember<SyntaxNode, boolean>(func => takes(func, isServed), false);

/** The same, by types of other modules only: a framework's own code serves nobody until somebody uses it. */
export function isServingForeign(node: SyntaxNode): boolean {
  return functionsAround(node).some(func => takes(func, type => isServed(type) && !isDeclared(type)));
}

function functionsAround(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let func = functionOf(node); func; func = functionOf(func)) found.push(func);
  return found;
}

function takes(func: SyntaxNode, accepts: (type: Type) => boolean): boolean {
  const params = func.field('parameters')?.children ?? [];
  return params.some(param => accepts(typeFrom(param.field('type'))));
}

function isServed(type: Type): boolean {
  return typeRow(typeName(type))?.serves === true;
}

function isDeclared(type: Type): boolean {
  const base = pointee(type);
  return base.kind === 'named' && base.entity !== undefined;
}

/** Whose request a parameter of type `*http.Request` is: a peer's, this program's own, or not to be told from the function alone. */
export function requestRole(param: LocalEntity): 'server' | 'client' | 'unknown' {
  const { owner } = param;
  if (takesServed(owner) || isServing(owner)) return 'server';
  if (owner.field('name')?.text === 'RoundTrip') return 'client';
  const { results } = signatureOf(owner);
  return results.some(type => isNamed(pointee(type), 'net/http.Response')) ? 'client' : 'unknown';
}
