/** What a middleware expression does: by the catalog's row, or, for a function of the module, by what its body does. */
import { effectsOf } from '../../catalog/index.ts';
import type { MiddlewareRow, Symbol } from '../../catalog/schema.ts';
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf } from '../callee.ts';
import { originsOf, returnedBy } from '../origins.ts';
import { remember } from '../remember.ts';
import { typeOf } from '../type-of.ts';
import { isServing, serveMethod } from './frameworks.ts';
import { bodyOf } from './hand-written.ts';

/** One thing that a middleware may be. A middleware chosen by a condition is several. */
export interface Middleware {
  /** The catalogued call or value, or the function of the module that answers requests. */
  readonly node: SyntaxNode;
  /** `github.com/gin-contrib/gzip.Gzip`; '' for those of the module. */
  readonly symbol: Symbol;
  readonly row: MiddlewareRow;
  /** body-limit: the expression that carries the limit. */
  readonly limit: SyntaxNode | undefined;
}

const DEPTH = 6;

/** All that an expression in a middleware's place can be; nothing where no role is known. */
export const middlewareOf = remember<SyntaxNode, readonly Middleware[]>(node => resolveRoles(node, 0), []);

function resolveRoles(outer: SyntaxNode, depth: number): readonly Middleware[] {
  const node = bare(outer);
  if (depth > DEPTH) return [];
  switch (node.kind) {
    case 'call_expression':
    case 'type_conversion_expression':
      return ofCall(node, depth);
    case 'func_literal':
    case 'function_declaration':
    case 'method_declaration':
      return ofFunction(node, depth);
    case 'composite_literal':
      return ofServed(node, depth);
    case 'unary_expression':
    case 'literal_element': {
      const inner = node.field('operand') ?? node.children[0];
      return inner ? resolveRoles(inner, depth) : [];
    }
    default:
      return ofValue(node, depth);
  }
}

function ofCall(call: SyntaxNode, depth: number): readonly Middleware[] {
  const callee = calleeOf(call);
  switch (callee.kind) {
    case 'external':
      return ofExternalCall(call, callee.symbol, depth);
    case 'conversion': {
      const inner = call.field('operand') ?? argumentsOf(call)[0];
      return inner ? resolveRoles(inner, depth + 1) : [];
    }
    case 'declared':
    case 'literal': {
      const func = callee.kind === 'declared' ? callee.func.node : callee.node;
      return returnedBy(func, 0).flatMap(({ node }) => resolveRoles(node, depth + 1));
    }
    case 'unknown': {
      const target = call.field('function');
      return target ? resolveRoles(target, depth + 1) : [];
    }
    default:
      return [];
  }
}

function ofExternalCall(call: SyntaxNode, symbol: Symbol, depth: number): readonly Middleware[] {
  const row = effectsOf(symbol);
  if (row?.middleware) {
    const at = row.middleware.limit;
    return [
      { node: call, symbol, row: row.middleware, limit: typeof at === 'number' ? argumentsOf(call)[at] : undefined },
    ];
  }
  // Adapters: `echo.WrapMiddleware(m)`.
  return (row?.passes ?? []).flatMap(({ param }) => {
    const inner = typeof param === 'number' ? argumentsOf(call)[param] : undefined;
    return inner ? resolveRoles(inner, depth + 1) : [];
  });
}

function ofValue(node: SyntaxNode, depth: number): readonly Middleware[] {
  const callee = calleeOf(node);
  if (callee.kind === 'external') {
    const row = effectsOf(callee.symbol)?.middleware;
    if (row) return [{ node, symbol: callee.symbol, row, limit: undefined }];
  }
  if (callee.kind === 'declared') return ofFunction(callee.func.node, depth);
  if (callee.kind === 'literal') return ofFunction(callee.node, depth);
  return originsOf(node).flatMap(origin => (origin.node === node ? [] : resolveRoles(origin.node, depth + 1)));
}

/** A value of a type of the module that has a ServeHTTP method. */
function ofServed(node: SyntaxNode, depth: number): readonly Middleware[] {
  const method = serveMethod(typeOf(node));
  return method ? ofFunction(method, depth) : [];
}

/** A function is what the functions are that it returns, and, where it answers requests itself, what its body does. */
function ofFunction(func: SyntaxNode, depth: number): readonly Middleware[] {
  if (!isServing(func)) return returnedBy(func, 0).flatMap(({ node }) => resolveRoles(node, depth + 1));
  const own = bodyOf(func).map(({ row, limit }) => ({ node: func, symbol: '', row, limit }));
  return [...own, ...returnedBy(func, 0).flatMap(({ node }) => delegated(node, depth)), ...handedOn(func, depth)];
}

/** `return inner(c)`, where inner is a middleware that was made before. */
function delegated(node: SyntaxNode, depth: number): readonly Middleware[] {
  return bare(node).kind === 'call_expression' && calleeOf(bare(node)).kind === 'unknown'
    ? ofCall(bare(node), depth + 1)
    : [];
}

/** `handler(c)` and `wrap(next).ServeHTTP(w, r)`: the function does what it hands the request to. */
function handedOn(func: SyntaxNode, depth: number): readonly Middleware[] {
  const statements = [...(func.field('body')?.all('expression_statement') ?? [])];
  return statements.flatMap(statement => {
    const call = bare(statement.children[0] ?? statement);
    const target = call.kind === 'call_expression' ? bare(call.field('function') ?? call) : undefined;
    if (target?.kind === 'selector_expression' && target.field('field')?.text === 'ServeHTTP') {
      const wrapped = target.field('operand');
      return wrapped && bare(wrapped).kind === 'call_expression' ? resolveRoles(wrapped, depth + 1) : [];
    }
    return target?.kind === 'identifier' && calleeOf(call).kind === 'unknown' ? resolveRoles(target, depth + 1) : [];
  });
}
