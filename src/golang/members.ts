/** What `x.name` selects: a field or a method, declared in the module or catalogued, through pointers and embedded fields. */
import { effectsOf, typeRow } from '../catalog/index.ts';
import type { Source, Symbol } from '../catalog/schema.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { FieldEntity, FuncEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { remember } from './remember.ts';
import {
  parseType,
  pointee,
  signatureOf,
  substitute,
  type Type,
  typeArgs,
  typeFrom,
  UNKNOWN,
  underlying,
} from './types.ts';

export type Member =
  | { readonly kind: 'field'; readonly field: FieldEntity; readonly type: Type }
  /** A field that a catalog row declares: `net/http.Request.Body`. */
  | { readonly kind: 'row-field'; readonly symbol: Symbol; readonly type: Type; readonly source: Source | undefined }
  | { readonly kind: 'method'; readonly func: FuncEntity; readonly owner: Type }
  /** A method of an interface that the module declares. */
  | { readonly kind: 'interface-method'; readonly node: SyntaxNode; readonly owner: Type }
  /** A method of a type that the module does not hold. */
  | { readonly kind: 'external-method'; readonly symbol: Symbol; readonly type: Type };

const DEPTH = 6;

/** The member of a type by name; undefined where none is known. */
export function memberOf(type: Type, name: string, depth = 0): Member | undefined {
  if (depth > DEPTH) return undefined;
  const base = pointee(type);
  return (
    declaredMember(base, name) ?? rowMember(base, name) ?? structMember(base, name, depth) ?? externalMember(base, name)
  );
}

function declaredMember(base: Type, name: string): Member | undefined {
  if (base.kind !== 'named' || !base.entity) return undefined;
  const func = base.entity.local ? undefined : base.entity.pkg.methods(base.entity.name, name)[0];
  return func ? { kind: 'method', func, owner: base } : undefined;
}

