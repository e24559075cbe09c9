/**
 * Whether a value ends up in the response to a request: followed forwards through variables, fields of structs, results and parameters, to what
 * sends it. Flow is not heeded, but calls are: what is returned goes back only to the call that led in, or, at the top, to all callers.
 */
import { effectsOf } from '../catalog/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { bodiesOf } from './bodies.ts';
import { argumentOf, argumentsOf, calleeOf, rowOf, symbolOf } from './callee.ts';
import { callersOf, functionName } from './callers.ts';
import type { LocalEntity } from './entities.ts';
import { FUNCTIONS } from './function-of.ts';
import { methodSymbol } from './members.ts';
import type { Step } from './origin.ts';
import { identityOf } from './origins.ts';
import { remember } from './remember.ts';
import { resolve } from './scope.ts';
import { paramAt } from './starts.ts';
import { typeOf } from './type-of.ts';
import { type Type, typeName, underlying } from './types.ts';

export interface Response {
  /** The call that sends the value. */
  readonly call: SyntaxNode;
  /** From the value to the call. */
  readonly steps: readonly Step[];
  /** It was made text, and encoded as a part of something: what a page shows, rather than a file that is sent. */
  readonly shown: boolean;
}

/** Where a value stands, inside what, and how the search came there. */
interface Place {
  readonly value: SyntaxNode;
  /** Which result of a call carries it. */
  readonly result: number;
  /** Names of the fields below which it lies in what the expression means; '*' for elements. */
  readonly path: readonly string[];
  readonly steps: readonly Step[];
  /** Calls that led into functions, innermost first. */
  readonly entered: readonly SyntaxNode[];
  /** It has been converted to text. */
  readonly text: boolean;
}

const MANY = 400;
const CALLERS = 16;
/** The first response that a call's result is sent with; undefined where none is in sight. */
export const responseOf = remember<SyntaxNode, Response | undefined>(
  value => new Search().run({ value, result: 0, path: [], steps: [], entered: [], text: false }),
  undefined,
);

class Search {
  readonly #open: Place[] = [];
  readonly #seen = new Set<SyntaxNode | LocalEntity>();
  /** Arguments of calls that the value was followed out to: a function may call itself. */
  readonly #left = new Set<SyntaxNode>();
  #found: Response | undefined;

  run(from: Place): Response | undefined {
    this.#open.push(from);
    for (let place = this.#open.shift(); place && !this.#found; place = this.#open.shift()) {
      if (this.#seen.has(place.value) || this.#seen.size > MANY) continue;
      this.#seen.add(place.value);
      this.#step(place);
    }
    return this.#found;
  }

  #go(place: Place, change: Partial<Place>, note?: Step): void {
    const steps = note ? [...place.steps, note] : place.steps;
    this.#open.push({ ...place, result: 0, steps, ...change });
  }

