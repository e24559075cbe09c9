/** What composing leaves behind: routers with their middleware and routes, handlers with what is wrapped around them. */
import type { FrameworkRow } from '../../catalog/schema.ts';
import type { SyntaxNode } from '../../syntax/node.ts';

/** One middleware at its place. */
export interface Layer {
  /** The expression or function that is the middleware, aliases and constructors of the module looked through. */
  readonly node: SyntaxNode;
  /** How the place that installs it spells it. */
  shown: SyntaxNode;
  /** Counts installations and registrations in the order in which they run. */
  readonly order: number;
}

export interface Router {
  readonly kind: 'router';
  readonly framework: FrameworkRow;
  /** The constructor's call, or the expression that first named a router which comes from elsewhere. */
  readonly node: SyntaxNode;
  readonly parent: { readonly router: Router; readonly order: number } | undefined;
  /** Outside of everything else, whenever they are added. */
  readonly pre: Layer[];
  readonly own: Layer[];
  readonly routes: Route[];
  readonly children: Router[];
  readonly outer: Outer[];
}

/** A handler with middleware around it. */
export interface Wrapped {
  readonly kind: 'wrapped';
  /** Outermost first. */
  readonly layers: readonly Layer[];
  readonly inner: Value;
  readonly outer: Outer[];
}

/** What stands around a router or a wrapped handler: one more wrapping, or the route that it is mounted on. */
export type Outer =
  | { readonly kind: 'wrapped'; readonly by: Wrapped }
  | { readonly kind: 'route'; readonly route: Route };

export interface Route {
  readonly router: Router;
  readonly call: SyntaxNode;
  /** The registering method: `GET`, `HandleFunc`. */
  readonly method: string;
  readonly endpoint: Value;
  /** Middleware of this route alone. */
  readonly layers: readonly Layer[];
  readonly order: number;
}

/** A list of middleware that is no handler yet: a chain, a slice. */
export interface List {
  readonly kind: 'list';
  readonly framework: FrameworkRow | undefined;
  readonly layers: readonly Layer[];
}

/** Any other expression; for a variable, the one that it was given. */
export interface Plain {
  readonly kind: 'plain';
  readonly node: SyntaxNode;
}

/** The handler that a middleware will be given. */
export interface Hole {
  readonly kind: 'hole';
}

export type Value = Router | Wrapped | List | Plain | Hole;

/** What one entry into the program composes. */
export interface Composition {
  readonly routers: readonly Router[];
  readonly wrapped: readonly Wrapped[];
}

/** All layers of a wrapped handler, outermost first. */
export function layersDown(handler: Wrapped): readonly Layer[] {
  return handler.inner.kind === 'wrapped' ? [...handler.layers, ...layersDown(handler.inner)] : handler.layers;
}

export const HOLE: Hole = { kind: 'hole' };

export function plain(node: SyntaxNode): Plain {
  return { kind: 'plain', node };
}
