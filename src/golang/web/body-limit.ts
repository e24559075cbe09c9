/** How much of a request's body a handler can read at most, by what stands in front of it on every way that is known. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf } from '../callee.ts';
import { constantNumber, constantString } from '../constants.ts';
import { returnedBy } from '../origins.ts';
import { remember } from '../remember.ts';
import { typeOf } from '../type-of.ts';
import { chainsOfRoute } from './chains.ts';
import { frameworkServing, isServing, serveMethod } from './frameworks.ts';
import { middlewareOf } from './middleware.ts';
import { type Composition, type Layer, layersDown, type Route, type Router, type Value } from './model.ts';
import { compositionsAround } from './roots.ts';

/** A limit: bytes, or that somebody configures it. */
export type BodyLimit = number | 'configured';

/** One way to a handler function. */
interface Way {
  readonly route: Route;
  /** What the endpoint itself is wrapped in. */
  readonly layers: readonly Layer[];
}

/**
 * The limit that every known route to a function (declaration or literal) sets on the request's body before the function runs: the highest of them, in
 * bytes. Undefined where a route sets none, or where no route is known and the framework has no limit of its own.
 */
export const bodyLimitOf = remember<SyntaxNode, BodyLimit | undefined>(func => {
  const framework = frameworkServing(func);
  const ways = compositionsAround(func).flatMap(composition => waysIn(composition).get(func) ?? []);
  if (ways.length === 0) return framework?.bodyLimit;
  const limits = ways.flatMap(({ route, layers }) =>
    chainsOfRoute(route).map(chain => limitOf([...chain.layers, ...layers]) ?? ownLimit(route.router)),
  );
  return highest(limits);
}, undefined);

function highest(limits: readonly (BodyLimit | undefined)[]): BodyLimit | undefined {
  if (limits.length === 0 || limits.includes(undefined)) return undefined;
  const numbers = limits.filter(limit => typeof limit === 'number');
  return numbers.length < limits.length ? 'configured' : Math.max(...numbers);
}

const waysIn = remember<Composition, ReadonlyMap<SyntaxNode, readonly Way[]>>(({ routers }) => {
  const found = new Map<SyntaxNode, Way[]>();
  for (const route of routers.flatMap(router => router.routes)) {
    for (const { func, layers } of endpointsOf(route.endpoint)) {
      const group = found.get(func);
      if (group) group.push({ route, layers });
      else found.set(func, [{ route, layers }]);
    }
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

function functionsOf(outer: SyntaxNode, depth: number): readonly SyntaxNode[] {
  const node = bare(outer);
  if (depth > 4) return [];
  if (node.kind === 'func_literal') return [node];
  const callee = calleeOf(node);
  const func = callee.kind === 'declared' ? callee.func.node : callee.kind === 'literal' ? callee.node : undefined;
  if (node.kind !== 'call_expression') return func ? [func] : served(node);
  const made = func && !isServing(func) ? returnedBy(func, 0).flatMap(each => functionsOf(each.node, depth + 1)) : [];
  // An adapter runs what it is given.
  const given = argumentsOf(node).flatMap(argument => functionsOf(argument, depth + 1));
  return [...made, ...given];
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
