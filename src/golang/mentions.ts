/** Where a name stands: identifiers by their text, indexed once per declaration, and the searches that follow an entity through its module. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { type AskingText, askingIn } from './asking.ts';
import type { FieldEntity, FuncEntity, GlobalEntity, TypeEntity } from './entities.ts';
import { fileOf, type GoFile } from './file.ts';
import { isWithinReach } from './imports.ts';
import { type Member, memberOf } from './members.ts';
import type { Package } from './package.ts';
import { attached, remember, rememberNamed } from './remember.ts';
import { resolve } from './scope.ts';
import { typeOf } from './type-of.ts';
import { pointee, type Type, typeFrom, typeName } from './types.ts';
import type { Era } from './world.ts';

/** Identifiers of that text in a file. Of the tree only the ways down to them are read: most files that hold a name hold it two or three times. */
export const namesIn = rememberNamed<GoFile, readonly SyntaxNode[]>(
  (file, name) => file.placesOf(name).map(at => leafAt(file.root, at)),
  [],
);

/** The lowest node that holds the offset. */
function leafAt(root: SyntaxNode, offset: number): SyntaxNode {
  let node = root;
  for (let child: SyntaxNode | undefined = root; child; child = childAt(node, offset)) node = child;
  return node;
}

function childAt(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  const { children } = node;
  let from = 0;
  for (let to = children.length; from < to; ) {
    const middle = (from + to) >> 1;
    if (children[middle]!.end <= offset) from = middle + 1;
    else to = middle;
  }
  const child = children[from];
  return child && child.start <= offset ? child : undefined;
}

export function isExported(name: string): boolean {
  return /^[A-Z]/.test(name) || (name > '\x7f' && /^\p{Lu}/u.test(name));
}

/** Files that may mention a member of a package: the package's own, and, where the name is exported, those that import it. */
function* filesMentioning(pkg: Package, name: string): Generator<GoFile> {
  yield* pkg.files;
  if (isExported(name)) yield* pkg.world.importers(pkg, name);
}

/** What a test does with a declaration says nothing about production code; about a test's own declarations it does. */
function speaksFor(file: GoFile, declared: GoFile): boolean {
  return !file.source.test || declared.source.test;
}

/** More callers or uses than this say too little about one another to be followed. */
const MANY = 400;

/** Every selector (`s.m`) and literal key (`Store{m: ...}`) that means the field. */
export const usesOfField = remember<SyntaxNode, readonly SyntaxNode[]>(declared => {
  const found: SyntaxNode[] = [];
  const name = declared.kind === 'field_declaration' ? embeddedFieldName(declared) : declared.text;
  for (const file of filesMentioning(fileOf(declared).pkg, name)) {
    if (!speaksFor(file, fileOf(declared))) continue;
    for (const node of namesIn(file, name)) {
      if (node !== declared && fieldAt(node)?.node === declared) found.push(node);
      if (found.length > MANY) return found;
    }
  }
  return found;
}, []);

function embeddedFieldName(declaration: SyntaxNode): string {
  const type = declaration.field('type');
  const inner = type?.kind === 'generic_type' ? type.field('type') : type;
  return (inner?.kind === 'qualified_type' ? inner.field('name')?.text : inner?.text) ?? '';
}

/** The struct field that a `field_identifier` of a selector, or a literal's key, means. */
export function fieldAt(name: SyntaxNode): FieldEntity | undefined {
  const { parent } = name;
  if (parent?.kind === 'selector_expression' && name.role === 'field') {
    const operand = parent.field('operand');
    const member = operand && memberOf(typeOf(operand), name.text);
    return member?.kind === 'field' ? member.field : undefined;
  }
  if (parent?.kind !== 'literal_element' || parent.role !== 'key') return undefined;
  const literal = parent.parent?.parent;
  if (literal?.kind !== 'literal_value') return undefined;
  const member = memberOf(typeOf(literal), name.text);
  return member?.kind === 'field' ? member.field : undefined;
}

/** The value that a literal gives the field whose key this is. */
export function literalValueOf(key: SyntaxNode): SyntaxNode | undefined {
  const element = key.within('keyed_element');
  const value = element?.field('value');
  return value?.children[0] ?? value;
}

