/**
 * What decides whether a copy of a body is made: a size, a budget or a sample, a status, the response's own header, or a flag of the operator. What a client
 * chooses (path, method, content type) decides nothing.
 */
import { effectsOf } from '../../catalog/index.ts';
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from '../callee.ts';
import { constantNumber, constantOf } from '../constants.ts';
import { fileOf } from '../file.ts';
import { flowOf, functionOf } from '../flow.ts';
import { fieldAt, literalsOf, usesOfField, usesOfFunc } from '../mentions.ts';
import { entityOf, type Origin, originsOf } from '../origins.ts';
import { placeOf, samePlace } from '../places.ts';
import { remember } from '../remember.ts';
import { resolve, topOf } from '../scope.ts';
import { typeOf } from '../type-of.ts';
import { typeFrom, typeName } from '../types.ts';
import { isServedType } from './frameworks.ts';
import { isResponseWriter } from './hand-written.ts';

export type Guard = 'size' | 'status' | 'header' | 'flag';

interface Condition {
  readonly node: SyntaxNode;
  readonly holds: boolean;
}

/** All kinds of conditions that are known to decide whether a node is reached, in its function and around the literals that it stands in. */
export function guardsOf(node: SyntaxNode): ReadonlySet<Guard> {
  return guardsIn(conditionsAt(node));
}

function guardsIn(conditions: Iterable<Condition>): ReadonlySet<Guard> {
  const found = new Set<Guard>();
  for (const { node: condition, holds } of conditions) {
    const guard = guardIn(condition, holds);
    if (guard) found.add(guard);
  }
  return found;
}

function* conditionsAt(node: SyntaxNode): Generator<Condition> {
  let at = node;
  for (let func = functionOf(at); func; func = functionOf(at)) {
    const flow = flowOf(func);
    const point = flow.pointOf(at);
    if (point) for (const { condition, holds } of flow.guards(point)) yield { node: condition, holds };
    yield* casesAround(at, func);
    at = func;
  }
}

/** The conditions whose branches a node stands in: not those that only returned early. */
function* conditionsAround(node: SyntaxNode): Generator<Condition> {
  for (let at = node; at.parent; at = at.parent) {
    if (at.parent.kind !== 'if_statement' || (at.role !== 'consequence' && at.role !== 'alternative')) continue;
    const condition = at.parent.field('condition');
    if (condition) yield { node: condition, holds: at.role === 'consequence' };
  }
  yield* casesAround(node, topOf(node));
}

/** `switch { case len(b) > max: ... }` */
function* casesAround(node: SyntaxNode, func: SyntaxNode): Generator<Condition> {
  for (let at = node.parent; at && at !== func; at = at.parent) {
    if (at.parent?.kind !== 'expression_switch_statement' || at.parent.field('value')) continue;
    const values = at.list('value');
    if (values.length === 1) yield { node: values[0]!, holds: true };
    if (at.kind !== 'default_case') continue;
    for (const other of at.parent.children)
      for (const value of other.list('value')) yield { node: value, holds: false };
  }
}

/** The guard that a condition is when it comes out one way. */
function guardIn(outer: SyntaxNode, holds: boolean): Guard | undefined {
  const node = bare(outer);
  if (node.kind === 'unary_expression' && node.operator === '!') return guardIn(node.field('operand') ?? node, !holds);
  if (node.kind !== 'binary_expression') return flagIn(node, holds);
  const left = node.field('left');
  const right = node.field('right');
  if (!left || !right) return undefined;
  if (node.operator === '&&' || node.operator === '||') {
    const sides = [guardIn(left, holds), guardIn(right, holds)];
    // Both sides are known to hold, or only one of them.
    return (node.operator === '&&') === holds ? (sides[0] ?? sides[1]) : sides[1] && sides[0];
  }
  return comparison(node.operator, left, right);
}

function comparison(operator: string, left: SyntaxNode, right: SyntaxNode): Guard | undefined {
  const sides = [left, right];
  if (sides.some(isStatus)) return 'status';
  if (sides.some(isResponseHeader)) return 'header';
  if (/^[<>]=?$/.test(operator)) return sides.some(isEmptiness) ? undefined : 'size';
  if (sides.some(side => [...side.all('binary_expression'), bare(side)].some(each => each.operator === '%')))
    return 'size';
  const isNothing = sides.some(side => bare(side).kind === 'nil' || isEmptiness(side));
  return isNothing || sides.some(isFromRequest) || !sides.every(isSettled) ? undefined : 'flag';
}

/** A constant, a setting, or what the environment says: nothing that was computed here. */
function isSettled(side: SyntaxNode): boolean {
  const node = bare(side);
  return (
    constantOf(node) !== undefined ||
    node.kind === 'call_expression' ||
    originsOf(node).every(origin => isSetting(origin) || isUnknownField(origin, node))
  );
}

