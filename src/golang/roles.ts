/** Which side of a connection a function stands on: it answers requests, or it makes them. */
import { typeRow } from '../catalog/index.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { LocalEntity } from './entities.ts';
import { functionOf } from './flow.ts';
import { isNamed, pointee, signatureOf, typeFrom, typeName } from './types.ts';

/** Whether the function that evaluates a node answers requests: it, or a literal around it, takes what only servers hand out. */
export function isServing(node: SyntaxNode): boolean {
  for (let func = functionOf(node); func; func = functionOf(func)) if (takesServed(func)) return true;
  return false;
}

/** Whether a function takes what only servers hand out: it runs once for each request. */
export function takesServed(func: SyntaxNode): boolean {
  const params = func.field('parameters')?.children ?? [];
  return params.some(param => isServedType(param.field('type')));
}

function isServedType(type: SyntaxNode | undefined): boolean {
  return type !== undefined && typeRow(typeName(typeFrom(type)))?.serves === true;
}

/** Whose request a parameter of type `*http.Request` is: a peer's, this program's own, or not to be told from the function alone. */
export function requestRole(param: LocalEntity): 'server' | 'client' | 'unknown' {
  const { owner } = param;
  if (takesServed(owner) || isServing(owner)) return 'server';
  if (owner.field('name')?.text === 'RoundTrip') return 'client';
  const { results } = signatureOf(owner);
  return results.some(type => isNamed(pointee(type), 'net/http.Response')) ? 'client' : 'unknown';
}
