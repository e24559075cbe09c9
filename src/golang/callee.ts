/** What a call calls. */
import { effectsOf, hasStatedEffects, statedEffects, typeRow } from '../catalog/index.ts';
import type { Effects, Symbol } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { FuncEntity, LocalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { type Member, memberOf, memberSignature } from './members.ts';
import { remember } from './remember.ts';
import { resolve } from './scope.ts';
import { typeOf } from './type-of.ts';
import { parseType, signatureOf, type Type, typeFrom, typeName, UNKNOWN, underlying } from './types.ts';

export type Callee =
  /** A function or method of the module; `func` is one of several where build tags choose. */
  | { readonly kind: 'declared'; readonly func: FuncEntity; readonly receiver: SyntaxNode | undefined }
  /** A function literal called where it stands, or through a variable that only ever holds it. */
  | { readonly kind: 'literal'; readonly node: SyntaxNode }
  /** A function or method that the module does not hold: `io.ReadAll`, `(*net/http.Client).Do`; or one of its own (`declared`) of which the configuration says what it does. */
  | {
      readonly kind: 'external';
      readonly symbol: Symbol;
      readonly receiver: SyntaxNode | undefined;
      readonly declared?: FuncEntity;
    }
  /** A method of an interface that the module declares. */
  | {
      readonly kind: 'interface';
      readonly member: Extract<Member, { kind: 'interface-method' }>;
      readonly receiver: SyntaxNode;
    }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'conversion'; readonly type: Type }
  | { readonly kind: 'unknown'; readonly receiver: SyntaxNode | undefined };

const NOTHING: Callee = { kind: 'unknown', receiver: undefined };

/** The callee of a `call_expression`, a `type_conversion_expression`, or of a function value (`h.ServeHTTP` without a call). */
export const calleeOf = remember<SyntaxNode, Callee>(call => {
  if (call.kind === 'type_conversion_expression') return ofConversion(call);
  const target = call.kind === 'call_expression' ? call.field('function') : call;
  return target ? asStated(functionValue(bare(target))) : NOTHING;
}, NOTHING);

/** What a project's configuration says of one of its functions counts, not what the body tells. */
function asStated(callee: Callee): Callee {
  if (!hasStatedEffects() || (callee.kind !== 'declared' && callee.kind !== 'interface')) return callee;
  const symbol = symbolOf(callee);
  if (!statedEffects(symbol)) return callee;
  const { receiver } = callee;
  return { kind: 'external', symbol, receiver, ...(callee.kind === 'declared' && { declared: callee.func }) };
}

/** `list[i](x)` and `Map[int](x)` read like the conversion to a generic type: what the name means decides. */
function ofConversion(node: SyntaxNode): Callee {
  const indexed = indexedIn(node);
  const meant = indexed && resolve(indexed);
  if (meant?.kind === 'func') return { kind: 'declared', func: meant, receiver: undefined };
  if (meant?.kind === 'local' || meant?.kind === 'global') return NOTHING;
  return { kind: 'conversion', type: typeFrom(node.field('type')) };
}

/** The name that is indexed in what reads like a conversion: `list` of `list[i](x)`. */
export function indexedIn(node: SyntaxNode): SyntaxNode | undefined {
  const type = node.kind === 'type_conversion_expression' ? node.field('type') : undefined;
  const base = type?.kind === 'generic_type' ? type.field('type') : undefined;
  return base?.kind === 'type_identifier' ? base : undefined;
}

/** The arguments of a call, `new` and `make`'s type included. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  return call.field('arguments')?.children ?? [];
}

/** The argument for a parameter, the receiver included; the operand of `xs...` where it is spread. */
export function argumentOf(call: SyntaxNode, param: number | 'receiver'): SyntaxNode | undefined {
  if (param !== 'receiver') {
    const found = argumentsOf(call)[param];
    return found?.kind === 'variadic_argument' ? found.children[0] : found;
  }
  const target = bare(call.field('function') ?? call);
  return target.kind === 'selector_expression' ? target.field('operand') : undefined;
}

function functionValue(target: SyntaxNode): Callee {
  switch (target.kind) {
    case 'identifier':
      return fromIdentifier(target);
    case 'selector_expression':
      return fromSelector(target);
    case 'func_literal':
      return { kind: 'literal', node: target };
    case 'index_expression':
    case 'type_instantiation_expression': {
      const operand = target.field('operand') ?? target.children[0];
      const generic = operand && functionValue(bare(operand));
      return generic && (generic.kind === 'declared' || generic.kind === 'external' || generic.kind === 'conversion')
        ? generic
        : NOTHING;
    }
    case 'slice_type':
    case 'map_type':
    case 'pointer_type':
    case 'array_type':
    case 'channel_type':
    case 'function_type':
    case 'interface_type':
    case 'generic_type':
    case 'qualified_type':
      return { kind: 'conversion', type: typeFrom(target) };
    case 'unary_expression':
      return target.operator === '*' ? { kind: 'conversion', type: typeFrom(target) } : NOTHING;
    default:
      return NOTHING;
  }
}

