/**
 * The family of growing containers: what gains entries in code that runs again and again, lives long, and whether anything takes entries out. A claim
 * about absence, so every hole in the evidence (a container that leaves our sight, a value whose life is not known) keeps it from being made.
 */
import { type Activation, activationsOf } from '../golang/activations.ts';
import { argumentOf, calleeOf } from '../golang/callee.ts';
import { type ContainerUse, usesOfContainer } from '../golang/container-uses.ts';
import { type Container, containerKind, containersOf, holderKey } from '../golang/containers.ts';
import type { LocalEntity } from '../golang/entities.ts';
import { fileOf } from '../golang/file.ts';
import { flowAround, functionOf } from '../golang/flow.ts';
import { type Frequency, frequencyOf, oftenWithin } from '../golang/lifetime.ts';
import { isMade } from '../golang/making.ts';
import { fieldsOf } from '../golang/members.ts';
import { callersOf, entityOf } from '../golang/origins.ts';
import type { Package } from '../golang/package.ts';
import { placeOf, reaching } from '../golang/places.ts';
import { isLibrary } from '../golang/programs.ts';
import { takesServed } from '../golang/roles.ts';
import { resolve } from '../golang/scope.ts';
import { type Life, lifeOf } from '../golang/spans.ts';
import { typeOf } from '../golang/type-of.ts';
import { pointee, signatureOf, type Type, typeName, underlying } from '../golang/types.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Site } from './contract.ts';
import { isOwnLock } from './locks.ts';

/** A container with all that the module does to it. */
export interface Growth {
  readonly container: Container;
  /** What holds it, as written at the first insert: `s.sessions`. */
  readonly name: string;
  readonly inserts: readonly ContainerUse[];
  /** Deletes by key. */
  readonly deletes: readonly ContainerUse[];
  /** All uses at or above the container's depth. */
  readonly uses: readonly ContainerUse[];
}

/** The containers that the sites put entries into, each once, where nothing bounds them beyond doubt. Whether they grow for long, `goesOn` says. */
export function* growths(sites: readonly Site[]): Generator<Growth> {
  const told = new Map<object, Set<number>>();
  for (const site of sites) {
    for (const { expression, extra } of grown(site.node)) {
      if (isShortLived(expression)) continue;
      for (const found of containersOf(expression)) {
        const container = { ...found, depth: found.depth + extra };
        const known = told.get(holderKey(container.holder)) ?? new Set();
        if (known.has(container.depth)) continue;
        told.set(holderKey(container.holder), known.add(container.depth));
        const growth = growthOf(container, expression);
        if (growth && !endsWithCall(growth)) yield growth;
      }
    }
  }
}

/** The containers that a store, an append or a method call puts something into. */
function* grown(node: SyntaxNode): Generator<{ readonly expression: SyntaxNode; readonly extra: number }> {
  if (node.kind === 'call_expression') {
    const receiver = argumentOf(node, 'receiver');
    if (receiver) yield { expression: receiver, extra: 0 };
    return;
  }
  const targets = node.kind === 'inc_statement' ? node.children : node.list('left');
  for (const target of targets.map(bare)) {
    if (target.kind === 'index_expression') {
      const operand = target.field('operand');
      if (operand && containerKind(typeOf(operand)) === 'map') yield { expression: operand, extra: 0 };
    } else if (containerKind(typeOf(target)) === 'slice') yield { expression: target, extra: 0 };
  }
}

/** Most stores go into variables of the function itself: those are told apart before anything is searched. */
function isShortLived(expression: SyntaxNode): boolean {
  const inner = bare(expression);
  const entity = inner.kind === 'identifier' ? resolve(inner) : undefined;
  if (entity?.kind !== 'local' || entity.role === 'param' || entity.role === 'receiver') return false;
  if (
    entity.definitions.some(
      ({ value }) => value !== undefined && !/^(call_expression|composite_literal)$/.test(bare(value).kind),
    )
  )
    return false;
  if (entity.definitions.some(({ value }) => value !== undefined && calleeOf(bare(value)).kind === 'declared'))
    return false;
  return !entity.mentions.some(mention => functionOf(mention) !== entity.owner) && !isInEndlessLoop(inner, entity);
}

