/** Origins of what variables, fields and parameters hold: by the definitions that reach a use, by what the package stores, by the callers. */
import { fieldTags } from '../catalog/field-tags.ts';
import { valueRow } from '../catalog/index.ts';
import type { Symbol } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, rowOf } from './callee.ts';
import { callersOf, entityOf, functionName } from './callers.ts';
import { constantString } from './constants.ts';
import type { FieldEntity, GlobalEntity, LocalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { functionOf } from './flow.ts';
import { memberOf } from './members.ts';
import { isExported, literalValueOf, usesOfField, usesOfFunc, usesOfGlobal } from './mentions.ts';
import {
  brief,
  type Context,
  change,
  distinct,
  entered,
  follow,
  leaf,
  literalField,
  type Origin,
  opaque,
  readOf,
  step,
} from './origin.ts';
import { poured, rowParts } from './origin-calls.ts';
import { type Place, placeOf, type Reaching, reaching } from './places.ts';
import { pourOf } from './pours.ts';
import { requestRole } from './roles.ts';
import { resolve } from './scope.ts';
import { globalType, localType, typeOf } from './type-of.ts';
import { isNamed, pointee, type Type, typeName } from './types.ts';

/** Callers beyond this many are not followed. */
const CALLERS = 24;
/** Uses of a field, or steps to it, up to which it is worth asking what it holds when it names a peer. */
const FEW = 40;
/** Places that fill a field, up to which it tells where a key comes from. */
const FILLS = 3;

export function ofIdentifier(node: SyntaxNode, context: Context): readonly Origin[] {
  const entity = resolve(node);
  switch (entity?.kind) {
    case 'local':
      return entity.role === 'const'
        ? [leaf('constant', node, { text: constantString(node) })]
        : ofPlace({ root: entity, path: [] }, node, node, context);
    case 'global':
      return ofGlobal(entity, node, context);
    case 'func':
      return [leaf('func', node)];
    case 'external':
      return ofExternalValue(`${entity.path}.${entity.name}`, node);
    default:
      return [leaf('unknown', node)];
  }
}

function ofExternalValue(symbol: Symbol, node: SyntaxNode): readonly Origin[] {
  const row = valueRow(symbol);
  if (row?.source) return [leaf('source', node, { source: row.source, symbol })];
  const constant = row?.number !== undefined || row?.text !== undefined;
  return [leaf(constant ? 'constant' : 'global', node, { symbol, text: row?.text })];
}

export function ofSelector(node: SyntaxNode, context: Context): readonly Origin[] {
  const operand = node.field('operand');
  const imported = operand?.kind === 'identifier' ? resolve(operand) : undefined;
  if (imported?.kind === 'import') {
    const pkg = fileOf(node).pkg.world.package(imported.path, fileOf(node).pkg.module);
    const name = node.field('field')?.text ?? '';
    const declared = pkg?.lookup(name)[0];
    if (declared?.kind === 'global') return ofGlobal(declared, node, context);
    return declared ? [leaf('func', node)] : ofExternalValue(`${imported.path}.${name}`, node);
  }
  const place = placeOf(node);
  if (place && place.root.kind === 'local') return ofPlace(place, node, node, context);
  return ofMember(node, context);
}

/** A field, when nothing on the way to its use in this function gave it a value. */
function ofMember(node: SyntaxNode, context: Context): readonly Origin[] {
  const operand = node.field('operand');
  const name = node.field('field')?.text ?? '';
  const member = operand && memberOf(typeOf(operand), name);
  switch (member?.kind) {
    case 'row-field':
      return rowParts(node, follow(operand, context), member, name, context);
    case 'field':
      return ofField(member.field, node, context);
    case 'method':
    case 'interface-method':
    case 'external-method':
      return [leaf('func', node)];
    default:
      return change(follow(operand, context), { derived: 'part' });
  }
}

/** All that the package stores in a field, wherever; the field itself where that is nothing. */
export function ofField(field: FieldEntity, node: SyntaxNode, before: Context): readonly Origin[] {
  const symbol = `${field.owner}.${field.name}`;
  const context = entered(before, field.node);
  if (!context) return [];
  const uses = usesOfField(field.node);
  // A field that names a peer is configuration, whoever fills it, unless little fills it.
  if (context.lens === 'name' && (uses.length > FEW || context.seen.length > FEW))
    return [opaque('field', node, { symbol, type: field.type })];
  if (context.lens === 'key' && uses.filter(isFill).length > FILLS)
    return [opaque('field', node, { symbol, type: field.type })];
  const inside = { ...context, frame: undefined, outwards: outwardsFrom(field, context) };
  const found = uses.map(use => storedAt(use, inside));
  const known = found.flat().filter(origin => origin.kind !== 'nil');
  const itself = opaque('field', node, { symbol, type: field.type });
  if (known.length === 0) return [itself];
  if (isDecoded(field.node) && context.lens === 'content') known.push(itself);
  // What is stored in ways that were not followed to their end may be anybody's.
  if (context.lens === 'name' && uses.some((use, index) => isFill(use) && found[index]!.length === 0))
    known.push(itself);
  if (context.lens === 'name') return step(namers(known, itself), node, readOf(field.name));
  return step(distinct(known), node, readOf(field.name));
}

function isFill(use: SyntaxNode): boolean {
  const { parent } = use;
  return (
    parent?.kind === 'literal_element' || (parent?.role === 'left' && parent.parent?.kind === 'assignment_statement')
  );
}

/** Of a key, a field that other packages fill is followed to what they store, not to everybody who hands that in. */
function outwardsFrom(field: FieldEntity, { lens, outwards }: Context): number {
  if (lens !== 'key') return outwards;
  return isExported(field.name) ? 0 : Math.min(outwards, 2);
}

const DECODED = new RegExp(`\\b(${fieldTags.decoded.join('|')})[:=]`);

/** A tag says that decoders fill the field, too. */
function isDecoded(name: SyntaxNode): boolean {
  return DECODED.test(name.parent?.field('tag')?.text ?? '');
}

/** A field that names a peer stands for itself, but for what outsiders or the program's own text put into it. */
function namers(stored: readonly Origin[], itself: Origin): readonly Origin[] {
  const outside = distinct(stored.filter(({ source }) => source !== undefined && source !== 'environment'));
  // Where much fills it, one filling says nothing about another: a table of settings holds more than addresses.
  if (outside.length > FILLS) return [itself];
  if (outside.length > 0) return outside;
  return stored.every(({ kind }) => kind === 'constant' || kind === 'made') ? distinct(stored) : [itself];
}

/** What one mention of a field puts into it: nothing, where it only reads. */
function storedAt(use: SyntaxNode, context: Context): readonly Origin[] {
  if (use.parent?.kind === 'literal_element') return follow(literalValueOf(use), context);
  const selector = use.parent;
  if (selector?.kind !== 'selector_expression') return [];
  const pour = pourOf(selector);
  if (pour) return poured(pour, context);
  const statement = selector.parent;
  if (statement?.kind !== 'assignment_statement' || selector.role !== 'left' || statement.operator !== '=') return [];
  return ofStatement(statement, selector, context);
}

/** What an assignment gives one of its targets. */
function ofStatement(statement: SyntaxNode, target: SyntaxNode, context: Context): readonly Origin[] {
  const index = statement.list('left').indexOf(target);
  const values = statement.list('right');
  const spread = values.length === 1 && statement.list('left').length > 1;
  const value = spread ? values[0] : values[index];
  return value ? context.trace(value, spread ? index : 0, context) : [];
}

function ofGlobal(global: GlobalEntity, node: SyntaxNode, before: Context): readonly Origin[] {
  if (global.constant) return [leaf('constant', node, { text: constantString(node) })];
  const context = entered(before, global.node.file.path + global.node.start + global.index);
  if (!context) return [];
  const inside = { ...context, frame: undefined };
  const values = global.node.list('value');
  const initial = values[global.index]
    ? context.trace(values[global.index]!, 0, inside)
    : values[0]
      ? context.trace(values[0], global.index, inside)
      : [];
  const stored = usesOfGlobal(global).flatMap(use => {
    const target = use.kind === 'field_identifier' ? use.parent! : use;
    const statement = target.parent;
    if (statement?.kind !== 'assignment_statement' || target.role !== 'left' || statement.operator !== '=') return [];
    return ofStatement(statement, target, inside);
  });
  const all = distinct([...initial, ...stored].filter(origin => origin.kind !== 'nil'));
  return all.length > 0
    ? step(all, node, `read from the variable ${global.name}`)
    : [opaque('global', node, { symbol: `${global.pkg.importPath}.${global.name}` })];
}

/** The value that a place holds when `use` is evaluated. `shown` is the expression that named it first, for evidence. */
export function ofPlace(place: Place, use: SyntaxNode, shown: SyntaxNode, before: Context): readonly Origin[] {
  const { root, path } = place;
  const declared = root.kind === 'local' ? root.declared : root.node;
  const context = entered(
    before,
    `${declared.file.path} ${declared.start} ${path.join('.')} ${use.file.path} ${use.start}`,
  );
  if (!context || context.budget.left-- <= 0) return [];
  const part = context.lens === 'name' ? namingPart(place, use, shown, context) : undefined;
  if (part) return part;
  const reached = reaching(place, use, context.lens !== 'value');
  const origins = reached.definitions.flatMap(each => ofDefinition(each, shown, context));
  const captured =
    place.root.kind === 'local' && place.root.owner !== functionOf(use) && reached.definitions.length > 0;
  if (!reached.entry || (captured && !isParameter(place.root))) return distinct(origins);
  return distinct([...origins, ...atEntry(place, use, shown, context)]);
}

const NAMING: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'net/http.Request': [['URL', 'Host'], ['URL']],
  'net/url.URL': [['Host']],
};

