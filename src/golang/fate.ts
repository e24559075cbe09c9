/**
 * What becomes of a value that has to be given back: where the function that asked for it releases it, and whether it leaves that function's
 * hands. Aliases, views (a writer on top of it), closures and helpers of the module are followed; whatever is not understood counts as leaving,
 * so that nobody is blamed for what somebody else may do.
 */
import { effectsOf } from '../catalog/index.ts';
import type { Effects, Resource } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, type Callee, calleeOf, resultTypes } from './callee.ts';
import type { FuncEntity, LocalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { functionOf } from './flow.ts';
import { implementations } from './mentions.ts';
import { bindingsAround, resolve } from './scope.ts';
import { paramAt, startsOf } from './starts.ts';
import { isNamed, type Type, underlying } from './types.ts';

export interface Fate {
  /** Where it is given back, seen from its function: the call, or the `defer` whose function does it; or the send in a select that hands it on. */
  readonly releases: readonly SyntaxNode[];
  /** The first place from which somebody else may see to it: returned, stored, sent, handed to code that is not understood. */
  readonly leaves: SyntaxNode | undefined;
  /** The variables of the function that hold it. */
  readonly holders: readonly LocalEntity[];
}

/** What becomes of a result of a call that acquires a resource. */
export function fateOf(call: SyntaxNode, result: number, resource: Resource): Fate {
  const search = new Search(resource, functionOf(call), new Set());
  search.result(call, result, false);
  return search;
}

/** Helpers of the module that are followed into one another. */
const DEPTH = 4;

class Search implements Fate {
  readonly releases: SyntaxNode[] = [];
  readonly holders: LocalEntity[] = [];
  leaves: SyntaxNode | undefined;
  readonly resource: Resource;
  readonly func: SyntaxNode | undefined;
  /** Functions and values that are being followed already. */
  readonly seen: Set<unknown>;
  readonly depth: number;

  constructor(resource: Resource, func: SyntaxNode | undefined, seen: Set<unknown>, depth = DEPTH) {
    this.resource = resource;
    this.func = func;
    this.seen = seen;
    this.depth = depth;
  }

  /** One result of a call: the target beside it, where there are several. */
  result(call: SyntaxNode, result: number, view: boolean): void {
    const outer = outermost(call);
    const statement = outer.parent;
    const targets = statement?.list(statement.kind === 'var_spec' ? 'name' : 'left') ?? [];
    const isAssigned = outer.role === 'right' || outer.role === 'value';
    if (isAssigned && targets.length > 1 && statement && valuesOf(statement).length === 1)
      return this.assigned(targets[result], view);
    if (result === 0) this.value(call, view);
  }

  /** `view`: something on top of the value, whose own release does not release the value. */
  value(node: SyntaxNode, view: boolean): void {
    const outer = outermost(node);
    const { parent } = outer;
    if (!parent || this.seen.has(outer)) return;
    this.seen.add(outer);
    switch (parent.kind) {
      case 'selector_expression':
        return outer.role === 'operand' ? this.selected(parent, view) : undefined;
      case 'argument_list':
        return this.handed(parent.parent, argumentIn(parent, outer), outer, view);
      case 'variadic_argument':
        return parent.parent?.parent && isBuiltin(parent.parent.parent, 'append') ? undefined : this.leave(outer);
      case 'short_var_declaration':
      case 'assignment_statement':
      case 'var_spec': {
        if (outer.role !== 'right' && outer.role !== 'value') return;
        const targets = parent.list(parent.kind === 'var_spec' ? 'name' : 'left');
        return this.assigned(targets[valuesOf(parent).indexOf(outer)], view);
      }
      case 'slice_expression':
        return this.value(parent, view);
      case 'send_statement':
        // Offered in a select, it is handed on in that case only: in the others it is still here to give back.
        return isOffered(parent) && functionOf(parent) === this.func && !view
          ? void this.releases.push(parent)
          : this.leave(outer);
      case 'return_statement':
      case 'literal_element':
      case 'keyed_element':
      case 'literal_value':
      case 'type_switch_statement':
        return this.leave(outer);
      default:
        return undefined;
    }
  }

  leave(node: SyntaxNode): void {
    this.leaves ??= node;
  }

  assigned(target: SyntaxNode | undefined, view: boolean): void {
    const name = target && bare(target);
    if (!name || name.text === '_') return;
    const entity = name.kind === 'identifier' ? resolve(name) : undefined;
    if (entity?.kind !== 'local' || entity.role === 'result' || !this.owns(entity)) return this.leave(name);
    if (!view && !this.holders.includes(entity)) this.holders.push(entity);
    this.mentions(entity, view);
  }

  /** The variable belongs to the function itself, not to one around it. */
  owns({ owner }: LocalEntity): boolean {
    return this.func !== undefined && (owner === this.func || this.func.contains(owner));
  }

  mentions(entity: LocalEntity, view: boolean): void {
    const key = view ? `view of ${entity.declared.start}` : entity;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    for (const mention of entity.mentions) {
      if (mention === entity.declared || mention.role === 'left') continue;
      this.value(mention, view);
      if (!this.isUnderstood(mention)) this.leave(mention);
    }
  }

  /** In the function itself, or in a literal that is started in sight. */
  isUnderstood(mention: SyntaxNode): boolean {
    const literal = this.literalAround(mention);
    if (!literal) return true;
    const starts = startsOf(literal);
    return starts.length > 0 && starts.every(({ how }) => /^(now|defer|goroutine|once)$/.test(how));
  }

  /** The outermost literal between a node and the function. */
  literalAround(node: SyntaxNode): SyntaxNode | undefined {
    let literal: SyntaxNode | undefined;
    for (let at = functionOf(node); at && at !== this.func; at = functionOf(at)) literal = at;
    return literal;
  }

  /** `x.m(...)`, or `x.m` as a value. */
  selected(selector: SyntaxNode, view: boolean): void {
    const target = outermost(selector);
    const call = target.parent;
    const name = selector.field('field')?.text ?? '';
    const isRelease = this.resource.release.includes(name) && !view;
    if (call?.kind !== 'call_expression' || target.role !== 'function') {
      // `t.Cleanup(gz.Close)`; reading a field is nothing.
      return isRelease ? this.leave(selector) : undefined;
    }
    if (isRelease) return this.release(call);
    const callee = calleeOf(call);
    if (callee.kind === 'external' && this.gives(effectsOf(callee.symbol), 'receiver')) return this.release(call);
    if (callee.kind === 'declared') return this.into(callee.func, 'receiver', call, view);
    const passes = effectsOf(callee.kind === 'external' ? callee.symbol : '')?.passes;
    const isSame = passes?.some(each => each.param === 'receiver' && !('as' in each)) === true;
    if (resultTypes(call).some(holds)) this.result(call, 0, view || !isSame);
  }

  gives(row: Effects | undefined, param: number | 'receiver'): boolean {
    return (
      row?.releases?.some(
        each => each.param === param && param !== 'receiver' && each.resource === this.resource.id,
      ) === true
    );
  }

  handed(call: SyntaxNode | undefined, index: number, argument: SyntaxNode, view: boolean): void {
    if (!call || index < 0) return this.leave(argument);
    const callee = calleeOf(call);
    switch (callee.kind) {
      case 'conversion':
        return isNamed(callee.type, 'string') ? undefined : this.value(call, view);
      case 'builtin':
        if (callee.name !== 'append') return;
        return index === 0 ? this.value(call, view) : this.leave(argument);
      case 'external':
        return this.handedOut(callee, call, index, argument, view);
      case 'declared':
        return this.into(callee.func, index, call, view);
      case 'literal':
        return this.follow(paramAt(callee.node, index), callee.node, call, view);
      case 'interface': {
        const name = callee.member.node.field('name')?.text ?? '';
        const found = implementations(callee.member.owner, name, fileOf(call));
        if (found.length === 0) return this.leave(argument);
        for (const func of found) this.into(func, index, call, view);
        return;
      }
      default:
        return this.leave(argument);
    }
  }

  handedOut(
    { symbol }: Extract<Callee, { kind: 'external' }>,
    call: SyntaxNode,
    index: number,
    argument: SyntaxNode,
    view: boolean,
  ): void {
    const row = effectsOf(symbol);
    if (!view && this.gives(row, index)) return this.release(call);
    if (row?.retains?.includes(index) || row?.inserts || KEEPERS.test(symbol)) return this.leave(argument);
    const flows = [...(row?.passes ?? []), ...(row?.bounds ?? []), ...(row?.expands ?? [])];
    const flow = flows.find(each => each.param === index);
    if (!flow && !isStandard(symbol)) return this.leave(argument);
    // A writer on top of the value may keep it: what becomes of it tells.
    if (resultTypes(call).some(holds)) this.result(call, flow?.result ?? 0, true);
  }

  into(func: FuncEntity, param: number | 'receiver', call: SyntaxNode, view: boolean): void {
    const local = param === 'receiver' ? receiverOf(func.node) : paramAt(func.node, param);
    this.follow(local, func.node, call, view);
  }

  /** What a function of the module does with its parameter, as its caller sees it. */
  follow(param: LocalEntity | undefined, func: SyntaxNode, call: SyntaxNode, view: boolean): void {
    // A parameter without a name is not used.
    if (!param) return;
    if (this.depth <= 0) return this.leave(call);
    if (this.seen.has(param)) return;
    const inner = new Search(this.resource, func, this.seen, this.depth - 1);
    inner.mentions(param, view);
    if (inner.releases.length > 0) return this.release(call);
    if (inner.leaves) return this.returnsIt(inner.leaves, func) ? this.result(call, 0, view) : this.leave(call);
  }

  /** A helper that hands back what it was given. */
  returnsIt(leaves: SyntaxNode, func: SyntaxNode): boolean {
    return leaves.parent?.kind === 'return_statement' && functionOf(leaves) === func;
  }

  release(call: SyntaxNode): void {
    const literal = this.literalAround(call);
    if (!literal) {
      if (call.parent?.kind === 'go_statement') return this.leave(call);
      this.releases.push(call);
      return;
    }
    for (const start of startsOf(literal)) {
      if (/^(now|defer|once)$/.test(start.how) && !this.literalAround(start.call)) this.releases.push(start.call);
      else this.leave(call);
    }
    if (startsOf(literal).length === 0) this.leave(call);
  }
}

/** A send that a select makes only if somebody takes it. */
export function isOffered(send: SyntaxNode): boolean {
  return send.kind === 'send_statement' && send.parent?.kind === 'communication_case' && send.role === 'communication';
}

/** Containers and cells of the standard library that keep what they are handed. */
const KEEPERS = /^\(\*(sync\/atomic|sync|container\/\w+)\.|^runtime\.SetFinalizer$|\.SetOutput$/;

/** Of the standard library: its writers and encoders never close what is below them. */
function isStandard(symbol: string): boolean {
  const path = symbol.replace(/^\(\*/, '');
  const slash = path.indexOf('/');
  return slash < 0 ? true : !path.slice(0, slash).includes('.');
}

/** Whether a result can hold on to what went in: no number, text or error does. */
function holds(type: Type): boolean {
  const under = underlying(type);
  return !(under.kind === 'named' && /^(error|string|bool|byte|rune|u?int\d*|uintptr|float\d+)$/.test(under.name));
}

function outermost(node: SyntaxNode): SyntaxNode {
  let outer = node;
  for (let { parent } = outer; parent; { parent } = outer) {
    const isWrapper =
      parent.kind === 'parenthesized_expression' ||
      (parent.kind === 'unary_expression' && (parent.operator === '&' || parent.operator === '*')) ||
      (/^type_(assertion|conversion)_expression$/.test(parent.kind) && outer.role === 'operand');
    if (!isWrapper) break;
    outer = parent;
  }
  return outer;
}

function valuesOf(statement: SyntaxNode): readonly SyntaxNode[] {
  return statement.list(statement.kind === 'var_spec' ? 'value' : 'right');
}

function argumentIn(list: SyntaxNode, argument: SyntaxNode): number {
  return list.parent ? argumentsOf(list.parent).indexOf(argument) : -1;
}

function isBuiltin(call: SyntaxNode, name: string): boolean {
  const callee = calleeOf(call);
  return callee.kind === 'builtin' && callee.name === name;
}

function receiverOf(method: SyntaxNode): LocalEntity | undefined {
  return bindingsAround(method).locals.find(local => local.role === 'receiver' && local.owner === method);
}
