/**
 * Runs setup code in the mind: from a function on, statement by statement and into the module's own functions, with routers, groups, chains and
 * wrapped handlers for values. Both branches of a condition are taken, one after the other, because what is optional still has its place in the order.
 */
import { effectsOf } from '../../catalog/index.ts';
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, type Callee, calleeOf, indexedIn } from '../callee.ts';
import { fileOf } from '../file.ts';
import { isCalledInPlace } from '../flow.ts';
import { memberOf } from '../members.ts';
import { implementations } from '../mentions.ts';
import { resolve } from '../scope.ts';
import { typeOf } from '../type-of.ts';
import { type Type, typeFrom } from '../types.ts';
import {
  best,
  type Cell,
  cellOf,
  elementCell,
  functionIn,
  globalOf,
  isHandedTo,
  isListOfMiddleware,
  mayCompose,
} from './cells.ts';
import {
  chainRow,
  constructorRow,
  defaultRouterRow,
  isComposing,
  isHandlerType,
  isServing,
  routerRow,
  serveMethod,
  wrappedParam,
} from './frameworks.ts';
import { type Layer, plain, type Router, type Value, type Wrapped } from './model.ts';
import { Registrar } from './registrar.ts';
import { Site } from './site.ts';

/** Calls followed into functions of the module, per entry, and how deep. */
const BUDGET = 1500;
const DEPTH = 14;