/** `u.Host = h`, `req.URL = u`: a later store into the part that names the peer counts more than the whole. */
function namingPart(place: Place, use: SyntaxNode, shown: SyntaxNode, context: Context): readonly Origin[] | undefined {
  const parts = place.root.kind === 'local' ? NAMING[typeName(typeOf(shown))] : undefined;
  for (const part of parts ?? []) {
    const { definitions, entry } = reaching({ root: place.root, path: [...place.path, ...part] }, use);
    const own = definitions.filter(({ rest, definition }) => rest.length === 0 && definition.how === 'assign');
    if (own.length > 0 && !entry && own.length === definitions.length)
      return distinct(own.flatMap(each => ofDefinition(each, shown, context)));
  }
  return undefined;
}

function isParameter(root: LocalEntity | GlobalEntity): root is LocalEntity {
  return root.kind === 'local' && (root.role === 'param' || root.role === 'receiver');
}

function ofDefinition({ definition, rest }: Reaching, shown: SyntaxNode, context: Context): readonly Origin[] {
  const { value, how, at } = definition;
  switch (how) {
    case 'declare':
      // Whatever fills a value that is declared empty, what names a peer is its field.
      if (rest.length > 0)
        return context.lens === 'name' && shown.kind === 'selector_expression' ? ofMember(shown, context) : [];
      return [leaf(isNamed(typeOf(definition.target), 'string') ? 'constant' : 'made', definition.target)];
    case 'param':
      return [];
    case 'pour': {
      const pour = pourOf(definition.target);
      return pour ? poured(pour, context) : [];
    }
    default:
  }
  if (!value) return [leaf('unknown', definition.target)];
  if (rest.length > 0) return throughRest(value, definition.result, rest, shown, context);
  const origins = context.trace(value, definition.result, context);
  if (how === 'range-key' || how === 'range-value')
    return step(origins, at, `taken from \`${brief(value)}\` in turn`, { derived: 'element' });
  if (how === 'update')
    return context.lens === 'name'
      ? []
      : step(origins, at, `added to ${definition.target.text}`, { derived: 'operation' });
  return step(origins, at, `assigned to ${definition.target.text}`);
}