  #step(place: Place): void {
    const value = outermost(place.value);
    const { parent } = value;
    switch (parent?.kind) {
      case 'short_var_declaration':
      case 'assignment_statement':
        return this.#assigned(place, value, parent, 'left', 'right');
      case 'var_spec':
        return this.#assigned(place, value, parent, 'name', 'value');
      case 'keyed_element': {
        const key = parent.field('key');
        return value.role === 'value' && key ? this.#literal(place, parent.parent, key.text) : undefined;
      }
      case 'literal_value':
        return this.#literal(place, parent, '*');
      case 'argument_list':
        return this.#handed(place, value, parent.parent);
      case 'return_statement':
        return this.#returned(place, value, parent);
      case 'binary_expression':
        return parent.operator === '+' ? this.#go(place, { value: parent }) : undefined;
      case 'slice_expression':
        return value.role === 'operand' && !parent.field('end') ? this.#go(place, { value: parent }) : undefined;
      case 'selector_expression':
        return this.#selected(place, value, parent);
      case 'index_expression':
        return value.role === 'operand' && place.path.length > 0 && parent.role !== 'left'
          ? this.#go(place, { value: parent, path: withoutElement(place.path) })
          : undefined;
      case 'range_clause': {
        const target = parent.list('left')[1];
        return value.role === 'right' && target && place.path.length > 0
          ? this.#store({ ...place, path: withoutElement(place.path) }, target)
          : undefined;
      }
      default:
    }
  }

  #assigned(place: Place, value: SyntaxNode, statement: SyntaxNode, left: string, right: string): void {
    if (value.role !== right) return;
    const values = statement.list(right);
    const targets = statement.list(left);
    const spread = values.length === 1 && targets.length > 1;
    const target = targets[spread ? place.result : values.indexOf(value)];
    if (target) this.#store(place, target);
  }

  /** What is stored into a part of a variable is in the variable from then on. Values kept beyond the call are not followed. */
  #store(place: Place, outer: SyntaxNode): void {
    const target = bare(outer);
    if (target.kind === 'identifier') {
      const local = resolve(target);
      if (local?.kind === 'local' && local.role !== 'receiver') this.#mentioned(place, local, target);
      return;
    }
    const operand = target.field('operand');
    if (!operand) return;
    if (target.kind === 'selector_expression')
      this.#store({ ...place, path: [target.field('field')?.text ?? '', ...place.path] }, operand);
    else if (target.kind === 'index_expression') this.#store({ ...place, path: ['*', ...place.path] }, operand);
    else if (target.kind === 'unary_expression') this.#store(place, operand);
  }

  #mentioned(place: Place, local: LocalEntity, target: SyntaxNode): void {
    const note = {
      node: target,
      note: `kept in ${[local.name, ...place.path.filter(name => name !== '*')].join('.')}`,
    };
    for (const mention of local.mentions) {
      if (mention !== local.declared && mention !== target) this.#go(place, { value: mention }, note);
    }
    // A named result is returned by a bare return; a pointer that came in goes back to the caller.
    if (local.role === 'result') this.#back(place, local.owner, local.index, note);
    if (local.role === 'param') this.#out(place, local, note);
  }

  #literal(place: Place, body: SyntaxNode | undefined, name: string): void {
    const literal = body?.parent;
    if (body?.kind !== 'literal_value' || !literal) return;
    this.#go(place, { value: literal.kind === 'composite_literal' ? literal : body, path: [name, ...place.path] });
  }

  #selected(place: Place, value: SyntaxNode, selector: SyntaxNode): void {
    const [first, ...rest] = place.path;
    if (value.role !== 'operand' || first === undefined || selector.role === 'left') return;
    if (selector.field('field')?.text === first) this.#go(place, { value: selector, path: rest });
  }

  #handed(place: Place, argument: SyntaxNode, call: SyntaxNode | undefined): void {
    if (!call) return;
    const callee = calleeOf(call);
    if (callee.kind === 'conversion' || (callee.kind === 'builtin' && callee.name === 'append')) {
      const text = callee.kind === 'conversion' && typeName(callee.type) === 'string';
      this.#go(place, { value: call, text: place.text || text });
      return;
    }
    const index = argumentsOf(call).indexOf(argument);
    const bodies = bodiesOf(call);
    if (bodies.length > 0) {
      for (const body of bodies) this.#into(place, call, body, index);
    } else if (callee.kind === 'external') this.#external(place, call, callee.symbol, index);
  }

  #external(place: Place, call: SyntaxNode, symbol: string, index: number): void {
    if (sends(call, index)) {
      this.#found = {
        call,
        steps: place.steps,
        shown: (place.text || isTemplate(symbol)) && isEncoded(argumentsOf(call)[index]!),
      };
      return;
    }
    for (const { param, result, as } of effectsOf(symbol)?.passes ?? []) {
      if (param !== index || result === undefined || as === 'part' || as === 'entry') continue;
      if (isSum(effectsOf(symbol)?.results?.[result])) continue;
      this.#go(place, { value: call, result, path: as === 'text' ? [] : place.path });
    }
  }

  #into(place: Place, call: SyntaxNode, body: SyntaxNode, index: number): void {
    const param = paramAt(body, index);
    if (!param || this.#seen.has(param)) return;
    this.#seen.add(param);
    const note = { node: call, note: `handed to ${functionName(body)}` };
    for (const mention of param.mentions) {
      if (mention !== param.declared) this.#go(place, { value: mention, entered: [call, ...place.entered] }, note);
    }
  }

  #returned(place: Place, value: SyntaxNode, statement: SyntaxNode): void {
    const func = statement.within(...FUNCTIONS);
    if (!func) return;
    const result = statement.children.length === 1 ? place.result : statement.children.indexOf(value);
    this.#back(place, func, result, { node: statement, note: `returned by ${functionName(func)}` });
  }

  #back(place: Place, func: SyntaxNode, result: number, note: Step): void {
    const [inner, ...entered] = place.entered;
    const calls = inner ? [inner] : callersOf(func).slice(0, CALLERS);
    for (const call of calls) this.#go(place, { value: call, result, entered }, note);
  }

  /** What a function stores behind a pointer that it was given is in what its callers point to. */
  #out(place: Place, param: LocalEntity, note: Step): void {
    if (place.path.length === 0) return;
    const [inner, ...entered] = place.entered;
    for (const call of inner ? [inner] : callersOf(param.owner).slice(0, CALLERS)) {
      const argument = argumentOf(call, param.index);
      if (!argument || this.#left.has(argument)) continue;
      this.#left.add(argument);
      this.#store({ ...place, entered, steps: [...place.steps, note] }, argument);
    }
  }
}

