import {
  argumentOf,
  argumentsOf,
  bare,
  brief,
  calleeOf,
  constantNumber,
  type Draft,
  defineRule,
  effect,
  effectsOf,
  type Fate,
  fateOf,
  isFailure,
  type Messages,
  resource,
  type Scope,
  type Site,
  symbolOf,
  type WayOut,
  wayOut,
} from '#rule';

const messages = {
  truncated: {
    text: '{name} ({noun}) is not closed on the way to {end}, although nothing failed there, so the stream that it wrote lacks its end and its tables (0.8 MB and more for gzip) stay with whoever holds it; {repair}',
  },
  heavy: {
    text: '{name} ({noun}) is not closed on the way to {end}; it owns goroutines, or memory that the garbage collector does not see, so each run of this way keeps them; {repair}',
  },
  flushed: {
    severity: 'note',
    text: '{name} ({noun}) is flushed and never closed, so the stream lacks its end; where the protocol does not ask for that, {repair}',
  },
} as const satisfies Messages;

type Resource = NonNullable<ReturnType<typeof resource>>;

export default defineRule({
  id: 'unclosed-compressor',
  summary: 'A compressor is not closed on a successful way, or one that owns goroutines or C memory on any way.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-772'],
  evidence: 'module',
  triggers: [effect('acquires')],
  messages,

  *check({ sites, finding, fine }) {
    for (const site of sites) {
      for (const acquired of effectsOf(site.symbol)?.acquires ?? []) {
        const codec = resource(acquired.resource);
        if (!codec?.codec || isIdle(site, acquired.idle)) continue;
        const fate = fateOf(site.node, acquired.result, codec);
        if (fate.leaves) {
          yield fine(
            site,
            `the ${codec.noun} leaves the function (${brief(fate.leaves)}): closing it is another's task`,
          );
          continue;
        }
        const way = wayOut(site.node, fate, (flow, end) => counts(codec, fate, flow, end), {
          unfailing: !codec.heavy,
        });
        if (way) yield judge(site, codec, fate, way, finding);
        else yield fine(site, `the ${codec.noun} is closed on every way that counts`);
      }
    }
  },
});

type Idle = NonNullable<NonNullable<ReturnType<typeof effectsOf>>['acquires']>[number]['idle'];

function isIdle({ node }: Site, idle: Idle): boolean {
  if (!idle) return false;
  const read = argumentOf(node, idle.param);
  if (read && bare(read).kind === 'nil') return true;
  return argumentsOf(node).some(option => {
    if (option.kind !== 'call_expression' || symbolOf(calleeOf(option)) !== idle.option) return false;
    const value = argumentOf(option, 0);
    return value !== undefined && constantNumber(value) === idle.value;
  });
}

/** Ends that must not be reached unclosed: any for an owner of goroutines, successful ones for the rest. */
function counts(codec: Resource, fate: Fate, flow: WayOut['flow'], end: WayOut['end']): boolean {
  const isEnd = end.kind === 'exit' || end.node?.kind === 'return_statement';
  if (!isEnd || end.ends === 'never') return false;
  if (codec.heavy) return end.ends !== 'panic';
  if (isFailure(flow, end)) return false;
  // Without an error result, an early bare return beside a Close may well be a failure of its own kind.
  const isBare = end.node?.kind === 'return_statement' && end.node.children.length === 0;
  return !(isBare && fate.releases.length > 0);
}

function judge(
  site: Site,
  codec: Resource,
  fate: Fate,
  { end }: WayOut,
  finding: Scope<typeof messages>['finding'],
): Draft {
  const name = fate.holders[0]?.name ?? brief(site.node);
  const { noun } = codec;
  const repair = `close it there, or \`defer ${name}.${codec.release[0]}()\` where it is made`;
  const isFlushed = fate.holders.some(holder => holder.mentions.some(isFlush));
  const last = end.node ? `\`${brief(end.node)}\`` : 'the end of the function';
  const draft =
    isFlushed && !codec.heavy
      ? finding(site, 'flushed', { name, noun, repair })
      : finding(site, codec.heavy ? 'heavy' : 'truncated', { name, noun, end: last, repair });
  return end.node ? draft.also({ node: end.node, note: `ends without closing ${name}` }) : draft;
}

function isFlush({ parent }: Fate['holders'][number]['declared']): boolean {
  return parent?.kind === 'selector_expression' && parent.field('field')?.text === 'Flush';
}
