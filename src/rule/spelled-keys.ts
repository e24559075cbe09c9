/** Keys that a function of the program spells: where every delete takes what that makes, an entry that goes in under the bare part is never taken out. */
import { argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import type { FuncEntity } from '../golang/entities.ts';
import { fieldAt } from '../golang/mentions.ts';
import { callersOf, identityOf, keyOriginsOf, returnedBy } from '../golang/origins.ts';
import { resolve } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Growth } from './growth.ts';

export interface Unspelled {
  /** The insert whose key was left as it is. */
  readonly insert: ContainerUse;
  readonly taking: ContainerUse;
  /** The function that makes the keys of all deletes, and those of other inserts. */
  readonly speller: FuncEntity;
}

export function unspelled({ inserts, deletes }: Pick<Growth, 'inserts' | 'deletes'>): Unspelled | undefined {
  const [taking] = deletes;
  const speller = taking && spellerOf(taking);
  if (!speller || !addsText(speller.node) || !deletes.every(use => spellerOf(use) === speller)) return undefined;
  const spelled = inserts.filter(use => spellerOf(use) === speller);
  const parts = new Set(spelled.flatMap(use => callsFor(use).flatMap(argumentsOf)).flatMap(fieldOf));
  const insert = inserts.find(
    use => use.key && fieldOf(use.key).some(part => parts.has(part)) && !holds(use.key, speller),
  );
  return insert && { insert, taking, speller };
}

/** The function of the module that makes a use's key, by each of its definitions. */
function spellerOf(use: ContainerUse): FuncEntity | undefined {
  const [first, ...others] = callsFor(use).map(call => {
    const callee = calleeOf(call);
    return callee.kind === 'declared' ? callee.func : undefined;
  });
  return others.every(each => each === first) ? first : undefined;
}

/** The calls that a key is, or that its variable was given. */
function callsFor({ key }: ContainerUse): readonly SyntaxNode[] {
  const node = key && bare(key);
  const entity = node?.kind === 'identifier' ? resolve(node) : undefined;
  const values = entity?.kind === 'local' ? entity.definitions.map(({ value }) => value && bare(value)) : [node];
  return values.every(each => each?.kind === 'call_expression') ? values.flatMap(each => each ?? []) : [];
}

/** All that it returns is longer than what it was given: `s + strconv.Itoa(i)`, `fmt.Sprintf("%s/%d", s, i)`. */
function addsText(func: SyntaxNode): boolean {
  const returned = returnedBy(func, 0).map(each => bare(each.node));
  return returned.length > 0 && returned.every(isLonger);
}

function isLonger(value: SyntaxNode): boolean {
  if (value.kind !== 'call_expression') return value.kind === 'binary_expression' && value.operator === '+';
  const callee = calleeOf(value);
  return callee.kind === 'literal' ? addsText(callee.node) : /^(fmt\.Sprintf|strings\.Join)$/.test(symbolOf(callee));
}

/** The field that an expression reads. */
function fieldOf(expression: SyntaxNode): readonly SyntaxNode[] {
  const node = bare(expression);
  const name = node.kind === 'selector_expression' ? node.field('field') : undefined;
  const field = name && fieldAt(name);
  return field ? [field.node] : [];
}

/** What the function makes may be what comes here. */
function holds(key: SyntaxNode, { node }: FuncEntity): boolean {
  const calls = callersOf(node);
  return [...keyOriginsOf(key), ...identityOf(key)].some(origin =>
    [origin.node, ...origin.steps.map(step => step.node)].some(
      each => node.contains(each) || calls.some(call => call.contains(each)),
    ),
  );
}