/** Every mention of a package-level variable or function, the declaration left out. */
export const usesOfGlobal = remember<GlobalEntity | FuncEntity, readonly SyntaxNode[]>(entity => {
  const found: SyntaxNode[] = [];
  for (const file of filesMentioning(entity.pkg, entity.name)) {
    if (!speaksFor(file, entity.file)) continue;
    for (const node of namesIn(file, entity.name)) {
      if (meansGlobal(node, entity, file)) found.push(node);
      if (found.length > MANY) return found;
    }
  }
  return found;
}, []);

/** Every mention of the variables that a package-level declaration declares. */
export function globalUses(declaration: SyntaxNode): readonly SyntaxNode[] {
  if (declaration.kind !== 'var_declaration') return [];
  const { pkg } = fileOf(declaration);
  return [...declaration.all('var_spec')].flatMap(spec =>
    spec.list('name').flatMap(name => {
      const global = pkg.lookup(name.text).find(each => each.kind === 'global' && each.node === spec);
      return global?.kind === 'global' ? usesOfGlobal(global) : [];
    }),
  );
}

function meansGlobal(node: SyntaxNode, entity: GlobalEntity | FuncEntity, file: GoFile): boolean {
  if (node.role === 'name' && node.parent === entity.node) return false;
  if (node.kind === 'field_identifier') {
    const operand = node.parent?.kind === 'selector_expression' ? node.parent.field('operand') : undefined;
    const imported = operand?.kind === 'identifier' ? resolve(operand) : undefined;
    return imported?.kind === 'import' && imported.path === entity.pkg.importPath;
  }
  const meant = resolve(node);
  return meant === entity || (meant?.kind === entity.kind && meant.name === entity.name && file.pkg === entity.pkg);
}

/** Every mention of a declared type, in its package and where that is imported. */
export const usesOfType = remember<TypeEntity, readonly SyntaxNode[]>(entity => {
  const found: SyntaxNode[] = [];
  const files = entity.local ? [entity.file] : filesMentioning(entity.pkg, entity.name);
  for (const file of files) {
    for (const node of namesIn(file, entity.name)) {
      if (meansType(node, entity)) found.push(node);
      if (found.length > MANY) return found;
    }
  }
  return found;
}, []);

function meansType(node: SyntaxNode, entity: TypeEntity): boolean {
  if (node.role === 'name' && node.parent === entity.node) return false;
  if (node.parent?.kind === 'qualified_type' || node.parent?.kind === 'selector_expression') {
    const [pkg] = node.parent.children;
    const imported = pkg && pkg !== node ? resolve(pkg) : undefined;
    return imported?.kind === 'import' && imported.path === entity.pkg.importPath;
  }
  const meant = resolve(node);
  return (
    meant?.kind === 'type' && meant.name === entity.name && meant.pkg === entity.pkg && meant.local === entity.local
  );
}

/** A place that calls a function, or hands it on as a value. */
export interface Use {
  readonly node: SyntaxNode;
  /** The call, where the function is what is called. */
  readonly call: SyntaxNode | undefined;
}

/** Every use of a function or method: direct calls, method values, function values, and calls through interfaces that it implements. */
export const usesOfFunc = remember<FuncEntity, readonly Use[]>(func => {
  const nodes = func.receiver ? usesOfMethod(func) : usesOfGlobal(func);
  return nodes.map(node => ({ node, call: callOf(node) }));
}, []);

function usesOfMethod(func: FuncEntity): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const file of methodFiles(func)) {
    if (!speaksFor(file, func.file)) continue;
    for (const node of namesIn(file, func.name)) {
      if (!isFitting(node, func)) continue;
      const member = selectedMember(node);
      if (member && reachesMethod(member, func)) found.push(node);
      if (found.length > MANY) return found;
    }
  }
  return found;
}

/** Whether the number of arguments leaves it open that the method is called: seen before any type is asked for. */
function isFitting(name: SyntaxNode, func: FuncEntity): boolean {
  const call = callOf(name);
  const params = func.node.field('parameters')?.children ?? [];
  const given = call?.field('arguments')?.children;
  if (!given || params.some(param => param.kind === 'variadic_parameter_declaration')) return true;
  const [only] = given;
  // `f(g())` hands on all that g gives; `T.f(t)` and `t.f` have one more.
  if (given.length === 1 && only && bare(only).kind === 'call_expression') return true;
  const count = parameterCount(func.node);
  return given.length === count || given.length === (count ?? 0) + 1;
}

