/** What the module does to a container: every mention of its holder, followed to where entries go in, come out, or the container leaves our sight. */
import { effectsOf } from '../catalog/index.ts';
import type { Effects } from '../catalog/schema.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentOf, argumentsOf, type Callee, calleeOf } from './callee.ts';
import { lengthUses } from './container-lengths.ts';
import { assignedValue, isGrown, isSame, isShared, paramOf, promotedUses } from './container-values.ts';
import { containerKind, containersOf, type Holder, holderKey } from './containers.ts';
import type { FuncEntity, LocalEntity } from './entities.ts';
import { fileOf } from './file.ts';
import { FUNCTIONS } from './function-of.ts';
import { isStart } from './making.ts';
import { implementations, literalValueOf, usesOfField, usesOfGlobal } from './mentions.ts';
import { callersOf } from './origins.ts';
import { remember } from './remember.ts';
import { resolve } from './scope.ts';
import { typeOf } from './type-of.ts';

export interface ContainerUse {
  readonly kind: /** An entry goes in under `key`, which is unknown for whole copies. */
    | 'insert'
    | 'append' // an element goes onto a slice
    | 'delete' // the entry of `key` comes out
    | 'clear' // entries come out, whatever their keys
    | 'reset' // the whole container is replaced or cut
    | 'start' // it gets its first value
    | 'nil' // the entry of `key` becomes nil, and stays
    | 'limit' // its length is compared with a limit
    | 'read'
    | 'escape'; // it goes where we can't follow
  /** The statement, call or expression that does it. */
  readonly node: SyntaxNode;
  readonly key: SyntaxNode | undefined;
  readonly value: SyntaxNode | undefined;
  /** How many indexes below the holder. */
  readonly depth: number;
  /** Calls by which the container came here, outermost first. */
  readonly via: readonly SyntaxNode[];
}

const HELPERS = 3;
const ACCESSED = 40;
/** Every use of what the holder holds, elements included, in the whole module. */
export function usesOfContainer(holder: Holder): readonly ContainerUse[] {
  const key = holderKey(holder);
  holders.set(key, holder);
  return usesOfKey(key);
}

/** Holders are made anew at every place; what identifies one is its key. */
const holders = new WeakMap<object, Holder>();
const usesOfKey = remember<object, readonly ContainerUse[]>(key => new Search(holders.get(key)!).run(), []);

/** Where the visitor stands: how deep below the holder, through which calls. */
interface At {
  readonly depth: number;
  readonly via: readonly SyntaxNode[];
}

class Search {
  readonly found: ContainerUse[] = [];
  readonly seen = new Set<SyntaxNode>();
  readonly holder: Holder;

  constructor(holder: Holder) {
    this.holder = holder;
  }

  run(): readonly ContainerUse[] {
    const at: At = { depth: 0, via: [] };
    const { holder } = this;
    if (holder.kind === 'local') this.local(holder, at);
    else if (holder.kind === 'global') {
      for (const node of usesOfGlobal(holder)) this.visit(node.kind === 'field_identifier' ? node.parent! : node, at);
    } else {
      for (const name of usesOfField(holder.node)) {
        if (name.parent?.kind === 'selector_expression') this.visit(name.parent, at);
        else this.initial(literalValueOf(name), at);
      }
      if (holder.embedded) for (const operand of promotedUses(holder)) this.member(operand, at);
    }
    return this.found;
  }

  add(kind: ContainerUse['kind'], node: SyntaxNode, { depth, via }: At, key?: SyntaxNode, value?: SyntaxNode): void {
    this.found.push({ kind, node, key, value, depth, via });
  }

  /** `T{m: value}`: a container that others hold too can be emptied by them. */
  initial(value: SyntaxNode | undefined, at: At): void {
    if (!value) return;
    this.add(isShared(value) ? 'escape' : 'start', value, at);
  }

  local(local: LocalEntity, at: At): void {
    for (const mention of local.mentions) if (mention !== local.declared) this.visit(mention, at);
  }

