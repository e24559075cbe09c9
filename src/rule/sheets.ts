/**
 * The family of sheet reads: calls that keep every cell of a spreadsheet or table in memory, and who decides how many cells there are. A limit on the
 * compressed file is none, because a spreadsheet is an archive; the library's own limit on what comes out is one.
 */
import { effectsOf } from '../catalog/index.ts';
import type { Effects, Source } from '../catalog/schema.ts';
import { argumentOf, argumentsOf, calleeOf, symbolOf } from '../golang/callee.ts';
import { type Origin, originsOf } from '../golang/origins.ts';
import { resolve } from '../golang/scope.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Site } from './contract.ts';
import { pathOrigins } from './paths.ts';
import { isBounded } from './read-bounds.ts';

type Slurp = NonNullable<Effects['slurps']>[number];

export interface SheetRead {
  readonly site: Site;
  readonly noun: 'sheet' | 'records';
  readonly origin: Origin;
  /** The call that opened the workbook, where it is in sight. */
  readonly opener: SyntaxNode | undefined;
  /** What would limit it: fields or functions that its library knows, as the opener's row names them. */
  readonly options: readonly string[];
  /** Why it is in order; undefined where nothing limits it. */
  readonly limited: string | undefined;
}

/** Every way into the sheet reads among the sites. */
export function* sheetReads(sites: readonly Site[]): Generator<SheetRead> {
  for (const site of sites) {
    for (const slurp of effectsOf(site.symbol)?.slurps ?? []) {
      if (slurp.noun !== 'sheet' && slurp.noun !== 'records') continue;
      for (const origin of readFrom(site.node, slurp)) yield describe(site, slurp.noun, origin);
    }
  }
}

function readFrom(call: SyntaxNode, { param, source }: Slurp): readonly Origin[] {
  const read = source ? call : argumentOf(call, param);
  return read ? originsOf(read) : [];
}

function describe(site: Site, noun: SheetRead['noun'], origin: Origin): SheetRead {
  const openers = [...origin.steps.map(step => step.node), site.node].filter(node => opening(node));
  const opener = openers.at(-1);
  const options = opener ? (opening(opener)?.options ?? []) : [];
  return { site, noun, origin, opener, options, limited: limitOf(noun, origin, opener, options) };
}

/** What the catalog says of a call that opens a workbook. */
function opening(node: SyntaxNode): Slurp | undefined {
  if (node.kind !== 'call_expression') return undefined;
  return effectsOf(symbolOf(calleeOf(node)))?.slurps?.find(each => each.expands === 'zip');
}

function limitOf(
  noun: SheetRead['noun'],
  origin: Origin,
  opener: SyntaxNode | undefined,
  options: readonly string[],
): string | undefined {
  if (noun === 'records')
    return isBounded(origin) ? 'the text that it parses is limited or in memory already' : undefined;
  const limit = opener && options.find(option => argumentsOf(opener).some(each => mentions(each, option)));
  return limit && `the workbook is opened with ${limit}`;
}

/** Whether an argument, or the one value of the variable that it names, holds the name. */
function mentions(argument: SyntaxNode, name: string): boolean {
  if ([...argument.all('identifier', 'field_identifier')].some(each => each.text === name)) return true;
  const [inner] = argument.kind === 'variadic_argument' ? argument.children : [argument];
  const variable = inner?.kind === 'identifier' ? resolve(inner) : undefined;
  return variable?.kind === 'local' && variable.definitions.some(({ value }) => value && mentions(value, name));
}

const PEERS: Partial<Record<Source, string>> = {
  upload: 'an uploaded file',
  request: 'the body of a request',
  query: 'a file that a request names',
  header: 'a file that a request names',
  message: 'a message',
  websocket: 'a websocket message',
  connection: 'what a peer sends',
  response: "another server's response",
  object: 'an object of a store',
};

/** Who decides how large the sheet is, in words: a peer, this program's own side, or somebody out of sight. */
export function filledBy({ origin }: SheetRead): { readonly who: 'peer' | 'own' | 'caller'; readonly what: string } {
  const peer = origin.source && PEERS[origin.source];
  if (peer) return { who: 'peer', what: peer };
  if (origin.source !== 'file') return { who: origin.source ? 'own' : 'caller', what: 'what it is given' };
  const chosen = pathOrigins(origin.node).find(
    name => name.source && (PEERS[name.source] || name.source === 'unique-id'),
  );
  if (!chosen) return { who: 'own', what: 'a file' };
  return {
    who: 'peer',
    what: chosen.source === 'upload' ? 'an uploaded file' : 'a file that a request names or leaves',
  };
}