function fromIdentifier(target: SyntaxNode): Callee {
  const entity = resolve(target);
  switch (entity?.kind) {
    case 'func':
      return { kind: 'declared', func: entity, receiver: undefined };
    case 'builtin':
      return { kind: 'builtin', name: entity.name };
    case 'external':
      return external(entity.path, entity.name);
    case 'type':
    case 'type-param':
      return { kind: 'conversion', type: typeFrom(target) };
    case 'local':
      return fromLocal(entity);
    case 'global': {
      const value = entity.node.list('value')[entity.index];
      return value && !entity.constant ? aliasOf(value) : NOTHING;
    }
    case undefined: {
      const type = typeFrom(target);
      return type.kind === 'named' ? { kind: 'conversion', type } : NOTHING;
    }
    default:
      return NOTHING;
  }
}

/** A variable that is given one function, once, is that function. */
function fromLocal(local: LocalEntity): Callee {
  const [definition, ...more] = local.definitions.filter(each => each.how !== 'declare');
  if (!definition?.value || more.length > 0 || definition.how !== 'assign') return NOTHING;
  return aliasOf(definition.value);
}

function aliasOf(value: SyntaxNode): Callee {
  const inner = bare(value);
  if (inner.kind !== 'func_literal' && inner.kind !== 'identifier' && inner.kind !== 'selector_expression')
    return NOTHING;
  const callee = calleeOf(inner);
  return callee.kind === 'builtin' || callee.kind === 'conversion' ? NOTHING : callee;
}

function external(path: string, name: string): Callee {
  return { kind: 'external', symbol: `${path}.${name}`, receiver: undefined };
}

function fromSelector(target: SyntaxNode): Callee {
  const operand = target.field('operand');
  const name = target.field('field')?.text;
  if (!operand || !name) return NOTHING;
  const qualified = operand.kind === 'identifier' ? resolve(operand) : undefined;
  if (qualified?.kind === 'import') return fromImport(qualified.path, name, target);
  if (qualified?.kind === 'type') return fromMember(memberOf(typeFrom(operand), name), undefined);
  return fromMember(memberOf(typeOf(operand), name), operand);
}

function fromImport(path: string, name: string, target: SyntaxNode): Callee {
  const file = fileOf(target);
  const pkg = file.pkg.world.package(path, file.pkg.module);
  if (!pkg) {
    // A catalogued type called is a conversion: `http.HandlerFunc(f)`.
    const type = typeFrom(target);
    const isType = underlying(type) !== type || typeRow(`${path}.${name}`) !== undefined;
    if (!effectsOf(`${path}.${name}`) && type.kind === 'named' && isType) return { kind: 'conversion', type };
    return external(path, name);
  }
  const declared = pkg.lookup(name)[0];
  if (declared?.kind === 'func') return { kind: 'declared', func: declared, receiver: undefined };
  if (declared?.kind === 'type') return { kind: 'conversion', type: typeFrom(target) };
  if (declared?.kind === 'global') {
    const value = declared.node.list('value')[declared.index];
    return value ? aliasOf(value) : NOTHING;
  }
  return NOTHING;
}

function fromMember(member: Member | undefined, receiver: SyntaxNode | undefined): Callee {
  switch (member?.kind) {
    case 'method':
      return { kind: 'declared', func: member.func, receiver };
    case 'external-method':
      return { kind: 'external', symbol: member.symbol, receiver };
    case 'interface-method':
      return receiver ? { kind: 'interface', member, receiver } : NOTHING;
    default:
      return { kind: 'unknown', receiver };
  }
}

/** The types of a call's results. */
export function resultTypes(call: SyntaxNode): readonly Type[] {
  const callee = calleeOf(call);
  switch (callee.kind) {
    case 'declared':
      return declaredResults(call, callee.func, callee.receiver);
    case 'literal':
      return signatureOf(callee.node).results;
    case 'interface':
      return memberSignature(callee.member)?.results ?? [];
    case 'external': {
      if (callee.declared) return declaredResults(call, callee.declared, callee.receiver);
      const member =
        callee.receiver && memberOf(typeOf(callee.receiver), callee.symbol.slice(callee.symbol.lastIndexOf('.') + 1));
      if (member) return memberSignature(member)?.results ?? [];
      return effectsOf(callee.symbol)?.results?.map(parseType) ?? [];
    }
    case 'conversion':
      return [callee.type];
    case 'unknown': {
      const target = call.field('function');
      const type = target ? underlying(typeOf(target)) : UNKNOWN;
      return type.kind === 'func' ? type.results : [];
    }
    default:
      return [];
  }
}

function declaredResults(call: SyntaxNode, func: FuncEntity, receiver: SyntaxNode | undefined): readonly Type[] {
  const target = bare(call.field('function') ?? call);
  const member = receiver && target.kind === 'selector_expression' ? memberOf(typeOf(receiver), func.name) : undefined;
  return (member && memberSignature(member)?.results) ?? signatureOf(func.node).results;
}

/** `io.ReadAll`, `(*example.com/shop/cart.Store).Add`: one spelling for declared and for external callees; '' for the rest. */
export function symbolOf(callee: Callee): Symbol {
  if (callee.kind === 'external') return callee.symbol;
  if (callee.kind === 'interface')
    return `(*${typeName(callee.member.owner)}).${callee.member.node.field('name')?.text ?? ''}`;
  if (callee.kind !== 'declared') return '';
  const { func } = callee;
  const path = func.pkg.importPath;
  return func.receiver ? `(*${path}.${func.receiver.type}).${func.name}` : `${path}.${func.name}`;
}

/** Catalogued effects of a call; what the module's own functions do is inferred elsewhere. */
export function rowOf(call: SyntaxNode): Effects | undefined {
  const callee = calleeOf(call);
  return callee.kind === 'external' ? effectsOf(callee.symbol) : undefined;
}