/** `len(b)` compared with 0 only asks whether there is anything. */
function isEmptiness(side: SyntaxNode): boolean {
  const other = side.parent?.children.find(each => each !== side);
  const limit = other && constantNumber(other);
  const node = bare(side);
  const called = node.kind === 'call_expression' ? bare(node.field('function') ?? node) : undefined;
  const name = (called ?? node).field('field')?.text ?? called?.text ?? '';
  const counts = called ? /^(len|cap|Len|Size)$/.test(name) : name === 'ContentLength';
  return counts && limit !== undefined && limit <= 1;
}

function isStatus(side: SyntaxNode): boolean {
  return [bare(side), ...side.all('selector_expression', 'call_expression')].some(node => {
    if (node.kind === 'selector_expression')
      return /^(StatusCode|statusCode|status|Status)$/.test(node.field('field')?.text ?? '') && isNumber(node);
    return node.kind === 'call_expression' && /\.Status(Code)?$/.test(node.field('function')?.text ?? '');
  });
}

function isNumber(node: SyntaxNode): boolean {
  return /^u?int/.test(typeName(typeOf(node)));
}

/** Something read from the header of the response that is being written, directly or through variables. */
function isResponseHeader(side: SyntaxNode, depth = 3): boolean {
  return [bare(side), ...side.all('call_expression', 'identifier')].some(node => {
    if (node.kind === 'identifier')
      return depth > 0 && valuesOf(node).some(value => isResponseHeader(value, depth - 1));
    const operand = node.kind === 'call_expression' ? bare(node.field('function') ?? node).field('operand') : undefined;
    return operand?.kind === 'call_expression' && isHeaderCall(operand);
  });
}

/** `w.Header()` of a response writer, the module's own included. */
function isHeaderCall(call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  if (callee.kind !== 'declared') return /ResponseWriter\)?\.Header$/.test(symbolOf(callee));
  const receiver = callee.func.node.field('receiver')?.children[0]?.field('type');
  return callee.func.name === 'Header' && receiver !== undefined && isResponseWriter(typeFrom(receiver));
}

function valuesOf(name: SyntaxNode): readonly SyntaxNode[] {
  const entity = resolve(name);
  return entity?.kind === 'local' ? entity.definitions.flatMap(definition => definition.value ?? []) : [];
}

function flagIn(node: SyntaxNode, holds: boolean): Guard | undefined {
  if (isResponseHeader(node)) return 'header';
  if (node.kind === 'unary_expression' && node.operator === '*')
    return flagIn(bare(node.field('operand') ?? node), holds);
  if (node.kind === 'call_expression') return isFlagCall(node, holds) ? 'flag' : undefined;
  if (node.kind !== 'identifier' && node.kind !== 'selector_expression') return undefined;
  if (isSecondResult(node)) return undefined;
  const origins = originsOf(node);
  const decided = origins.flatMap(origin => (origin.node === node ? [] : guardFrom(origin, holds)));
  if (decided.length > 0) return decided[0];
  return holds && origins.every(origin => isSetting(origin) || isUnknownField(origin, node)) ? 'flag' : undefined;
}

/** `v, ok := m[k]`: whether something was there. */
function isSecondResult(node: SyntaxNode): boolean {
  const entity = node.kind === 'identifier' ? resolve(node) : undefined;
  return entity?.kind === 'local' && entity.definitions.some(definition => definition.result > 0);
}

/** A field whose stores are out of sight is a setting all the same. */
function isUnknownField({ kind }: Origin, node: SyntaxNode): boolean {
  return kind === 'unknown' && node.kind === 'selector_expression';
}

/** A variable that holds what a comparison gave. */
function guardFrom(origin: Origin, holds: boolean): readonly Guard[] {
  const node = bare(origin.node);
  if (node.kind !== 'binary_expression' && node.kind !== 'call_expression') return [];
  const guard = guardIn(node, holds);
  return guard ? [guard] : [];
}

const SETTINGS = new Set<Origin['kind']>(['field', 'global', 'constant', 'param']);

function isSetting(origin: Origin): boolean {
  if (origin.source !== undefined) return origin.source === 'environment';
  return SETTINGS.has(origin.kind);
}

/** `log.Enabled(level)`; what is asked about a request decides for that request only. */
function isFlagCall(call: SyntaxNode, holds: boolean): boolean {
  if (!holds || effectsOf(symbolOf(calleeOf(call)))?.passes) return false;
  return ![...argumentsOf(call), operandOf(call)].some(each => each !== undefined && isFromRequest(each));
}

function operandOf(call: SyntaxNode): SyntaxNode | undefined {
  const target = bare(call.field('function') ?? call);
  return target.kind === 'selector_expression' ? target.field('operand') : undefined;
}

const REQUESTED = new Set<Origin['source']>([
  'request',
  'header',
  'query',
  'cookie',
  'metadata',
  'upload',
  'remote-address',
  'response',
]);

