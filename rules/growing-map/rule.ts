import {
  asksForPresence,
  brief,
  collapsed,
  type Draft,
  defineRule,
  effect,
  fileOf,
  type Growth,
  goesOn,
  growthKey,
  growths,
  nilStores,
  passingOf,
  pilesUp,
  type Site,
  STORE,
  type SyntaxNode,
  servesTests,
  type Told,
  takesServed,
  type UniqueInsert,
  uniqueInserts,
} from '#rule';
import { ended, outlived } from './forgotten.ts';
import { type Find, messages } from './messages.ts';
import { bare, left } from './missed.ts';

export default defineRule({
  id: 'growing-map',
  summary:
    'A map that lives as long as the process gains entries under keys that never come again, and nothing takes them out.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  measured: { judged: 43, right: 39 },
  cwe: ['CWE-401', 'CWE-770'],
  security: '5.3',
  evidence: 'module',
  triggers: [STORE, effect('inserts')],
  messages,

  *check({ sites, finding }) {
    yield* collapsed(told(sites, finding));
  },
});

function* told(sites: readonly Site[], finding: Find): Generator<Told> {
  const here = new Set<SyntaxNode>(sites.map(site => site.node));
  for (const growth of growths(sites)) {
    const unique = uniqueInserts(growth);
    const primary = unique[0]?.use ?? growth.inserts[0]!;
    // Each growth is told by the package of its first insert.
    if (!here.has(primary.node) || servesTests(fileOf(primary.node))) continue;
    const draft =
      outlived(growth, unique, finding) ??
      ended(growth, unique, finding) ??
      passed(growth, unique, finding) ??
      never(growth, unique, finding) ??
      bare(growth, finding) ??
      left(growth, unique, finding) ??
      piled(growth, finding);
    if (draft) yield { draft, key: growthKey(growth), note: `${growth.name} gains entries here too` };
  }
}

/** Nothing deletes, or stores of nil stand in for it. */
function never(growth: Growth, unique: readonly UniqueInsert[], finding: Find): Draft | undefined {
  const [first, ...others] = unique;
  if (!first || growth.deletes.length > 0 || !goesOn({ ...growth, inserts: unique.map(each => each.use) }))
    return undefined;
  const { use, key } = first;
  const slots = { container: growth.name, key: brief(use.key!), what: key.what };
  const [empty] = asksForPresence(growth.uses) ? [] : nilStores(growth.uses);
  const draft = empty
    ? finding(empty, 'nil', slots).also({ node: use.node, note: 'the entry goes in here' })
    : finding(use.node, 'never', slots);
  return draft
    .as({ confidence: key.confidence })
    .also(...others.map(other => ({ node: other.use.node, note: 'gains entries here too' })))
    .via({ node: key.origin.node, note: key.what }, ...key.origin.steps, {
      node: use.node,
      note: 'becomes a key here',
    });
}

/** Nothing deletes, and what is kept stands for work that passes. */
function passed(growth: Growth, unique: readonly UniqueInsert[], finding: Find): Draft | undefined {
  const found = unique[0] && unique[0].key.confidence !== 'low' ? undefined : passingOf(growth);
  if (!found || !goesOn({ ...growth, inserts: [found.insert] })) return undefined;
  const { insert, what } = found;
  return finding(insert.node, 'passing', { container: growth.name, key: brief(insert.key!), what });
}

/** A slice that only grows. */
function piled(growth: Growth, finding: Find): Draft | undefined {
  for (const use of growth.inserts) {
    const pile = use.kind === 'append' ? pilesUp(growth, use) : undefined;
    if (!pile) continue;
    const { confidence, because } = pile;
    const often = because[0] && takesServed(because[0].node) ? 'for each request' : 'again and again';
    return finding(use.node, 'slice', { container: growth.name, often })
      .as({ confidence })
      .also(...because);
  }
  return undefined;
}
