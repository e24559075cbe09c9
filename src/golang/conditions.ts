/** What conditions leave possible: evaluation with three values (true, false, unknown) under an assumption about some value. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf } from './callee.ts';
import { constantNumber } from './constants.ts';
import { flowAround, type Point } from './flow.ts';
import { bindingsAround, resolve } from './scope.ts';

/** The value that an expression is assumed to have; undefined for all that the assumption says nothing of. */
export type Assumption = (node: SyntaxNode) => number | undefined;

interface Case {
  readonly assume: Assumption;
  /** Stands for a number that nobody knows where it is compared with an assumed one: a configured limit. */
  readonly unknown: number | undefined;
  readonly depth: number;
}

/**
 * Whether no way leads to a node's evaluation while the assumption holds: `status` 200 can't be where `if status != 200` was entered.
 * `unknown` stands for the other side of comparisons of assumed values, where that is no constant.
 */
export function isExcluded(node: SyntaxNode, assume: Assumption, unknown?: number): boolean {
  const flow = flowAround(node);
  const point = flow?.pointOf(node);
  if (!flow || !point || point === flow.entry) return false;
  const given: Case = { assume, unknown, depth: 4 };
  return !flow.reaches(flow.entry, point, each => each.kind === 'branch' && contradicts(each, given));
}

function contradicts({ node, taken }: Point, given: Case): boolean {
  if (!node) return false;
  if (taken === 'true' || taken === 'false') {
    const value = truth(node, given);
    return value !== undefined && value !== (taken === 'true');
  }
  if (taken === 'case') return chosen(node, given) === false;
  if (taken !== 'default') return false;
  const statement = node.kind === 'default_case' ? node.parent : node;
  const cases = statement?.children.filter(child => child.kind === 'expression_case') ?? [];
  return cases.some(each => chosen(each, given) === true);
}

/** Whether a `case` of a switch is taken. */
function chosen(clause: SyntaxNode, given: Case): boolean | undefined {
  const statement = clause.parent;
  if (clause.kind !== 'expression_case' || !statement) return undefined;
  const subject = statement.field('value');
  const answers = clause
    .list('value')
    .map(value => (subject ? compare('==', subject, value, given) : truth(value, given)));
  if (answers.includes(true)) return true;
  return answers.every(answer => answer === false) ? false : undefined;
}

function truth(outer: SyntaxNode, given: Case): boolean | undefined {
  const node = bare(outer);
  if (node.kind === 'true') return true;
  if (node.kind === 'false') return false;
  const left = node.field('left');
  const right = node.field('right');
  if (node.kind === 'binary_expression' && left && right) {
    if (node.operator === '&&') return both(truth(left, given), truth(right, given));
    if (node.operator === '||') return negate(both(negate(truth(left, given)), negate(truth(right, given))));
    return compare(node.operator, left, right, given);
  }
  if (node.kind === 'unary_expression' && node.operator === '!') return negate(truth(node.field('operand')!, given));
  if (node.kind === 'identifier') {
    const value = onlyValue(node);
    return value && truth(value, given);
  }
  return node.kind === 'call_expression' ? predicate(node, given) : undefined;
}

function both(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function compare(operator: string, left: SyntaxNode, right: SyntaxNode, given: Case): boolean | undefined {
  const [a, b] = [number(left, given), number(right, given)];
  const assumed = (a ?? b) !== undefined && (isAssumed(left, given) || isAssumed(right, given));
  const x = a ?? (assumed ? given.unknown : undefined);
  const y = b ?? (assumed ? given.unknown : undefined);
  if (x === undefined || y === undefined) return undefined;
  switch (operator) {
    case '==':
      return a === undefined || b === undefined ? undefined : x === y;
    case '!=':
      return a === undefined || b === undefined ? undefined : x !== y;
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
    default:
      return undefined;
  }
}

function isAssumed(node: SyntaxNode, given: Case): boolean {
  return number(node, given) !== undefined && constantNumber(node) === undefined;
}

function number(outer: SyntaxNode, given: Case): number | undefined {
  const node = bare(outer);
  const known = given.assume(node) ?? constantNumber(node);
  if (known !== undefined) return known;
  switch (node.kind) {
    case 'binary_expression':
      return arithmetic(node, given);
    case 'identifier': {
      const value = onlyValue(node);
      return value && number(value, given);
    }
    case 'type_conversion_expression':
      return node.field('operand') && number(node.field('operand')!, given);
    case 'call_expression': {
      const [only, ...more] = argumentsOf(node);
      const conversion =
        calleeOf(node).kind === 'conversion' || /^u?int(8|16|32|64)?$/.test(node.field('function')!.text);
      return only && more.length === 0 && conversion ? number(only, given) : undefined;
    }
    default:
      return undefined;
  }
}

function arithmetic(node: SyntaxNode, given: Case): number | undefined {
  const a = number(node.field('left')!, given);
  const b = number(node.field('right')!, given);
  if (a === undefined || b === undefined) return undefined;
  switch (node.operator) {
    case '/':
      return b === 0 ? undefined : Math.trunc(a / b);
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      return undefined;
  }
}

/** What a variable always holds: `status := resp.StatusCode`, never assigned again. */
export function onlyValue(name: SyntaxNode): SyntaxNode | undefined {
  const entity = resolve(name);
  if (entity?.kind !== 'local') return undefined;
  const [only, ...more] = entity.definitions;
  return only && more.length === 0 && only.how === 'assign' && only.result === 0 ? only.value : undefined;
}

/** `func isSuccess(code int) bool { return code >= 200 && code < 300 }`, called with an assumed value. */
function predicate(call: SyntaxNode, given: Case): boolean | undefined {
  const callee = given.depth > 0 ? calleeOf(call) : undefined;
  if (callee?.kind !== 'declared') return undefined;
  const func = callee.func.node;
  const value = onlyResult(func);
  if (!value) return undefined;
  const args = argumentsOf(call);
  const params = bindingsAround(func).locals.filter(local => local.role === 'param' && local.owner === func);
  const assume: Assumption = node => {
    const entity = node.kind === 'identifier' ? resolve(node) : undefined;
    const param = params.find(each => each === entity);
    const argument = param && args[param.index];
    return argument ? number(argument, given) : given.assume(node);
  };
  return truth(value, { assume, unknown: given.unknown, depth: given.depth - 1 });
}

/** The one expression that a function comes down to, or that a literal comes down to which it does nothing but call. */
function onlyResult(func: SyntaxNode): SyntaxNode | undefined {
  const [statement, ...more] = func.field('body')?.children ?? [];
  const value = statement?.kind === 'return_statement' && more.length === 0 ? statement.children[0] : undefined;
  const called = value?.kind === 'call_expression' ? bare(value.field('function') ?? value) : undefined;
  return called?.kind === 'func_literal' && argumentsOf(value!).length === 0 ? onlyResult(called) : value;
}
