/** Whether a struct stays with those that it is handed to by calls in sight: then nobody else comes by the channels in it. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf } from '../callee.ts';
import type { LocalEntity } from '../entities.ts';
import { remember } from '../remember.ts';
import { calleesOf } from './callees.ts';
import { parametersOf, receiverOf } from './names.ts';

type Keeps = (variable: LocalEntity) => boolean;

/** All that happens to the variable's value is that its fields are used and its methods called, and that it is returned or handed to functions that do no more. */
export const isKeptInSight: Keeps = remember<LocalEntity, boolean>(
  variable => isHarmlessAll(variable, isKeptInSight),
  true,
);

/** It is not returned either: whoever has it has it from the variable's function. */
export const isKeptBelow: Keeps = remember<LocalEntity, boolean>(
  variable => isHarmlessAll(variable, isKeptBelow),
  true,
);

function isHarmlessAll({ mentions, declared }: LocalEntity, keeps: Keeps): boolean {
  return mentions.every(mention => mention === declared || isHarmless(mention, keeps));
}

function isHarmless(mention: SyntaxNode, keeps: Keeps): boolean {
  let node = mention;
  while (node.parent?.kind === 'parenthesized_expression' || isAddress(node.parent)) node = node.parent!;
  const { parent } = node;
  switch (parent?.kind) {
    case 'selector_expression':
      return isFieldOrKeptBy(parent, keeps);
    case 'argument_list':
      return isKeptByCallees(node, parent.parent, keeps);
    case 'short_var_declaration':
    case 'assignment_statement':
      return node.role === 'left';
    case 'binary_expression':
    case 'expression_statement':
      return true;
    case 'return_statement':
      return keeps === isKeptInSight;
    default:
      return false;
  }
}

function isAddress(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'unary_expression' && node.operator === '&';
}

/** A field, or a method that keeps its receiver in sight. */
function isFieldOrKeptBy(selector: SyntaxNode, keeps: Keeps): boolean {
  const { parent } = selector;
  const callee = calleeOf(selector);
  if (callee.kind !== 'declared' || parent?.kind !== 'call_expression' || selector.role !== 'function')
    return callee.kind !== 'declared';
  const receiver = receiverOf(callee.func.node);
  return !receiver || keeps(receiver);
}

function isKeptByCallees(argument: SyntaxNode, call: SyntaxNode | undefined, keeps: Keeps): boolean {
  if (!call || calleeOf(call).kind === 'builtin') return false;
  const index = argumentsOf(call).map(bare).indexOf(bare(argument));
  const callees = calleesOf(call);
  return (
    callees.length > 0 &&
    callees.every(func => {
      const params = parametersOf(func);
      const param = params[index];
      return index >= 0 && index < params.length && (!param || keeps(param));
    })
  );
}
