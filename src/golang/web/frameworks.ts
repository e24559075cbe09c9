/** What the catalog knows of a router type, a constructor or a chain, whichever major version's path it is spelled with. */
import { canonicalPath, effectsOf, frameworks, typeRow } from '../../catalog/index.ts';
import type { FrameworkRow, Symbol } from '../../catalog/schema.ts';
import { splitSymbol } from '../../catalog/symbol.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { fieldsOf, memberOf } from '../members.ts';
import { remember } from '../remember.ts';
import { pointee, signatureOf, type Type, typeFrom, typeName, underlying } from '../types.ts';

const index = {
  routers: indexed(row => row.routers),
  constructors: indexed(row => row.constructors),
  chains: indexed(row => row.chain?.make ?? []),
  handlers: indexed(row => row.handlers.filter(type => !type.startsWith('func('))),
};

function indexed(names: (row: FrameworkRow) => readonly string[]): ReadonlyMap<string, FrameworkRow> {
  return new Map(frameworks.flatMap(row => names(row).map(name => [canonical(name), row] as const)));
}

/** The name as rows spell it: without pointer, under the path that the catalog uses for all versions. */
function canonical(name: string): string {
  const plain = name.replace(/^\*/, '');
  const found = splitSymbol(plain, canonicalPath);
  return found ? `${found.path}.${found.rest}` : plain;
}

/** The framework whose router or group a type is. */
export function routerRow(type: Type): FrameworkRow | undefined {
  const name = typeName(type);
  return name.includes('.') ? index.routers.get(canonical(name)) : undefined;
}

/** The framework that a constructor of routers belongs to: `gin.Default`. */
export function constructorRow(symbol: Symbol): FrameworkRow | undefined {
  return index.constructors.get(canonical(symbol));
}

/** The framework that a constructor of middleware chains belongs to: `alice.New`. */
export function chainRow(symbol: Symbol): FrameworkRow | undefined {
  return index.chains.get(canonical(symbol));
}

/** The router of functions that register on a router of the package's own: `http.Handle`. */
export function defaultRouterRow(symbol: Symbol): FrameworkRow | undefined {
  return /^net\/http\.Handle(Func)?$/.test(symbol) ? index.constructors.get('net/http.NewServeMux') : undefined;
}

export function isHandlerType(type: Type): boolean {
  const name = typeName(type);
  return name.includes('.') && index.handlers.has(canonical(name));
}

/** A parameter of this type makes a function one that requests reach. */
export function isServedType(type: Type): boolean {
  return typeRow(typeName(type))?.serves === true;
}

/** Whether a function declaration or literal takes what only servers hand out. */
export const isServing = remember<SyntaxNode, boolean>(
  func => (func.field('parameters')?.children ?? []).some(param => isServedType(typeFrom(param.field('type')))),
  false,
);

/** Whether a function composes: it takes, gives or belongs to something that routes or wraps. */
export const isComposing = remember<SyntaxNode, boolean>(func => {
  const { params, results } = signatureOf(func);
  const receiver = func.field('receiver')?.children[0]?.field('type');
  return [...params, ...results, ...(receiver ? [typeFrom(receiver)] : [])].some(type => isComposed(type, 0));
}, false);

function isComposed(type: Type, depth: number): boolean {
  if (depth > 3) return false;
  if (routerRow(type) || isHandlerType(type) || isChain(type) || typeName(type) === 'net/http.Server') return true;
  if (type.kind === 'named' && !type.entity && depth > 0) return false;
  const under = underlying(pointee(type));
  switch (under.kind) {
    case 'func':
      return [...under.params, ...under.results].some(each => isComposed(each, depth + 1));
    case 'slice':
      return isComposed(under.elem, depth + 1);
    case 'struct':
      return depth === 0 && fieldsOf(under.node).some(field => holdsRouter(field.type));
    default:
      return false;
  }
}

function holdsRouter(type: Type): boolean {
  return routerRow(type) !== undefined || /^net\/http\.(Server|Handler|ServeMux)$/.test(typeName(type));
}

function isChain(type: Type): boolean {
  return /^github\.com\/justinas\/alice\.Chain$/.test(typeName(type));
}

/** The method by which a value of a type of the module answers requests. */
export function serveMethod(type: Type): SyntaxNode | undefined {
  const member = memberOf(type, 'ServeHTTP');
  return member?.kind === 'method' ? member.func.node : undefined;
}

/** Where the wrapped handler stands, for a call that wraps one by itself: `handlers.CompressHandler(h)`. */
export function wrappedParam(symbol: Symbol): number | undefined {
  return effectsOf(symbol)?.middleware?.wraps;
}

/** The framework whose handlers take what a function takes. */
export function frameworkServing(func: SyntaxNode): FrameworkRow | undefined {
  const names = (func.field('parameters')?.children ?? []).map(param =>
    canonical(typeName(typeFrom(param.field('type')))),
  );
  return frameworks.find(row =>
    row.handlers.some(type =>
      names.some(
        name => new Set(type.match(/[^\s(),*]+/g)).has(name) && name.includes('.') && name !== 'net/http.Request',
      ),
    ),
  );
}
