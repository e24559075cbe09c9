/** Methods that come in pairs, one beginning and one ending what a key stands for, where the second looks the entry up and leaves it in. */
import { effectsOf } from '../catalog/index.ts';
import { argumentOf, argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import { type Container, containersOf, holderKey } from '../golang/containers.ts';
import type { FuncEntity, LocalEntity } from '../golang/entities.ts';
import { callersOf, entityOf } from '../golang/origins.ts';
import { placeOf, samePlace } from '../golang/places.ts';
import { resolve } from '../golang/scope.ts';
import { typeOf } from '../golang/type-of.ts';
import { signatureOf, typeText } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { isLock } from './locks.ts';
import { isSameKey } from './other-keys.ts';
import { comesFromOutside, paramAt } from './removals.ts';

/** A method that ends what the key of an insert began. */
export interface Ending {
  readonly method: FuncEntity;
  /** Where it looks the entry up. */
  readonly node: SyntaxNode;
  /** The entry is a lock: others may wait for it when it is given back. */
  readonly lock: boolean;
}

const ENDS =
  /^(Stop|Close|Remove|R?Un(lock|register|subscribe|watch|bind|mount|track|listen|pin)|Deregister|Delete|End|Finish|Release|Kill|Cancel|Detach|Disconnect|Leave|Destroy|Shutdown|Drop)/i;

/** A method of the same type that looks the same container up by its own parameter, and does not delete. */
export function endingLookup(
  insert: ContainerUse,
  uses: readonly ContainerUse[],
  container: Container,
): Ending | undefined {
  const begun = insert.key && paramAt(insert.key);
  if (!begun || !comesFromOutside(insert.key!)) return undefined;
  const lock = insert.value !== undefined && isLock(typeOf(insert.value));
  // One that is looked up where it is missing is made anew only then; what else is put back is added to.
  if (!lock && isPutBack(insert)) return undefined;
  const begins = waysTo(begun, insert.node, lock).filter(({ method }) => !ENDS.test(method.name));
  const looks = [
    ...uses.filter(use => use.kind === 'read').flatMap(({ key, node }) => lookupBy(key, node, lock)),
    ...(lock ? waysTo(begun, insert.node, lock) : []),
  ];
  const found = looks.find(
    ({ method, node }) =>
      ENDS.test(method.name) &&
      (!lock || isGivenBack(node)) &&
      begins.some(
        each => each.method.receiver?.type === method.receiver?.type && !namesMore(method, each.method, begun),
      ) &&
      !endsMember(method.node, container),
  );
  return found && { ...found, lock };
}

/** `RemoveRule(namespace, rule string)` beside `AddNamespace(name string)`: what ends is a part of what the key stands for. */
function namesMore(ends: FuncEntity, begins: FuncEntity, { declared }: LocalEntity): boolean {
  const type = typeText(typeOf(declared));
  const count = ({ node }: FuncEntity) => signatureOf(node).params.filter(each => typeText(each) === type).length;
  return count(ends) > count(begins);
}

interface Access {
  readonly method: FuncEntity;
  readonly node: SyntaxNode;
}

function lookupBy(key: SyntaxNode | undefined, node: SyntaxNode, lock: boolean): readonly Access[] {
  const param = key && paramAt(key);
  return param ? waysTo(param, node, lock) : [];
}

/** The method that is given the key; for locks also those that hand a key of their own to it: `func (l *locks) Lock(key string) { l.get(key).Lock() }`. */
function waysTo(param: LocalEntity, node: SyntaxNode, across: boolean): readonly Access[] {
  const method = entityOf(param.owner);
  if (!method?.receiver) return [];
  const outer = across ? callersOf(param.owner) : [];
  const handing = outer.flatMap(call => {
    const given = paramAt(argumentOf(call, param.index) ?? call);
    const caller = given && entityOf(given.owner);
    return caller?.receiver?.type === method.receiver?.type && caller ? [{ method: caller, node: call }] : [];
  });
  return [{ method, node }, ...handing];
}

/** What was looked up is unlocked, and not locked before: `l.get(key).Unlock()`, `lock := m[key]; lock.Unlock()`. */
function isGivenBack(lookup: SyntaxNode): boolean {
  const value = outermost(lookup);
  const statement = value.within('short_var_declaration', 'assignment_statement', 'block');
  const [only] = statement?.list('right').some(each => bare(each) === bare(value)) ? statement.list('left') : [];
  const local = only?.kind === 'identifier' ? resolve(only) : undefined;
  const names = [value, ...(local?.kind === 'local' ? local.mentions : [])].map(methodOf);
  return names.some(name => /^R?Unlock$/.test(name)) && !names.some(name => /^(Try)?R?Lock$/.test(name));
}

/** With the parentheses and type assertions around it. */
function outermost(inner: SyntaxNode): SyntaxNode {
  const { parent } = inner;
  return /^(parenthesized|type_assertion)_expression$/.test(parent?.kind ?? '') ? outermost(parent!) : inner;
}

function methodOf(value: SyntaxNode): string {
  return outermost(value).parent?.field('field')?.text ?? '';
}

/** `n := m[k]; ...; m[k] = n`: what is there already is added to, so the key stands for several. */
function isPutBack({ node, key, value }: ContainerUse): boolean {
  const entity = value && bare(value).kind === 'identifier' ? resolve(bare(value)) : undefined;
  const container = node.list('left')[0]?.field('operand');
  if (entity?.kind !== 'local' || !container || !key) return false;
  return entity.definitions.some(definition => {
    const read = definition.value && bare(definition.value);
    const [from, at] = [read?.field('operand'), read?.field('index')];
    return from && at && samePlace(placeOf(from), placeOf(container)) && isSameKey(at, key);
  });
}

/** The key stands for a group: what is ended is a member of it, which is taken out of the group. */
function endsMember(method: SyntaxNode, { holder, depth }: Container): boolean {
  return method.all('call_expression').some(call => {
    const callee = calleeOf(call);
    const takes =
      callee.kind === 'builtin' ? callee.name === 'delete' : effectsOf(symbolOf(callee))?.deletes !== undefined;
    const from = takes && (callee.kind === 'builtin' ? argumentsOf(call)[0] : argumentOf(call, 'receiver'));
    return from && containersOf(from).some(each => holderKey(each.holder) === holderKey(holder) && each.depth > depth);
  });
}
