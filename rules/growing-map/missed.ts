/** Entries that the deletes miss: there are some, but not for all that goes in. */
import {
  beginning,
  brief,
  type Draft,
  functionName,
  functionOf,
  type Growth,
  goesOn,
  kept,
  lookedUp,
  type Remnant,
  readElsewhere,
  remnantOf,
  type SyntaxNode,
  topOf,
  type UniqueInsert,
  unspelled,
} from '#rule';
import type { Find } from './messages.ts';

/** There are deletes, but they miss entries. */
export function left(growth: Growth, unique: readonly UniqueInsert[], finding: Find): Draft | undefined {
  const keyed = growth.inserts.map(use => ({ use, key: unique.find(each => each.use === use)?.key }));
  const found = remnantOf(keyed, growth.deletes);
  if (!found || !goesOn({ ...growth, inserts: [found.insert] })) return undefined;
  const { insert, taking } = found;
  const key = unique.find(each => each.use === insert)?.key;
  const isUnique = key?.confidence === 'high';
  const slots = { container: growth.name, key: brief(insert.key!), what: key?.what ?? '' };
  const draft = draftOf(found, slots, isUnique, finding).also({
    node: taking.node,
    note: found.kind === 'other' ? 'takes another key' : 'taken out only here',
  });
  if (found.kind !== 'consumed') return draft;
  // What others read, or a store keeps, is the program's data rather than a ticket that nobody redeems.
  const read = readElsewhere(growth.uses) ?? (isUnique ? undefined : lookedUp(growth.uses));
  const twin = read ? undefined : kept(insert, taking, growth.uses);
  const data = read ?? twin;
  if (!data) return draft;
  return draft
    .as({ severity: 'note', confidence: 'low' })
    .also({ node: data, note: read ? 'read here too' : 'kept in a store, too' });
}

function draftOf(
  found: Remnant,
  slots: { readonly container: string; readonly key: string; readonly what: string },
  isUnique: boolean,
  finding: Find,
): Draft {
  const { insert } = found;
  if (found.kind === 'exits')
    return finding(insert.node, 'exits', { ...slots, function: endOf(found.exit) }).also({
      node: found.exit,
      note: 'leaves without the delete',
    });
  if (found.kind === 'other') return finding(insert.node, 'other', { ...slots, other: brief(found.taking.key!) });
  if (found.kind === 'consumed') return finding(insert.node, isUnique ? 'consumed' : 'ticket', slots);
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

/** The deletes take keys that a function spells, and this one is not. */
export function bare(growth: Growth, finding: Find): Draft | undefined {
  const found = unspelled(growth);
  if (!found || !goesOn({ ...growth, inserts: [found.insert] })) return undefined;
  const { insert, taking, speller } = found;
  const slots = { container: growth.name, key: brief(insert.key!), speller: speller.name };
  return finding(insert.node, 'unspelled', slots).also({ node: taking.node, note: 'takes another key' });
}
