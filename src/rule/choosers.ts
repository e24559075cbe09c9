/** Who chose the server or file that bytes come from. */
import { argumentOf } from '../golang/callee.ts';
import { constantString } from '../golang/constants.ts';
import { fileOf } from '../golang/file.ts';
import { brief, identityOf, type Origin } from '../golang/origins.ts';
import { resolve } from '../golang/scope.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { allowedBy } from './allowed-hosts.ts';
import { SENT } from './sent.ts';

export interface Chooser {
  /** `near`: this machine. `literal`: the program's own text. `open`: somebody or something else. `unknown`: nobody in sight. */
  readonly how: 'near' | 'literal' | 'open' | 'unknown';
  /** Who chose the server, as a message says it: `a request`, `the field base`. */
  readonly who: string;
  /** Where it was chosen. */
  readonly node: SyntaxNode;
  /** Equal for reads whose server the same kind of thing chose: one of them stands for all in a package. */
  readonly key: string;
}

const SOURCES: Readonly<Record<string, string>> = {
  request: 'a request',
  query: 'a request',
  header: 'a request',
  cookie: 'a request',
  upload: 'an upload',
  message: 'a message',
  websocket: 'a message',
  connection: 'a peer',
  response: 'another response',
  registry: 'a registry',
  object: 'a stored object',
  database: 'a stored record',
  environment: 'configuration',
  file: 'a file',
  archive: 'an archive',
};

const RANK: Readonly<Record<Chooser['how'], number>> = { near: 0, unknown: 1, literal: 2, open: 3 };

/** Who chose the server that an origin's bytes come from: of several ways, the most open. */
export function chooserOf(origin: Origin): Chooser {
  if (isNearClient(origin.node)) return { how: 'near', who: 'this machine', node: origin.node, key: 'near' };
  const ways = (origin.named?.() ?? []).flatMap(name => checked(origin.node, name));
  const [first] = [...ways].sort((a, b) => RANK[b.how] - RANK[a.how]);
  return first ?? { how: 'unknown', who: 'something out of sight', node: origin.node, key: 'unknown' };
}

/** Whoever gives an address: where a check holds it to the program's own hosts, one of these is asked. */
function checked(request: SyntaxNode, name: Origin): readonly Chooser[] {
  const found = chooser(name);
  const check = found.some(({ how }) => how === 'open') ? allowedBy(request, name) : undefined;
  return check ? [{ how: 'literal', who: `a host that ${brief(check)} allows`, node: check, key: check.text }] : found;
}

function chooser(name: Origin): readonly Chooser[] {
  const { node, kind, source, symbol } = name;
  if (kind === 'constant') return literal(name);
  // Of a map that is made here, only what is put in tells; that somebody puts it in is sure.
  if (kind === 'made' && name.derived === 'element' && isOwnList(node))
    return [{ how: 'literal', who: `the literal ${brief(node)}`, node, key: node.text }];
  if (kind === 'made' && name.derived === 'element')
    return [{ how: 'open', who: 'a value that is looked up', node, key: 'computed' }];
  if (kind === 'made' || kind === 'nil' || kind === 'func') return [];
  if (kind === 'source' && source) {
    const who = SOURCES[source];
    return who ? [{ how: 'open', who, node, key: who }] : [];
  }
  const last = symbol.slice(symbol.lastIndexOf('.') + 1);
  switch (kind) {
    case 'field':
      return [{ how: 'open', who: `the field ${last}`, node, key: 'configured' }];
    case 'global':
      if (isForeign(node)) return [{ how: 'literal', who: `${brief(node)} of a library`, node, key: symbol }];
      return [{ how: 'open', who: `the variable ${last}`, node, key: 'configured' }];
    case 'param':
      return [{ how: 'open', who: `the caller (${brief(node)})`, node, key: 'given' }];
    default:
      return [{ how: 'open', who: `\`${spelled(node)}\``, node, key: 'computed' }];
  }
}

/** A call by what it calls: its arguments say little. */
function spelled(node: SyntaxNode): string {
  return node.kind === 'call_expression' ? `${brief(node.field('function') ?? node)}(...)` : brief(node);
}

/** A list or table whose values are all texts of the program: which of them it is, the program knows. */
function isOwnList(node: SyntaxNode): boolean {
  const body = node.kind === 'composite_literal' ? node.field('body') : undefined;
  const values = body?.children.map(each => (each.kind === 'keyed_element' ? each.field('value') : each)) ?? [];
  return values.length > 0 && values.every(value => value && isText(value));
}

function isText(value: SyntaxNode): boolean {
  return constantString(value.kind === 'literal_element' ? value.children[0]! : value) !== undefined;
}

/** A variable or constant that another module exports: what its library says, nobody here chooses. */
function isForeign(node: SyntaxNode): boolean {
  const operand = node.kind === 'selector_expression' ? node.field('operand') : undefined;
  const imported = operand?.kind === 'identifier' ? resolve(operand) : undefined;
  const { world, module } = fileOf(node).pkg;
  return imported?.kind === 'import' && world.package(imported.path, module) === undefined;
}

const NEAR =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?(localhost|127\.\d+\.\d+\.\d+|\[::1\]|unix|docker|0\.0\.0\.0)(?::|\/|$)|^unix:|^file:/i;

function literal({ node, text }: Origin): readonly Chooser[] {
  // Of an address that holds its own content, nobody is asked.
  if (text === '' || /^data:/i.test(text ?? '')) return [];
  if (text !== undefined && NEAR.test(text)) return [{ how: 'near', who: 'this machine', node, key: 'near' }];
  const host = text === undefined ? undefined : /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(text)?.[1];
  const who = host ? `the literal host ${host}` : `the literal ${brief(node)}`;
  return [{ how: 'literal', who, node, key: host ?? node.text }];
}

/** A client whose connections are unix sockets, wherever the URL seems to lead; a dial of one. */
function isNearClient(call: SyntaxNode): boolean {
  if (call.kind !== 'call_expression') return false;
  if ((call.field('arguments')?.children ?? []).some(each => /^"(unix|unixgram|unixpacket)"$/.test(each.text)))
    return true;
  const client = argumentOf(call, 'receiver');
  return (
    client !== undefined && identityOf(client).some(({ kind, node }) => kind === 'made' && node.text.includes('"unix"'))
  );
}

/** What a peer sends by which a file may be named. */

/** Through fields and more than one call, too much may have been checked on the way. */
function isNear(steps: Origin['steps']): boolean {
  const far = steps.filter(({ note }) => /^(read from|passed to)/.test(note));
  return far.length < 2 && far.every(({ note }) => note.startsWith('passed to'));
}

/** The input that names the file that an origin is; undefined where none is seen to. */
export function namedByInput(origin: Origin): Chooser | undefined {
  const name = origin
    .named?.()
    .find(({ source, assumed, steps }) => source !== undefined && SENT.has(source) && !assumed && isNear(steps));
  return name && chooser(name)[0];
}