/** The member that a selector's name means. */
const selectedMember = remember<SyntaxNode, Member | undefined>(name => {
  const operand =
    name.parent?.kind === 'selector_expression' && name.role === 'field' ? name.parent.field('operand') : undefined;
  return operand && memberOf(operandType(operand), name.text);
}, undefined);

function reachesMethod(member: Member, func: FuncEntity): boolean {
  if (member.kind === 'method') return sameFunc(member.func, func);
  return member.kind === 'interface-method' && mayStandFor(member.owner, func);
}

/** Whether a call through the interface may reach the method: asked of its one type, which is much less than who implements the interface. */
function mayStandFor(owner: Type, func: FuncEntity): boolean {
  const asked = fits(func);
  const name = typeName(owner);
  let fit = asked.get(name);
  if (!fit) {
    fit = { owner, func };
    asked.set(name, fit);
  }
  return isFit(fit);
}

interface Fit {
  readonly owner: Type;
  readonly func: FuncEntity;
}

const fits = attached<FuncEntity, Map<string, Fit>>(() => new Map());

const isFit = remember<Fit, boolean>(({ owner, func }) => {
  const type = func.receiver?.type;
  const wanted = interfaceMethods(owner);
  if (type === undefined || wanted.length === 0) return false;
  const count = parameterCount(askedMethod(owner, func.name));
  return (
    (count === undefined || parameterCount(func.node) === count) &&
    wanted.every(each => hasMethod(func.pkg, type, each))
  );
}, false);

/** `T.Method` and `(*T).Method` select from a type; everything else from a value. */
function operandType(operand: SyntaxNode): Type {
  const type = typeOf(operand);
  return type.kind === 'unknown' ? typeFrom(bare(operand)) : type;
}

export function sameFunc(a: FuncEntity, b: FuncEntity): boolean {
  return a.node === b.node || (a.pkg === b.pkg && a.name === b.name && a.receiver?.type === b.receiver?.type);
}

/**
 * A value's methods can be called where its type's package is not imported: in any file of the module that selects the name and is built from that package, or
 * from one with an interface that asks for such a method.
 */
function* methodFiles(func: FuncEntity): Generator<GoFile> {
  const { name, pkg } = func;
  if (!isExported(name)) {
    yield* pkg.files;
    return;
  }
  const homes = [...new Set([pkg, ...askingPackages(func)])];
  for (const file of pkg.world.search(pkg.module, name, `.${name}`)) {
    if (homes.some(home => isWithinReach(home, file))) yield file;
  }
}

/** Packages with an interface that the method's type fits, by text: most of those that ask for a `Close` ask for more. */
function askingPackages(func: FuncEntity): readonly Package[] {
  const { name, pkg, receiver } = func;
  const count = parameterCount(func.node);
  return interfacesAsking(pkg.world.era(pkg.module), name).flatMap(({ home, methods }) => {
    const isFit =
      methods.get(name) === count && [...methods.keys()].every(each => hasMethod(pkg, receiver!.type, each));
    return isFit ? [home] : [];
  });
}

interface Asking {
  readonly home: Package;
  /** By name, how many parameters they have. */
  readonly methods: ReadonlyMap<string, number>;
}

/** Interfaces that ask for a method of that name. */
const interfacesAsking = rememberNamed<Era, readonly Asking[]>(
  ({ world, module }, name) => world.search(module, name, 'interface').flatMap(file => askingOf(file, name)),
  [],
);

function askingOf(file: GoFile, name: string): readonly Asking[] {
  return interfacesOf(file).flatMap(({ start, methods }) => {
    if (!methods.has(name)) return [];
    file.reads(start);
    return [{ home: file.pkg, methods }];
  });
}

const interfacesOf = attached<GoFile, readonly AskingText[]>(file => askingIn(file.text));

function callOf(node: SyntaxNode): SyntaxNode | undefined {
  let target = node.parent?.kind === 'selector_expression' && node.role === 'field' ? node.parent : node;
  while (
    target.parent?.kind === 'parenthesized_expression' ||
    (target.parent?.kind === 'index_expression' && target.role === 'operand')
  ) {
    target = target.parent;
  }
  return target.parent?.kind === 'call_expression' && target.role === 'function' ? target.parent : undefined;
}

