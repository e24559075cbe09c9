/**
 * The family of whole reads: calls that take a reader to its end and keep what they got. For each such call, where its bytes come from and what
 * limits them; the rules that share it decide which origins they speak of.
 */
import { effectsOf } from '../catalog/index.ts';
import type { Effects } from '../catalog/schema.ts';
import { argumentOf, calleeOf, symbolOf } from '../golang/callee.ts';
import { fileOf } from '../golang/file.ts';
import { flowAround, type Loop } from '../golang/flow.ts';
import { fieldAt } from '../golang/mentions.ts';
import { leaf } from '../golang/origin.ts';
import {
  brief,
  callersOf,
  identityOf,
  isFromField,
  isGrowingBuffer,
  nameOriginsOf,
  type Origin,
  originsOf,
} from '../golang/origins.ts';
import { placeOf } from '../golang/places.ts';
import { isLibrary } from '../golang/programs.ts';
import { remember } from '../golang/remember.ts';
import { isServingForeign } from '../golang/roles.ts';
import { topOf } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { namedByInput } from './choosers.ts';
import type { Evidence, Site } from './contract.ts';
import { isRunOnce, isStaged } from './stages.ts';

/** One way that bytes reach a whole read. */
export interface WholeRead {
  /** The call. */
  readonly node: SyntaxNode;
  /** The expression that is read. */
  readonly reader: SyntaxNode;
  /** What does the reading, as written: `io.ReadAll`. */
  readonly sink: string;
  readonly origin: Origin;
  /** All origins of the same read. */
  readonly origins: readonly Origin[];
  /** The call is the source, too: there is no reader that could be wrapped. */
  readonly direct: boolean;
  /** The buffer that it fills; undefined where the result keeps the bytes. */
  readonly target: SyntaxNode | undefined;
  /** The limit that the call itself takes (`io.CopyN`). */
  readonly limit: SyntaxNode | undefined;
  /** Names of options that limit what comes out. */
  readonly options: readonly string[];
  /** The loop that repeats a limited read into one buffer. */
  readonly loop: Loop | undefined;
}

/** What a catalog row says of a slurping call. */
type Slurp = NonNullable<Effects['slurps']>[number];

/** Nouns of slurps that other rules speak of: spreadsheets, outputs of commands. */
const ELSEWHERE = new Set(['records', 'sheet', 'workbook', 'output']);

/** Every way into the whole reads among the sites, bounded ones included. */
export function* wholeReads(sites: readonly Site[]): Generator<WholeRead> {
  for (const site of sites) yield* readsOf(site.node);
}

/** Two rules ask for the same reads: the answer is kept with the call. */
const readsOf = remember<SyntaxNode, readonly WholeRead[]>(call => {
  const symbol = symbolOf(calleeOf(call));
  return (effectsOf(symbol)?.slurps ?? []).flatMap(slurp => readsBy(call, symbol, slurp));
}, []);

function readsBy(call: SyntaxNode, symbol: string, slurp: Slurp): readonly WholeRead[] {
  const reader = isOurs(slurp) ? argumentOf(call, slurp.param) : undefined;
  if (!reader) return [];
  const target = slurp.into === 'result' ? undefined : argumentOf(call, slurp.into);
  const keeps = slurp.into === 'result' ? always : target && keeping(target);
  if (!keeps) return [];
  const found = slurp.source ? sourceOrigins(call, symbol, slurp) : inflated(originsOf(reader), call, slurp);
  const origins = found.filter(keeps);
  const limit = slurp.limit === undefined ? undefined : argumentOf(call, slurp.limit);
  const loop = limit && target ? repeating(call, target) : undefined;
  const sink = brief(bare(call.field('function') ?? call));
  const direct = slurp.source !== undefined;
  const options = slurp.options ?? [];
  return origins.map(origin => ({ node: call, reader, sink, origin, origins, direct, target, limit, options, loop }));
}

const always = () => true;

/**
 * Of which origins a target keeps all bytes in memory: of all where it is a buffer, and where a parameter is one in some calls only, of those that do
 * not come in through the other calls. Undefined where it keeps none.
 */
function keeping(target: SyntaxNode): ((origin: Origin) => boolean) | undefined {
  if (isGrowingBuffer(target)) return always;
  const { root, path } = placeOf(target) ?? {};
  if (root?.kind !== 'local' || root.role !== 'param' || path!.length > 0) return undefined;
  if (root.definitions.some(({ how }) => how !== 'param')) return undefined;
  const calls = callersOf(root.owner);
  const others = calls.filter(call => {
    const argument = argumentOf(call, root.index);
    return !argument || !isGrowingBuffer(argument);
  });
  if (others.length === calls.length) return undefined;
  return ({ steps }) => !steps.some(({ node }) => others.some(call => call.contains(node)));
}

/** Lines end at a delimiter; what dumps, parses tables or runs commands has rules of its own. */
function isOurs(slurp: Slurp): boolean {
  return slurp.until !== 'delimiter' && slurp.when === undefined && !ELSEWHERE.has(slurp.noun ?? '');
}

