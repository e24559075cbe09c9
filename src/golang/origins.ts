/**
 * Where a value comes from: followed backwards through assignments, branches, wrappers, fields, closures, calls into the module and, for
 * parameters, out to the callers. What comes back is a set: one origin per way, each with the bounds and decompressors that it passed.
 */
import { typeRow } from '../catalog/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { calleeOf, rowOf } from './callee.ts';
import { constantString } from './constants.ts';
import {
  type Context,
  change,
  distinct,
  entered,
  follow,
  givenFor,
  leaf,
  literalField,
  type Origin,
  opaque,
  START,
  step,
} from './origin.ts';
import { isOpen, ofCall } from './origin-calls.ts';
import { ofField, ofIdentifier, ofPlace, ofSelector } from './origin-places.ts';
import { remember } from './remember.ts';
import { typeOf } from './type-of.ts';
import { isNamed, typeName, underlying } from './types.ts';
import { wrapperOf } from './wrappers.ts';

export { callersOf, entityOf, functionName, returnedBy } from './callers.ts';
export { type Bound, brief, isFromField, literalField, type Origin, type Step } from './origin.ts';

const OUTWARDS = 4;
const INWARDS = 6;
/** A value that takes more steps than this comes from everywhere. */
const BUDGET = 3000;

function search(lens: Context['lens']): (node: SyntaxNode) => readonly Origin[] {
  return remember<SyntaxNode, readonly Origin[]>(node => {
    const found = trace(node, 0, {
      frame: undefined,
      outwards: OUTWARDS,
      inwards: INWARDS,
      seen: START,
      budget: { left: BUDGET },
      lens,
      trace,
      ofPlace,
    });
    return found.length > 0 ? found : [leaf('unknown', node)];
  }, []);
}

/** The origins of an expression's value (of a reader: of what is read from it). Never empty. */
export const originsOf = search('content');

/** The origins of the object itself, whatever it is filled with: which buffer, which function. Never empty. */
export const identityOf = search('value');

/** The origins of a key, told apart by the value that it is taken from. Never empty. */
export const keyOriginsOf = search('key');

/** What chose the host, address or path that an expression stands for. Never empty. */
export const nameOriginsOf = search('name');

function trace(outer: SyntaxNode, result: number, before: Context): readonly Origin[] {
  const node = bare(outer);
  const context = entered(before, result === 0 ? node : `${node.start}:${result}:${node.file.path}`);
  if (!context) return [];
  if (context.budget.left-- <= 0) return [leaf('unknown', node)];
  switch (node.kind) {
    case 'identifier':
      return ofIdentifier(node, context);
    case 'selector_expression':
      return ofSelector(node, context);
    case 'call_expression':
      return ofCall(node, result, context);
    case 'type_conversion_expression':
      return follow(node.field('operand'), context);
    case 'type_assertion_expression':
      return result > 0 ? [leaf('made', node)] : asserted(node, follow(node.field('operand'), context));
    case 'literal_element':
    case 'variadic_argument':
      return follow(node.children[0], context);
    case 'slice_expression':
      return follow(node.field('operand'), context);
    case 'index_expression':
      return change(follow(node.field('operand'), context), { derived: 'element' });
    case 'unary_expression':
      return ofUnary(node, context);
    case 'binary_expression':
      return ofBinary(node, context);
    case 'composite_literal':
    case 'literal_value':
      return ofLiteral(node, context);
    case 'func_literal':
      return [leaf('func', node)];
    case 'nil':
      return [leaf('nil', node)];
    default:
      return /_literal$|^(true|false|iota)$/.test(node.kind)
        ? [leaf('constant', node, { text: constantString(node) })]
        : [leaf('unknown', node)];
  }
}

/** What is known of the value only from here on is its type: `pool.Get().(*bytes.Buffer)`. */
function asserted(node: SyntaxNode, origins: readonly Origin[]): readonly Origin[] {
  const type = typeOf(node);
  return origins.map(origin => (origin.kind === 'call' || origin.kind === 'unknown' ? { ...origin, type } : origin));
}