function isFromRequest(node: SyntaxNode): boolean {
  return [bare(node), ...node.all('identifier', 'selector_expression', 'call_expression')].some(each => {
    const type = typeOf(each);
    if (isServedType(type) || /^net\/http\.(Request|Response|Header)$/.test(typeName(type))) return true;
    return (
      each.kind !== 'selector_expression' &&
      each.kind === 'identifier' &&
      originsOf(each).some(({ source }) => REQUESTED.has(source))
    );
  });
}

// Installing

const DEPTH = 3;
/** A function of more statements does more than install one thing: what decides about it decides about other things. */
const STATEMENTS = 4;

/** Whether a function, or the type that it is a method of, is only put to use where a flag of the operator says so. */
export function isInstalledByFlag(node: SyntaxNode): boolean {
  return installedByFlag(topOf(node), DEPTH);
}

function installedByFlag(declaration: SyntaxNode, depth: number): boolean {
  if (depth === 0) return false;
  const { uses, calls } = placesOfUse(declaration);
  if (calls.length > 0 && calls.every(isOptionalPart)) return true;
  return (
    uses.length > 0 &&
    uses.every(use => isByFlag(use) || (isInstaller(topOf(use)) && installedByFlag(topOf(use), depth - 1)))
  );
}

function isByFlag(use: SyntaxNode): boolean {
  return guardsIn(conditionsAround(use)).has('flag') || isChosenCase(use) || isOptionalPart(use);
}

/** `if s.tracer == nil { return h }; return s.tracer.wrap(h)`: there only where it was asked for. */
function isOptionalPart(use: SyntaxNode): boolean {
  const operand = use.role === 'field' ? use.parent?.field('operand') : undefined;
  const part = operand && placeOf(operand);
  if (!part || part.path.length === 0 || isAlwaysThere(operand)) return false;
  return [...conditionsAt(use)].some(({ node, holds }) => {
    const sides = [bare(node).field('left'), bare(node).field('right')].flatMap(side => side ?? []);
    const differs = bare(node).operator === (holds ? '!=' : '==');
    return (
      differs && sides.some(side => bare(side).kind === 'nil') && sides.some(side => samePlace(placeOf(side), part))
    );
  });
}

/** Whoever makes the owner gives it the part in any case: asking for nil is caution then, and switches nothing. */
function isAlwaysThere(part: SyntaxNode): boolean {
  const name = part.field('field');
  const field = name && fieldAt(name);
  if (!field) return false;
  const stores = usesOfField(field.node).filter(use => !fileOf(use).source.test && storedIn(use));
  const makers = new Set(literalsOf(typeOf(part.field('operand') ?? part)).map(topOf));
  return (
    stores.length > 0 &&
    stores.every(use => makers.has(topOf(use)) && isUnconditional(use)) &&
    stores.every(use => originsOf(storedIn(use)!).every(({ kind }) => kind === 'made'))
  );
}

/** What a use of a field puts into it: `s.tracer = t`, `&Server{tracer: t}`. */
function storedIn(use: SyntaxNode): SyntaxNode | undefined {
  if (use.parent?.kind === 'literal_element') return use.within('keyed_element')?.field('value')?.children[0];
  const target = use.parent;
  const statement =
    target?.role === 'left' && target.parent?.kind === 'assignment_statement' ? target.parent : undefined;
  return statement?.list('right')[statement.list('left').indexOf(target!)];
}

function isUnconditional(node: SyntaxNode): boolean {
  return [...conditionsAround(node)].length === 0 && !guardsOf(node).has('flag');
}

/** `switch cfg.Trace { case Full: install() }` */
function isChosenCase(use: SyntaxNode): boolean {
  const clause = use.within('expression_case', 'func_literal');
  const value = clause?.kind === 'expression_case' ? clause.parent?.field('value') : undefined;
  return value !== undefined && !isFromRequest(value);
}

function isInstaller(declaration: SyntaxNode): boolean {
  const body = declaration.field('body');
  return body !== undefined && body.children.length <= STATEMENTS;
}

interface Places {
  /** Where a function is used, or values of a method's type are made. */
  readonly uses: readonly SyntaxNode[];
  /** Where a method is called. */
  readonly calls: readonly SyntaxNode[];
}

const NOWHERE: Places = { uses: [], calls: [] };

const placesOfUse = remember<SyntaxNode, Places>(declaration => {
  const func = entityOf(declaration);
  if (!func) return NOWHERE;
  const outside = (node: SyntaxNode) => !fileOf(node).source.test && topOf(node) !== declaration;
  const type = declaration.field('receiver')?.children[0]?.field('type');
  const direct = usesOfFunc(func).flatMap(({ node }) => (outside(node) ? [node] : []));
  return type ? { uses: literalsOf(typeFrom(type)).filter(outside), calls: direct } : { uses: direct, calls: [] };
}, NOWHERE);
