/** Checks that hold the address of a request to hosts that the program's own text names, before the request is sent. */
import { argumentOf, argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import { constantString } from '../golang/constants.ts';
import { flowAround } from '../golang/flow.ts';
import { identityOf, nameOriginsOf, type Origin } from '../golang/origins.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';

/** The check on the way to a request that lets an address pass only where its host is one of the program's own text; undefined where none is. */
export function allowedBy(request: SyntaxNode, name: Origin): SyntaxNode | undefined {
  const places = [request, ...name.steps.map(({ node }) => node)];
  return places.flatMap(checksBefore).find(check => holdsHost(check) && isOf(check, name));
}

/** Calls that have given true whenever a place is reached. */
function checksBefore(place: SyntaxNode): readonly SyntaxNode[] {
  const flow = flowAround(place);
  const point = flow?.pointOf(place);
  return flow && point ? flow.guards(point).flatMap(({ condition, holds }) => trueCalls(condition, holds)) : [];
}

function trueCalls(outer: SyntaxNode, holds: boolean): readonly SyntaxNode[] {
  const node = bare(outer);
  if (node.kind === 'call_expression') return holds ? [node] : [];
  if (node.kind === 'unary_expression' && node.operator === '!') return trueCalls(node.field('operand')!, !holds);
  const isJoined = node.kind === 'binary_expression' && node.operator === (holds ? '&&' : '||');
  return isJoined ? node.children.flatMap(side => trueCalls(side, holds)) : [];
}

function holdsHost(check: SyntaxNode): boolean {
  const symbol = symbolOf(calleeOf(check));
  if (symbol === 'strings.HasPrefix')
    return /^https?:\/\/[\w.-]+\.[a-z]+(:\d+)?\//i.test(textOf(argumentsOf(check)[1]));
  const pattern = symbol === '(*regexp.Regexp).MatchString' ? argumentOf(check, 'receiver') : undefined;
  if (pattern) return patternsOf(pattern).every(fixesHost);
  return symbol === 'regexp.MatchString' && fixesHost(textOf(argumentsOf(check)[0]));
}

function textOf(node: SyntaxNode | undefined): string {
  return (node && constantString(node)) ?? '';
}

/** The texts of a compiled pattern; empty ones where it is not in sight. */
function patternsOf(pattern: SyntaxNode): readonly string[] {
  const found = identityOf(pattern).map(({ node }) => {
    const isCompiled = node.kind === 'call_expression' && /^regexp\.(Must)?Compile$/.test(symbolOf(calleeOf(node)));
    return isCompiled ? textOf(argumentsOf(node)[0]) : '';
  });
  return found.length > 0 ? found : [''];
}

/** `^https://sns\.[a-z0-9-]+\.example\.com/`: anchored, with a domain that is spelled out and ends the host. */
function fixesHost(pattern: string): boolean {
  const host = /^(?:\(\?i\))?\^https\??:\\?\/\\?\/([^/]+?)\\?\//.exec(pattern)?.[1];
  if (host === undefined || pattern.includes('|')) return false;
  // A class may stand for a part of a name, but not for the dots and slashes between them.
  const plain = host.replace(/\[[\w\\-]+\][+*]?/g, '_');
  return (
    /^(?:[\w()?-]|\\\.)+$/.test(plain) && /(?:^|\\\.)[a-z0-9-]{2,}\\\.[a-z]{2,}(?:\(\\\.[a-z]+\)\??)?$/i.test(plain)
  );
}

/** What is checked is what names the server. */
function isOf(check: SyntaxNode, name: Origin): boolean {
  const args = argumentsOf(check);
  const checked = symbolOf(calleeOf(check)) === 'regexp.MatchString' ? args[1] : args[0];
  return checked !== undefined && nameOriginsOf(checked).some(({ node }) => node === name.node);
}
