/** Entries that were forgotten where what they stand for ends: beside the entry of another container that is taken out, or where they are looked up. */
import {
  brief,
  comesFromOutside,
  type Draft,
  endingLookup,
  functionName,
  type Growth,
  goesOn,
  outlivedBy,
  topOf,
  type UniqueInsert,
} from '#rule';
import type { Find } from './messages.ts';

/** Keys come and go, as the deletes from another container show; this one keeps them. */
export function outlived(growth: Growth, unique: readonly UniqueInsert[], finding: Find): Draft | undefined {
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

/** The method that ends what an entry stands for looks it up and leaves it. */
export function ended(growth: Growth, unique: readonly UniqueInsert[], finding: Find): Draft | undefined {
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
