/** Values that are made where they stand, and assignments that are part of making what they assign to. */
import { effectsOf } from '../catalog/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, type Callee, calleeOf } from './callee.ts';
import { isSame } from './container-values.ts';
import { flowAround } from './flow.ts';
import { FUNCTIONS } from './function-of.ts';
import { callersOf } from './origins.ts';
import { type Place, placeOf } from './places.ts';
import { remember } from './remember.ts';
import { typeOf } from './type-of.ts';
import { pointee, typeFrom, typeName } from './types.ts';

/** The assignment gives the container its first value: under a nil check, to a value that was just made, or in code that runs once. */
export function isStart(target: SyntaxNode): boolean {
  return isUnderNilCheck(target) || isFresh(target) || runsOnce(target) || isPartOfMaking(target);
}

function isUnderNilCheck(target: SyntaxNode): boolean {
  const flow = flowAround(target);
  const point = flow?.pointOf(target);
  if (!flow || !point) return false;
  return flow.guards(point).some(({ condition, holds }) => {
    const inner = bare(condition);
    if (inner.kind !== 'binary_expression' || inner.operator !== (holds ? '==' : '!=')) return false;
    const sides = inner.children.map(bare);
    return sides.some(side => side.kind === 'nil') && sides.some(side => isSame(side, target));
  });
}

/** The root of `x.m = ...` is a variable that holds a value made in this function. */
function isFresh(target: SyntaxNode): boolean {
  const place = placeOf(target);
  return place !== undefined && place.path.length > 0 && isMadeHere(place);
}

/** The root is a variable that is given nothing but what is made there. */
function isMadeHere({ root }: Place): boolean {
  if (root.kind !== 'local') return false;
  return (
    root.definitions.length > 0 &&
    root.definitions.every(({ how, value }) => how === 'declare' || (value !== undefined && isMade(value)))
  );
}

/** The value of an expression is made where it stands, or by a function that returns what it makes. */
export function isMade(value: SyntaxNode): boolean {
  let inner = bare(value);
  if (inner.kind === 'unary_expression' && inner.operator === '&') inner = bare(inner.field('operand') ?? inner);
  if (inner.kind === 'composite_literal') return true;
  if (inner.kind !== 'call_expression') return false;
  const callee = calleeOf(inner);
  return (callee.kind === 'builtin' && /^(new|make)$/.test(callee.name)) || isMaker(callee);
}

/** A function that returns what it makes. */
function isMaker(callee: Callee): boolean {
  if (callee.kind !== 'declared') return false;
  const type = typeFrom(callee.func.node.field('result'));
  return [...(callee.func.node.field('body')?.all('composite_literal') ?? [])].some(
    literal => typeName(typeOf(literal)) !== '' && typeName(typeOf(literal)) === typeName(pointee(type)),
  );
}

/** In `init`, in `main` outside of loops, or handed to `sync.Once`. */
export function runsOnce(node: SyntaxNode): boolean {
  const func = node.within(...FUNCTIONS);
  if (!func) return true;
  if (func.kind === 'func_literal') return isOnceLiteral(func);
  const name = func.field('name')?.text;
  if (func.kind !== 'function_declaration' || (name !== 'init' && name !== 'main')) return false;
  return node.within('for_statement') === undefined;
}

function isOnceLiteral(literal: SyntaxNode): boolean {
  const list = literal.parent;
  if (list?.kind !== 'argument_list' || !list.parent) return false;
  const callee = calleeOf(list.parent);
  if (callee.kind !== 'external') return false;
  return effectsOf(callee.symbol)?.runs?.some(each => each.how === 'once') === true;
}

/** A method that only constructors call, on the value that they make: `s := &Store{}; s.init()`. */
const isPartOfMakingFunc = remember<SyntaxNode, boolean>(func => {
  const calls = callersOf(func);
  return (
    calls.length > 0 &&
    calls.every(call => {
      const receiver = argumentOf(call, 'receiver');
      const place = receiver && placeOf(receiver);
      return receiver !== undefined && ((place !== undefined && isMadeHere(place)) || runsOnce(call));
    })
  );
}, false);

function isPartOfMaking(target: SyntaxNode): boolean {
  const func = target.within(...FUNCTIONS);
  return func?.kind === 'method_declaration' && isPartOfMakingFunc(func);
}
