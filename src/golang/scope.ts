/** Names inside one top-level declaration: which variable, import, function or type each identifier means. One walk per declaration. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Definition, Entity, LocalEntity, TypeEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { remember } from './remember.ts';

type Names = Map<string, Entity>;

interface Scope {
  readonly names: Names;
  readonly outer: Scope | undefined;
}

/** What a walk over one declaration learnt. */
export interface Bindings {
  readonly entity: ReadonlyMap<SyntaxNode, Entity>;
  readonly locals: readonly LocalEntity[];
  /** Assignments whose target is no plain variable (`r.Body = x`, `m[k] = v`, `*p = v`). */
  readonly stores: readonly Definition[];
}

export const BUILTINS = new Set([
  'append',
  'cap',
  'clear',
  'close',
  'complex',
  'copy',
  'delete',
  'imag',
  'len',
  'make',
  'max',
  'min',
  'new',
  'panic',
  'print',
  'println',
  'real',
  'recover',
]);
export const BASIC_TYPES = new Set([
  'any',
  'bool',
  'byte',
  'comparable',
  'complex64',
  'complex128',
  'error',
  'float32',
  'float64',
  'int',
  'int8',
  'int16',
  'int32',
  'int64',
  'rune',
  'string',
  'uint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'uintptr',
]);

/** The bindings of the top-level declaration that a node stands in. */
export function bindingsAround(node: SyntaxNode): Bindings {
  return bindingsOf(topOf(node));
}

/** The declaration directly below the file that holds the node. */
export function topOf(node: SyntaxNode): SyntaxNode {
  let top = node;
  while (top.parent && top.parent.kind !== 'source_file') top = top.parent;
  return top;
}

const EMPTY: Bindings = { entity: new Map(), locals: [], stores: [] };
const bindingsOf = remember<SyntaxNode, Bindings>(top => new Walk(top).run(), EMPTY);

/** What an identifier means; undefined for names that nothing in sight declares. */
export function resolve(identifier: SyntaxNode): Entity | undefined {
  const local = bindingsAround(identifier).entity.get(identifier);
  return local ?? resolveTop(identifier.text, identifier);
}

/** A name as the package level sees it, from the file of `from`. */
export function resolveTop(name: string, from: SyntaxNode): Entity | undefined {
  if (name === '_') return undefined;
  const file = fileOf(from);
  const declared = file.pkg.lookup(name);
  const own = declared.find(entity => entity.file === file);
  if (own) return own;
  // Where both stand, the folder holds several programs, and the other's name is not this one's.
  const imported = file.imports.get(name);
  if (imported) return imported;
  if (declared[0]) return declared[0];
  const dotted = resolveDotted(name, from);
  if (dotted) return dotted;
  return BUILTINS.has(name) ? { kind: 'builtin', name } : undefined;
}

function resolveDotted(name: string, from: SyntaxNode): Entity | undefined {
  if (/^[a-z_]/.test(name)) return undefined;
  const file = fileOf(from);
  for (const [key, entity] of file.imports) {
    if (!key.startsWith('. ')) continue;
    const pkg = file.pkg.world.package(entity.path, file.pkg.module);
    if (!pkg) return { kind: 'external', path: entity.path, name };
    const declared = pkg.lookup(name)[0];
    if (declared) return declared;
  }
  return undefined;
}

class Walk {
  readonly entity = new Map<SyntaxNode, Entity>();
  readonly locals: LocalEntity[] = [];
  readonly stores: Definition[] = [];
  readonly top: SyntaxNode;
  owner: SyntaxNode;

  constructor(top: SyntaxNode) {
    this.top = top;
    this.owner = top;
  }

  run(): Bindings {
    const scope = nest(undefined);
    if (this.top.kind === 'function_declaration' || this.top.kind === 'method_declaration') this.func(this.top, scope);
    else if (this.top.kind === 'type_declaration')
      for (const spec of this.top.children) this.typeSpec(spec, nest(scope));
    else for (const child of this.top.children) this.topSpec(child, scope);
    return { entity: this.entity, locals: this.locals, stores: this.stores };
  }

  /** Package-level specs bind no locals of their own, but their values may hold closures. */
  topSpec(node: SyntaxNode, scope: Scope): void {
    if (node.kind === 'var_spec_list') for (const child of node.children) this.topSpec(child, scope);
    else for (const child of node.children) if (child.role !== 'name') this.visit(child, scope);
  }

  func(node: SyntaxNode, outer: Scope): void {
    const before = this.owner;
    this.owner = node;
    const scope = nest(outer);
    for (const param of node.field('type_parameters')?.children ?? []) this.typeParam(param, scope);
    this.receiverTypeParams(node, scope);
    this.params(node.field('receiver'), 'receiver', scope);
    this.params(node.field('parameters'), 'param', scope);
    const result = node.field('result');
    if (result?.kind === 'parameter_list') this.params(result, 'result', scope);
    else if (result) this.visit(result, scope);
    const body = node.field('body');
    if (body) for (const child of body.children) this.visit(child, scope);
    this.owner = before;
  }