function outermost(value: SyntaxNode): SyntaxNode {
  let outer = value;
  while (
    /^(parenthesized|type_assertion|type_conversion)_expression$|^(literal_element|variadic_argument)$/.test(
      outer.parent?.kind ?? '',
    ) ||
    (outer.parent?.kind === 'unary_expression' && /^[&*]$/.test(outer.parent.operator))
  )
    outer = outer.parent!;
  return outer;
}

function withoutElement(path: readonly string[]): readonly string[] {
  return path[0] === '*' ? path.slice(1) : path;
}

/** An array has one size, whatever it was made from: a sum, an address. */
function isSum(type: string | undefined): boolean {
  return /^\[\d+\]/.test(type ?? '');
}

/** Whether a call sends one of its arguments to the peer: by its row, or because it writes to what answers a request. */
function sends(call: SyntaxNode, index: number): boolean {
  if (rowOf(call)?.responds?.includes(index)) return true;
  // What tells of an error is no file, whatever is quoted in it.
  if (symbolOf(calleeOf(call)) === 'net/http.Error') return false;
  if (argumentsOf(call).some((each, other) => other !== index && isResponse(typeOf(each)))) return true;
  const receiver = argumentOf(call, 'receiver');
  return (
    receiver !== undefined && /^(Write|WriteString|Encode|ReadFrom)$/.test(methodName(call)) && wrapsResponse(receiver)
  );
}

/** Neither text nor bytes: a struct, a map, or an interface that holds one. */
function isEncoded(argument: SyntaxNode): boolean {
  const type = underlying(typeOf(argument));
  return type.kind !== 'slice' && !(type.kind === 'named' && type.name === 'string');
}

/** What is put into a page is a part of it, whatever its type. */
function isTemplate(symbol: string): boolean {
  return /^\(\*(html|text)\/template\.Template\)\.Execute/.test(symbol);
}

function methodName(call: SyntaxNode): string {
  return bare(call.field('function') ?? call).field('field')?.text ?? '';
}

/** A writer or encoder over a response. */
function wrapsResponse(receiver: SyntaxNode): boolean {
  return identityOf(receiver).some(origin => isResponse(origin.type));
}

/** What is written to a value of this type is sent. */
function isResponse(type: Type): boolean {
  const name = typeName(type);
  return name.includes('.') && effectsOf(methodSymbol(name, 'Write'))?.responds !== undefined;
}