function isInEndlessLoop(use: SyntaxNode, local: LocalEntity): boolean {
  const loop = flowAround(use)?.loopAround(use);
  return loop !== undefined && loop.exits.length === 0 && !loop.node.contains(local.declared);
}

/** A variable's container in which nothing goes in again and again: told from the inserts alone, before anybody asks what their keys are. */
function endsWithCall({ container: { holder }, inserts }: Growth): boolean {
  return holder.kind === 'local' && !inserts.some(use => isRepeated(use.node, holder));
}

function growthOf(container: Container, expression: SyntaxNode): Growth | undefined {
  const uses = usesOfContainer(container.holder).filter(use => use.depth <= container.depth);
  if (uses.some(use => /^(clear|reset|limit|escape)$/.test(use.kind))) return undefined;
  const inserts = uses.filter(
    use => /^(insert|append)$/.test(use.kind) && use.depth === container.depth && !isMadeBefore(use.node),
  );
  if (inserts.length === 0) return undefined;
  const deletes = uses.filter(use => use.kind === 'delete');
  return { container, name: nameOf(expression), inserts, deletes, uses };
}

/**
 * Equal for containers of one struct that one function puts entries into, and for those that these hold: where one of them keeps an entry, what should take it out
 * takes out the others, too.
 */
export function growthKey({ container: { holder }, inserts: [first] }: Growth): string {
  const { file, start } = holder.kind === 'local' ? holder.declared : holder.node;
  const struct = holder.kind === 'field' ? holder.node.within('struct_type') : undefined;
  return `${file.path} ${struct?.start ?? `${start} ${holder.name}`} ${first && functionOf(first.node)?.start}`;
}

/** Whether entries go in again and again, and the container lives on meanwhile. */
export function goesOn({ container, inserts }: Growth): boolean {
  return inserts.some(use => isRepeatedly(use.node)) && livesLong(container, lifeOf(container.holder), inserts);
}

/** How many calls may lie between what answers a request and the append, for it to be told that the append is part of answering. */
const NEAR = 2;

export interface Pile {
  readonly confidence: 'medium' | 'low';
  /** What makes the append run again and again, and the calls down to it. */
  readonly because: Frequency['because'];
}

/** Whether a slice gains elements for each request or round, in a value of which there is one as long as the process runs. */
export function pilesUp({ container: { holder } }: Growth, use: ContainerUse): Pile | undefined {
  if (holder.kind === 'local') return undefined;
  const because = oftenWithin(use.node, NEAR);
  if (!because) return undefined;
  const { span, mixed } = lifeOf(holder);
  if (span !== 'process' || mixed) return undefined;
  // Of a field, another value than the long-lived one may be meant.
  return { confidence: holder.kind === 'global' ? 'medium' : 'low', because };
}

/** Registries that are filled while the program starts do not grow, though others may add to them. */
function isRepeatedly(node: SyntaxNode): boolean {
  const { how } = frequencyOf(node);
  if (how !== 'unknown') return how === 'many';
  const ways = activationsOf(node);
  return !ways.some(isOfPackage) && !(isOfPrograms(fileOf(node).pkg) && ways.every(isOfNobody));
}

/** Whether a package is there for the programs of its module, rather than for others: its module holds some, and offers nothing at its root. */
function isOfPrograms(pkg: Package): boolean {
  const { module, world } = pkg;
  const root = world.package(module.path, module);
  const offers = root?.files.some(({ source, text }) => !source.test && /^(func|type) [A-Z]/m.test(text)) === true;
  return module.path !== '' && !isLibrary(pkg) && (root?.main === true || !offers);
}

/** Of what no program of the module calls, others decide how often it runs. A method that takes no type of the module's own may be one that a library asks for, and calls. */
function isOfNobody({ begins, at }: Activation): boolean {
  if (begins === 'start') return true;
  if (begins !== 'exported') return false;
  const { params, results } = signatureOf(at);
  return !entityOf(at)?.receiver || [...params, ...results].some(isOwn);
}