/** A call that is sink and source in one: `c.GetRawData()`, `conn.ReadMessage()`. What it is called on tells more of the same source. */
function sourceOrigins(call: SyntaxNode, symbol: string, slurp: Slurp): readonly Origin[] {
  const { source, param, expands } = slurp;
  const expanded = expands ? { node: call, format: expands } : undefined;
  const more = { symbol, expanded, bound: undefined, held: false };
  const operand = argumentOf(call, param) ?? call;
  const found = param === 'receiver' ? originsOf(operand).filter(origin => origin.source === source) : [];
  if (found.length > 0) return found.map(origin => ({ ...origin, ...more }));
  return [leaf('source', call, { source, ...more, named: () => nameOriginsOf(operand) })];
}

/** A call that decompresses what it takes: `snappy.Decode(nil, b)`. */
function inflated(origins: readonly Origin[], node: SyntaxNode, slurp: Slurp): readonly Origin[] {
  const { expands } = slurp;
  if (!expands) return origins;
  return origins.map(origin => ({ ...origin, bound: undefined, held: false, expanded: { node, format: expands } }));
}

/** The name of a field with a tag that says that decoders fill it, where nothing else in sight does. */
export function decodedField({ kind, node, derived }: Origin): string | undefined {
  if (kind !== 'field' || derived === 'operation' || node.kind !== 'selector_expression') return undefined;
  const field = node.field('field');
  const declared = field && fieldAt(field)?.node;
  const tag = declared?.parent?.field('tag')?.text ?? '';
  return /\b(json|xml|yaml|protobuf|msgpack|cbor|bson|form)[:=]/.test(tag) ? field?.text : undefined;
}

/** The loop around a limited read whose buffer lives longer than one round, and whose size no condition in the loop looks at. */
function repeating(call: SyntaxNode, target: SyntaxNode): Loop | undefined {
  const loop = flowAround(call)?.loopAround(call);
  if (!loop || madeInside(target, loop.node)) return undefined;
  return loop.exits.some(({ from }) => from.node && mentionsSize(from.node)) ? undefined : loop;
}

function madeInside(target: SyntaxNode, loop: SyntaxNode): boolean {
  const root = placeOf(target)?.root;
  if (root?.kind === 'local') return loop.contains(root.declared);
  return identityOf(target).every(origin => loop.contains(origin.node));
}

/** `buf.Len() > max`, `total >= limit`: an order is asked for, not just the end of the stream. */
function mentionsSize(condition: SyntaxNode): boolean {
  const inner = bare(condition);
  if (inner.kind !== 'binary_expression') return false;
  return /^(<|<=|>|>=)$/.test(inner.operator) || inner.children.some(mentionsSize);
}

/** The origin's way as evidence: where it begins, what it passes, where it is read. */
export function wayOf({ origin, node, sink }: WholeRead, noun: string): readonly Evidence[] {
  return [
    { node: origin.node, note: `${noun} comes in here` },
    ...origin.steps,
    { node, note: `read whole by ${sink}` },
  ];
}

/** Whether a library reads what its importer hands it, rather than what it serves itself: then the importer decides on limits. */
export function isLibraryApi({ node, origin }: WholeRead): boolean {
  const { pkg } = fileOf(node);
  if (origin.source !== 'request' || origin.expanded || pkg.main || !isLibrary(pkg)) return false;
  // What was put into a field by whoever serves is read on behalf of whoever calls.
  const kept = origin.steps.findLastIndex(isFromField);
  return ![node, ...origin.steps.slice(kept + 1).map(step => step.node)].some(isServingForeign);
}

/** Whether the bytes arrive in code that nobody runs in production. */
export function isRehearsed({ node, origin }: WholeRead): boolean {
  return isStaged(node, origin.node, ...origin.steps.map(step => step.node));
}

/** An object that the same read could take from the program's own files, or that a command takes once: whoever runs it names and fills either. */
export function isOwnChoice(read: WholeRead): boolean {
  const { origin, origins } = read;
  const isStored = origin.source === 'object' || origin.source === 'registry';
  return isStored && (isRunOnce(read.node) || origins.some(each => each.source === 'file' && !namedByInput(each)));
}

/** Declarations of one function under several build tags share this key; so do the reads in them. */
export function mirrorKey(node: SyntaxNode): string | undefined {
  const top = topOf(node);
  const name = top.field('name')?.text;
  if (!name || name === 'init' || name === '_' || name === 'main') return undefined;
  const receiver = top.field('receiver')?.text.replace(/^\(\s*\w+\s+/, '(') ?? '';
  return `${fileOf(node).pkg.importPath} ${receiver} ${name} ${brief(node)}`;
}

/** What several reads have in common that are one finding: reads of one archive, and of one function under several build tags. */
export function causeOf({ node, origin, direct }: WholeRead): string | undefined {
  if (direct && origin.expanded && origin.source === 'request')
    return `${fileOf(node).pkg.importPath} ${origin.symbol}`;
  if (!origin.entry && origin.expanded?.format !== 'zip') return mirrorKey(node);
  return `${fileOf(node).pkg.importPath} ${origin.node.file.path}:${origin.node.start}`;
}
