/** How much of a request's body a handler can read at most, by what stands in front of it on every way that is known. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf } from '../callee.ts';
import { constantNumber, constantString } from '../constants.ts';
import { fileOf } from '../file.ts';
import { functionOf } from '../flow.ts';
import { usesOfFunc } from '../mentions.ts';
import { callersOf, entityOf, returnedBy } from '../origins.ts';
import { remember } from '../remember.ts';
import { typeOf } from '../type-of.ts';
import { chainsOf } from './chains.ts';
import { frameworkServing, isServing, serveMethod } from './frameworks.ts';
import { middlewareOf } from './middleware.ts';
import { type Composition, type Layer, layersDown, type Router, type Value } from './model.ts';
import { compositionsAround } from './roots.ts';

/** A limit: bytes, or that somebody configures it. */
export type BodyLimit = number | 'configured';

/** One way on which requests come to a function: what they passed before. */
interface Way {
  readonly layers: readonly Layer[];
  readonly router: Router | undefined;
}

/** Calls that lead from a handler to the function that is asked about. */
const CALLS = 3;
const CALLERS = 12;

/**
 * The limit that every known way to a function (declaration or literal; a handler, a middleware, or what they call) sets on the request's body before
 * the function runs: the highest of them, in bytes. Undefined where a way sets none, or where none is known and the framework has no limit of its own.
 */
export function bodyLimitOf(func: SyntaxNode): BodyLimit | undefined {
  return limitAt(func, CALLS) ?? limitBeside(func) ?? frameworkServing(func)?.bodyLimit;
}

/** Calls around a handler that may be one chain: `web.Chain(limit, web.Final(h))`. */
const NESTED = 3;

/** Chains of libraries that nobody knows: wherever the function is handed on, a middleware that limits bodies is handed to the same call. */
function limitBeside(func: SyntaxNode): BodyLimit | undefined {
  const entity = entityOf(func);
  const uses = entity ? usesOfFunc(entity).filter(({ node, call }) => !call && !fileOf(node).source.test) : [];
  return highest(uses.map(({ node }) => chainedLimit(node)));
}

function chainedLimit(handler: SyntaxNode): BodyLimit | undefined {
  let call = handler.within('call_expression', 'func_literal');
  for (let depth = 0; call?.kind === 'call_expression' && depth < NESTED; depth++) {
    const limits = calleeOf(call).kind === 'external' ? argumentsOf(call).flatMap(limitsIn) : [];
    if (limits.length > 0) return limits[0];
    call = call.within('call_expression', 'func_literal');
  }
  return undefined;
}

function limitsIn(argument: SyntaxNode): readonly BodyLimit[] {
  return middlewareOf(argument).flatMap(({ row, limit }) => (row.role === 'body-limit' ? [bytesOf(limit)] : []));
}

function limitAt(func: SyntaxNode, calls: number): BodyLimit | undefined {
  const ways = waysTo(func);
  if (ways.length > 0)
    return highest(ways.map(({ layers, router }) => limitOf(layers) ?? (router && ownLimit(router))));
  const callers = calls > 0 ? callersOf(func).filter(call => !fileOf(call).source.test) : [];
  if (callers.length > CALLERS) return undefined;
  return highest(callers.map(call => limitAround(call, calls - 1)));
}

/** The limit for the innermost function around a call that some way leads to. */
function limitAround(call: SyntaxNode, calls: number): BodyLimit | undefined {
  for (let func = functionOf(call); func; func = functionOf(func)) {
    const limit = limitAt(func, calls);
    if (limit !== undefined) return limit;
  }
  return undefined;
}

function highest(limits: readonly (BodyLimit | undefined)[]): BodyLimit | undefined {
  if (limits.length === 0 || limits.includes(undefined)) return undefined;
  const numbers = limits.filter(limit => typeof limit === 'number');
  return numbers.length < limits.length ? 'configured' : Math.max(...numbers);
}

const waysTo = remember<SyntaxNode, readonly Way[]>(
  func => compositionsAround(func).flatMap(composition => waysIn(composition).get(func) ?? []),
  [],
);

