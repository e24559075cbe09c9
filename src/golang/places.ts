/** Places that hold values: a variable, or a field reached from one. Which definitions of a place can be what a use sees. */
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Definition, GlobalEntity, LocalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { type Flow, flowAround, functionOf, type Point } from './flow.ts';
import { poursIn, replaces } from './pours.ts';
import { remember } from './remember.ts';
import { bindingsAround, resolve } from './scope.ts';

/** `r.Body` is `{ root: r, path: ['Body'] }`. */
export interface Place {
  readonly root: LocalEntity | GlobalEntity;
  readonly path: readonly string[];
}

/** The place that an expression names; undefined for calls, elements, literals. Pointers are looked through: `*p`, `&x` name what p and x name. */
export function placeOf(outer: SyntaxNode, depth = 0): Place | undefined {
  const node = bare(outer);
  if (depth > 8) return undefined;
  switch (node.kind) {
    case 'identifier':
      return ofIdentifier(node, depth);
    case 'selector_expression': {
      const operand = node.field('operand');
      const name = node.field('field')?.text;
      const qualified = operand?.kind === 'identifier' ? resolve(operand) : undefined;
      if (qualified?.kind === 'import') return name ? ofQualified(node, qualified.path, name) : undefined;
      const base = operand && placeOf(operand, depth + 1);
      return base && name ? { root: base.root, path: [...base.path, name] } : undefined;
    }
    case 'unary_expression': {
      const operand = node.field('operand');
      return operand && (node.operator === '*' || node.operator === '&') ? placeOf(operand, depth + 1) : undefined;
    }
    default:
      return undefined;
  }
}

function ofIdentifier(node: SyntaxNode, depth: number): Place | undefined {
  const entity = resolve(node);
  if (entity?.kind === 'global') return entity.constant ? undefined : { root: entity, path: [] };
  if (entity?.kind !== 'local') return undefined;
  return aliased(entity, depth) ?? { root: entity, path: [] };
}

/** `config.MaxSize`: a variable of another package of the module. */
function ofQualified(node: SyntaxNode, path: string, name: string): Place | undefined {
  const { world, module } = fileOf(node).pkg;
  const entity = world.package(path, module)?.lookup(name)[0];
  return entity?.kind === 'global' && !entity.constant ? { root: entity, path: [] } : undefined;
}

/** `req := c.Request`, never assigned again, names what `c.Request` names. */
function aliased(local: LocalEntity, depth: number): Place | undefined {
  const [only, ...more] = local.definitions;
  if (!only?.value || more.length > 0 || only.how !== 'assign' || only.result !== 0) return undefined;
  const value = bare(only.value);
  const isPath =
    value.kind === 'selector_expression' ||
    (value.kind === 'unary_expression' && value.operator === '&') ||
    value.kind === 'identifier';
  return isPath ? placeOf(value, depth + 1) : undefined;
}

export function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return (
    !!a &&
    !!b &&
    a.root === b.root &&
    a.path.length === b.path.length &&
    a.path.every((name, index) => name === b.path[index])
  );
}

/** A definition that a use may see; `rest` is what remains of the path below the place it defines. */
export interface Reaching {
  readonly definition: Definition;
  readonly rest: readonly string[];
}

export interface Reached {
  readonly definitions: readonly Reaching[];
  /** A way leads from the function's entry to the use without any definition: the caller's value is seen too. */
  readonly entry: boolean;
}

interface Stored {
  readonly definition: Definition;
  readonly place: Place;
}

/** All stores to fields and globals inside one top-level declaration, by place. */
const storesAround = remember<SyntaxNode, readonly Stored[]>(func => placed(bindingsAround(func).stores), []);

/** `zr.Reset(r)` gives `zr` new content as an assignment would. */
const poursAround = remember<SyntaxNode, readonly Stored[]>(
  func =>
    placed(
      poursIn(func).map(pour => ({
        at: pour.call,
        target: unsliced(pour.target),
        how: 'pour',
        value: undefined,
        result: 0,
        partial: !replaces(pour),
      })),
    ),
  [],
);

