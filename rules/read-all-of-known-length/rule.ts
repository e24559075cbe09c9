import { brief, defineRule, effect, knownLength, wholeReads } from '#rule';

export default defineRule({
  id: 'read-all-of-known-length',
  summary: 'Data whose length is known beforehand is read with a buffer that grows.',
  severity: 'note',
  confidence: 'medium',
  since: '0.1.0',
  cwe: ['CWE-400'],
  evidence: 'module',
  triggers: [effect('slurps')],
  messages: {
    known: {
      text: '{sink} reads {length} bytes as if nobody knew how many there are: each call allocates 512 bytes, grows from there, and asks once more for the end; make([]byte, {length}) and io.ReadFull need one allocation of the right size',
    },
  },

  *check({ sites, finding }) {
    const told = new Set<unknown>();
    for (const { node, origin, sink, target } of wholeReads(sites)) {
      const limit = origin.bound?.limit;
      if (!limit || target || told.has(node)) continue;
      const known = knownLength(limit);
      // A length that nothing checks is a matter of how much, not of how often: other rules speak of that.
      if (!known || (!known.checked && !origin.held)) continue;
      told.add(node);
      yield finding(node, 'known', { sink, length: brief(known.length) }).also(
        { node: known.decoded, note: `${brief(known.length)} is decoded here` },
        { node: limit, note: 'and limits the read here' },
      );
    }
  },
});
