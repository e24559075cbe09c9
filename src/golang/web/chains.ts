/** Reads chains off a composition: for each router, handler and route the middleware that a request passes, outermost first. */
import type { Composition, Layer, Outer, Route, Router, Wrapped } from './model.ts';

/** More ways into one router than this are not followed. */
const WAYS = 12;
const DEPTH = 12;

export interface Chain {
  readonly layers: readonly Layer[];
  /** The innermost router on the way, where there is one. */
  readonly router: Router | undefined;
  readonly route: Route | undefined;
}

/** The longest chains: those of routers and routes, and of handlers that have no router inside. */
export function* chainsOf({ routers, wrapped }: Composition): Generator<Chain> {
  for (const router of routers) {
    for (const layers of chainsOfRouter(router)) yield { layers, router, route: undefined };
    for (const route of router.routes) yield* chainsOfRoute(route);
  }
  for (const handler of wrapped) {
    if (handler.inner.kind === 'router' || handler.inner.kind === 'wrapped') continue;
    for (const layers of around(handler, DEPTH)) yield { layers, router: undefined, route: undefined };
  }
}

/** All ways to a route, with the middleware that run for it. */
export function chainsOfRoute(route: Route): readonly Chain[] {
  return chainsOfRouter(route.router, route.order).map(layers => ({
    layers: [...layers, ...route.layers],
    router: route.router,
    route,
  }));
}

/** The middleware before anything that is registered on a router at a moment (by default after all have been added). */
export function chainsOfRouter(router: Router, order = Number.POSITIVE_INFINITY, depth = DEPTH): readonly Layer[][] {
  const { framework, parent } = router;
  const late = framework.late === 'ignored';
  const own = [...router.pre, ...router.own.filter(layer => !late || layer.order < order)];
  if (depth === 0) return [own];
  // A copied chain stays as it was; a shared one is what it is when the route is registered.
  const moment = parent && framework.groupCopies && parent.router.parent ? parent.order : order;
  // A sub-router that is wrapped by itself is served by itself.
  const outside =
    parent && router.outer.length === 0
      ? chainsOfRouter(parent.router, framework.groupCopies && late ? parent.order : moment, depth - 1)
      : outsideOf(router.outer, depth - 1);
  return outside.map(layers => [...layers, ...own]);
}

function around(handler: Wrapped, depth: number): readonly Layer[][] {
  return outsideOf(handler.outer, depth - 1).map(layers => [...layers, ...handler.layers]);
}

function outsideOf(outer: readonly Outer[], depth: number): readonly Layer[][] {
  if (outer.length === 0 || depth <= 0) return [[]];
  return outer.slice(0, WAYS).flatMap(each => {
    if (each.kind === 'wrapped') return around(each.by, depth);
    const { route } = each;
    return chainsOfRouter(route.router, route.order, depth).map(layers => [...layers, ...route.layers]);
  });
}
