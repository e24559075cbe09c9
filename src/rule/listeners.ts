/** The family of listeners: calls that serve HTTP, the address that they listen on as far as the code tells, and the handler that answers. */
import { argumentOf, argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import { constantString } from '../golang/constants.ts';
import { identityOf, literalField } from '../golang/origins.ts';
import { resolve, topOf } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Site } from './contract.ts';

export interface Listener {
  readonly call: SyntaxNode;
  /** The address, or its head up to where it varies; undefined where it is not in sight. */
  readonly address: string | undefined;
  /** The handler; undefined for the default mux. */
  readonly handler: SyntaxNode | undefined;
}

/** Where the address and the handler stand among the arguments of the functions of net/http. */
const FUNCTIONS: Readonly<
  Record<string, { readonly address?: number; readonly listener?: number; readonly handler: number }>
> = {
  'net/http.ListenAndServe': { address: 0, handler: 1 },
  'net/http.ListenAndServeTLS': { address: 0, handler: 3 },
  'net/http.Serve': { listener: 0, handler: 1 },
};
const METHOD = /^\(\*net\/http\.Server\)\.ListenAndServe(TLS)?$/;

/** The listeners among the sites. */
export function* listeners(sites: readonly Site[]): Generator<Listener> {
  for (const { node, symbol } of sites) {
    const places = FUNCTIONS[symbol];
    if (places) yield ofFunction(node, places);
    else if (METHOD.test(symbol)) yield* ofServer(node);
  }
}

function ofFunction(call: SyntaxNode, places: (typeof FUNCTIONS)[string]): Listener {
  const address = argumentOf(call, places.address ?? -1) ?? listened(argumentOf(call, places.listener ?? -1));
  return { call, address: address && headOf(address), handler: handlerIn(argumentOf(call, places.handler)) };
}

/** The address of a listener that `net.Listen` made. */
function listened(listener: SyntaxNode | undefined): SyntaxNode | undefined {
  const made = listener ? identityOf(listener) : [];
  const call = made.length === 1 ? made[0]!.node : undefined;
  return call?.kind === 'call_expression' && symbolOf(calleeOf(call)) === 'net.Listen'
    ? argumentOf(call, 1)
    : undefined;
}

function* ofServer(call: SyntaxNode): Generator<Listener> {
  const server = argumentOf(call, 'receiver');
  const literals = server ? identityOf(server).map(({ node }) => node) : [];
  const [literal] = literals;
  if (literals.length !== 1 || literal?.kind !== 'composite_literal' || setsLater(literal)) return;
  const address = literalField(literal, 'Addr');
  yield { call, address: address && headOf(address), handler: handlerIn(literalField(literal, 'Handler')) };
}

/** A handler that is set after the literal: `srv.Handler = mux`. */
function setsLater(literal: SyntaxNode): boolean {
  return topOf(literal)
    .all('selector_expression')
    .some(each => each.role === 'left' && each.field('field')?.text === 'Handler');
}

function handlerIn(handler: SyntaxNode | undefined): SyntaxNode | undefined {
  return handler && handler.kind !== 'nil' && !isDefaultMux(handler) ? handler : undefined;
}

export function isDefaultMux(node: SyntaxNode): boolean {
  const inner = bare(node);
  const operand = inner.kind === 'selector_expression' ? inner.field('operand') : undefined;
  const imported = operand?.kind === 'identifier' ? resolve(operand) : undefined;
  return (
    imported?.kind === 'import' && imported.path === 'net/http' && inner.field('field')?.text === 'DefaultServeMux'
  );
}

/** The constant text that an address begins with: all of it, or up to where it varies; a flag counts by its default. */
function headOf(outer: SyntaxNode, depth = 4): string | undefined {
  const node = bare(outer);
  const constant = constantString(node);
  if (constant !== undefined || depth === 0) return constant;
  switch (node.kind) {
    case 'binary_expression': {
      const left = node.field('left');
      return node.operator === '+' && left ? headOf(left, depth - 1) : undefined;
    }
    case 'identifier': {
      const local = resolve(node);
      const [only, ...more] = local?.kind === 'local' ? local.definitions : [];
      return only?.value && more.length === 0 ? headOf(only.value, depth - 1) : undefined;
    }
    case 'unary_expression': {
      const operand = node.field('operand');
      return operand && headOf(operand, depth - 1);
    }
    case 'call_expression':
      return headOfCall(node, depth);
    default:
      return undefined;
  }
}

function headOfCall(call: SyntaxNode, depth: number): string | undefined {
  const args = argumentsOf(call);
  switch (symbolOf(calleeOf(call))) {
    case 'fmt.Sprintf': {
      const format = args[0] && constantString(args[0]);
      if (format === undefined) return undefined;
      const verb = format.indexOf('%');
      return verb === 0 && args[1] ? headOf(args[1], depth - 1) : format.slice(0, verb < 0 ? undefined : verb);
    }
    case 'net.JoinHostPort': {
      const host = args[0] && headOf(args[0], depth - 1);
      return host === undefined ? undefined : `${host}:`;
    }
    case 'flag.String':
      return args[1] && constantString(args[1]);
    default:
      return undefined;
  }
}

/** Whether other machines can reach an address: it names no host, or one that is not this machine's own; undefined where the host is cut off. */
export function isOpenAddress(address: string): boolean {
  const host = /^(\[[^\]]*\]|[^:]*):/.exec(address)?.[1];
  if (host === undefined) return false;
  return !/^(localhost|127\..*|\[::1\]|unix)$/.test(host);
}