/** What is read into a part of an array or slice is read into it: `io.ReadFull(r, head[:])`. */
function unsliced(outer: SyntaxNode): SyntaxNode {
  const node = bare(outer);
  const operand = node.kind === 'slice_expression' ? node.field('operand') : undefined;
  return operand ? unsliced(operand) : outer;
}

function placed(definitions: readonly Definition[]): readonly Stored[] {
  return definitions.flatMap(definition => {
    const place = placeOf(definition.target);
    return place ? [{ definition, place }] : [];
  });
}

/** The definitions of a place that can be what is seen when `use` is evaluated; with `pours`, also the calls that fill what it holds. */
export function reaching(place: Place, use: SyntaxNode, pours = false): Reached {
  const candidates = definitionsOf(place, use, pours);
  if (candidates.length === 0) return { definitions: [], entry: true };
  const [only] = candidates;
  if (candidates.length === 1 && only && !isParam(only) && place.path.length === 0)
    return { definitions: [only], entry: false };
  const flow = flowAround(use);
  const point = flow?.pointOf(use);
  if (!flow || !point)
    return {
      definitions: candidates.filter(each => !isParam(each)),
      entry: candidates.some(isParam) || place.path.length > 0,
    };
  return searchBack(candidates, flow, point, use);
}

function isParam(reaching: Reaching): boolean {
  return reaching.definition.how === 'param';
}

function definitionsOf(place: Place, use: SyntaxNode, pours: boolean): readonly Reaching[] {
  const { root, path } = place;
  const whole = root.kind === 'local' ? root.definitions.map(definition => ({ definition, rest: path })) : [];
  const top = topmost(functionOf(use) ?? use);
  const stores = pours ? [...storesAround(top), ...poursAround(top)] : storesAround(top);
  const parts = stores.flatMap(stored => {
    const { definition, place: target } = stored;
    const prefix =
      target.root === root &&
      target.path.length <= path.length &&
      target.path.every((name, index) => name === path[index]);
    return prefix && definition.target !== use ? [{ definition, rest: path.slice(target.path.length) }] : [];
  });
  return [...whole, ...parts];
}

function topmost(node: SyntaxNode): SyntaxNode {
  let top = node;
  while (top.parent && top.parent.kind !== 'source_file') top = top.parent;
  return top;
}

function searchBack(candidates: readonly Reaching[], flow: Flow, from: Point, use: SyntaxNode): Reached {
  const at = new Map<Point, Reaching[]>();
  const found = new Set<Reaching>();
  for (const candidate of candidates) {
    if (isParam(candidate)) continue;
    const point = flow.pointOf(candidate.definition.at);
    // Defined in another function (a closure, or the function around this closure): it may be seen whenever this runs.
    if (!point) {
      if (functionOf(candidate.definition.at) !== flow.func) found.add(candidate);
      continue;
    }
    const group = at.get(point);
    if (group) group.push(candidate);
    else at.set(point, [candidate]);
  }
  let entry = false;
  const seen = new Set<Point>();
  const open = startOf(from, at, use);
  for (const candidate of open.found) found.add(candidate);
  for (let point = open.points.pop(); point; point = open.points.pop()) {
    if (seen.has(point)) continue;
    seen.add(point);
    const here = at.get(point) ?? [];
    const last = here.findLastIndex(each => !each.definition.partial);
    for (const candidate of here.slice(Math.max(last, 0))) found.add(candidate);
    if (last >= 0) continue;
    if (point === flow.entry) entry = true;
    open.points.push(...point.before);
  }
  return { definitions: [...found], entry: entry || flow.entry === from };
}

/** A range clause defines its variables before its body; every other statement evaluates its uses before it defines. */
function startOf(
  from: Point,
  at: ReadonlyMap<Point, Reaching[]>,
  use: SyntaxNode,
): { points: Point[]; found: Reaching[] } {
  const own = at
    .get(from)
    ?.filter(({ definition: { at } }) => (at !== from.node || !from.node?.contains(use)) && !within(use, at));
  const before = own?.some(each => !each.definition.partial) ? [] : [...from.before];
  return { points: before, found: own ?? [] };
}

/** The use is an operand of the call that fills it. */
function within(use: SyntaxNode, at: SyntaxNode): boolean {
  return at.kind === 'call_expression' && at.contains(use);
}
