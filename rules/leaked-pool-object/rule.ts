import {
  acquire,
  bare,
  brief,
  callsOn,
  type Draft,
  defineRule,
  elementOf,
  fateOf,
  functionOf,
  holdsPointers,
  isClearedBefore,
  isFailure,
  type Messages,
  method,
  POOL,
  placeOf,
  putInto,
  referenceHeldAt,
  resource,
  runsBefore,
  type Scope,
  type Site,
  type SyntaxNode,
  typeOf,
  typeText,
  wayOut,
} from '#rule';

const messages = {
  lost: {
    text: '{name} comes from {pool} and is not put back on the way to {end}, although nothing failed there, so the pool makes a new one for each such run; put it back there, or `defer {pool}.Put({name})` right after Get',
  },
  failing: {
    severity: 'note',
    text: '{name} comes from {pool} and is not put back on the failing way to {end}: no leak, but the pool is of no use where errors are frequent; `defer {pool}.Put({name})` right after Get',
  },
  late: {
    text: '{name} is reset after it was put into the pool: another goroutine may have taken it by then and loses what it wrote, and until then the pool keeps what {name} refers to; Reset first, then Put',
  },
  references: {
    text: '{name} goes back to the pool while it still refers to {target}, so the pool keeps that and all that hangs on it beyond the request; {name}.Reset(io.Discard) (nil for readers) before Put, which a compressor whose Close failed needs as well',
  },
  elements: {
    severity: 'note',
    text: '{name} goes back to the pool cut to length 0 with its elements ({type}) in place, so the pool keeps all that they point to until they are overwritten; clear({name}) before it is cut',
  },
} as const satisfies Messages;

type Finding = Scope<typeof messages>['finding'];

export default defineRule({
  id: 'leaked-pool-object',
  summary: 'An object of a sync.Pool is not put back, or goes back with what it held.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-401'],
  evidence: 'module',
  triggers: [acquire(POOL), method('Put')],
  messages,

  *check({ sites, finding, fine }) {
    for (const site of sites) {
      if (site.trigger.on === 'acquire') {
        const draft = lost(site, finding);
        yield draft ?? fine(site, 'put back on every way, or handed on to somebody else');
        continue;
      }
      const put = putInto(site.node);
      if (put) yield* returned(site, put, finding);
    }
  },
});

function lost(site: Site, finding: Finding): Draft | undefined {
  const pooled = resource(POOL);
  const fate = pooled && fateOf(site.node, 0, pooled);
  const [holder] = fate?.holders ?? [];
  if (!fate || !holder || fate.leaves) return undefined;
  const works = wayOut(site.node, fate, (flow, end) => !isFailure(flow, end), { unfailing: true });
  const way = works ?? wayOut(site.node, fate, (_, end) => end.ends !== 'panic' && end.ends !== 'never');
  if (!way) return undefined;
  const { end } = way;
  const isAgain = end.kind !== 'exit' && end.node?.contains(site.node);
  const place = isAgain
    ? 'the next round of the loop'
    : end.node
      ? `\`${brief(end.node)}\``
      : 'the end of the function';
  const target = bare(site.node.field('function') ?? site.node).field('operand');
  const values = { name: holder.name, pool: target ? brief(target) : 'the pool', end: place };
  const draft = finding(site, works ? 'lost' : 'failing', values);
  return end.node && !isAgain
    ? draft.also({ node: end.node, note: `ends without putting ${holder.name} back` })
    : draft;
}

function* returned(site: Site, put: SyntaxNode, finding: Finding): Generator<Draft> {
  const name = brief(bare(put));
  const place = placeOf(put);
  const func = functionOf(site.node);
  const late = place && func && callsOn(place, 'Reset', site.node).find(reset => isAfter(reset, site.node, func));
  if (late) {
    yield finding(site, 'late', { name }).also({ node: late, note: 'reset only here' });
    return;
  }
  const held = place && referenceHeldAt(site.node, put);
  if (held) {
    yield finding(site, 'references', { name, target: brief(held.target) }).also({
      node: held.reset,
      note: `set on ${brief(held.target)} here`,
    });
  }
  yield* elements(site, put, finding);
}

/** In the same run: after the Put, and not before it as well, as in a loop. */
function isAfter(reset: SyntaxNode, put: SyntaxNode, func: SyntaxNode): boolean {
  return runsBefore(put, reset, func) && !runsBefore(reset, put, func);
}

function* elements(site: Site, put: SyntaxNode, finding: Finding): Generator<Draft> {
  const cut = bare(put);
  if (cut.kind !== 'slice_expression' || cut.field('end')?.text !== '0') return;
  const operand = cut.field('operand');
  const element = operand && elementOf(typeOf(operand));
  if (!element || !holdsPointers(element) || isClearedBefore(operand, site.node)) return;
  yield finding(site, 'elements', { name: brief(operand), type: typeText(element) });
}