/** `x.Body` where x was assigned as a whole: the value's own Body. */
function throughRest(
  value: SyntaxNode,
  result: number,
  rest: readonly string[],
  shown: SyntaxNode,
  context: Context,
): readonly Origin[] {
  const target = bare(value);
  const literal =
    target.kind === 'unary_expression' && target.operator === '&' ? bare(target.field('operand') ?? target) : target;
  if (literal.kind === 'composite_literal' && rest.length === 1) {
    const given = literalField(literal, rest[0]!);
    if (given) return context.trace(given, 0, context);
  }
  const place = placeOf(value);
  if (place?.root.kind === 'local')
    return ofPlace({ root: place.root, path: [...place.path, ...rest] }, value, shown, context);
  const kept = keptBy(target, result);
  if (kept?.root.kind === 'local')
    return ofPlace({ root: kept.root, path: [...kept.path, ...rest] }, target, shown, context);
  const whole = context.trace(value, result, context);
  const member = rest.length === 1 && memberOf(whole[0]?.type ?? typeOf(value), rest[0]!);
  if (member && member.kind === 'row-field') return rowParts(shown, whole, member, rest[0]!, context);
  if (shown.kind !== 'selector_expression') return [leaf('unknown', shown)];
  const own = memberOf(typeOf(shown.field('operand')!), shown.field('field')?.text ?? '');
  if (own?.kind === 'row-field' && rest.length === 1) return rowParts(shown, whole, own, rest[0]!, context);
  return own?.kind === 'field' ? ofField(own.field, shown, context) : change(whole, { derived: 'part' });
}

/** A method that hands its receiver on (`r.WithContext(ctx)`) keeps its fields. */
function keptBy(call: SyntaxNode, result: number): Place | undefined {
  if (call.kind !== 'call_expression') return undefined;
  const row = rowOf(call)?.passes?.find(each => each.result === result && each.as === undefined);
  const from = row && typeName(typeOf(call)) !== '' ? argumentOf(call, row.param) : undefined;
  return from && typeName(typeOf(from)) === typeName(typeOf(call)) ? placeOf(from) : undefined;
}