  /** Classifies the use that an expression naming the container is put to. */
  visit(inner: SyntaxNode, at: At): void {
    let expression = inner;
    while (expression.parent?.kind === 'parenthesized_expression') expression = expression.parent;
    if (this.seen.has(expression) || at.via.length > HELPERS) return;
    this.seen.add(expression);
    const parent = expression.parent;
    switch (parent?.kind) {
      case 'unary_expression':
        if (parent.operator === '&' || parent.operator === '*') this.visit(parent, at);
        return;
      case 'index_expression':
        if (expression.role === 'operand') this.element(parent, at);
        else this.add('read', expression, at);
        return;
      case 'selector_expression':
        this.member(expression, at);
        return;
      case 'argument_list':
        this.argument(expression, parent.parent!, at);
        return;
      case 'assignment_statement':
      case 'short_var_declaration':
      case 'var_spec':
        this.assigned(expression, parent, at);
        return;
      case 'return_statement':
        this.returned(expression, parent, at);
        return;
      case 'range_clause':
        this.ranged(parent, at);
        return;
      case 'slice_expression':
        this.sliced(parent, at);
        return;
      case 'type_assertion_expression':
        this.visit(parent, at);
        return;
      case 'literal_element':
      case 'send_statement':
      case 'type_conversion_expression':
      case 'variadic_argument':
        this.add(parent.kind === 'variadic_argument' ? 'read' : 'escape', expression, at);
        return;
      default:
        this.add('read', expression, at);
    }
  }

  /** `m[k]`, wherever it stands. */
  element(access: SyntaxNode, at: At): void {
    const key = access.field('index');
    let expression = access;
    while (expression.parent?.kind === 'parenthesized_expression') expression = expression.parent;
    const parent = expression.parent;
    if (parent?.kind === 'assignment_statement' && expression.role === 'left') {
      const value = assignedValue(parent, expression);
      const stores = parent.operator !== '=' || value?.kind !== 'nil';
      this.add(stores ? 'insert' : 'nil', parent, at, key, value);
      return;
    }
    if (parent?.kind === 'inc_statement') this.add('insert', parent, at, key);
    else if (containerKind(typeOf(access))) this.visit(access, { ...at, depth: at.depth + 1 });
    else this.add('read', access, at, key);
  }

  /** `m.Store(k, v)`: methods of `sync.Map` and its like, and of the module's own map types. */
  member(operand: SyntaxNode, at: At): void {
    const selector = operand.parent!;
    let target = selector;
    while (target.parent?.kind === 'parenthesized_expression') target = target.parent;
    const call = target.parent?.kind === 'call_expression' && target.role === 'function' ? target.parent : undefined;
    const callee = calleeOf(call ?? selector);
    if (callee.kind === 'declared' && callee.receiver) this.handed(callee.func, 'receiver', call ?? selector, at);
    else if (callee.kind === 'external' && call) this.row(effectsOf(callee.symbol) ?? {}, 'receiver', call, at);
    else if (callee.kind === 'external') this.add('escape', selector, at);
    else this.add('read', selector, at);
  }

  /** A catalogued call with the container as receiver or argument. */
  row(row: Effects, param: number | 'receiver', call: SyntaxNode, at: At): void {
    const takes = row.deletes?.find(each => each.param === param);
    if (takes) {
      const key = takes.key === undefined ? undefined : argumentOf(call, takes.key);
      this.add(key ? 'delete' : 'clear', call, at, key);
    }
    const puts = row.inserts?.find(each => each.param === param);
    if (puts) {
      const value = puts.value === undefined ? undefined : argumentOf(call, puts.value);
      const key = puts.key === undefined ? undefined : argumentOf(call, puts.key);
      this.add(value?.kind === 'nil' ? 'nil' : 'insert', call, at, key, value);
    }
    if (!takes && !puts) this.add('read', call, at, argumentOf(call, 0));
  }

