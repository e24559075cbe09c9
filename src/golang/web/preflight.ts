/** Whether a preflight (an OPTIONS request, mostly without a route of its own) ever reaches a middleware. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf } from '../callee.ts';
import { constantString } from '../constants.ts';
import type { Chain } from './chains.ts';
import type { Layer, Route, Router } from './model.ts';

export type Answer = 'yes' | 'no' | 'unknown';

/** Whether OPTIONS requests come as far as a layer of a chain. */
export function seesPreflight({ router, route }: Chain, layer: Layer): Answer {
  if (route?.layers.includes(layer)) return acceptsOptions(route);
  for (let at = router; at; at = at.parent?.router) {
    if (at.own.includes(layer) || at.pre.includes(layer)) return onRouter(at);
  }
  return 'yes';
}

/** Whether two layers were installed at different routers or routes, so that one may concern only some of the other's paths. */
export function areApart({ router }: Chain, a: Layer, b: Layer): boolean {
  for (let at = router; at; at = at.parent?.router) {
    const own = [...at.pre, ...at.own];
    if (own.includes(a) || own.includes(b)) return !(own.includes(a) && own.includes(b));
  }
  return false;
}

/** Some routers run their middleware only where a route matched; groups that copy their parent's chain belong to their routes alone. */
function onRouter(router: Router): Answer {
  const { framework, parent } = router;
  const onlyOnMatch =
    framework.onlyOnMatch || (parent !== undefined && framework.groupCopies && framework.late === 'ignored');
  if (!onlyOnMatch) return 'yes';
  const answers = routesBelow(router).map(acceptsOptions);
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') || (framework.onlyOnMatch && answers.length === 0) ? 'unknown' : 'no';
}

function routesBelow(router: Router): readonly Route[] {
  return [...router.routes, ...router.children.flatMap(routesBelow)];
}

function acceptsOptions({ call, method, router }: Route): Answer {
  if (/^(options|any|all)$/i.test(method)) return 'yes';
  if (router.framework.onlyOnMatch) return byMatchers(call);
  if (/^(Handle|Match|Add|Method|MethodFunc)$/.test(method)) return named(argumentsOf(call).slice(0, 1));
  return 'no';
}

/** `r.HandleFunc(...).Methods("GET")`: the methods that a chain of matchers names; without such a matcher, all. */
function byMatchers(call: SyntaxNode): Answer {
  for (const each of chained(call)) {
    const target = bare(each.field('function') ?? each);
    if (target.field('field')?.text === 'Methods') return named(argumentsOf(each));
  }
  return 'yes';
}

/** The calls of one expression of method calls, from the outermost in. */
function* chained(call: SyntaxNode): Generator<SyntaxNode> {
  let outermost = call;
  while (outermost.parent?.kind === 'selector_expression' && outermost.parent.parent?.kind === 'call_expression')
    outermost = outermost.parent.parent;
  for (let at: SyntaxNode | undefined = outermost; at?.kind === 'call_expression'; ) {
    yield at;
    const target = bare(at.field('function') ?? at);
    at = target.kind === 'selector_expression' ? target.field('operand') : undefined;
  }
}

function named(args: readonly SyntaxNode[]): Answer {
  const methods = args.map(constantString);
  if (methods.some(method => method?.toUpperCase() === 'OPTIONS')) return 'yes';
  return methods.includes(undefined) ? 'unknown' : 'no';
}
