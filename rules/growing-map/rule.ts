import {
  asksForPresence,
  beginning,
  brief,
  collapsed,
  comesFromOutside,
  type Draft,
  defineRule,
  effect,
  endingLookup,
  fileOf,
  functionName,
  functionOf,
  type Growth,
  goesOn,
  growthKey,
  growths,
  kept,
  nilStores,
  outlivedBy,
  pilesUp,
  type Remnant,
  readElsewhere,
  remnantOf,
  type Scope,
  type Site,
  STORE,
  type SyntaxNode,
  servesTests,
  type Told,
  takesServed,
  topOf,
  type UniqueInsert,
  uniqueInserts,
} from '#rule';
import { messages } from './messages.ts';

type Find = Scope<typeof messages>['finding'];

export default defineRule({
  id: 'growing-map',
  summary:
    'A map that lives as long as the process gains entries under keys that never come again, and nothing takes them out.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  measured: { judged: 29, right: 28 },
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
      never(growth, unique, finding) ??
      left(growth, unique, finding) ??
      piled(growth, finding);
    if (draft) yield { draft, key: growthKey(growth), note: 'gains entries here too' };
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

/** Keys come and go, as the deletes from another container show; this one keeps them. */
function outlived(growth: Growth, unique: readonly UniqueInsert[], finding: Find): Draft | undefined {
  if (unique[0] && unique[0].key.confidence !== 'low') return undefined;
  const found = outlivedBy(growth);
  if (!found || !comesFromOutside(found.insert.key!) || !goesOn({ ...growth, inserts: [found.insert] }))
    return undefined;
  const { insert, sibling, taking, timer } = found;
  const draft = finding(insert.node, timer ? 'fired' : 'outlived', {
    container: growth.name,
    key: brief(insert.key!),
    sibling: brief(sibling),
    taker: functionName(topOf(taking.node)),
  }).also({ node: taking.node, note: 'taken out of the other one here' });
  const empty = growth.uses.find(use => use.kind === 'nil');
  if (!empty) return draft;
  // What was under the key is let go of: names stay, and these may well come again.
  return draft.as({ confidence: 'low' }).also({ node: empty.node, note: 'emptied here' });
}

/** There are deletes, but they miss entries. */
function left(growth: Growth, unique: readonly UniqueInsert[], finding: Find): Draft | undefined {
  const keyed = growth.inserts.map(use => ({ use, key: unique.find(each => each.use === use)?.key }));
  const found = remnantOf(keyed, growth.deletes);
  if (!found || !goesOn({ ...growth, inserts: [found.insert] })) return undefined;
  const { insert, taking } = found;
  const slots = {
    container: growth.name,
    key: brief(insert.key!),
    what: unique.find(each => each.use === insert)?.key.what ?? '',
  };
  const draft = draftOf(found, slots, finding).also({
    node: taking.node,
    note: found.kind === 'other' ? 'takes another key' : 'taken out only here',
  });
  if (found.kind !== 'consumed') return draft;
  // What others read, or a store keeps, is the program's data rather than a ticket that nobody redeems.
  const read = readElsewhere(growth.uses);
  const twin = read ? undefined : kept(insert, taking, growth.uses);
  const data = read ?? twin;
  if (!data) return draft;
  return draft
    .as({ severity: 'note', confidence: 'low' })
    .also({ node: data, note: read ? 'read here too' : 'kept in a store, too' });
}

function draftOf(found: Remnant, slots: { container: string; key: string; what: string }, finding: Find): Draft {
  const { insert } = found;
  if (found.kind === 'exits')
    return finding(insert.node, 'exits', { ...slots, function: endOf(found.exit) }).also({
      node: found.exit,
      note: 'leaves without the delete',
    });
  if (found.kind === 'other') return finding(insert.node, 'other', { ...slots, other: brief(found.taking.key!) });
  if (found.kind === 'consumed') return finding(insert.node, 'consumed', slots);
  const { begins } = found;
  return finding(insert.node, 'elsewhere', {
    container: slots.container,
    begins: beginning(begins),
    taker: functionName(topOf(found.taking.node)),
  }).also({ node: begins.at, note: 'this way begins here' });
}

/** What ends at a way out, which is the function itself where its end is one. */
function endOf(exit: SyntaxNode): string {
  const func = exit.field('body') ? exit : functionOf(exit);
  const name = functionName(topOf(exit));
  return func?.kind === 'func_literal' ? `a function literal in ${name}` : name;
}

/** The method that ends what an entry stands for looks it up and leaves it. */
function ended(growth: Growth, unique: readonly UniqueInsert[], finding: Find): Draft | undefined {
  if (growth.deletes.length > 0 || (unique[0] && unique[0].key.confidence !== 'low')) return undefined;
  for (const use of growth.inserts) {
    const ending = endingLookup(use, growth.uses, growth.container);
    if (!ending || !goesOn(growth)) continue;
    const { method, node, lock } = ending;
    const slots = { container: growth.name, key: brief(use.key!), ending: method.name };
    return finding(use.node, lock ? 'locked' : 'ended', slots).also({ node, note: 'looked up here, and left in' });
  }
  return undefined;
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