/** Places that make a value of a type of the module: literals, `new`, variables of the type that are declared without a value. */
export function literalsOf(type: Type): readonly SyntaxNode[] {
  const base = pointee(type);
  return base.kind === 'named' && base.entity ? literalsOfEntity(base.entity) : [];
}

const literalsOfEntity = remember<TypeEntity, readonly SyntaxNode[]>(entity => {
  const found: SyntaxNode[] = [];
  for (const file of filesMentioning(entity.pkg, entity.name)) {
    for (const node of namesIn(file, entity.name)) {
      const made = node.within('composite_literal', 'var_spec', 'call_expression');
      const spelled =
        made && (made.kind === 'call_expression' ? made.field('arguments')?.children[0] : made.field('type'));
      if (spelled?.contains(node) && typeName(typeFrom(spelled)) === `${entity.pkg.importPath}.${entity.name}`)
        found.push(made!);
    }
  }
  return found;
}, []);

/** Methods of types of the module that may be what a call through an interface reaches. */
export function implementations(owner: Type, method: string, from: GoFile): readonly FuncEntity[] {
  const asked = interfaceCalls((owner.kind === 'named' && owner.entity) || from.pkg);
  // Modules differ in what they have within reach.
  const name = `${typeName(owner)}#${method}#${from.pkg.module.root}`;
  let key = asked.get(name);
  if (!key) {
    key = { owner, method, from };
    asked.set(name, key);
  }
  return implementationsOf(key);
}

interface InterfaceCall {
  readonly owner: Type;
  readonly method: string;
  readonly from: GoFile;
}

/** One object for each method of an interface that was asked for; kept with the interface, or, where it is not in sight, with who asks. */
const interfaceCalls = attached<TypeEntity | Package, Map<string, InterfaceCall>>(() => new Map());

const implementationsOf = remember<InterfaceCall, readonly FuncEntity[]>(({ owner, method, from }) => {
  const wanted = interfaceMethods(owner);
  if (wanted.length === 0) return [];
  const count = parameterCount(askedMethod(owner, method));
  const found: FuncEntity[] = [];
  const packages = new Set(from.pkg.world.search(from.pkg.module, method, `) ${method}(`).map(file => file.pkg));
  for (const pkg of packages) {
    for (const type of typesWith(pkg, method)) {
      if (!wanted.every(each => hasMethod(pkg, type, each))) continue;
      const [func] = pkg.methods(type, method);
      if (func && (count === undefined || parameterCount(func.node) === count)) found.push(func);
      if (found.length > 24) return found;
    }
  }
  return found;
}, []);

function typesWith(pkg: Package, method: string): readonly string[] {
  const types = new Set<string>();
  for (const file of pkg.files) {
    for (const key of file.outline.methods) if (key.endsWith(`.${method}`)) types.add(key.slice(0, -method.length - 1));
  }
  return [...types];
}

function hasMethod(pkg: Package, type: string, method: string): boolean {
  if (pkg.files.some(file => file.outline.methods.has(`${type}.${method}`))) return true;
  const entity = pkg.lookup(type).find(each => each.kind === 'type') as TypeEntity | undefined;
  if (!entity) return false;
  const member = memberOf({ kind: 'named', name: `${pkg.importPath}.${type}`, args: [], entity }, method);
  return member !== undefined && member.kind !== 'field' && member.kind !== 'row-field';
}

/** The method as an interface of the module itself asks for it. */
function askedMethod(owner: Type, method: string): SyntaxNode | undefined {
  const node = owner.kind === 'named' ? owner.entity?.node.field('type') : undefined;
  return node?.children.find(each => each.kind === 'method_elem' && each.field('name')?.text === method);
}

function parameterCount(func: SyntaxNode | undefined): number | undefined {
  const params = func?.field('parameters')?.children;
  return params?.reduce((sum, param) => sum + Math.max(param.list('name').length, 1), 0);
}

/** Names of the methods that an interface of the module asks for, embedded ones included where they are in sight. */
function interfaceMethods(owner: Type): readonly string[] {
  if (owner.kind !== 'named' || !owner.entity) return [];
  const node = owner.entity.node.field('type');
  if (node?.kind !== 'interface_type') return [];
  return node.children.flatMap(element => {
    if (element.kind === 'method_elem') return [element.field('name')?.text ?? ''];
    return element.children.length === 1 ? interfaceMethods(typeFrom(element.children[0])) : [];
  });
}