  /** `func (s *Set[T]) Add(v T)`: T is a type parameter that the receiver names. */
  receiverTypeParams(node: SyntaxNode, scope: Scope): void {
    for (const generic of node.field('receiver')?.all('generic_type') ?? []) {
      for (const argument of generic.field('type_arguments')?.all('type_identifier') ?? []) {
        scope.names.set(argument.text, { kind: 'type-param', name: argument.text, node: argument });
      }
    }
  }

  typeParam(node: SyntaxNode, scope: Scope): void {
    for (const name of node.list('name')) scope.names.set(name.text, { kind: 'type-param', name: name.text, node });
    const constraint = node.field('type');
    if (constraint) this.visit(constraint, scope);
  }

  params(list: SyntaxNode | undefined, role: 'param' | 'receiver' | 'result', scope: Scope): void {
    let index = 0;
    for (const param of list?.children ?? []) {
      const type = param.field('type');
      if (type) this.visit(type, scope);
      const names = param.list('name');
      if (names.length === 0) index++;
      for (const name of names) {
        const local = this.declare(name, role, scope, index++);
        local.definitions.push({ at: param, target: name, how: 'param', value: undefined, result: 0 });
      }
    }
  }

  declare(name: SyntaxNode, role: LocalEntity['role'], scope: Scope, index = -1): LocalEntity {
    const local: LocalEntity = {
      kind: 'local',
      role,
      name: name.text,
      declared: name,
      owner: this.owner,
      index,
      mentions: [name],
      definitions: [],
    };
    if (name.text !== '_') scope.names.set(name.text, local);
    this.entity.set(name, local);
    this.locals.push(local);
    return local;
  }

  typeSpec(node: SyntaxNode, scope: Scope): void {
    if (this.owner !== this.top) {
      const file = fileOf(node);
      const entity: TypeEntity = {
        kind: 'type',
        name: node.field('name')?.text ?? '',
        pkg: file.pkg,
        file,
        node,
        local: true,
      };
      scope.names.set(entity.name, entity);
    }
    const inner = nest(scope);
    for (const param of node.field('type_parameters')?.children ?? []) this.typeParam(param, inner);
    const type = node.field('type');
    if (type) this.visit(type, inner);
  }

  visit(node: SyntaxNode, scope: Scope): void {
    switch (node.kind) {
      case 'identifier':
      case 'type_identifier':
        return this.mention(node, scope);
      case 'package_identifier':
        return this.mention(node, scope);
      case 'block':
        return this.each(node.children, nest(scope));
      case 'func_literal':
        return this.func(node, scope);
      case 'short_var_declaration':
        return this.shortVar(node, scope);
      case 'assignment_statement':
        return this.assignment(node, scope);
      case 'inc_statement':
      case 'dec_statement':
        return this.update(node, node.children[0], undefined, scope);
      case 'var_spec':
      case 'const_spec':
        return this.varSpec(node, scope);
      case 'type_spec':
      case 'type_alias':
        return this.typeSpec(node, scope);
      case 'range_clause':
        return this.rangeClause(node, scope);
      case 'receive_statement':
        return this.receive(node, scope);
      case 'type_switch_statement':
        return this.typeSwitch(node, nest(scope));
      case 'if_statement':
      case 'for_statement':
      case 'expression_switch_statement':
      case 'expression_case':
      case 'default_case':
      case 'communication_case':
      case 'type_case':
        return this.each(node.children, nest(scope));
      case 'keyed_element':
        return this.keyedElement(node, scope);
      case 'parameter_declaration':
      case 'variadic_parameter_declaration':
      case 'field_declaration':
      case 'method_elem':
        // Names in types are no variables.
        return this.each(
          node.children.filter(child => child.role !== 'name'),
          scope,
        );
      default:
        return this.each(node.children, scope);
    }
  }

  each(nodes: readonly SyntaxNode[], scope: Scope): void {
    for (const node of nodes) this.visit(node, scope);
  }

  mention(node: SyntaxNode, scope: Scope): void {
    const entity = find(node.text, scope);
    if (!entity) return;
    this.entity.set(node, entity);
    if (entity.kind === 'local') entity.mentions.push(node);
  }

  shortVar(node: SyntaxNode, scope: Scope): void {
    const left = node.list('left');
    const right = node.list('right');
    this.each(right, scope);
    for (const target of left) {
      if (target.kind === 'identifier' && !scope.names.has(target.text)) this.declare(target, 'var', scope);
      else this.visit(target, scope);
    }
    this.define(node, left, right, 'assign');
  }

