/** Reads chains off a composition: for each router, handler and route the middleware that a request passes, outermost first. */
import type { Composition, Layer, Outer, Route, Router, Wrapped } from './model.ts';

/** More ways into one router than this are not followed. */
const WAYS = 12;
/** Steps from a router outwards that one search takes at most. */
const STEPS = 200;

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
    if (handler.inner.kind !== 'plain') continue;
    for (const layers of around(handler, { left: STEPS, seen: new Set() }))
      yield { layers, router: undefined, route: undefined };
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
export function chainsOfRouter(router: Router, order = Number.POSITIVE_INFINITY): readonly Layer[][] {
  return before(router, order, { left: STEPS, seen: new Set() });
}

/** What one search may still do, and what it is in the middle of. */
interface Search {
  left: number;
  readonly seen: Set<Router | Wrapped>;
}

function before(router: Router, order: number, search: Search): readonly Layer[][] {
  const { framework, parent } = router;
  const late = framework.late === 'ignored';
  const own = [...router.pre, ...router.own.filter(layer => !late || layer.order < order)];
  // A sub-router that is wrapped by itself is served by itself.
  if (!parent || router.outer.length > 0)
    return prefixed(
      within(router, search, () => outsideOf(router.outer, search)),
      own,
    );
  // A copied chain stays as it was; a shared one is what it is when the route is registered.
  const copied = framework.groupCopies && (late || parent.router.parent !== undefined);
  return prefixed(
    within(router, search, () => before(parent.router, copied ? parent.order : order, search)),
    own,
  );
}

function around(handler: Wrapped, search: Search): readonly Layer[][] {
  return prefixed(
    within(handler, search, () => outsideOf(handler.outer, search)),
    handler.layers,
  );
}

function outsideOf(outer: readonly Outer[], search: Search): readonly Layer[][] {
  if (outer.length === 0) return [[]];
  const found = outer.slice(0, WAYS).flatMap(each => {
    if (each.kind === 'wrapped') return around(each.by, search);
    const { route } = each;
    return prefixed(before(route.router, route.order, search), route.layers);
  });
  return found.slice(0, WAYS);
}

function within(at: Router | Wrapped, search: Search, look: () => readonly Layer[][]): readonly Layer[][] {
  if (search.left-- <= 0 || search.seen.has(at)) return [[]];
  search.seen.add(at);
  const found = look();
  search.seen.delete(at);
  return found;
}

function prefixed(outside: readonly Layer[][], inside: readonly Layer[]): readonly Layer[][] {
  return outside.map(layers => [...layers, ...inside]);
}
