/** What setup code builds: routers, routes, and handlers with something around them, each with its place in the order in which things were installed. */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Layer, Route, Router, Value, Wrapped } from './model.ts';

export class Site {
  readonly routers: Router[] = [];
  readonly wrapped: Wrapped[] = [];
  #order = 0;

  router(framework: Router['framework'], node: SyntaxNode, parent?: Router): Router {
    const router: Router = {
      kind: 'router',
      framework,
      node,
      parent: parent && { router: parent, order: this.next() },
      pre: [],
      own: [],
      routes: [],
      children: [],
      outer: [],
    };
    parent?.children.push(router);
    this.routers.push(router);
    return router;
  }

  wrap(layers: readonly Layer[], inner: Value): Wrapped {
    const made: Wrapped = { kind: 'wrapped', layers, inner, outer: [] };
    this.wrapped.push(made);
    if (inner.kind === 'router' || inner.kind === 'wrapped') inner.outer.push({ kind: 'wrapped', by: made });
    return made;
  }

  group(call: SyntaxNode, parent: Router, layers: readonly Layer[]): Router {
    const child = this.router(parent.framework, call, parent);
    child.own.push(...layers);
    return child;
  }

  route(
    call: SyntaxNode,
    router: Router,
    method: string,
    endpoint: Value | undefined,
    layers: readonly Layer[],
  ): Value {
    if (!endpoint) return router;
    const route: Route = { router, call, method, endpoint, layers, order: this.next() };
    router.routes.push(route);
    if (endpoint.kind === 'router' || endpoint.kind === 'wrapped') endpoint.outer.push({ kind: 'route', route });
    return router;
  }

  layer(node: SyntaxNode, shown: SyntaxNode): Layer {
    return { node, shown, order: this.next() };
  }

  next(): number {
    return this.#order++;
  }
}
