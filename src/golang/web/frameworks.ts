/** What the catalog knows of a router type, a constructor or a chain, whichever major version's path it is spelled with. */
import { canonicalPath, effectsOf, frameworks, typeRow } from '../../catalog/index.ts';
import type { FrameworkRow, Symbol } from '../../catalog/schema.ts';
import { splitSymbol } from '../../catalog/symbol.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { fileOf, type GoFile } from '../file.ts';
import { headOf } from '../imports.ts';
import { fieldsOf, memberOf } from '../members.ts';
import type { Package } from '../package.ts';
import { remember } from '../remember.ts';
import { resolve } from '../scope.ts';
import { pointee, type Type, typeFrom, typeName, underlying } from '../types.ts';

const index = {
  routers: indexed(row => row.routers),
  constructors: indexed(row => row.constructors),
  chains: indexed(row => row.chain?.make ?? []),
  handlers: indexed(row => row.handlers.filter(type => !type.startsWith('func('))),
  controllers: indexed(row => row.controllers ?? []),
};

/** A struct of a program that holds the framework's own further down is no controller in practice. */
const MAX_EMBEDDINGS = 4;

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
  const lists = ['receiver', 'parameters', 'result'].flatMap(role => func.field(role) ?? []);
  return lists.some(list => isComposed(list, 0));
}, false);

/** Goes by how types are spelled, as far as that can tell: most have nothing to do with the web, and looking them up means parsing where they are declared. */
function isComposed(node: SyntaxNode, depth: number): boolean {
  if (depth > 8) return false;
  switch (node.kind) {
    case 'qualified_type': {
      const name = importedName(node);
      return name !== undefined && (isComposedName(name) || isComposedDeclaration(node));
    }
    case 'type_identifier':
      return isComposedDeclaration(node);
    default:
      return node.children.some(child => child.role !== 'name' && isComposed(child, depth + 1));
  }
}

const CHAIN = 'github.com/justinas/alice.Chain';

function isComposedName(name: string): boolean {
  const known = canonical(name);
  if (index.routers.has(known) || index.handlers.has(known) || known === 'net/http.Server' || known === CHAIN)
    return true;
  // `echo.MiddlewareFunc` is a function of handlers, `gin.HandlersChain` a list of them.
  const made = typeRow(known)?.underlying ?? typeRow(known)?.alias;
  return made?.match(/[^\s()[\],*]+/g)?.some(part => index.handlers.has(canonical(part))) === true;
}

/** `net/http.Handler` for `http.Handler`. */
function importedName(node: SyntaxNode): string | undefined {
  const [pkg, name] = node.children;
  const imported = pkg && resolve(pkg);
  return imported?.kind === 'import' && name ? `${imported.path}.${name.text}` : undefined;
}

/** A type of the module that is a function, a list or a struct of such, declared where the web is spoken of at all. */
function isComposedDeclaration(node: SyntaxNode): boolean {
  const { pkg } = fileOf(node);
  const imported = node.kind === 'qualified_type' ? importedName(node) : undefined;
  const path = imported?.slice(0, imported.lastIndexOf('.'));
  const home = path === undefined ? pkg : pkg.world.package(path, pkg.module);
  const name = node.kind === 'qualified_type' ? (node.children[1]?.text ?? '') : node.text;
  if (!home?.files.some(file => file.outline.names.has(name)) || !home.files.some(speaksOfWeb)) return false;
  const declared = home.lookup(name).find(entity => entity.kind === 'type');
  return declared?.kind === 'type' && isComposedSpec(declared.node);
}

const isComposedSpec = remember<SyntaxNode, boolean>(spec => {
  const type = spec.field('type');
  if (type?.kind !== 'struct_type') return type !== undefined && type.kind !== 'interface_type' && isComposed(type, 1);
  return [...type.all('field_declaration')].some(field => {
    const named = [...field.all('qualified_type')].filter(each => each.within('field_declaration') === field);
    return named.some(each => isHeld(importedName(each) ?? ''));
  });
}, false);

function isHeld(name: string): boolean {
  return index.routers.has(canonical(name)) || /^net\/http\.(Server|Handler|ServeMux)$/.test(name);
}

const PATHS = [
  '"net/http"',
  ...new Set(frameworks.flatMap(row => [...row.routers, ...row.constructors].flatMap(name => pathOf(name)))),
];

function pathOf(name: string): readonly string[] {
  const path = splitSymbol(name.replace(/^\*/, ''), canonicalPath)?.path;
  // Other major versions are the same framework.
  return path === undefined || path === 'net/http' ? [] : [path.replace(/\/v\d+$/, '')];
}

/** Whether a file's text imports a framework or the server of the standard library. */
export const speaksOfWeb = remember<GoFile, boolean>(({ text }) => {
  const head = headOf(text);
  return PATHS.some(path => head.includes(path));
}, false);

/** Whether a function or method of that name is declared in a package that speaks of the web: a call of any other name composes nothing. */
export function isWebName({ world, module }: Package, name: string): boolean {
  const declaring = [`func ${name}`, `) ${name}(`].flatMap(spelled => world.search(module, name, spelled));
  return declaring.some(({ pkg }) => pkg.files.some(speaksOfWeb));
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

/** The framework whose handlers take what a function takes, or whose controllers the receiver of a method embeds. */
export function frameworkServing(func: SyntaxNode): FrameworkRow | undefined {
  const names = (func.field('parameters')?.children ?? []).map(param =>
    canonical(typeName(typeFrom(param.field('type')))),
  );
  const taking = frameworks.find(row =>
    row.handlers.some(type =>
      names.some(
        name => new Set(type.match(/[^\s(),*]+/g)).has(name) && name.includes('.') && name !== 'net/http.Request',
      ),
    ),
  );
  const receiver = taking ? undefined : func.field('receiver')?.children[0]?.field('type');
  return taking ?? (receiver && controllerRow(pointee(typeFrom(receiver)), 0));
}

/** The framework whose controllers a struct embeds, directly or through structs of the program. */
function controllerRow(type: Type, depth: number): FrameworkRow | undefined {
  const known = index.controllers.get(canonical(typeName(type)));
  const struct = underlying(type);
  if (known || struct.kind !== 'struct' || depth > MAX_EMBEDDINGS) return known;
  for (const field of fieldsOf(struct.node)) {
    const found = field.embedded ? controllerRow(pointee(field.type), depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}
