/**
 * How long values live: as long as the process, as long as something that comes and goes, or no longer than a call. Followed forwards, from where
 * values of a type are made to where they are kept.
 */
import { effectsOf } from '../catalog/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { activationsOf } from './activations.ts';
import { argumentsOf, calleeOf } from './callee.ts';
import { usesOfContainer } from './container-uses.ts';
import { containersOf, type Holder } from './containers.ts';
import type { FieldEntity, LocalEntity, TypeEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { FUNCTIONS } from './function-of.ts';
import { frequencyOf } from './lifetime.ts';
import { isStart } from './making.ts';
import { fieldAt, usesOfFunc, usesOfType } from './mentions.ts';
import { callersOf, entityOf } from './origins.ts';
import { isNeverRun, isOneShot } from './programs.ts';
import { remember } from './remember.ts';
import { takesServed } from './roles.ts';
import { bindingsAround, resolve } from './scope.ts';
import { startsOf } from './starts.ts';
import { typeOf } from './type-of.ts';
import { elementOf, typeFrom, typeText } from './types.ts';

/**
 * `process`: until the end. `given`: handed to code that is not in sight, by an exported constructor or as an argument. `kept`: an element of something
 * that also loses elements. `goroutine`: as long as an endless loop of a goroutine. `call`: not beyond a call. `unknown`: nobody in sight makes one, or its way is lost.
 */
export type Span = 'process' | 'given' | 'kept' | 'goroutine' | 'call' | 'unknown';

export interface Life {
  readonly span: Span;
  /** What shows it: the global, the store, the constructor. */
  readonly at: SyntaxNode | undefined;
  /** Other values of the type do not live longer than a call. */
  readonly mixed?: true;
}

const ORDER: readonly Span[] = ['process', 'given', 'kept', 'goroutine', 'unknown', 'call'];
const UNKNOWN: Life = { span: 'unknown', at: undefined };
/** What a circle of values that keep one another adds to their life: nothing. */
const CIRCLE: Life = { span: 'call', at: undefined };
/** What only code makes that no program runs. */
const NOBODY: Life = { span: 'call', at: undefined };
/** How long the value that a holder is part of lives. */
export function lifeOf(holder: Holder): Life {
  if (holder.kind === 'global') return globalLife(holder.node);
  if (holder.kind === 'field') return ownerLife(holder);
  return localLife(holder);
}

/** As long as the process, unless that is a command that does its work and ends. */
function globalLife(at: SyntaxNode): Life {
  return { span: isOneShot(fileOf(at).pkg) ? 'call' : 'process', at };
}

function longest(lives: readonly Life[]): Life {
  const found = ORDER.flatMap(span => lives.find(each => each.span === span) ?? [])[0] ?? UNKNOWN;
  return lives.some(each => (each.span === 'call' && each.at) || each.mixed) && found.span !== 'call'
    ? { ...found, mixed: true }
    : found;
}

function ownerLife(field: FieldEntity): Life {
  const global = field.node.within('var_spec');
  if (global && !field.node.within(...FUNCTIONS)) return globalLife(global);
  const spec = field.node.within('type_spec');
  const name = spec?.field('name')?.text;
  const type = name ? field.pkg.lookup(name).find(each => each.kind === 'type' && each.node === spec) : undefined;
  return type?.kind === 'type' ? typeLife(type) : UNKNOWN;
}

/** The longest life of a value of the type that is made in the module. */
export const typeLife = remember<TypeEntity, Life>(type => longest(usesOfType(type).flatMap(madeAt)), CIRCLE);

/** What one mention of a type makes: a literal, `new`, a variable, a part of another struct. Other mentions make nothing. */
function madeAt(mention: SyntaxNode): readonly Life[] {
  let node = mention;
  while (node.parent?.kind === 'qualified_type' || node.parent?.kind === 'generic_type') node = node.parent;
  const parent = node.parent;
  switch (parent?.kind) {
    case 'composite_literal':
      return [valueLife(parent)];
    case 'argument_list': {
      const call = parent.parent!;
      const callee = calleeOf(call);
      return callee.kind === 'builtin' && callee.name === 'new' ? [valueLife(call)] : [];
    }
    case 'var_spec':
      return parent.list('name').map(name => variableLife(name));
    case 'field_declaration':
      // A field may be called like the type.
      return node.role === 'name' ? [] : partLife(parent);
    default:
      return [];
  }
}

/** A struct that is a field of another by value lives as long as the other. */
function partLife(declaration: SyntaxNode): readonly Life[] {
  const spec = declaration.within('type_spec', 'var_spec');
  if (!spec || declaration.text.startsWith('*')) return [];
  if (spec.kind === 'var_spec') return spec.within(...FUNCTIONS) ? [] : [globalLife(spec)];
  const type = typeFrom(spec.field('name'));
  return type.kind === 'named' && type.entity ? [typeLife(type.entity)] : [];
}

function variableLife(name: SyntaxNode): Life {
  // `var _ Store = &memory{}` keeps nothing.
  if (name.text === '_') return NOBODY;
  const entity = name.within(...FUNCTIONS) ? resolve(name) : undefined;
  if (!entity) return globalLife(name);
  return entity.kind === 'local' ? localLife(entity) : UNKNOWN;
}

/** Where the value of an expression goes. */
const valueLife = remember<SyntaxNode, Life>(inner => {
  let value = inner;
  while (
    value.parent?.kind === 'parenthesized_expression' ||
    (value.parent?.kind === 'unary_expression' && value.parent.operator === '&')
  )
    value = value.parent;
  const parent = value.parent;
  if (!parent) return UNKNOWN;
  switch (parent.kind) {
    case 'return_statement':
      return returnedLife(value, parent);
    case 'var_spec': {
      const name = parent.list('name')[parent.list('value').indexOf(value)];
      return name ? variableLife(name) : UNKNOWN;
    }
    case 'short_var_declaration':
    case 'assignment_statement':
      return assignedLife(parent.list('left')[parent.list('right').indexOf(value)]);
    case 'literal_element':
    case 'literal_value':
      return literalLife(parent);
    case 'argument_list':
      return argumentLife(value, parent.parent!);
    case 'selector_expression':
      // `NewServer().Run()`: as long as the call; in `main` that is as long as the process.
      return functionLife(value);
    default:
      return UNKNOWN;
  }
}, CIRCLE);

/** An element of a literal lives as long as the literal. */
function literalLife(element: SyntaxNode): Life {
  const literal = element.within('composite_literal');
  return literal ? valueLife(literal) : UNKNOWN;
}

function assignedLife(target: SyntaxNode | undefined): Life {
  if (!target) return UNKNOWN;
  const inner = bare(target);
  if (inner.kind === 'identifier') {
    const entity = resolve(inner);
    if (entity?.kind === 'global') return globalLife(target);
    return entity?.kind === 'local' ? localLife(entity) : { span: 'call', at: target };
  }
  if (inner.kind === 'selector_expression') {
    const name = inner.field('field');
    const field = name && fieldAt(name);
    return field ? fieldLife(field, inner) : UNKNOWN;
  }
  return inner.kind === 'index_expression' ? elementLife(inner.field('operand')!, target) : UNKNOWN;
}

/** A field that is given one value after the other keeps each of them until the next. */
function fieldLife(field: FieldEntity, target: SyntaxNode): Life {
  const life = ownerLife(field);
  if (life.span !== 'process' || isStart(target)) return life;
  const { how } = frequencyOf(target);
  if (how === 'once') return life;
  return how === 'many' ? { span: 'kept', at: target } : { span: 'unknown', at: target };
}

/** Put into a container: it lives as long as that, unless that also loses elements. A list of values of all kinds is a list of samples (tables of a database, messages of a protocol). */
function elementLife(container: SyntaxNode, at: SyntaxNode): Life {
  if (/^(any|interface\{\})$/.test(typeText(elementOf(typeOf(container))))) return UNKNOWN;
  return longest(
    containersOf(container).map(({ holder }) => {
      const life = holder.kind === 'local' ? localLife(holder) : lifeAt(holder);
      const loses = usesOfContainer(holder).some(use => /^(delete|clear|reset)$/.test(use.kind));
      // How long a field's owner lives may be out of sight, by way of a configuration, say: what loses elements keeps none of them for ever either way.
      return loses && (life.span !== 'call' || holder.kind === 'field') ? { span: 'kept' as const, at } : life;
    }),
  );
}

function lifeAt(holder: Holder): Life {
  return holder.kind === 'field' ? ownerLife(holder) : lifeOf(holder);
}

function returnedLife(value: SyntaxNode, statement: SyntaxNode): Life {
  const func = statement.within(...FUNCTIONS);
  if (!func) return UNKNOWN;
  const calls = callersOf(func);
  if (func.kind === 'func_literal' && calls.length === 0) return UNKNOWN;
  const entity = entityOf(func);
  const isValue = entity !== undefined && usesOfFunc(entity).some(use => !use.call);
  if (calls.length === 0) {
    if (isValue) return UNKNOWN;
    return isNeverRun(func) ? NOBODY : { span: 'given', at: func };
  }
  const result = statement.children.indexOf(value);
  const lives = calls.slice(0, 24).map(call => resultLife(call, result));
  return longest(isValue ? [...lives, UNKNOWN] : lives);
}

function resultLife(call: SyntaxNode, result: number): Life {
  const { parent } = call;
  if (parent?.kind === 'short_var_declaration' || parent?.kind === 'assignment_statement') {
    const targets = parent.list('left');
    return assignedLife(
      targets[targets.length > parent.list('right').length ? result : parent.list('right').indexOf(call)],
    );
  }
  if (parent?.kind === 'var_spec') {
    const name = parent.list('name')[Math.max(result, parent.list('value').indexOf(call))];
    return name ? variableLife(name) : UNKNOWN;
  }
  return valueLife(call);
}

function argumentLife(value: SyntaxNode, call: SyntaxNode): Life {
  const index = argumentsOf(call).indexOf(value);
  const callee = calleeOf(call);
  switch (callee.kind) {
    case 'declared': {
      const param = bindingsAround(callee.func.node).locals.find(
        local => local.role === 'param' && local.index === index && local.owner === callee.func.node,
      );
      return param ? localLife(param) : UNKNOWN;
    }
    case 'builtin':
      return callee.name === 'append' && index > 0
        ? elementLife(argumentsOf(call)[0]!, call)
        : { span: 'call', at: call };
    case 'external': {
      const row = effectsOf(callee.symbol);
      if (row?.runs?.some(each => each.param === index && each.how === 'request')) return { span: 'process', at: call };
      if (row?.inserts?.some(each => each.value === index) && callee.receiver)
        return elementLife(callee.receiver, call);
      return row ? { span: 'call', at: call } : { span: 'unknown', at: call };
    }
    default:
      return UNKNOWN;
  }
}

/** A variable's value lives beyond the function where it is stored, returned or captured; else as long as the function runs. */
const localLife = remember<LocalEntity, Life>(local => {
  const uses = local.mentions
    .filter(each => each !== local.declared && each.role !== 'left')
    .map(each => mentionLife(local, each));
  // All of them are uses of one value: those that do not keep it do not shorten its life.
  const { span, at } = longest([...uses, functionLife(local.declared)]);
  return { span, at };
}, CIRCLE);

function mentionLife(local: LocalEntity, mention: SyntaxNode): Life {
  const captured = capturing(local, mention);
  if (captured) return literalOwnerLife(captured);
  let outer = mention;
  while (
    outer.parent?.kind === 'parenthesized_expression' ||
    (outer.parent?.kind === 'unary_expression' && /^[&*]$/.test(outer.parent.operator))
  )
    outer = outer.parent;
  const parent = outer.parent;
  if (parent?.kind === 'selector_expression') return methodValueLife(parent);
  const keeps =
    /^(return_statement|literal_element|literal_value|argument_list|assignment_statement|short_var_declaration|var_spec)$/;
  if (parent && keeps.test(parent.kind) && outer.role !== 'left') return valueLife(mention);
  return { span: 'call', at: mention };
}

/** The outermost literal between a variable's function and a mention of it. */
function capturing(local: LocalEntity, mention: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  for (
    let at = mention.within('func_literal');
    at && at !== local.owner && local.owner.contains(at);
    at = at.within('func_literal')
  )
    found = at;
  return found;
}

/** What a function literal captures lives as long as the literal: as a handler for the process, returned as long as its callers keep it. */
function literalOwnerLife(literal: SyntaxNode): Life {
  const parent = literal.parent;
  if (takesServed(literal))
    return functionIsServing(literal) ? { span: 'call', at: literal } : { span: 'process', at: literal };
  if (parent?.kind === 'return_statement') return returnedLife(literal, parent);
  if (parent?.kind === 'argument_list') {
    const callee = calleeOf(parent.parent!);
    const index = parent.children.indexOf(literal);
    if (callee.kind === 'external') {
      const how = effectsOf(callee.symbol)?.runs?.find(each => each.param === index)?.how;
      if (how === 'request' || how === 'schedule') return { span: 'process', at: literal };
    }
  }
  return { span: isEndlessGoroutine(literal) ? 'goroutine' : 'call', at: literal };
}

/** `go func() { for { ... } }()` */
function isEndlessGoroutine(literal: SyntaxNode): boolean {
  const loops = (literal.field('body')?.children ?? []).filter(each => each.kind === 'for_statement');
  const isEndless = loops.some(loop => loop.children.every(child => child.role === 'body'));
  return isEndless && startsOf(literal).some(start => start.how === 'goroutine');
}

/** `mux.HandleFunc("/", s.handle)`: who hands on a method of a value keeps the value. */
function methodValueLife(selector: SyntaxNode): Life {
  const parent = selector.parent;
  if (parent?.kind !== 'argument_list') return { span: 'call', at: selector };
  const callee = calleeOf(selector);
  if (callee.kind !== 'declared') return { span: 'call', at: selector };
  return takesServed(callee.func.node) ? { span: 'process', at: selector } : { span: 'call', at: selector };
}

function functionIsServing(literal: SyntaxNode): boolean {
  for (let func = literal.within(...FUNCTIONS); func; func = func.within(...FUNCTIONS))
    if (takesServed(func)) return true;
  return false;
}

/** How long the function that evaluates a node runs: what runs once, as `main` does, runs as long as the process. */
function functionLife(node: SyntaxNode): Life {
  const isLasting = frequencyOf(node).how === 'once' && !isOfCommands(node);
  return { span: isLasting ? 'process' : 'call', at: node };
}

/** Only commands come here, which do their work and end. */
function isOfCommands(node: SyntaxNode): boolean {
  const starts = activationsOf(node).filter(({ begins }) => begins === 'start');
  return starts.length > 0 && starts.every(({ at }) => isOneShot(fileOf(at).pkg));
}
