/**
 * How functions come to run: called on the spot, deferred, in a goroutine of their own, by a timer, per request, once. What a call does with a
 * function that it is handed is a row of the catalog, or is inferred here from the callee's body, so that a project's own `safe.Go(f)` starts a
 * goroutine like `go f()` does.
 */
import { effectsOf, fieldOf } from '../catalog/index.ts';
import type { FieldRow } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { askedRuns } from './asked-methods.ts';
import { argumentsOf, type Callee, calleeOf } from './callee.ts';
import type { Entity, FieldEntity, LocalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { functionOf } from './flow.ts';
import { FUNCTIONS } from './function-of.ts';
import { firstTimeOnly } from './guards.ts';

import { handedObjects } from './handed-objects.ts';
import { fieldsOf } from './members.ts';
import { fieldAt, implementations, usesOfField, usesOfFunc, usesOfGlobal } from './mentions.ts';
import { callersOf, entityOf } from './origins.ts';
import { servesTests } from './programs.ts';
import { remember } from './remember.ts';
import { resolve } from './scope.ts';
import { typeOf } from './type-of.ts';
import { typeName, underlying } from './types.ts';

export type How =
  | 'now' // called where it stands, or by the callee before it returns
  | 'defer'
  | 'goroutine'
  | 'timer'
  | 'schedule'
  | 'request'
  | 'once'
  | 'later' // kept, and called by something in sight of nobody
  | 'unknown'; // handed to code that is not understood

/** One way that a function comes to run. */
export interface Start {
  readonly how: How;
  /** The call of the function, or the call that it is handed to. For `go f()` and `defer f()` the call, too. */
  readonly call: SyntaxNode;
}

/** More ways than this say nothing about one another. */
const MANY = 48;

/** Every way in which the module starts a function declaration, method or literal; empty where nothing in sight does. Calls through interfaces are left out. */
export const startsOf = remember<SyntaxNode, readonly Start[]>(func => {
  const entity = entityOf(func);
  if (!entity) return valueStarts(func, new Set());
  const uses = usesOfFunc(entity).filter(use => isSupport(func) || !isSupport(use.node));
  return distinct([
    ...uses.flatMap(use => valueStarts(wholeValue(use.node), new Set())),
    ...handedObjects(entity),
    ...askedRuns(entity),
  ]);
}, []);

/** Code that supports tests without being a test file: what it starts says nothing of production. */
function isSupport(node: SyntaxNode): boolean {
  return servesTests(fileOf(node));
}

/** What runs a function, seen from the top of its goroutine. */
export interface Root {
  /** The function that the goroutine, handler or program begins with. */
  readonly func: SyntaxNode;
  /** What starts it; undefined where nothing in sight does: `main`, `init`, exported functions, package-level values. */
  readonly start: Start | undefined;
}

/** The tops of the call chains that run a function: plain and deferred calls are climbed, everything else begins anew. */
export const rootsOf = remember<SyntaxNode, readonly Root[]>(func => {
  const roots = new Map<SyntaxNode, Root>();
  for (const root of climb(func)) roots.set(root.start?.call ?? root.func, root);
  return [...roots.values()];
}, []);

/** Whether some top of the call chains is such a one. Mostly one of the nearest is, and who calls the callers is not asked then. */
export function someRoot(func: SyntaxNode, isSuch: (root: Root) => boolean): boolean {
  for (const root of climb(func)) if (isSuch(root)) return true;
  return false;
}

/** The nearest first. */
function* climb(func: SyntaxNode): Generator<Root> {
  const seen = new Set([func]);
  for (const at of seen) {
    const starts = startsOf(at);
    if (starts.length === 0) yield { func: at, start: undefined };
    for (const start of starts) {
      const around = functionOf(start.call);
      if (!around || !/^(now|defer|once)$/.test(start.how)) yield { func: at, start };
      else if (seen.size <= MANY) seen.add(around);
    }
  }
}

/** How a call runs the function that is its argument number `index`. Empty where it does not run it, or nothing is known. */
export function howRuns(call: SyntaxNode, index: number): readonly How[] {
  return runsOf(calleeOf(call), index, call);
}

function runsOf(callee: Callee, index: number, call: SyntaxNode): readonly How[] {
  switch (callee.kind) {
    case 'external':
      return externalRuns(callee.symbol, index);
    case 'declared':
      return paramRuns(callee.func.node, index);
    case 'literal':
      return paramRuns(callee.node, index);
    case 'interface': {
      const name = callee.member.node.field('name')?.text ?? '';
      const found = implementations(callee.member.owner, name, fileOf(call));
      return [...new Set(found.flatMap(func => paramRuns(func.node, index)))];
    }
    default:
      return [];
  }
}

/** What a catalogued function does. By Go's custom, one that nobody has described and that is called Go starts a goroutine. */
function externalRuns(symbol: string, index: number): readonly How[] {
  const row = effectsOf(symbol);
  if (!row?.runs) return /\.Go$/.test(symbol) ? ['goroutine'] : [];
  return row.runs.filter(each => each.param === index).map(each => each.how);
}

/** What becomes of a function parameter in the body of its function. */
function paramRuns(func: SyntaxNode, index: number): readonly How[] {
  const param = paramAt(func, index);
  return param ? runsOfParam(param) : [];
}

const runsOfParam: (param: LocalEntity) => readonly How[] = remember<LocalEntity, readonly How[]>(param => {
  const hows = param.mentions
    .filter(mention => mention !== param.declared)
    .flatMap(mention => valueStarts(mention, new Set([param])))
    .map(start => within(start, param.owner));
  return [...new Set(hows)];
}, []);

/** The parameter that takes an argument; a variadic one takes all from its place on. */
export function paramAt(func: SyntaxNode, index: number): LocalEntity | undefined {
  const params = func.field('parameters')?.children ?? [];
  const names = params.flatMap((param): readonly (SyntaxNode | undefined)[] =>
    param.list('name').length > 0 ? param.list('name') : [undefined],
  );
  const variadic = params.at(-1)?.kind === 'variadic_parameter_declaration';
  const name = names[index] ?? (variadic ? names.at(-1) : undefined);
  const entity = name && resolve(name);
  return entity?.kind === 'local' ? entity : undefined;
}

/** How a start inside a function looks from the function's own calls: a literal in between adds how it is run itself. */
function within(start: Start, func: SyntaxNode): How {
  if (!func.contains(start.call)) return howElsewhere(start);
  let how = howHanded(start);
  for (let at = functionOf(start.call); at && at !== func && func.contains(at); at = functionOf(at)) {
    const literal = at;
    const outer = startsOf(literal).filter(each => !literal.contains(each.call));
    const inside = outer.find(each => func.contains(each.call));
    how = compose(how, inside?.how ?? (outer.length > 0 ? howKept(literal, outer) : 'unknown'));
  }
  return how;
}

/** A function that is kept, in a field, is called by others: on the spot, for all that is known, unless that is the work of a goroutine. */
function howElsewhere(start: Start): How {
  const how = howHanded(start);
  const around = functionOf(start.call);
  return around && isWorkOfGoroutine(around) ? compose(how, 'goroutine') : how;
}

/** A goroutine begins with the function, or with one that does little but call it. */
function isWorkOfGoroutine(func: SyntaxNode, calls = 1): boolean {
  const starts = startsOf(func);
  if (starts.some(each => each.how === 'goroutine')) return true;
  const [only, ...more] = starts;
  const around = only?.how === 'now' && more.length === 0 && calls > 0 ? functionOf(only.call) : undefined;
  return around !== undefined && isWorkOfGoroutine(around, calls - 1);
}

/** How a literal that is kept and called elsewhere is run in the end. */
function howKept(literal: SyntaxNode, starts: readonly Start[]): How {
  if (starts.every(each => each.how === 'once')) return 'once';
  return rootsOf(literal).find(root => root.start)?.start?.how ?? 'later';
}

/** What is called on the spot by something runs as that something does. */
function compose(inner: How, outer: How): How {
  return inner === 'now' || inner === 'defer' ? (outer === 'defer' ? 'now' : outer) : inner;
}

/** The selector that a method's or field's name ends, else the name itself. */
function wholeValue(name: SyntaxNode): SyntaxNode {
  return name.role === 'field' && name.parent?.kind === 'selector_expression' ? name.parent : name;
}

/** The ways that a function value is started from where it stands: called, handed on, stored and called from there. */
function valueStarts(value: SyntaxNode, seen: Set<unknown>): readonly Start[] {
  if (seen.has(value) || seen.size > MANY) return [];
  seen.add(value);
  const outer = outermost(value);
  const { parent } = outer;
  if (!parent) return [];
  if (parent.kind === 'call_expression' && outer.role === 'function') return [{ how: howCalled(parent), call: parent }];
  if (parent.kind === 'argument_list') return handedTo(parent.parent, outer, seen);
  if (parent.kind === 'return_statement') return returned(parent, outer, seen);
  if (parent.kind === 'range_clause' && outer.role === 'right') return elementStarts(parent, seen);
  const collection = collectionAround(outer);
  if (collection) return valueStarts(collection, seen);
  const field = positionalField(outer);
  return field ? fieldStarts(field, seen) : targetsOf(outer).flatMap(target => storedStarts(target, seen));
}

function outermost(value: SyntaxNode): SyntaxNode {
  let outer = value;
  while (
    outer.parent?.kind === 'parenthesized_expression' ||
    outer.parent?.kind === 'literal_element' ||
    outer.parent?.kind === 'variadic_argument' ||
    (outer.parent?.kind === 'index_expression' && outer.role === 'operand')
  )
    outer = outer.parent;
  return outer;
}

/** The literal of a slice or map that a value is an element of: what runs its elements runs the value. */
function collectionAround(value: SyntaxNode): SyntaxNode | undefined {
  const element = value.parent?.kind === 'keyed_element' && value.role === 'value' ? value.parent : value;
  const body = element.parent?.kind === 'literal_value' ? element.parent : undefined;
  const literal = body?.parent?.kind === 'composite_literal' ? body.parent : undefined;
  return literal && /^(slice|array|map)$/.test(underlying(typeOf(literal)).kind) ? literal : undefined;
}

function howCalled(call: SyntaxNode): How {
  if (call.parent?.kind === 'go_statement') return 'goroutine';
  return call.parent?.kind === 'defer_statement' ? 'defer' : 'now';
}

/** A function that is handed over and called under a first-time check is a constructor of something that is kept. */
function howHanded(start: Start): How {
  const memory = start.how === 'now' ? firstTimeOnly(start.call) : undefined;
  return memory ? (memory === 'lent' ? 'later' : 'once') : start.how;
}

function handedTo(call: SyntaxNode | undefined, argument: SyntaxNode, seen: Set<unknown>): readonly Start[] {
  if (!call) return [];
  const callee = calleeOf(call);
  // `http.HandlerFunc(f)` is still f.
  if (callee.kind === 'conversion') return valueStarts(call, seen);
  const index = argumentsOf(call).indexOf(argument);
  const hows = runsOf(callee, index, call);
  // `go f(g)`: what f calls on the spot runs in the goroutine.
  return (hows.length > 0 ? hows : (['unknown'] as const)).map(how => ({ how: compose(how, howCalled(call)), call }));
}

function returned(statement: SyntaxNode, value: SyntaxNode, seen: Set<unknown>): readonly Start[] {
  const func = statement.within(...FUNCTIONS);
  if (!func || statement.children.indexOf(value) > 0) return [];
  return callersOf(func).flatMap(call => valueStarts(call, seen));
}

/** `for _, f := range fs`: what runs each f. */
function elementStarts(clause: SyntaxNode, seen: Set<unknown>): readonly Start[] {
  const target = clause.list('left')[1];
  return target ? storedStarts(target, seen) : [];
}

/** What a value is assigned to: the variable, field or literal's key beside it. */
function targetsOf(value: SyntaxNode): readonly SyntaxNode[] {
  const { parent } = value;
  switch (parent?.kind) {
    case 'short_var_declaration':
    case 'assignment_statement': {
      const target = parent.list('left')[parent.list('right').indexOf(value)];
      return value.role === 'right' && target ? [target] : [];
    }
    case 'var_spec': {
      const target = parent.list('name')[parent.list('value').indexOf(value)];
      return value.role === 'value' && target ? [target] : [];
    }
    case 'keyed_element': {
      const key = parent.field('key');
      return value.role === 'value' && key ? [key] : [];
    }
    default:
      return [];
  }
}

function storedStarts(outer: SyntaxNode, seen: Set<unknown>): readonly Start[] {
  const target = bare(outer.kind === 'literal_element' ? (outer.children[0] ?? outer) : outer);
  const name = target.kind === 'selector_expression' ? target.field('field') : target;
  const field = name && fieldAt(name);
  if (field) return fieldStarts(field, seen);
  const how = name && externalField(name)?.runs;
  if (how) return [{ how, call: target }];
  const entity = target.kind === 'identifier' ? resolve(target) : undefined;
  return entity && !seen.has(entity) ? variableStarts(entity, target, seen.add(entity)) : [];
}

function fieldStarts(field: FieldEntity, seen: Set<unknown>): readonly Start[] {
  if (seen.has(field.node)) return [];
  seen.add(field.node);
  return usesOfField(field.node).flatMap(use => valueStarts(wholeValue(use), seen));
}

/** A field of a type that the module does not hold: `Run` of a command, as a literal's key or as the target of an assignment. */
function externalField(name: SyntaxNode): FieldRow | undefined {
  const selected = name.role === 'field' ? name.parent?.field('operand') : undefined;
  const literal = name.parent?.kind === 'literal_element' ? name.within('literal_value') : undefined;
  const owner = selected ?? literal;
  return owner && fieldOf(typeName(typeOf(owner)), name.text);
}

/** The field that a value without a key fills: `Job{main}`. */
function positionalField(value: SyntaxNode): FieldEntity | undefined {
  const literal = value.parent;
  if (value.kind !== 'literal_element' || literal?.kind !== 'literal_value') return undefined;
  const type = underlying(typeOf(literal));
  return type.kind === 'struct' ? fieldsOf(type.node)[literal.children.indexOf(value)] : undefined;
}

function variableStarts(entity: Entity, target: SyntaxNode, seen: Set<unknown>): readonly Start[] {
  if (entity.kind === 'local')
    return entity.mentions.filter(each => each !== target).flatMap(each => valueStarts(each, seen));
  if (entity.kind === 'global') return usesOfGlobal(entity).flatMap(each => valueStarts(wholeValue(each), seen));
  return [];
}

function distinct(starts: readonly Start[]): readonly Start[] {
  const found: Start[] = [];
  for (const start of starts) {
    if (!found.some(each => each.call === start.call && each.how === start.how)) found.push(start);
  }
  return found.slice(0, MANY);
}