  assignment(node: SyntaxNode, scope: Scope): void {
    const left = node.list('left');
    const right = node.list('right');
    this.each(right, scope);
    this.each(left, scope);
    this.define(node, left, right, node.operator === '=' ? 'assign' : 'update');
  }

  update(node: SyntaxNode, target: SyntaxNode | undefined, value: SyntaxNode | undefined, scope: Scope): void {
    if (!target) return;
    this.visit(target, scope);
    this.define(node, [target], value ? [value] : [], 'update');
  }

  varSpec(node: SyntaxNode, scope: Scope): void {
    const type = node.field('type');
    const names = node.list('name');
    const values = node.list('value');
    if (type) this.visit(type, scope);
    this.each(values, scope);
    const role = node.kind === 'const_spec' ? 'const' : 'var';
    for (const name of names) this.declare(name, role, scope);
    this.define(node, names, values, values.length > 0 ? 'assign' : 'declare');
  }

  rangeClause(node: SyntaxNode, scope: Scope): void {
    const left = node.list('left');
    const right = node.field('right');
    if (right) this.visit(right, scope);
    const declares = isDeclaring(node, left.at(-1), right);
    left.forEach((target, index) => {
      if (declares && target.kind === 'identifier') this.declare(target, 'var', scope);
      else this.visit(target, scope);
      this.record({ at: node, target, how: index === 0 ? 'range-key' : 'range-value', value: right, result: index });
    });
  }

  receive(node: SyntaxNode, scope: Scope): void {
    const left = node.list('left');
    const right = node.field('right');
    if (right) this.visit(right, scope);
    const declares = isDeclaring(node, left.at(-1), right);
    for (const target of left) {
      if (declares && target.kind === 'identifier') this.declare(target, 'var', scope);
      else this.visit(target, scope);
    }
    if (right) this.define(node, left, [right], 'assign');
  }

  typeSwitch(node: SyntaxNode, scope: Scope): void {
    const alias = node.field('alias');
    const value = node.field('value');
    for (const child of node.children) {
      if (child === alias) continue;
      if (!child.kind.endsWith('_case')) {
        this.visit(child, scope);
        continue;
      }
      const inner = nest(scope);
      if (alias) this.switchAlias(alias, child, value, inner);
      this.each(child.children, inner);
    }
  }

  /** Each case has its own variable of that name. */
  switchAlias(alias: SyntaxNode, clause: SyntaxNode, value: SyntaxNode | undefined, scope: Scope): void {
    const local = this.declare(alias, 'var', scope);
    local.definitions.push({ at: clause, target: alias, how: 'switch', value, result: 0 });
  }

  /** In `T{k: v}` the key is a field for structs, an expression for maps and slices: the literal's type tells where it is written out. */
  keyedElement(node: SyntaxNode, scope: Scope): void {
    const key = node.field('key');
    const value = node.field('value');
    if (key && !isFieldKey(key)) this.visit(key, scope);
    if (value) this.visit(value, scope);
  }

  define(at: SyntaxNode, targets: readonly SyntaxNode[], values: readonly SyntaxNode[], how: Definition['how']): void {
    targets.forEach((target, index) => {
      const spread = values.length === 1 && targets.length > 1;
      this.record({
        at,
        target: bare(target),
        how,
        value: spread ? values[0] : values[index],
        result: spread ? index : 0,
      });
    });
  }

  record(definition: Definition): void {
    const { target } = definition;
    const entity = target.kind === 'identifier' ? this.entity.get(target) : undefined;
    if (entity?.kind === 'local') entity.definitions.push(definition);
    else if (target.text !== '_') this.stores.push(definition);
  }
}

function nest(outer: Scope | undefined): Scope {
  return { names: new Map(), outer };
}

function find(name: string, scope: Scope | undefined): Entity | undefined {
  for (let at = scope; at; at = at.outer) {
    const entity = at.names.get(name);
    if (entity) return entity;
  }
  return undefined;
}

/** `:=` rather than `=` stands between the targets and the value. */
function isDeclaring(node: SyntaxNode, last: SyntaxNode | undefined, right: SyntaxNode | undefined): boolean {
  return !!last && !!right && node.file.text.slice(last.end, right.start).includes(':=');
}

function isFieldKey(key: SyntaxNode): boolean {
  const name = key.children.length === 1 ? key.children[0]! : key;
  if (name.kind !== 'identifier') return false;
  const literal = key.within('composite_literal');
  const type = literal?.field('type');
  // An element of a map or slice literal may itself leave its type out; then its own type decides, which we can't see here.
  const direct = literal?.field('body') === key.parent?.parent;
  return !(type && direct && /^(map|slice|array|implicit_length_array)_type$/.test(type.kind));
}