function isOwn(type: Type): boolean {
  const base = pointee(type);
  return base.kind === 'param' || (base.kind === 'named' && base.entity !== undefined);
}

/** Before `main`: called in `init`, or for the value of a package-level variable. */
function isOfPackage({ begins, at, functions }: Activation): boolean {
  if (begins !== 'start') return false;
  const callee = at.kind === 'call_expression' && functionOf(at) === undefined ? calleeOf(at) : undefined;
  return at.field('name')?.text === 'init' || (callee?.kind === 'declared' && callee.func.node === functions.at(-1));
}

/** The container, or what holds it, was made in the same function before: `t.info = &info{m: map[string]int{}}; t.info.m[k] = v`. */
function isMadeBefore(node: SyntaxNode): boolean {
  const target = bare(
    node.kind === 'call_expression'
      ? (argumentOf(node, 'receiver') ?? node)
      : (node.list('left')[0] ?? node.children[0] ?? node),
  );
  const expression = target.kind === 'index_expression' ? target.field('operand') : target;
  const place = expression && placeOf(expression);
  if (!expression || !place || place.path.length === 0) return false;
  const { definitions, entry } = reaching(place, expression);
  return (
    !entry &&
    definitions.length > 0 &&
    definitions.every(({ definition }) => definition.value !== undefined && isMade(definition.value))
  );
}

function nameOf(expression: SyntaxNode): string {
  return bare(expression).text.replace(/\s+/g, ' ').slice(0, 40);
}

function livesLong({ holder }: Container, life: Life, inserts: readonly ContainerUse[]): boolean {
  if (holder.kind === 'local') return life.span === 'process' && inserts.some(use => isRepeated(use.node, holder));
  if (life.span === 'process') return true;
  if (life.span === 'call') return false;
  if (life.span === 'goroutine') return inserts.some(use => frequencyOf(use.node).how === 'many');
  if (holder.kind !== 'field') return false;
  // What comes and goes grows for as long as it is there only where its own work goes on by itself.
  return life.span === 'kept'
    ? inserts.some(use => isTicking(use.node, 1))
    : isShared(holder.node) || inserts.some(use => isTicking(use.node, 3));
}

/** A variable's container gains entries again and again where a handler that captured it stores into it, or an endless loop does. */
function isRepeated(node: SyntaxNode, local: LocalEntity): boolean {
  if (isInEndlessLoop(node, local)) return true;
  for (let func = functionOf(node); func && func !== local.owner; func = functionOf(func))
    if (takesServed(func)) return true;
  return false;
}

/** The struct guards its fields with a lock, or the container is one for several goroutines: it is shared, which values of one call seldom are. */
function isShared(field: SyntaxNode): boolean {
  const struct = field.within('struct_type');
  if (!struct) return false;
  return fieldsOf(struct).some(({ type }) => /^sync\.(RW)?Mutex$|^sync\.Map$/.test(typeName(type)) || isOwnLock(type));
}

/** Reached, through methods and helpers, from an endless loop that waits for a ticker, a timer or a sleep: it goes on for as long as the process. */
function isTicking(node: SyntaxNode, depth: number): boolean {
  const loop = flowAround(node)?.loopAround(node);
  if (loop && waitsForTime(loop.node)) return true;
  const func = functionOf(node);
  if (!func || depth === 0) return false;
  return callersOf(func)
    .slice(0, 8)
    .some(call => isTicking(call, depth - 1));
}

function waitsForTime(loop: SyntaxNode): boolean {
  for (const node of loop.all('unary_expression', 'range_clause', 'call_expression')) {
    if (node.kind === 'call_expression') {
      const callee = calleeOf(node);
      if (callee.kind === 'external' && callee.symbol === 'time.Sleep') return true;
      continue;
    }
    const channel =
      node.kind === 'range_clause' ? node.field('right') : node.operator === '<-' ? node.field('operand') : undefined;
    const type = channel ? underlying(pointee(typeOf(channel))) : undefined;
    if (type?.kind === 'chan' && typeName(type.elem) === 'time.Time') return true;
  }
  return false;
}