function rowMember(base: Type, name: string, depth = 0): Member | undefined {
  if (base.kind !== 'named' || base.entity || depth > DEPTH) return undefined;
  const row = typeRow(base.name);
  const field = row?.fields?.[name];
  if (field) {
    return {
      kind: 'row-field',
      symbol: `${base.name}.${name}`,
      type: substituteRow(parseType(field.type), base),
      source: field.source,
    };
  }
  const symbol = methodSymbol(base.name, name);
  if (effectsOf(symbol)) return { kind: 'external-method', symbol, type: base };
  for (const embedded of row?.embeds ?? []) {
    const found = rowMember(pointee(parseType(embedded)), name, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Rows of generic types name their parameters by capital letters in order: T, then K, V. */
function substituteRow(type: Type, owner: Type): Type {
  if (owner.kind !== 'named' || owner.args.length === 0) return type;
  const letters = owner.args.length === 1 ? ['T'] : ['K', 'V'];
  return substitute(type, new Map(letters.map((letter, index) => [letter, owner.args[index] ?? UNKNOWN])));
}

/** `(*net/http.Client).Do` */
export function methodSymbol(type: string, method: string): Symbol {
  return `(*${type}).${method}`;
}

function structMember(base: Type, name: string, depth: number): Member | undefined {
  const under = underlying(base);
  if (under.kind === 'interface') return interfaceMember(base, under.node, name, depth);
  if (under.kind !== 'struct') return undefined;
  const args = typeArgs(base);
  const fields = fieldsOf(under.node);
  const own = fields.find(field => field.name === name);
  if (own) return { kind: 'field', field: own, type: substitute(own.type, args) };
  for (const field of fields) {
    if (!field.embedded) continue;
    const promoted = memberOf(substitute(field.type, args), name, depth + 1);
    if (promoted && !(promoted.kind === 'external-method' && !isKnownMethod(promoted.symbol) && isOpaque(field.type)))
      return promoted;
  }
  return undefined;
}

function isKnownMethod(symbol: Symbol): boolean {
  return effectsOf(symbol) !== undefined;
}

/** A type of another module without a row: it may have any method, so it proves none. */
function isOpaque(type: Type): boolean {
  const base = pointee(type);
  return base.kind === 'named' && !base.entity;
}

function interfaceMember(base: Type, node: SyntaxNode | undefined, name: string, depth: number): Member | undefined {
  for (const element of node?.children ?? []) {
    if (element.kind === 'method_elem' && element.field('name')?.text === name)
      return { kind: 'interface-method', node: element, owner: base };
    if (element.kind === 'type_elem' && element.children.length === 1) {
      const found = memberOf(typeFrom(element.children[0]), name, depth + 1);
      if (found && !(found.kind === 'external-method' && !isKnownMethod(found.symbol))) return found;
    }
  }
  return undefined;
}

/** Any method of a type that is not in sight: it exists, or the code would not compile. */
function externalMember(base: Type, name: string): Member | undefined {
  if (base.kind !== 'named' || base.entity || !base.name.includes('.')) return undefined;
  return { kind: 'external-method', symbol: methodSymbol(base.name, name), type: base };
}

/** The fields of a struct type, embedded ones under their type's name. */
export const fieldsOf = remember<SyntaxNode, readonly FieldEntity[]>(readFields, []);

function readFields(struct: SyntaxNode): readonly FieldEntity[] {
  const owner = structName(struct);
  const list = struct.children[0]?.children ?? [];
  return list.flatMap(declaration => {
    const names = declaration.list('name');
    if (names.length === 0)
      return [fieldFrom(declaration, embeddedName(declaration.field('type')), declaration, owner)];
    return names.map(name => fieldFrom(declaration, name.text, name, owner));
  });
}

/** Types are found field by field: a struct that is looked into for one of them leads to no package but that one's. */
function fieldFrom(declaration: SyntaxNode, name: string, node: SyntaxNode, owner: string): FieldEntity {
  return {
    kind: 'field',
    name,
    owner,
    pkg: fileOf(declaration).pkg,
    node,
    embedded: node === declaration,
    get type() {
      return declaredType(declaration);
    },
  };
}

const declaredType = remember<SyntaxNode, Type>(declaration => {
  const type = typeFrom(declaration.field('type'));
  const isPointer = declaration.list('name').length === 0 && declaration.text.startsWith('*');
  return isPointer ? { kind: 'pointer', elem: type } : type;
}, UNKNOWN);

/** The name of the declared type, or the place of an unnamed one. */
function structName(struct: SyntaxNode): string {
  const file = fileOf(struct);
  const spec = struct.parent?.kind === 'type_spec' ? struct.parent : undefined;
  if (spec) return `${file.pkg.importPath}.${spec.field('name')?.text}${spec.within('block') ? '·' : ''}`;
  return `${file.path}:${file.lines.position(struct.start).line}`;
}

function embeddedName(node: SyntaxNode | undefined): string {
  if (!node) return '';
  const inner = node.kind === 'generic_type' ? node.field('type') : node;
  return (inner?.kind === 'qualified_type' ? inner.field('name')?.text : inner?.text) ?? '';
}

/** What a method or function value of this member returns and takes. */
export function memberSignature(member: Member): Extract<Type, { kind: 'func' }> | undefined {
  switch (member.kind) {
    case 'method':
      return substituteFunc(signatureOf(member.func.node), receiverArgs(member));
    case 'interface-method':
      return substituteFunc(signatureOf(member.node), typeArgs(member.owner));
    case 'external-method': {
      const results = effectsOf(member.symbol)?.results?.map(text => substituteRow(parseType(text), member.type));
      return results ? { kind: 'func', params: [], results, variadic: false } : undefined;
    }
    default: {
      const under = underlying(member.type);
      return under.kind === 'func' ? under : undefined;
    }
  }
}

/** A method names its receiver's type parameters itself: `func (s *Set[E]) ...`. */
function receiverArgs(member: Extract<Member, { kind: 'method' }>): ReadonlyMap<string, Type> {
  if (member.owner.kind !== 'named' || member.owner.args.length === 0) return new Map();
  const { args } = member.owner;
  const [generic] = member.func.node.field('receiver')?.all('generic_type') ?? [];
  const names = generic?.field('type_arguments')?.children ?? [];
  return new Map(names.map((name, index) => [name.text, args[index] ?? UNKNOWN]));
}

function substituteFunc(
  type: Extract<Type, { kind: 'func' }>,
  args: ReadonlyMap<string, Type>,
): Extract<Type, { kind: 'func' }> {
  return substitute(type, args) as Extract<Type, { kind: 'func' }>;
}