const waysIn = remember<Composition, ReadonlyMap<SyntaxNode, readonly Way[]>>(composition => {
  const found = new Map<SyntaxNode, Way[]>();
  const add = (func: SyntaxNode, way: Way) => {
    const group = found.get(func);
    if (group) group.push(way);
    else found.set(func, [way]);
  };
  for (const { layers, router, route } of chainsOf(composition)) {
    layers.forEach((layer, index) => {
      // What a catalogued layer is given runs inside of it, not in front of it: `http.MaxBytesHandler(h, n)`.
      if (middlewareOf(layer.node).some(({ row }) => row.wraps !== undefined)) return;
      for (const func of functionsOf(layer.node, 0)) add(func, { layers: layers.slice(0, index), router });
    });
    if (!route) continue;
    for (const end of endpointsOf(route.endpoint)) add(end.func, { layers: [...layers, ...end.layers], router });
  }
  return found;
}, new Map());

interface Endpoint {
  readonly func: SyntaxNode;
  readonly layers: readonly Layer[];
}

/** The functions that a registered endpoint runs. */
function endpointsOf(value: Value): readonly Endpoint[] {
  if (value.kind === 'plain') return functionsOf(value.node, 0).map(func => ({ func, layers: [] }));
  if (value.kind !== 'wrapped') return [];
  let inner: Value = value;
  while (inner.kind === 'wrapped') inner = inner.inner;
  return endpointsOf(inner).map(({ func }) => ({ func, layers: layersDown(value) }));
}

/** The functions that answer requests for a handler or middleware expression. */
function functionsOf(outer: SyntaxNode, depth: number): readonly SyntaxNode[] {
  const node = bare(outer);
  if (depth > 5) return [];
  if (node.kind === 'func_literal') return answering(node, depth);
  const callee = calleeOf(node);
  const func = callee.kind === 'declared' ? callee.func.node : callee.kind === 'literal' ? callee.node : undefined;
  if (node.kind !== 'call_expression') return func ? answering(func, depth) : served(node);
  // An adapter runs what it is given.
  const given = argumentsOf(node).flatMap(argument => functionsOf(argument, depth + 1));
  return func && !isServing(func) ? [...answering(func, depth), ...given] : given;
}

/** A function that answers requests, or those that it returns. */
function answering(func: SyntaxNode, depth: number): readonly SyntaxNode[] {
  return isServing(func) ? [func] : returnedBy(func, 0).flatMap(each => functionsOf(each.node, depth + 1));
}

function served(node: SyntaxNode): readonly SyntaxNode[] {
  const method = serveMethod(typeOf(node));
  return method ? [method] : [];
}

function limitOf(layers: readonly Layer[]): BodyLimit | undefined {
  const limits = layers.flatMap(layer => {
    const all = middlewareOf(layer.node);
    const limiting = all.filter(({ row }) => row.role === 'body-limit');
    return limiting.length === all.length ? limiting.map(({ limit }) => bytesOf(limit)) : [];
  });
  const numbers = limits.filter(limit => typeof limit === 'number');
  return numbers.length > 0 ? Math.min(...numbers) : limits[0];
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** `2 << 20`, `"2M"`; anything else is configured. */
function bytesOf(limit: SyntaxNode | undefined): BodyLimit {
  if (!limit) return 'configured';
  const text = constantString(limit);
  const [, digits, unit] = /^\s*([\d.]+)\s*([KMGT]?)i?B?\s*$/i.exec(text ?? '') ?? [];
  if (digits !== undefined) return Number(digits) * UNITS[unit!.toUpperCase()]!;
  return constantNumber(limit) ?? 'configured';
}

/** What the framework limits bodies to by itself, or is told to when the router is made. */
function ownLimit(router: Router): BodyLimit | undefined {
  let root = router;
  while (root.parent) root = root.parent.router;
  const { bodyLimit, bodyLimitOption } = root.framework;
  if (bodyLimit === undefined || bodyLimitOption === undefined) return bodyLimit;
  for (const node of root.node.all('keyed_element', 'call_expression')) {
    if (node.field('key')?.text === bodyLimitOption) return bytesOf(node.field('value'));
    const name = node.kind === 'call_expression' ? bare(node.field('function') ?? node) : undefined;
    if (name && (name.field('field')?.text ?? name.text) === bodyLimitOption) return bytesOf(argumentsOf(node)[0]);
  }
  return bodyLimit;
}