/** Nothing in the function gave the place a value: its parameter's caller did, or the field holds what it always holds. */
function atEntry(place: Place, use: SyntaxNode, shown: SyntaxNode, context: Context): readonly Origin[] {
  const { root, path } = place;
  if (isParameter(root) && !isEntryPoint(root)) {
    const fromCallers =
      root.role === 'param' ? ofParam(root, path, shown, context) : ofReceiver(root, path, shown, context);
    if (fromCallers.length > 0) return fromCallers;
  }
  if (path.length > 0) return ofPath(root, path, use, shown, context);
  if (root.kind === 'local' && root.role === 'var') return [leaf('unknown', shown)];
  if (root.kind === 'global') return ofGlobal(root, use, context);
  return [parameter(root)];
}

/** What a value has under a path, by the types on the way. */
function ofPath(
  root: LocalEntity | GlobalEntity,
  path: readonly string[],
  use: SyntaxNode,
  shown: SyntaxNode,
  context: Context,
): readonly Origin[] {
  let type = root.kind === 'local' ? localType(root) : globalType(root);
  let origins: readonly Origin[] =
    root.kind === 'global'
      ? ofGlobal(root, use, context)
      : isParameter(root)
        ? [parameter(root)]
        : [leaf('unknown', shown, { type })];
  for (const name of path) {
    const member = memberOf(type, name);
    if (member?.kind !== 'field' && member?.kind !== 'row-field') return change(origins, { derived: 'part' });
    origins =
      member.kind === 'field' ? ofField(member.field, shown, context) : rowParts(shown, origins, member, name, context);
    type = member.type;
  }
  return origins;
}

/** A handler's request comes from the server, unless the module's own calls are all that reaches the function. */
function isEntryPoint(root: LocalEntity): boolean {
  if (!isNamed(pointee(localType(root)), 'net/http.Request') || requestRole(root) !== 'server') return false;
  const func = entityOf(root.owner);
  if (!func) return callersOf(root.owner).length === 0;
  return func.name === 'ServeHTTP' || usesOfFunc(func).some(use => !use.call);
}

/** A parameter whose callers are not in sight. A request is a peer's where its function serves; where it is sent, it is this program's own. */
function parameter(root: LocalEntity): Origin {
  const type: Type = localType(root);
  const more = { type, symbol: typeName(type) };
  if (!isNamed(pointee(type), 'net/http.Request')) return opaque('param', root.declared, more);
  const role = requestRole(root);
  if (role === 'client') return leaf('made', root.declared, more);
  return leaf('source', root.declared, { ...more, source: 'request', assumed: role !== 'server' });
}

/** A parameter's value is what the callers give: the one that we came from, or else all of the module. */
function ofParam(param: LocalEntity, path: readonly string[], shown: SyntaxNode, context: Context): readonly Origin[] {
  for (let frame = context.frame; frame; frame = frame.outer) {
    if (frame.func === param.owner)
      return fromCaller(argumentOf(frame.call, param.index), path, shown, { ...context, frame: frame.outer });
  }
  if (context.outwards === 0) return [];
  const calls = callersOf(param.owner);
  const further = { ...context, frame: undefined, outwards: context.outwards - 1 };
  const note = `passed to ${functionName(param.owner)} as ${param.name}`;
  return distinct(
    calls.slice(0, CALLERS).flatMap(call => {
      const argument = argumentOf(call, param.index);
      return step(fromCaller(argument, path, shown, further), argument ?? call, note);
    }),
  );
}

/** The receiver of a call that we came through is that call's operand. */
function ofReceiver(
  receiver: LocalEntity,
  path: readonly string[],
  shown: SyntaxNode,
  context: Context,
): readonly Origin[] {
  if (path.length > 0) return [];
  for (let frame = context.frame; frame; frame = frame.outer) {
    if (frame.func === receiver.owner)
      return fromCaller(argumentOf(frame.call, 'receiver'), path, shown, { ...context, frame: frame.outer });
  }
  return [];
}

function fromCaller(
  argument: SyntaxNode | undefined,
  path: readonly string[],
  shown: SyntaxNode,
  context: Context,
): readonly Origin[] {
  if (!argument) return [];
  if (path.length === 0) return context.trace(argument, 0, context);
  const place = placeOf(argument);
  if (place) return ofPlace({ root: place.root, path: [...place.path, ...path] }, argument, shown, context);
  return throughRest(argument, 0, path, shown, context);
}
