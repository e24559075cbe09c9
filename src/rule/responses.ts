/** Responses to a program's own requests: what their bodies are read for. */
import { argumentOf } from '../golang/callee.ts';
import { isExcluded } from '../golang/conditions.ts';
import { constantNumber } from '../golang/constants.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { memberOf } from '../golang/members.ts';
import { callersOf } from '../golang/origins.ts';
import { type Place, placeOf, samePlace } from '../golang/places.ts';
import { bindingsAround, resolve } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { WholeRead } from './reads.ts';

const SUCCESS = 200;
const FAILURES = [400, 401, 403, 404, 409, 422, 429, 500, 502, 503];

/** Whether a body is read only for the text of an error: in a branch that success never takes, or with no use outside of one. */
export function isErrorText(read: WholeRead): boolean {
  const places = [read.node, ...read.origin.steps.map(step => step.node)];
  const status = statusOf(read);
  if (places.some(place => isFailureOnly(place, status))) return true;
  const uses = usesOf(read);
  return uses !== undefined && uses.length > 0 && uses.every(use => isFailureOnly(use, status));
}

type Status = (node: SyntaxNode, value: number) => number | undefined;

function isFailureOnly(node: SyntaxNode, status: Status): boolean {
  const given = (value: number) => isExcluded(node, each => status(each, value));
  return given(SUCCESS) && FAILURES.some(value => !given(value));
}

/** What is a status code to a read: that of its own response, where the read names one. */
function statusOf({ reader }: WholeRead): Status {
  const inner = bare(reader);
  const own = inner.kind === 'selector_expression' ? placeOf(inner.field('operand')!) : undefined;
  return (node, value) => {
    if (isExpected(node)) return SUCCESS;
    const selector = node.kind === 'call_expression' ? bare(node.field('function') ?? node) : node;
    if (selector.kind !== 'selector_expression' || selector.field('field')?.text !== 'StatusCode') return undefined;
    const operand = selector.field('operand')!;
    const member = memberOf(typeOf(operand), 'StatusCode');
    if (member && member.kind !== 'row-field' && member.kind !== 'external-method') return undefined;
    const place = placeOf(operand);
    return own && place && areSiblings(own, place) && !samePlace(own, place) ? undefined : value;
  };
}

/** A parameter for which every caller gives a constant of success: the status that a check expects. */
function isExpected(node: SyntaxNode): boolean {
  const entity = node.kind === 'identifier' ? resolve(node) : undefined;
  if (entity?.kind !== 'local' || entity.role !== 'param' || isChanged(entity)) return false;
  const given = callersOf(entity.owner).map(call => argumentOf(call, entity.index));
  return given.length > 0 && given.every(each => isSuccess(each && constantNumber(each)));
}

function isChanged({ definitions }: LocalEntity): boolean {
  return definitions.some(({ how }) => how !== 'param');
}

function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** Two variables of one function: two responses, where they are not the same. */
function areSiblings(a: Place, b: Place): boolean {
  const locals = a.root.kind === 'local' && b.root.kind === 'local' && a.root.owner === b.root.owner;
  return locals && a.path.length === 0 && b.path.length === 0;
}

/** Mentions of what the read gave; undefined where it was not put into a variable. */
function usesOf({ node, target }: WholeRead): readonly SyntaxNode[] | undefined {
  const kept = target ? bare(target) : resultName(node);
  const name = kept?.kind === 'unary_expression' ? kept.field('operand') : kept;
  const local = name?.kind === 'identifier' ? bindingsAround(name).entity.get(name) : undefined;
  if (local?.kind !== 'local') return undefined;
  const defining = new Set(local.definitions.map(definition => definition.target));
  return local.mentions.filter(each => each !== local.declared && !defining.has(each) && !node.contains(each));
}

function resultName(call: SyntaxNode): SyntaxNode | undefined {
  const statement = call.parent;
  if (!/^(short_var_declaration|assignment_statement|var_spec)$/.test(statement?.kind ?? '')) return undefined;
  return statement?.list('left')[0] ?? statement?.list('name')[0];
}

/** Whether what was read is thrown away: the body was only to be drained. */
export function isDiscarded({ node, target }: WholeRead): boolean {
  if (target) return false;
  if (node.parent?.kind === 'expression_statement') return true;
  return resultName(node)?.text === '_';
}