function ofUnary(node: SyntaxNode, context: Context): readonly Origin[] {
  const operand = node.field('operand');
  if (node.operator === '<-') return [opaque('received', node)];
  if (node.operator === '*' || node.operator === '&') return follow(operand, context);
  return change(follow(operand, context), { derived: 'operation' });
}

const COMPARES = /^(==|!=|<|<=|>|>=|&&|\|\|)$/;

function ofBinary(node: SyntaxNode, context: Context): readonly Origin[] {
  if (COMPARES.test(node.operator)) return [leaf('made', node)];
  const left = node.field('left');
  const right = node.field('right');
  if (context.lens === 'name' && node.operator === '+') return ofHead(left, right, context);
  const both = [...follow(left, context), ...follow(right, context)];
  const varying = both.filter(origin => origin.kind !== 'constant');
  const derived = /^[%&]$/.test(node.operator) ? 'remainder' : 'operation';
  return change(distinct(varying.length > 0 ? varying : both), { derived });
}

/** Of a text that is put together, what stands first chooses the host, unless it is only a scheme. */
function ofHead(left: SyntaxNode | undefined, right: SyntaxNode | undefined, context: Context): readonly Origin[] {
  const first = follow(left, context);
  const open = first.filter(({ kind, text }) => kind === 'constant' && text !== undefined && isOpen(text));
  if (open.length === 0) return first;
  const rest = follow(right, context).map(origin =>
    origin.text === undefined ? origin : { ...origin, text: `${open[0]!.text}${origin.text}` },
  );
  return distinct([...first.filter(origin => !open.includes(origin)), ...rest]);
}

/** A struct literal that is read from is the reader that it wraps; one that names a peer is what it names. */
function ofLiteral(node: SyntaxNode, context: Context): readonly Origin[] {
  const type = typeOf(node);
  if (context.lens === 'value') return [leaf('made', node)];
  if (context.lens === 'name') {
    const field = isNamed(type, 'net/http.Request') ? 'URL' : isNamed(type, 'net/url.URL') ? 'Host' : undefined;
    const given = field && literalField(node, field);
    return given ? follow(given, context) : [leaf('made', node)];
  }
  if (context.lens === 'key' && underlying(type).kind === 'slice') return ofElements(node, context);
  const wrapper = wrapperOf(node, type);
  if (!wrapper) return [leaf('made', node)];
  const origins = wrapper.reader ? follow(wrapper.reader, context) : ofField(wrapper.field!, node, context);
  if (wrapper.limits === 'total')
    return step(origins, node, `limited by ${wrapper.name}`, {
      bound: { node, limit: wrapper.limit, given: givenFor(wrapper.limit, context), bytes: undefined },
    });
  if (wrapper.limits === 'read')
    return step(origins, node, `passes through ${wrapper.name}, which caps each Read, not the total`, { capped: node });
  return step(origins, node, `wrapped in ${wrapper.name}`);
}

/** Parts of a text that is joined later: `strings.Join(parts, "_")`. */
function ofElements(literal: SyntaxNode, context: Context): readonly Origin[] {
  const elements = (literal.kind === 'literal_value' ? literal : literal.field('body'))?.children ?? [];
  return distinct([leaf('made', literal), ...elements.flatMap(element => follow(element, context))]);
}

/** Whether all that is written to a value stays in memory, on every way that is known; of several writers behind one, whether any does. */
export function isGrowingBuffer(node: SyntaxNode): boolean {
  if (isBufferType(typeOf(node))) return true;
  const inner = bare(node);
  if (inner.kind === 'call_expression') {
    const tees = rowOf(inner)?.tees;
    const args = inner.field('arguments')?.children ?? [];
    if (tees && calleeOf(inner).kind === 'external') return args.some(isGrowingBuffer);
  }
  const origins = identityOf(node).filter(origin => origin.kind !== 'nil');
  return origins.length > 0 && origins.every(origin => origin.kind !== 'func' && isBufferType(origin.type));
}

function isBufferType(type: Origin['type']): boolean {
  return typeRow(typeName(type))?.buffer === true;
}