export class Composer {
  readonly #site = new Site();
  readonly #registrar = new Registrar(this.#site, {
    value: node => this.value(node),
    call: (func, values) => this.#call(func, values),
  });
  readonly #cells = new Map<Cell, Value>();
  readonly #stack: SyntaxNode[] = [];
  #returns: Value[][] = [];
  #results = new Map<SyntaxNode, readonly Value[]>();
  #budget = BUDGET;

  get routers(): readonly Router[] {
    return this.#site.routers;
  }

  get wrapped(): readonly Wrapped[] {
    return this.#site.wrapped;
  }

  /** Runs a declaration that nobody in sight calls: its parameters are what callers may give. */
  enter(declaration: SyntaxNode): void {
    if (declaration.field('body')) this.#call(declaration, []);
    else for (const child of declaration.children) this.#visit(child);
  }

  // Statements

  #visit(node: SyntaxNode): void {
    switch (node.kind) {
      case 'short_var_declaration':
      case 'assignment_statement':
        return this.#assign(node.list('left'), node.list('right'));
      case 'var_spec':
        return this.#assign(node.list('name'), node.list('value'));
      case 'return_statement':
        this.#returns.at(-1)?.push(...this.#returned(node));
        return;
      case 'for_statement':
        return this.#loop(node);
      case 'call_expression':
      case 'composite_literal':
      case 'func_literal':
        this.#loose(this.value(node));
        return;
      default:
        for (const child of node.children) this.#visit(child);
    }
  }

  #returned(node: SyntaxNode): Value[] {
    const values = node.children.map(child => this.value(child));
    const only = node.children.length === 1 ? this.#results.get(bare(node.children[0]!)) : undefined;
    return only && only.length > 1 ? [...only] : values;
  }

  #assign(left: readonly SyntaxNode[], right: readonly SyntaxNode[]): void {
    const values = right.map(node => this.value(node));
    const several = left.length > 1 && right.length === 1 ? this.#results.get(bare(right[0]!)) : undefined;
    left.forEach((target, index) => {
      const value = several?.[index] ?? (several || (right.length === 1 && index > 0) ? undefined : values[index]);
      const cell = cellOf(target);
      if (cell !== undefined && value) this.#cells.set(cell, value);
      if (value?.kind === 'plain' && target.kind === 'selector_expression') this.#loose(value);
    });
  }

  /** `for _, m := range list { h = m(h) }`: once for each element, where they are known. */
  #loop(node: SyntaxNode): void {
    const body = node.field('body');
    const header = node.children.find(child => child.role !== 'body');
    const list = this.#listOver(header, body);
    if (!body) return;
    if (!list) {
      if (header) this.#visit(header);
      return this.#visit(body);
    }
    for (const layer of list.layers) {
      this.#cells.set(list.element, plain(layer.node));
      this.#visit(body);
    }
  }

  #listOver(
    header: SyntaxNode | undefined,
    body: SyntaxNode | undefined,
  ): { readonly layers: readonly Layer[]; readonly element: Cell } | undefined {
    if (header?.kind === 'range_clause') {
      const over = header.field('right');
      const element = header.list('left')[1];
      const value = over && this.value(over);
      const cell = element && cellOf(element);
      return value?.kind === 'list' && cell !== undefined ? { layers: value.layers, element: cell } : undefined;
    }
    if (header?.kind !== 'for_clause') return undefined;
    for (const index of body?.all('index_expression', 'type_conversion_expression') ?? []) {
      const operand = indexedIn(index) ?? (index.kind === 'index_expression' ? index.field('operand') : undefined);
      const value = operand && this.value(operand);
      if (value?.kind !== 'list') continue;
      const falls = header.field('update')?.kind === 'dec_statement';
      return { layers: falls ? [...value.layers].reverse() : value.layers, element: elementCell(value) };
    }
    return undefined;
  }

  // Expressions

  value(outer: SyntaxNode): Value {
    const node = bare(outer);
    switch (node.kind) {
      case 'identifier':
      case 'type_identifier':
      case 'selector_expression':
        return this.#stored(node);
      case 'call_expression':
        return this.#ofCall(node);
      case 'composite_literal':
        return this.#ofLiteral(node);
      case 'func_literal':
        return this.#ofFunction(node);
      case 'type_conversion_expression':
        return this.#ofConversion(node);
      case 'unary_expression': {
        const operand = node.field('operand');
        return operand ? this.value(operand) : plain(node);
      }
      case 'type_assertion_expression': {
        const operand = node.field('operand');
        const value = operand ? this.value(operand) : plain(node);
        return value.kind === 'plain' ? this.#foreign(node, typeFrom(node.field('type'))) : value;
      }
      case 'literal_element':
      case 'variadic_argument':
        return node.children[0] ? this.value(node.children[0]) : plain(node);
      case 'index_expression': {
        const operand = node.field('operand');
        const list = operand && this.value(operand);
        return (list?.kind === 'list' && this.#cells.get(elementCell(list))) || plain(node);
      }
      default:
        for (const child of node.children) this.#visit(child);
        return plain(node);
    }
  }

  #stored(node: SyntaxNode): Value {
    const cell = cellOf(node);
    const known = cell === undefined ? undefined : this.#cells.get(cell);
    if (known && !(known.kind === 'plain' && routerRow(typeOf(node)))) return known;
    const initial = this.#initial(node);
    const value = initial && initial.kind !== 'plain' ? initial : this.#foreign(node, typeOf(node));
    const found = value.kind === 'plain' ? (initial ?? value) : value;
    if (cell !== undefined && (initial || found.kind !== 'plain')) this.#cells.set(cell, found);
    return found;
  }

  /** What a package-level variable begins with. */
  #initial(node: SyntaxNode): Value | undefined {
    const global = globalOf(node);
    const value = global?.node.list('value')[global.index];
    if (!value || this.#stack.includes(value)) return undefined;
    this.#stack.push(value);
    const found = this.value(value);
    this.#stack.pop();
    return found;
  }

  /** A router that comes from where we can't see: it has what is added here, and perhaps more. */
  #foreign(node: SyntaxNode, type: Type): Value {
    const framework = routerRow(type);
    return framework ? this.#site.router(framework, node) : plain(node);
  }

  #ofLiteral(node: SyntaxNode): Value {
    const type = typeOf(node);
    const elements = node.field('body')?.children ?? [];
    const values = elements.map(element => this.value(element.field('value') ?? element));
    if (/^(slice|array|implicit_length_array)_type$/.test(node.field('type')?.kind ?? ''))
      return { kind: 'list', framework: undefined, layers: this.#registrar.layers(elements, values) };
    elements.forEach((element, index) => {
      const name = element.field('key')?.text;
      const member = name === undefined ? undefined : memberOf(type, name);
      const value = values[index]!;
      if (member?.kind === 'field') this.#cells.set(member.field.node, value);
      if (member?.kind === 'row-field') this.#cells.set(member.symbol, value);
      if (value.kind === 'plain') this.#loose(value);
    });
    const inner = values.find(each => each.kind === 'router' || each.kind === 'wrapped' || each.kind === 'hole');
    return inner && serveMethod(type) ? this.#site.wrap([this.#site.layer(node, node)], inner) : plain(node);
  }

  /** A function that answers requests and hands them on to a handler from around it has that handler inside. */
  #ofFunction(literal: SyntaxNode): Value {
    if (!isServing(literal)) return plain(literal);
    for (const name of literal.field('body')?.all('identifier') ?? []) {
      const entity = resolve(name);
      const held = entity?.kind === 'local' && entity.owner !== literal ? this.#cells.get(entity) : undefined;
      if (held && isHandedTo(held, name)) return this.#site.wrap([this.#site.layer(literal, literal)], held);
    }
    return plain(literal);
  }

  /** `http.HandlerFunc(f)`; `list[i](h)`, which reads alike, is a call. */
  #ofConversion(node: SyntaxNode): Value {
    const operand = node.field('operand');
    const inner = operand ? this.value(operand) : plain(node);
    const indexed = indexedIn(node);
    const list = indexed && calleeOf(node).kind === 'unknown' ? this.#stored(indexed) : undefined;
    const element = list?.kind === 'list' ? this.#cells.get(elementCell(list)) : undefined;
    if (element?.kind !== 'plain') return inner;
    const func = functionIn(element.node);
    return func
      ? this.#finish(node, this.#call(func, [inner]))
      : this.#site.wrap([this.#site.layer(element.node, element.node)], inner);
  }

  // Calls

  #ofCall(call: SyntaxNode): Value {
    const target = bare(call.field('function') ?? call);
    const operand = target.kind === 'selector_expression' ? target.field('operand') : undefined;
    const isPackage = operand?.kind === 'identifier' && resolve(operand)?.kind === 'import';
    const receiver = operand && !isPackage ? this.value(operand) : undefined;
    const name = target.kind === 'selector_expression' ? (target.field('field')?.text ?? '') : '';
    const own = receiver?.kind === 'router' && calleeOf(call).kind === 'declared';
    if (receiver?.kind === 'router' && !own) return this.#registrar.onRouter(call, receiver, name);
    if (receiver?.kind === 'list') return this.#registrar.onList(call, receiver, name);
    const values = argumentsOf(call).map(argument => this.value(argument));
    if (!own && values.every(value => value.kind === 'plain') && !mayCompose(target, isPackage)) {
      for (const value of values) this.#loose(value);
      return plain(call);
    }
    return this.#dispatch(call, calleeOf(call), values, receiver);
  }

  #dispatch(call: SyntaxNode, callee: Callee, values: readonly Value[], receiver: Value | undefined): Value {
    switch (callee.kind) {
      case 'external':
        return this.#onExternal(call, callee.symbol, values);
      case 'declared':
        return this.#onDeclared(call, callee.func.node, values, receiver);
      case 'literal': {
        const results = this.#call(callee.node, values);
        return isCalledInPlace(callee.node) ? (results[0] ?? plain(call)) : this.#finish(call, results);
      }
      case 'interface':
        return this.#onInterface(call, callee, values);
      case 'conversion':
        return values[0] ?? plain(call);
      case 'builtin':
        return callee.name === 'append' ? this.#appended(call, values) : plain(call);
      default:
        return this.#onUnknown(call, values);
    }
  }

  #onExternal(call: SyntaxNode, symbol: string, values: readonly Value[]): Value {
    const constructor = constructorRow(symbol);
    if (constructor) {
      const router = this.#site.router(constructor, call);
      if (chainRow(symbol)) router.own.push(...this.#registrar.layers(argumentsOf(call), values));
      return router;
    }
    const chain = chainRow(symbol);
    if (chain) return { kind: 'list', framework: chain, layers: this.#registrar.layers(argumentsOf(call), values) };
    const wraps = wrappedParam(symbol);
    if (wraps !== undefined) return this.#site.wrap([this.#site.layer(call, call)], values[wraps] ?? plain(call));
    const standard = defaultRouterRow(symbol);
    if (standard) return this.#registrar.onRouter(call, this.#defaultRouter(standard, call), 'Handle', values);
    const kept = effectsOf(symbol)?.passes?.find(each => each.as === undefined && typeof each.param === 'number');
    const inner = kept && values[kept.param as number];
    if (inner && inner.kind !== 'plain') return inner;
    for (const value of values) this.#loose(value);
    return plain(call);
  }

  /** `http.Handle` registers on a router that the package holds. */
  #defaultRouter(framework: NonNullable<ReturnType<typeof defaultRouterRow>>, call: SyntaxNode): Router {
    const known = this.#cells.get(framework.id);
    if (known?.kind === 'router') return known;
    const made = this.#site.router(framework, call);
    this.#cells.set(framework.id, made);
    return made;
  }

  #onDeclared(call: SyntaxNode, func: SyntaxNode, values: readonly Value[], receiver: Value | undefined): Value {
    const concerns = receiver?.kind === 'router' || values.some(value => value.kind !== 'plain') || isComposing(func);
    if (concerns) return this.#finish(call, this.#call(func, values));
    for (const value of values) this.#loose(value);
    return plain(call);
  }

  #onInterface(call: SyntaxNode, callee: Extract<Callee, { kind: 'interface' }>, values: readonly Value[]): Value {
    if (!values.some(value => value.kind !== 'plain')) return plain(call);
    const method = callee.member.node.field('name')?.text ?? '';
    const found = implementations(callee.member.owner, method, fileOf(call)).slice(0, 24);
    const results = found.map(func => this.#call(func.node, values));
    return found.length === 1 ? this.#finish(call, results[0]!) : plain(call);
  }

  /** A variable or the result of a call, called: a function of the module that it holds, or a middleware that is given its handler. */
  #onUnknown(call: SyntaxNode, values: readonly Value[]): Value {
    const target = call.field('function');
    const held = target && this.value(target);
    const func = held?.kind === 'plain' ? functionIn(held.node) : undefined;
    if (func) return this.#finish(call, this.#call(func, values));
    const [inner] = values;
    if (!target || !inner || inner.kind === 'list' || values.length !== 1) return plain(call);
    if (inner.kind === 'plain' && !isHandlerType(typeOf(call))) return plain(call);
    const node = held?.kind === 'plain' && held.node.kind !== 'func_literal' ? held.node : target;
    return this.#site.wrap([this.#site.layer(node, node)], inner);
  }

  #appended(call: SyntaxNode, values: readonly Value[]): Value {
    const [list] = values;
    const before = list?.kind === 'list' ? list.layers : [];
    if (values.every(value => value.kind === 'plain') && before.length === 0 && !isListOfMiddleware(typeOf(call)))
      return plain(call);
    const added = this.#registrar.layers(argumentsOf(call).slice(1), values.slice(1));
    return { kind: 'list', framework: undefined, layers: [...before, ...added] };
  }

  /** The values that a call gives; layers made inside it are shown where it stands. */
  #finish(call: SyntaxNode, results: readonly Value[]): Value {
    this.#results.set(call, results);
    const [first] = results;
    if (first?.kind === 'wrapped') {
      for (const layer of first.layers)
        if (layer.node === layer.shown && layer.node.kind === 'func_literal') layer.shown = call;
    }
    return first ?? plain(call);
  }

  /** Runs a function of the module; its results, those that route or wrap preferred where there are several returns. */
  #call(func: SyntaxNode, values: readonly Value[]): readonly Value[] {
    const body = func.field('body');
    if (!body || this.#stack.includes(func) || this.#stack.length > DEPTH || this.#budget-- < 0) return [];
    this.#bind(func, values);
    this.#stack.push(func);
    const outer = this.#returns;
    const returned: Value[][] = [[]];
    const all: Value[][] = [];
    this.#returns = returned;
    for (const statement of body.children) this.#visitIn(statement, returned, all);
    this.#returns = outer;
    this.#stack.pop();
    return best(all);
  }

  #visitIn(statement: SyntaxNode, returned: Value[][], all: Value[][]): void {
    returned[0] = [];
    this.#visit(statement);
    if (returned[0].length > 0) all.push(returned[0]);
  }

  #bind(func: SyntaxNode, values: readonly Value[]): void {
    let index = 0;
    for (const param of func.field('parameters')?.children ?? []) {
      for (const name of param.list('name')) {
        const entity = resolve(name);
        const rest = values.slice(index);
        const variadic = param.kind === 'variadic_parameter_declaration';
        const value = variadic ? this.#spread(rest) : values[index];
        if (entity?.kind === 'local') {
          if (value) this.#cells.set(entity, value);
          else this.#cells.delete(entity);
        }
        index++;
      }
    }
  }

  #spread(values: readonly Value[]): Value {
    const [only] = values;
    if (values.length === 1 && only?.kind === 'list') return only;
    const nodes = values.flatMap(value => (value.kind === 'plain' ? [value.node] : []));
    return { kind: 'list', framework: undefined, layers: this.#registrar.layers(nodes, values) };
  }

  // Elsewhere

  /** A function that goes where we can't follow runs some time: `go`, cobra's `RunE`, a group of errors. */
  #loose(value: Value): void {
    if (value.kind === 'plain' && value.node.kind === 'func_literal' && !isServing(value.node))
      this.#call(value.node, []);
  }
}