  argument(expression: SyntaxNode, call: SyntaxNode, at: At): void {
    const index = argumentsOf(call).indexOf(expression);
    const callee = calleeOf(call);
    switch (callee.kind) {
      case 'builtin':
        this.builtin(callee.name, index, call, at);
        return;
      case 'declared':
        this.handed(callee.func, index, call, at);
        return;
      case 'literal':
        this.param(callee.node, index, at);
        return;
      case 'external':
        this.external(callee, index, call, at);
        return;
      case 'interface':
        this.dispatched(callee, index, call, at);
        return;
      case 'conversion':
        this.visit(call, at);
        return;
      default:
        this.add('escape', expression, at);
    }
  }

  builtin(name: string, index: number, call: SyntaxNode, at: At): void {
    const args = argumentsOf(call);
    if (name === 'delete' && index === 0) this.add('delete', call, at, args[1]);
    else if (name === 'clear') this.add('clear', call, at);
    else if (name === 'len') this.length(call, at);
    else if (name === 'append' && index === 0) this.appended(call, at);
    else this.add('read', call, at);
  }

  /** `s = append(s, x)` grows; `t := append(s, x)` is another slice, which may share with s but does not make it longer. */
  appended(call: SyntaxNode, at: At): void {
    const statement = call.parent;
    const [first, ...added] = argumentsOf(call);
    const target =
      statement?.kind === 'assignment_statement'
        ? statement.list('left')[statement.list('right').indexOf(call)]
        : undefined;
    if (!statement || !target || !first || !isSame(target, first) || this.isAlias(target)) {
      this.add('read', call, at);
      return;
    }
    const kind = at.depth > 0 || bare(first).kind === 'index_expression' ? 'read' : 'append';
    this.add(kind, statement, at, undefined, added[0]);
  }

  /** A variable that was given a slice has its own length: what goes onto it makes nobody else's longer. */
  isAlias(target: SyntaxNode): boolean {
    const entity = target.kind === 'identifier' ? resolve(target) : undefined;
    return entity?.kind === 'local' && entity !== this.holder;
  }

