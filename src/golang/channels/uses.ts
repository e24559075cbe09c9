/** Everything that happens to a channel anywhere in the module, followed from its `make` forwards through variables, fields and parameters. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf } from '../callee.ts';
import type { Entity } from '../entities.ts';
import { fileOf } from '../file.ts';
import { fieldAt, implementations, isExported, usesOfField, usesOfGlobal } from '../mentions.ts';
import { remember } from '../remember.ts';
import { resolve } from '../scope.ts';
import { isChannelMake } from './channel.ts';
import { parametersOf } from './names.ts';

export interface ChannelUse {
  readonly kind:
    | 'send'
    | 'receive'
    | 'range'
    | 'close'
    | 'returned' // by the function that holds it: its callers go on from there
    | 'stored' // in a field: whoever has the struct has it
    | 'exported' // in a field that other modules may use
    | 'hidden'; // goes where it can't be followed
  readonly node: SyntaxNode;
}

/** More than this is no channel that anybody could follow. */
const MANY = 200;

/** Every use of the channel that a `make` gives, wherever the module hands it, up to where it is returned. */
export const usesOfChannel = remember<SyntaxNode, readonly ChannelUse[]>(make => {
  const search = new Search();
  search.value(make);
  return search.found.size > MANY ? [{ kind: 'hidden', node: make }] : [...search.found.values()];
}, []);

/** Every use of a channel that is one of the results of a call. */
export function usesOfResult(call: SyntaxNode, result: number): readonly ChannelUse[] {
  const search = new Search();
  const { parent } = call;
  const left = parent && /^(short_var_declaration|assignment_statement)$/.test(parent.kind) ? parent.list('left') : [];
  if (left.length > 1 && parent?.list('right').length === 1) search.target(left[result]);
  else search.value(call);
  return [...search.found.values()];
}

class Search {
  readonly found = new Map<SyntaxNode, ChannelUse>();
  readonly #seen = new Set<unknown>();

  add(kind: ChannelUse['kind'], node: SyntaxNode): void {
    this.found.set(node, { kind, node });
  }

  value(outer: SyntaxNode): void {
    if (this.found.size > MANY) return;
    let node = outer;
    while (node.parent?.kind === 'parenthesized_expression' || node.parent?.kind === 'type_conversion_expression')
      node = node.parent;
    const { parent } = node;
    switch (parent?.kind) {
      case 'send_statement':
        return this.add(node.role === 'channel' ? 'send' : 'hidden', parent);
      case 'unary_expression':
        return this.add(parent.operator === '<-' ? 'receive' : 'hidden', parent);
      case 'range_clause':
        return node.role === 'right' ? this.add('range', parent) : undefined;
      case 'argument_list':
        return this.argument(node, parent);
      case 'binary_expression':
      case 'expression_statement':
      case 'go_statement':
      case 'defer_statement':
        return undefined;
      case 'short_var_declaration':
      case 'assignment_statement':
        return node.role === 'right' ? this.target(parent.list('left')[parent.list('right').indexOf(node)]) : undefined;
      case 'var_spec':
        return node.role === 'value' ? this.target(parent.list('name')[parent.list('value').indexOf(node)]) : undefined;
      case 'literal_element':
        return this.value(parent);
      case 'keyed_element':
        return this.target(node.role === 'value' ? parent.field('key') : undefined);
      case 'return_statement':
        return this.add('returned', parent);
      default:
        return this.add('hidden', node);
    }
  }

  argument(node: SyntaxNode, list: SyntaxNode): void {
    const call = list.parent!;
    const callee = calleeOf(call);
    const index = argumentsOf(call).indexOf(node);
    switch (callee.kind) {
      case 'builtin':
        if (callee.name === 'close') return this.add('close', call);
        return callee.name === 'len' || callee.name === 'cap' ? undefined : this.add('hidden', node);
      case 'conversion':
        return this.value(call);
      case 'declared':
        return this.parameter(callee.func.node, index, node);
      case 'literal':
        return this.parameter(callee.node, index, node);
      case 'interface': {
        const name = callee.member.node.field('name')?.text ?? '';
        const found = implementations(callee.member.owner, name, fileOf(call));
        if (found.length === 0 || found.length > 6) return this.add('hidden', node);
        for (const func of found) this.parameter(func.node, index, node);
        return undefined;
      }
      default:
        return this.add('hidden', node);
    }
  }

  parameter(func: SyntaxNode, index: number, from: SyntaxNode): void {
    const params = parametersOf(func);
    const param = params[index];
    if (!func.field('body') || index >= params.length) return this.add('hidden', from);
    if (param) this.entity(param);
  }

  target(outer: SyntaxNode | undefined): void {
    const node = outer && bare(outer.kind === 'literal_element' ? (outer.children[0] ?? outer) : outer);
    if (!node || node.text === '_') return;
    const name = node.kind === 'selector_expression' ? node.field('field') : node;
    const field = name && fieldAt(name);
    if (field) return this.field(field.node, node);
    const entity = node.kind === 'identifier' ? resolve(node) : undefined;
    if (entity?.kind === 'local' || entity?.kind === 'global') return this.entity(entity);
    this.add('hidden', node);
  }

  entity(entity: Entity): void {
    if (this.#seen.has(entity)) return;
    this.#seen.add(entity);
    if (entity.kind === 'local') {
      for (const mention of entity.mentions) if (mention !== entity.declared) this.value(mention);
    } else if (entity.kind === 'global') {
      for (const use of usesOfGlobal(entity)) this.value(use.kind === 'field_identifier' ? use.parent! : use);
    }
  }

  field(declared: SyntaxNode, from: SyntaxNode): void {
    if (this.#seen.has(declared)) return;
    this.#seen.add(declared);
    // Selectors of generic structs are not all understood.
    this.add(declared.within('type_spec')?.field('type_parameters') ? 'hidden' : 'stored', from);
    if (isForImporters(declared)) this.add('exported', declared);
    for (const use of usesOfField(declared)) {
      if (use.parent?.kind === 'selector_expression') this.value(use.parent);
    }
  }
}

/** Other modules may use the field. */
function isForImporters(declared: SyntaxNode): boolean {
  const type = declared.within('type_spec')?.field('name');
  const { pkg } = fileOf(declared);
  const isOpen = !pkg.main && !/(^|\/)internal(\/|$)/.test(pkg.importPath);
  return isOpen && type !== undefined && isExported(type.text) && isExported(declared.text);
}

/** The makes that a field is given, wherever it is stored into; undefined where it also takes channels from elsewhere. */
export const makesOfField = remember<SyntaxNode, readonly SyntaxNode[] | undefined>(declared => {
  const makes: SyntaxNode[] = [];
  for (const use of usesOfField(declared)) {
    const value = storedBy(use);
    if (!value || value.kind === 'nil') continue;
    if (!isChannelMake(bare(value))) return undefined;
    makes.push(bare(value));
  }
  return makes;
}, undefined);

function storedBy(use: SyntaxNode): SyntaxNode | undefined {
  if (use.parent?.kind === 'literal_element') {
    const value = use.within('keyed_element')?.field('value');
    return value?.children[0] ?? value;
  }
  const selector = use.parent;
  const statement = selector?.parent;
  if (statement?.kind !== 'assignment_statement' || selector?.role !== 'left') return undefined;
  return statement.list('right')[statement.list('left').indexOf(selector)];
}
