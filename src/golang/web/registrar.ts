/**
 * What calls of routers and chains do: they take middleware, make groups, mount routers and register routes. Which method does what is a row of the framework; what their
 * arguments are, whoever runs the code says.
 */
import type { SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf } from '../callee.ts';
import { typeOf } from '../type-of.ts';
import { signatureOf } from '../types.ts';
import { functionIn } from './cells.ts';
import { isServing, routerRow } from './frameworks.ts';
import { HOLE, type Layer, type List, layersDown, plain, type Router, type Value } from './model.ts';
import type { Site } from './site.ts';

/** The code that registers, as it runs. */
export interface Running {
  value(node: SyntaxNode): Value;
  /** The results of a function of the module. */
  call(func: SyntaxNode, values: readonly Value[]): readonly Value[];
}

export class Registrar {
  readonly #site: Site;
  readonly #run: Running;

  constructor(site: Site, run: Running) {
    this.#site = site;
    this.#run = run;
  }

  onRouter(call: SyntaxNode, router: Router, method: string, known?: readonly Value[]): Value {
    const { framework } = router;
    const args = argumentsOf(call);
    const callback = framework.callback?.[method];
    if (callback !== undefined && args[callback]) return this.#nested(call, router, args[callback]);
    const values = known ?? args.map(argument => this.#run.value(argument));
    const from = framework.use[method] ?? framework.pre?.[method];
    if (from !== undefined) {
      const layers = this.layers(args.slice(from), values.slice(from));
      (framework.pre?.[method] === undefined ? router.own : router.pre).push(...layers);
      return router;
    }
    const group = framework.group?.[method];
    if (group !== undefined)
      return this.#site.group(call, router, group < 0 ? [] : this.layers(args.slice(group), values.slice(group)));
    const mounted = framework.mount?.[method];
    if (mounted !== undefined) return this.#site.route(call, router, method, values[mounted], []);
    const route = framework.routes[method];
    if (!route) return routerRow(typeOf(call)) ? router : plain(call);
    const end = route.endpoint === 'last' ? args.length - 1 : route.endpoint;
    const to = route.endpoint === 'last' ? end : args.length;
    const layers = route.from < 0 ? [] : this.layers(args.slice(route.from, to), values.slice(route.from, to));
    return this.#site.route(call, router, method, values[end], layers);
  }

  /** `r.Route(pattern, func(r chi.Router) {...})` */
  #nested(call: SyntaxNode, router: Router, callback: SyntaxNode): Value {
    const child = this.#site.group(call, router, []);
    const value = this.#run.value(callback);
    const func = value.kind === 'plain' ? functionIn(value.node) : undefined;
    if (func) this.#run.call(func, [child]);
    return child;
  }

  /** `alice.New(a).Append(b).Then(h)` */
  onList(call: SyntaxNode, list: List, method: string): Value {
    const args = argumentsOf(call);
    const values = args.map(argument => this.#run.value(argument));
    const row = list.framework?.chain;
    if (row?.append.includes(method)) return { ...list, layers: [...list.layers, ...this.layers(args, values)] };
    if (row?.final.includes(method)) return this.#site.wrap(list.layers, values[0] ?? plain(call));
    return plain(call);
  }

  /** The middleware among arguments: prefixes are skipped, lists spread, functions that wrap several handlers in one taken apart. */
  layers(nodes: readonly SyntaxNode[], values: readonly Value[]): readonly Layer[] {
    return nodes.flatMap((node, index) => {
      const value = values[index];
      if (value?.kind === 'list') return value.layers;
      if (value?.kind === 'router' || value?.kind === 'wrapped') return [];
      const named = value?.kind === 'plain' ? value.node : node;
      if (/_literal$/.test(named.kind) && !/^(func|composite)_literal$/.test(named.kind)) return [];
      return this.#applied(named, node) ?? [this.#site.layer(named, node)];
    });
  }

  /** What a function of the module puts around the handler that it is given. */
  #applied(named: SyntaxNode, shown: SyntaxNode): readonly Layer[] | undefined {
    const func = functionIn(named);
    if (!func || isServing(func)) return undefined;
    const { params, results } = signatureOf(func);
    if (params.length !== 1 || results.length !== 1) return undefined;
    const [result] = this.#run.call(func, [HOLE]);
    const layers = result?.kind === 'wrapped' ? layersDown(result) : [];
    for (const layer of layers) layer.shown = shown;
    return layers.length > 0 ? layers : undefined;
  }
}