  external(callee: Extract<Callee, { kind: 'external' }>, index: number, call: SyntaxNode, at: At): void {
    const row = effectsOf(callee.symbol);
    if (row?.deletes?.some(each => each.param === index) || row?.inserts?.some(each => each.param === index)) {
      this.row(row, index, call, at);
      return;
    }
    if (row?.passes?.some(each => each.param === index && each.as === undefined) && containerKind(typeOf(call)))
      this.copied(call, at);
    // The standard library deletes only where its rows say so; others may.
    const isStandard = !/^\(?\*?[^/]*\.[^/]*\//.test(callee.symbol);
    this.add(isStandard ? 'read' : 'escape', call, at);
  }

  /** `s = slices.DeleteFunc(s, old)` puts a changed version in the place of the first. */
  copied(call: SyntaxNode, at: At): void {
    const statement = call.parent;
    if (statement?.kind !== 'assignment_statement') return;
    const target = statement.list('left')[statement.list('right').indexOf(call)];
    const [first] = argumentsOf(call);
    if (target && first && isSame(target, first)) this.add('reset', statement, at);
  }

  dispatched(callee: Extract<Callee, { kind: 'interface' }>, index: number, call: SyntaxNode, at: At): void {
    const method = callee.member.node.field('name')?.text ?? '';
    const found = implementations(callee.member.owner, method, fileOf(call));
    if (found.length === 0) this.add('escape', call, at);
    for (const func of found) this.handed(func, index, call, at);
  }

  /** The container becomes a parameter (or the receiver) of a function of the module. */
  handed(func: FuncEntity, index: number | 'receiver', call: SyntaxNode, at: At): void {
    this.param(func.node, index, { ...at, via: [...at.via, call] });
  }

  param(func: SyntaxNode, index: number | 'receiver', at: At): void {
    const local = paramOf(func, index);
    if (local) this.local(local, at);
  }

  assigned(expression: SyntaxNode, statement: SyntaxNode, at: At): void {
    if (expression.role === 'left') {
      this.replaced(expression, statement, at);
      return;
    }
    const names = statement.kind === 'var_spec' ? statement.list('name') : statement.list('left');
    const values = statement.kind === 'var_spec' ? statement.list('value') : statement.list('right');
    const target = names[values.indexOf(expression)];
    const entity = target?.kind === 'identifier' ? resolve(target) : undefined;
    if (target?.text === '_') return;
    if (entity?.kind === 'local') this.local(entity, at);
    // Swapped with another of its kind: the other side's assignment shows in its own uses.
    else if (target && (names.length > 1 || this.isOwnElement(target))) this.add('read', statement, at);
    else this.add('escape', statement, at);
  }

  /** `m[k] = inner`: an element is put where it belongs. */
  isOwnElement(target: SyntaxNode): boolean {
    const operand = target.kind === 'index_expression' ? target.field('operand') : undefined;
    if (!operand) return false;
    return containersOf(operand).some(({ holder }) => holderKey(holder) === holderKey(this.holder));
  }

  /** `s.m = value` */
  replaced(target: SyntaxNode, statement: SyntaxNode, at: At): void {
    if (at.depth > 0 || this.holder.kind === 'local') {
      if (this.holder.kind === 'local' && at.depth === 0) this.resetLocal(target, statement, at);
      return;
    }
    const value = assignedValue(statement, target);
    if (value && isGrown(value, target)) return;
    if (isShared(value)) this.add('escape', statement, at);
    this.add(isStart(target) ? 'start' : 'reset', statement, at, undefined, value);
  }

  resetLocal(target: SyntaxNode, statement: SyntaxNode, at: At): void {
    const value = assignedValue(statement, target);
    if (!value || !isGrown(value, target)) this.add('reset', statement, at, undefined, value);
  }

  /** An accessor hands the container to its callers. */
  returned(expression: SyntaxNode, statement: SyntaxNode, at: At): void {
    const func = statement.within(...FUNCTIONS);
    const calls = func ? callersOf(func) : [];
    if (!func || calls.length > ACCESSED) {
      this.add('escape', expression, at);
      return;
    }
    if (calls.length === 0) this.add('escape', expression, at);
    const result = statement.children.indexOf(expression);
    for (const call of calls) this.result(call, result, { ...at, via: [...at.via, call] });
  }

  result(call: SyntaxNode, result: number, at: At): void {
    const statement = call.parent;
    if (statement?.kind !== 'short_var_declaration' && statement?.kind !== 'assignment_statement') {
      if (result === 0) this.visit(call, at);
      return;
    }
    const target = statement.list('left')[Math.max(result, statement.list('right').indexOf(call))];
    const entity = target?.kind === 'identifier' ? resolve(target) : undefined;
    if (entity?.kind === 'local') this.local(entity, at);
    else if (target && target.text !== '_') this.add('escape', statement, at);
  }

  ranged(clause: SyntaxNode, at: At): void {
    this.add('read', clause, at);
    const value = clause.list('left')[1];
    const entity = value?.kind === 'identifier' ? resolve(value) : undefined;
    if (entity?.kind === 'local' && value && containerKind(typeOf(value)))
      this.local(entity, { ...at, depth: at.depth + 1 });
  }

  /** `s = s[1:]` cuts; a slice of it elsewhere only reads. */
  sliced(expression: SyntaxNode, at: At): void {
    const statement = expression.within('assignment_statement');
    const target = statement?.list('left').find(each => isSame(each, expression.field('operand')!));
    if (statement && target) this.add('reset', statement, at);
    else this.add('read', expression, at);
  }

  length(call: SyntaxNode, at: At): void {
    for (const { node, isLimit, via } of lengthUses(call, at.via, HELPERS - at.via.length))
      this.add(isLimit ? 'limit' : 'read', node, { ...at, via });
  }
}
