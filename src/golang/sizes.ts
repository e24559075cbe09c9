/**
 * Who decides how many elements a collection has. Not the same question as where its elements come from: a list of three flags may hold a request's
 * words, and a list that a loop fills has as many elements as the loop has rounds.
 */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { bodiesOf } from './bodies.ts';
import { argumentOf, argumentsOf, calleeOf } from './callee.ts';
import { callersOf, returnedBy } from './callers.ts';
import { constantOf } from './constants.ts';
import type { Definition, LocalEntity } from './entities.ts';
import { flowAround } from './flow.ts';
import { fieldAt, usesOfField } from './mentions.ts';
import { leaf, type Origin } from './origin.ts';
import { originsOf } from './origins.ts';
import { placeOf } from './places.ts';
import { poursIn } from './pours.ts';
import { remember } from './remember.ts';
import { roundsOf } from './rounds.ts';
import { resolve, topOf } from './scope.ts';
import { localType } from './type-of.ts';
import { isNamed } from './types.ts';

/** What decides a size; `filled` is a place that adds elements, one at a time, to what lives on. */
export type Size = Origin & { readonly filled?: SyntaxNode };

interface Search {
  readonly seen: Set<unknown>;
  /** Calls that may still be followed, inwards or outwards. */
  readonly depth: number;
  /** The calls that led into functions: their parameters are these calls' arguments. */
  readonly entered: ReadonlyMap<SyntaxNode, SyntaxNode>;
}

const DEPTH = 5;
const CALLERS = 8;

/** The origins of a collection's length, or of a number. Empty where nothing adds elements. */
export const sizeOriginsOf = remember<SyntaxNode, readonly Size[]>(
  node => sizeOf(node, { seen: new Set(), depth: DEPTH, entered: new Map() }),
  [],
);

function sizeOf(outer: SyntaxNode, search: Search): readonly Size[] {
  const node = bare(outer);
  if (search.seen.has(node)) return [];
  search.seen.add(node);
  switch (node.kind) {
    case 'identifier': {
      const entity = resolve(node);
      if (entity?.kind === 'global' && !entity.constant) return [leaf('global', node)];
      return entity?.kind === 'local' && entity.role !== 'const' ? ofLocal(entity, node, search) : originsOf(node);
    }
    case 'selector_expression':
      return ofSelector(node, search);
    case 'call_expression':
      return ofCall(node, 0, search);
    case 'composite_literal':
      return [leaf('constant', node)];
    case 'slice_expression':
      // What is cut has the size that the code says.
      return node.field('end') ? [leaf('constant', node)] : ofOperand(node, search);
    case 'type_conversion_expression':
    case 'type_assertion_expression':
      return ofOperand(node, search);
    case 'binary_expression':
      return [node.field('left'), node.field('right')].flatMap(side => (side ? sizeOf(side, search) : []));
    default:
      return plain(node, search);
  }
}

/** By where the value comes from; inside a function that a call led into, by what that call gave it. */
function plain(node: SyntaxNode, search: Search): readonly Size[] {
  const origins = originsOf(node);
  if (search.entered.size === 0) return origins;
  const params = paramsIn(node).filter(param => search.entered.has(param.owner));
  if (params.length === 0) return origins;
  const own = origins.filter(origin => origin.kind !== 'param' && topOf(origin.node) === topOf(node));
  const given = own.length < origins.length ? params.flatMap(param => ofParam(param, node, search)) : [];
  return [...own, ...given];
}

function paramsIn(node: SyntaxNode): readonly LocalEntity[] {
  const names = node.kind === 'identifier' ? [node] : node.all('identifier');
  return names.flatMap(name => {
    const entity = resolve(name);
    if (entity?.kind !== 'local' || entity.role !== 'param') return [];
    // A context goes everywhere and says nothing of sizes.
    return isNamed(localType(entity), 'context.Context') ? [] : [entity];
  });
}

function ofOperand(node: SyntaxNode, search: Search): readonly Size[] {
  const operand = node.field('operand');
  return operand ? sizeOf(operand, search) : [];
}

/** A field whose elements come one by one, wherever, has as many as there happen to be. */
function ofSelector(node: SyntaxNode, search: Search): readonly Size[] {
  const name = node.field('field');
  const field = name && fieldAt(name);
  if (!field) return meansGlobal(node) ? [leaf('global', node)] : plain(node, search);
  if (search.seen.has(field.node)) return [];
  search.seen.add(field.node);
  const filled = usesOfField(field.node).find(isFilled);
  return filled ? [{ ...leaf('field', node, { type: field.type }), filled }] : plain(node, search);
}

/** `pkg.Variable`: what the program keeps for itself. */
function meansGlobal(node: SyntaxNode): boolean {
  const operand = node.field('operand');
  return operand?.kind === 'identifier' && resolve(operand)?.kind === 'import' && constantOf(node) === undefined;
}

function isFilled(use: SyntaxNode): boolean {
  const selector = use.parent?.kind === 'selector_expression' ? use.parent : undefined;
  const target = selector?.role === 'operand' ? selector.parent : undefined;
  if (target?.kind === 'index_expression') return target.role === 'left';
  const statement = selector?.role === 'left' ? selector.parent : undefined;
  return statement?.list('right').some(value => /^append\b/.test(value.text)) === true;
}

