/** Reader types of the module: what a struct literal reads from when somebody reads from it, and whether that is limited. */
import type { SyntaxNode } from '../syntax/node.ts';
import type { FieldEntity } from './entities.ts';
import { fieldsOf, memberOf } from './members.ts';
import { remember } from './remember.ts';
import { typeOf } from './type-of.ts';
import { type Type, typeName, underlying } from './types.ts';

export interface Wrapper {
  readonly name: string;
  /** The expression that the literal holds as its reader; undefined where it is stored into `field` later. */
  readonly reader: SyntaxNode | undefined;
  readonly field: FieldEntity | undefined;
  readonly limits: 'total' | 'read' | 'nothing';
  readonly limit: SyntaxNode | undefined;
}

/** Standard library types that wrap a reader when they are written as literals. */
const LITERALS: Readonly<Record<string, { readonly reader: string; readonly limit?: string }>> = {
  'io.LimitedReader': { reader: 'R', limit: 'N' },
};

/** How a struct literal passes on what it reads; undefined where it is no reader, or not understood. */
export function wrapperOf(literal: SyntaxNode, type: Type): Wrapper | undefined {
  const known = LITERALS[typeName(type)];
  if (known) {
    const reader = fieldValue(literal, known.reader, 0);
    const limit = known.limit ? fieldValue(literal, known.limit, 1) : undefined;
    const limits = known.limit ? 'total' : 'nothing';
    return reader && { name: typeName(type), reader, field: undefined, limits, limit };
  }
  const member = memberOf(type, 'Read') ?? memberOf({ kind: 'pointer', elem: type }, 'Read');
  if (member?.kind === 'method') return declaredWrapper(literal, type, member.func.node);
  return embeddedWrapper(literal, type);
}

/** `struct{ io.Reader; io.Closer }{...}`: Read is the embedded reader's. */
function embeddedWrapper(literal: SyntaxNode, type: Type): Wrapper | undefined {
  const under = underlying(type);
  if (under.kind !== 'struct') return undefined;
  const fields = fieldsOf(under.node);
  const index = fields.findIndex(
    field => field.embedded && /^io\.(Reader|ReadCloser|ReadSeeker|ReadSeekCloser)$/.test(typeName(field.type)),
  );
  const field = fields[index];
  const reader = field && fieldValue(literal, field.name, index);
  const name = typeName(type) || 'a struct';
  return reader && { name, reader, field: undefined, limits: 'nothing', limit: undefined };
}

interface ReadMethod {
  /** The field that Read reads from. */
  readonly field: string;
  readonly limits: Wrapper['limits'];
  readonly limitField: string | undefined;
}

function declaredWrapper(literal: SyntaxNode, type: Type, method: SyntaxNode): Wrapper | undefined {
  const read = readMethod(method);
  const under = underlying(type);
  if (!read || under.kind !== 'struct') return undefined;
  const fields = fieldsOf(under.node);
  const reader = fieldValue(
    literal,
    read.field,
    fields.findIndex(field => field.name === read.field),
  );
  const limit =
    read.limitField &&
    fieldValue(
      literal,
      read.limitField,
      fields.findIndex(field => field.name === read.limitField),
    );
  const field = fields.find(each => each.name === read.field);
  if (!reader && !field) return undefined;
  return { name: typeName(type), reader, field, limits: read.limits, limit: limit || undefined };
}

function fieldValue(literal: SyntaxNode, name: string, index: number): SyntaxNode | undefined {
  const elements = (literal.kind === 'literal_value' ? literal : literal.field('body'))?.children ?? [];
  const keyed = elements.find(element => element.kind === 'keyed_element' && element.field('key')?.text === name);
  const value = keyed ? keyed.field('value') : elements[0]?.kind === 'keyed_element' ? undefined : elements[index];
  return value?.kind === 'literal_element' ? value.children[0] : value;
}

/**
 * A Read method limits the total when it counts: it changes a field of its receiver by what was read, and a comparison with such a
 * field decides whether it goes on. Cutting the slice that it hands on (`p = p[:n]`) alone caps each call only.
 */
const readMethod = remember<SyntaxNode, ReadMethod | undefined>(method => {
  const receiver = method.field('receiver')?.children[0]?.field('name')?.text;
  const body = method.field('body');
  if (!receiver || !body) return undefined;
  const field = delegate(body, receiver);
  if (!field) return undefined;
  const counted = countedFields(body, receiver);
  const compared = comparedFields(body, receiver);
  const counter =
    counted.find(name => compared.includes(name)) ??
    (counted.length > 0 && compared.length > 0 ? compared[0] : undefined);
  const cuts = [...body.all('slice_expression')].length > 0;
  return { field, limits: counter ? 'total' : cuts ? 'read' : 'nothing', limitField: counter };
}, undefined);

/** The receiver's field whose Read (or ReadFull over it) is called. */
function delegate(body: SyntaxNode, receiver: string): string | undefined {
  for (const call of body.all('call_expression')) {
    const text = call.field('function')?.text ?? '';
    const direct = new RegExp(`^${receiver}\\.(\\w+)\\.Read$`).exec(text)?.[1];
    if (direct) return direct;
    const first = call.field('arguments')?.children[0];
    if (
      /^io\.(ReadFull|ReadAtLeast)$/.test(text) &&
      first?.kind === 'selector_expression' &&
      first.field('operand')?.text === receiver
    )
      return first.field('field')?.text;
  }
  return undefined;
}

function receiverField(node: SyntaxNode | undefined, receiver: string): string | undefined {
  return node?.kind === 'selector_expression' && node.field('operand')?.text === receiver
    ? node.field('field')?.text
    : undefined;
}

function countedFields(body: SyntaxNode, receiver: string): readonly string[] {
  return [...body.all('assignment_statement')].flatMap(statement => {
    const name = receiverField(statement.list('left')[0], receiver);
    const counts =
      /^[-+]=$/.test(statement.operator) || (name && statement.list('right')[0]?.text.includes(`${receiver}.${name}`));
    return name && counts && typeOf(statement.list('left')[0]!).kind !== 'slice' ? [name] : [];
  });
}

function comparedFields(body: SyntaxNode, receiver: string): readonly string[] {
  return [...body.all('binary_expression')].flatMap(node => {
    if (!/^(<|<=|>|>=|==)$/.test(node.operator)) return [];
    return [...node.all('selector_expression')].flatMap(each => receiverField(each, receiver) ?? []);
  });
}
