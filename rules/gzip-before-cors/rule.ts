import {
  acquire,
  areApart,
  brief,
  type Chain,
  chainsOf,
  compositionsAround,
  concernsResponses,
  type Draft,
  defineRule,
  emptyBehaviour,
  fileOf,
  type Layer,
  type Messages,
  type Middleware,
  middlewareOf,
  role,
  type Scope,
  type SyntaxNode,
  seesPreflight,
  topOf,
} from '#rule';

const messages = {
  before: {
    text: '{compressor} is installed before (outside) {cors}, which answers preflights itself: the compressor still ends its stream on a response that has no body, so a write fails on 204 ("request method or response status code does not allow body") or stray bytes follow a 200, and every preflight costs a compressor; install {cors} before {compressor}{upgrade}',
  },
  mislabels: {
    severity: 'note',
    text: '{compressor} is installed before (outside) {cors}, which answers preflights itself: each preflight costs a compressor and may be marked as compressed although it has no body; install {cors} before {compressor}',
  },
  unmatched: {
    severity: 'note',
    text: '{compressor} is installed before (outside) {cors}, and where a route accepts OPTIONS the answer to a preflight goes through the compressor, which ends its stream on a response that has no body: a write that fails on 204, stray bytes after a 200; install {cors} before {compressor}',
  },
} as const satisfies Messages;

/** A compressor and a CORS handler further in, on one way of requests. */
interface Pair {
  readonly compressor: { readonly layer: Layer; readonly what: Middleware };
  readonly cors: { readonly layer: Layer; readonly what: Middleware };
  readonly sees: 'yes' | 'unknown';
}

export default defineRule({
  id: 'gzip-before-cors',
  summary: 'A response compressor stands outside a CORS handler that answers preflights without a body.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: [],
  evidence: 'module',
  strays: true,
  triggers: [
    role('compress'),
    role('cors'),
    acquire('compress/gzip.Writer'),
    acquire('compress/flate.Writer'),
    acquire('github.com/klauspost/compress/gzip.Writer'),
    acquire('github.com/andybalholm/brotli.Writer'),
    acquire('github.com/klauspost/compress/zstd.Encoder'),
  ],
  messages,

  *check({ sites, finding }) {
    const told = new Map<SyntaxNode, Draft>();
    const causes = new Map<string, SyntaxNode>();
    const installed = sites.filter(({ node, trigger }) => trigger.on === 'role' || concernsResponses(node));
    for (const pair of installed.flatMap(({ node }) => compositionsAround(node).flatMap(pairsIn))) {
      const at = pair.compressor.layer.shown;
      const first = causes.get(spelling(pair)) ?? at;
      causes.set(spelling(pair), first);
      const other =
        first === at
          ? { node: pair.cors.layer.shown, note: 'preflights are answered here, inside the compressor' }
          : { node: at, note: 'installed the same way here' };
      told.set(first, (told.get(first) ?? judge(pair, finding)).also(other));
    }
    yield* told.values();
  },
});

/** What one function writes twice the same way, for two servers, is one cause. */
function spelling({ compressor, cors }: Pair): string {
  const { shown } = compressor.layer;
  return [shown.file.path, topOf(shown).start, shown.text, cors.layer.shown.text].join('\n');
}

function pairsIn(composition: Parameters<typeof chainsOf>[0]): readonly Pair[] {
  return [...chainsOf(composition)].flatMap(chain => [...pairsOf(chain)]);
}

function* pairsOf(chain: Chain): Generator<Pair> {
  const roles = chain.layers.map(layer => middlewareOf(layer.node).map(what => ({ layer, what })));
  for (const [outside, compressors] of roles.entries()) {
    const compressor = compressors.find(({ what }) => writesForNothing(what));
    if (!compressor) continue;
    for (const cors of roles.slice(outside + 1).flat()) {
      const sees = answersPreflight(cors.what) ? seesPreflight(chain, cors.layer) : 'no';
      if (sees !== 'no' && !(excludesPaths(compressor.what) && areApart(chain, compressor.layer, cors.layer)))
        yield { compressor, cors, sees };
    }
  }
}

function writesForNothing({ row, symbol, node }: Middleware): boolean {
  if (row.role !== 'compress' || row.post) return false;
  const empty = emptyBehaviour(row, symbol, fileOf(node).pkg.module);
  return empty !== undefined && empty !== 'nothing';
}

/** It leaves paths out, perhaps those that the CORS handler of a group is for. */
function excludesPaths({ row, node }: Middleware): boolean {
  const { excludes } = row;
  return excludes !== undefined && [...node.all('field_identifier')].some(name => excludes.includes(name.text));
}

/** Not where it is told to pass preflights on. */
function answersPreflight({ row, node }: Middleware): boolean {
  if (row.role !== 'cors' || !row.answers) return false;
  const names = [...node.all('keyed_element', 'call_expression', 'selector_expression')];
  return !names.some(
    each => (each.field('key') ?? each.field('field') ?? each.field('function'))?.text === row.passthrough,
  );
}

function judge({ compressor, cors, sees }: Pair, finding: Scope<typeof messages>['finding']): Draft {
  const { what, layer } = compressor;
  const values = { compressor: spelled(layer.shown), cors: spelled(cors.layer.shown) };
  const empty = emptyBehaviour(what.row, what.symbol, fileOf(what.node).pkg.module);
  if (empty === 'mislabels') return finding(layer.shown, 'mislabels', values);
  if (sees === 'unknown') return finding(layer.shown, 'unmatched', values);
  const { changed } = what.row;
  const upgrade = changed ? `, or require ${what.symbol.slice(0, what.symbol.lastIndexOf('.'))} ${changed.since}` : '';
  return finding(layer.shown, 'before', { ...values, upgrade });
}

/** A call with long arguments is named without them. */
function spelled(node: SyntaxNode): string {
  const callee = node.kind === 'call_expression' && node.text.length > 60 ? node.field('function') : undefined;
  return callee ? `${brief(callee)}(...)` : brief(node);
}