function ofLocal(local: LocalEntity, use: SyntaxNode, search: Search): readonly Size[] {
  if (search.seen.has(local)) return [];
  search.seen.add(local);
  const given = local.definitions.flatMap(definition => ofDefinition(definition, local, use, search));
  const stored = local.mentions.flatMap(mention => {
    const target = mention.parent;
    const isStore = target?.kind === 'index_expression' && mention.role === 'operand' && target.role === 'left';
    return isStore ? byLoop(target, local, search) : [];
  });
  const poured = poursIn(topOf(use)).some(({ target }) => placeOf(target)?.root === local);
  return [...given, ...stored, ...(poured ? plain(use, search) : [])];
}

function ofDefinition(definition: Definition, local: LocalEntity, use: SyntaxNode, search: Search): readonly Size[] {
  const { how, value } = definition;
  if (how === 'declare') return [];
  if (how === 'param') return ofParam(local, use, search);
  if (how !== 'assign' || !value) return value ? plain(value, search) : originsOf(use);
  const inner = bare(value);
  return inner.kind === 'call_expression' ? ofCall(inner, definition.result, search) : sizeOf(inner, search);
}

function ofParam(param: LocalEntity, use: SyntaxNode, search: Search): readonly Size[] {
  const entry = search.entered.get(param.owner);
  if (entry) {
    const argument = argumentOf(entry, param.index);
    return argument ? sizeOf(argument, without(search, param.owner)) : [];
  }
  const calls = search.depth > 0 && param.role === 'param' ? callersOf(param.owner).slice(0, CALLERS) : [];
  const found = calls.flatMap(call => {
    const argument = argumentOf(call, param.index);
    return argument ? sizeOf(argument, deeper(search)) : [];
  });
  return calls.length > 0 ? found : originsOf(use);
}

function deeper({ seen, depth, entered }: Search): Search {
  return { seen, depth: depth - 1, entered };
}

function without({ seen, depth, entered }: Search, func: SyntaxNode): Search {
  return { seen, depth, entered: new Map([...entered].filter(([each]) => each !== func)) };
}

function ofCall(call: SyntaxNode, result: number, search: Search): readonly Size[] {
  const callee = calleeOf(call);
  if (callee.kind === 'builtin') return ofBuiltin(call, callee.name, search);
  if (callee.kind === 'conversion') return ofArguments(argumentsOf(call), search);
  const funcs = bodiesOf(call);
  if (funcs.length === 0 || search.depth === 0) return plain(call, search);
  return funcs.flatMap(func =>
    ofReturned(func, result, { ...search, entered: new Map([...search.entered, [func, call]]) }),
  );
}

function ofReturned(func: SyntaxNode, result: number, search: Search): readonly Size[] {
  if (search.seen.has(func)) return [];
  search.seen.add(func);
  return returnedBy(func, result).flatMap(({ node, result: inner }) => {
    const value = bare(node);
    if (value.kind === 'nil') return [];
    return value.kind === 'call_expression' ? ofCall(value, inner, deeper(search)) : sizeOf(value, deeper(search));
  });
}

function ofBuiltin(call: SyntaxNode, name: string, search: Search): readonly Size[] {
  const args = argumentsOf(call);
  switch (name) {
    case 'append':
      return ofAppend(call, args, search);
    case 'make':
      // With a capacity of its own, elements come by append.
      return args.length === 2 ? ofArguments(args.slice(1), search) : [];
    case 'min':
      return [leaf('constant', call)];
    case 'len':
    case 'cap':
    case 'max':
      return ofArguments(args, search);
    default:
      return plain(call, search);
  }
}

function ofArguments(args: readonly SyntaxNode[], search: Search): readonly Size[] {
  return args.flatMap(each => sizeOf(each, search));
}

/** `append(xs, ys...)` adds as many as ys has; `append(xs, y)` one for each round of the loop around it. */
function ofAppend(call: SyntaxNode, [base, ...added]: readonly SyntaxNode[], search: Search): readonly Size[] {
  const before = base ? sizeOf(base, search) : [];
  const spread = added.find(each => each.kind === 'variadic_argument')?.children[0];
  const more = spread ? sizeOf(spread, search) : [];
  const target = base && bare(base).kind === 'identifier' ? resolve(bare(base)) : undefined;
  return [...before, ...more, ...(spread ? [] : byLoop(call, target, search))];
}

/** What decides the rounds of the loops between a statement and the declaration of what it fills. */
function byLoop(at: SyntaxNode, filled: unknown, search: Search): readonly Size[] {
  const declared = (filled as LocalEntity | undefined)?.declared;
  const flow = flowAround(at);
  const found: Size[] = [];
  for (let loop = flow?.loopAround(at); flow && loop; loop = flow.loopAround(loop.node)) {
    if (declared && loop.node.contains(declared)) break;
    const { of } = roundsOf(loop.node);
    found.push(...(of ? sizeOf(of, search) : [leaf('unknown', loop.node)]));
  }
  return found;
}
