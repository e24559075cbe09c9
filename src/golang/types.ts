/** Go types as far as syntax gives them. `unknown` is a type like the others: nothing is guessed. */
import { typeRow, valueRow } from '../catalog/index.ts';
import type { TypeText } from '../catalog/schema.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { constantNumber } from './constants.ts';
import type { Entity, TypeEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { remember } from './remember.ts';
import { BASIC_TYPES, resolve } from './scope.ts';

export type Type =
  | { readonly kind: 'unknown' }
  /** A declared type: `net/http.Request`, `string`. `entity` where the module declares it. */
  | { readonly kind: 'named'; readonly name: string; readonly args: readonly Type[]; readonly entity?: TypeEntity }
  | { readonly kind: 'pointer'; readonly elem: Type }
  | { readonly kind: 'slice'; readonly elem: Type }
  | { readonly kind: 'array'; readonly elem: Type; readonly length: number | undefined }
  | { readonly kind: 'map'; readonly key: Type; readonly elem: Type }
  | { readonly kind: 'chan'; readonly elem: Type }
  | {
      readonly kind: 'func';
      readonly params: readonly Type[];
      readonly results: readonly Type[];
      readonly variadic: boolean;
    }
  | { readonly kind: 'struct'; readonly node: SyntaxNode }
  | { readonly kind: 'interface'; readonly node: SyntaxNode | undefined }
  | { readonly kind: 'tuple'; readonly types: readonly Type[] }
  | { readonly kind: 'param'; readonly name: string };

export const UNKNOWN: Type = { kind: 'unknown' };

/** Type parameters bound to arguments. */
export type TypeArgs = ReadonlyMap<string, Type>;

export function named(name: string, args: readonly Type[] = [], entity?: TypeEntity): Type {
  return entity ? { kind: 'named', name, args, entity } : { kind: 'named', name, args };
}

/** The type that a type node (or an expression that stands for one, as in `new(pkg.T)`) spells. */
export function typeFrom(node: SyntaxNode | undefined): Type {
  if (!node) return UNKNOWN;
  switch (node.kind) {
    case 'identifier':
    case 'type_identifier':
      return namedFrom(resolve(node), node.text);
    case 'qualified_type':
    case 'selector_expression':
      return qualified(node);
    case 'generic_type':
    case 'index_expression':
    case 'type_instantiation_expression':
      return generic(node);
    case 'pointer_type':
      return { kind: 'pointer', elem: typeFrom(node.children[0]) };
    case 'unary_expression':
      return node.operator === '*' ? { kind: 'pointer', elem: typeFrom(node.field('operand')) } : UNKNOWN;
    case 'parenthesized_type':
    case 'parenthesized_expression':
    case 'type_elem':
      return node.children.length === 1 ? typeFrom(node.children[0]) : UNKNOWN;
    case 'slice_type':
      return { kind: 'slice', elem: typeFrom(node.field('element')) };
    case 'array_type':
    case 'implicit_length_array_type': {
      const length = node.field('length');
      return { kind: 'array', elem: typeFrom(node.field('element')), length: length && constantNumber(length) };
    }
    case 'map_type':
      return { kind: 'map', key: typeFrom(node.field('key')), elem: typeFrom(node.field('value')) };
    case 'channel_type':
      return { kind: 'chan', elem: typeFrom(node.field('value')) };
    case 'function_type':
      return signatureOf(node);
    case 'struct_type':
      return { kind: 'struct', node };
    case 'interface_type':
      return { kind: 'interface', node };
    default:
      return UNKNOWN;
  }
}

/**
 * The function type of a declaration, literal, function type or interface method. What it takes is found when somebody asks, and so is what it gives: mostly one of
 * the two is wanted, and the types of the other stand in files that nobody has read.
 */
export function signatureOf(node: SyntaxNode): Extract<Type, { kind: 'func' }> {
  return {
    kind: 'func',
    get params() {
      return paramsOf(node);
    },
    get results() {
      return resultsOf(node);
    },
    variadic: node.field('parameters')?.children.at(-1)?.kind === 'variadic_parameter_declaration',
  };
}

const paramsOf = remember<SyntaxNode, readonly Type[]>(
  node =>
    (node.field('parameters')?.children ?? []).flatMap(param => {
      const type = typeFrom(param.field('type'));
      return repeated(param, param.kind === 'variadic_parameter_declaration' ? { kind: 'slice', elem: type } : type);
    }),
  [],
);

const resultsOf = remember<SyntaxNode, readonly Type[]>(node => {
  const result = node.field('result');
  if (!result) return [];
  if (result.kind !== 'parameter_list') return [typeFrom(result)];
  return result.children.flatMap(param => repeated(param, typeFrom(param.field('type'))));
}, []);

/** The type once for each name that the declaration gives; once where it gives none. */
function repeated(param: SyntaxNode, type: Type): readonly Type[] {
  return Array.from({ length: Math.max(1, param.list('name').length) }, () => type);
}

function namedFrom(entity: Entity | undefined, name: string): Type {
  if (entity?.kind === 'type') return typeOfEntity(entity);
  if (entity?.kind === 'type-param') return { kind: 'param', name };
  if (entity?.kind === 'external') return named(`${entity.path}.${entity.name}`);
  if (!entity && BASIC_TYPES.has(name)) return named(name);
  return UNKNOWN;
}

function typeOfEntity(entity: TypeEntity): Type {
  if (entity.node.kind === 'type_alias') return typeFrom(entity.node.field('type'));
  return named(
    entity.local ? `${entity.pkg.importPath}.${entity.name}·` : `${entity.pkg.importPath}.${entity.name}`,
    [],
    entity,
  );
}

function qualified(node: SyntaxNode): Type {
  const [pkg, name] = node.children;
  if (!pkg || !name || (pkg.kind !== 'package_identifier' && pkg.kind !== 'identifier')) return UNKNOWN;
  const imported = resolve(pkg);
  if (imported?.kind !== 'import') return UNKNOWN;
  return typeByName(imported.path, name.text, node);
}

/** The type that another package calls by a name, seen from a node's file. */
export function typeByName(path: string, name: string, from: SyntaxNode): Type {
  const file = fileOf(from);
  const pkg = file.pkg.world.package(path, file.pkg.module);
  if (!pkg) return named(`${path}.${name}`);
  const declared = pkg.lookup(name).find(entity => entity.kind === 'type');
  return declared?.kind === 'type' ? typeOfEntity(declared) : UNKNOWN;
}

function generic(node: SyntaxNode): Type {
  const base = typeFrom(node.field('type') ?? node.field('operand'));
  if (base.kind !== 'named') return UNKNOWN;
  const list = node.field('type_arguments')?.children ?? node.children.slice(1);
  return { ...base, args: list.map(typeFrom) };
}

/** Replaces type parameters by what they are bound to. */
export function substitute(type: Type, args: TypeArgs): Type {
  if (args.size === 0) return type;
  const inside = (inner: Type) => substitute(inner, args);
  switch (type.kind) {
    case 'param':
      return args.get(type.name) ?? type;
    case 'named':
      return type.args.length === 0 ? type : { ...type, args: type.args.map(inside) };
    case 'pointer':
    case 'slice':
    case 'array':
    case 'chan':
      return { ...type, elem: inside(type.elem) };
    case 'map':
      return { ...type, key: inside(type.key), elem: inside(type.elem) };
    case 'func':
      return { ...type, params: type.params.map(inside), results: type.results.map(inside) };
    case 'tuple':
      return { ...type, types: type.types.map(inside) };
    default:
      return type;
  }
}

/** The arguments of a named type by its declaration's parameter names. */
export function typeArgs(type: Type): TypeArgs {
  if (type.kind !== 'named' || !type.entity || type.args.length === 0) return new Map();
  const names = typeParameters(type.entity);
  return new Map(names.map((name, index) => [name, type.args[index] ?? UNKNOWN]));
}

export function typeParameters(entity: TypeEntity): readonly string[] {
  const list = entity.node.field('type_parameters')?.children ?? [];
  return list.flatMap(param => param.list('name').map(name => name.text));
}

/** What a named type is made of; other types are their own. Follows catalog rows too. */
export function underlying(type: Type): Type {
  let at = type;
  for (let depth = 0; depth < 8 && at.kind === 'named'; depth++) {
    const { entity } = at;
    if (entity) at = substitute(typeFrom(entity.node.field('type')), typeArgs(at));
    else {
      const text = typeRow(at.name)?.underlying;
      if (!text) return at;
      at = parseType(text);
    }
  }
  return at;
}

export function pointee(type: Type): Type {
  return type.kind === 'pointer' ? type.elem : type;
}

/** The qualified name of a named type or of what a pointer points to: `net/http.Request`; '' for others. */
export function typeName(type: Type): string {
  const base = pointee(type);
  return base.kind === 'named' ? base.name : '';
}

export function isNamed(type: Type, ...names: readonly string[]): boolean {
  return names.includes(typeName(type));
}

/** The type of what `range` yields second, indexing gives, or a channel carries. */
export function elementOf(type: Type): Type {
  const under = underlying(type.kind === 'pointer' ? underlying(type.elem) : type);
  switch (under.kind) {
    case 'slice':
    case 'array':
    case 'map':
    case 'chan':
      return under.elem;
    case 'named':
      return under.name === 'string' ? named('rune') : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** As Go spells it, with full import paths: the inverse of `parseType`. */
export function typeText(type: Type): TypeText {
  switch (type.kind) {
    case 'named':
      return type.args.length > 0 ? `${type.name}[${type.args.map(typeText).join(', ')}]` : type.name;
    case 'pointer':
      return `*${typeText(type.elem)}`;
    case 'slice':
      return `[]${typeText(type.elem)}`;
    case 'array':
      return `[${type.length ?? ''}]${typeText(type.elem)}`;
    case 'map':
      return `map[${typeText(type.key)}]${typeText(type.elem)}`;
    case 'chan':
      return `chan ${typeText(type.elem)}`;
    case 'func':
      return `func(${type.params.map(typeText).join(', ')})${type.results.length > 1 ? ` (${type.results.map(typeText).join(', ')})` : type.results.length === 1 ? ` ${typeText(type.results[0]!)}` : ''}`;
    case 'struct':
      return 'struct{}';
    case 'interface':
      return 'interface{}';
    case 'tuple':
      return `(${type.types.map(typeText).join(', ')})`;
    case 'param':
      return type.name;
    default:
      return '?';
  }
}

const parsed = new Map<TypeText, Type>();

/** Reads a catalog's type text. Unknown spellings give the unknown type. */
export function parseType(text: TypeText): Type {
  let type = parsed.get(text);
  if (!type) {
    type = readType({ text, at: 0 });
    parsed.set(text, type);
  }
  return type;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readType(reader: Reader): Type {
  skip(reader);
  const rest = reader.text.slice(reader.at);
  const take = (length: number) => {
    reader.at += length;
  };
  if (rest.startsWith('...')) {
    take(3);
    return { kind: 'slice', elem: readType(reader) };
  }
  if (rest.startsWith('*')) {
    take(1);
    return { kind: 'pointer', elem: readType(reader) };
  }
  if (rest.startsWith('map[')) {
    take(4);
    const key = readType(reader);
    expect(reader, ']');
    return { kind: 'map', key, elem: readType(reader) };
  }
  if (rest.startsWith('[]')) {
    take(2);
    return { kind: 'slice', elem: readType(reader) };
  }
  const array = /^\[(\d+)\]/.exec(rest);
  if (array) {
    take(array[0].length);
    return { kind: 'array', elem: readType(reader), length: Number(array[1]) };
  }
  const channel = /^(?:<-\s*chan|chan\s*<-|chan)\s+/.exec(rest);
  if (channel) {
    take(channel[0].length);
    return { kind: 'chan', elem: readType(reader) };
  }
  if (rest.startsWith('func(')) {
    take(4);
    return readFunc(reader);
  }
  if (/^struct\s*\{\s*\}/.test(rest)) {
    take(rest.indexOf('}') + 1);
    return named('struct{}');
  }
  if (/^interface\s*\{\s*\}/.test(rest)) {
    take(rest.indexOf('}') + 1);
    return named('any');
  }
  return readNamed(reader);
}

function readNamed(reader: Reader): Type {
  const name = /^[^\s,()[\]]+/.exec(reader.text.slice(reader.at))?.[0] ?? '';
  if (!name) return UNKNOWN;
  reader.at += name.length;
  const args: Type[] = [];
  if (reader.text[reader.at] === '[') {
    do {
      reader.at++;
      args.push(readType(reader));
      skip(reader);
    } while (reader.text[reader.at] === ',');
    expect(reader, ']');
  }
  // A single capital letter is a type parameter of the row.
  return /^[A-Z]$/.test(name) ? { kind: 'param', name } : named(name, args);
}

function readFunc(reader: Reader): Type {
  const params = readList(reader);
  skip(reader);
  const next = reader.text[reader.at];
  let results: readonly Type[] = [];
  if (next === '(') results = readList(reader);
  else if (next !== undefined && !',)]'.includes(next)) results = [readType(reader)];
  return { kind: 'func', params, results, variadic: reader.text.includes('...') };
}

function readList(reader: Reader): readonly Type[] {
  const types: Type[] = [];
  expect(reader, '(');
  skip(reader);
  while (reader.at < reader.text.length && reader.text[reader.at] !== ')') {
    types.push(readType(reader));
    skip(reader);
    if (reader.text[reader.at] === ',') reader.at++;
    skip(reader);
  }
  expect(reader, ')');
  return types;
}

function skip(reader: Reader): void {
  while (reader.text[reader.at] === ' ') reader.at++;
}

function expect(reader: Reader, mark: string): void {
  skip(reader);
  if (reader.text[reader.at] === mark) reader.at++;
}

/** The type of a package-level value that the module does not hold. */
export function externalValueType(path: string, name: string): Type {
  const text = valueRow(`${path}.${name}`)?.type;
  return text ? parseType(text) : UNKNOWN;
}
