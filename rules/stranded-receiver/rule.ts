import {
  type Abandoned,
  abandonedBy,
  brief,
  CHANNEL,
  type Draft,
  defineRule,
  frequencyOf,
  functionOf,
  type Messages,
  type Scope,
} from '#rule';

const messages = {
  open: {
    text: 'this goroutine never ends: it receives from {channel} until that is closed, and nothing closes it, so every call leaves one behind; `close({channel})` {where}',
  },
} as const satisfies Messages;

export default defineRule({
  id: 'stranded-receiver',
  summary: 'A goroutine receives for ever from a channel that nobody closes.',
  severity: 'error',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-400', 'CWE-772'],
  evidence: 'module',
  measured: { judged: 10, right: 10 },
  triggers: [CHANNEL],
  messages,

  *check({ sites, finding }) {
    for (const func of new Set(sites.map(site => functionOf(site.node)))) {
      if (func) for (const each of abandonedBy(func)) yield judge(each, finding);
    }
  },
});

function judge({ channel, loop, receive, start, sends }: Abandoned, finding: Scope<typeof messages>['finding']): Draft {
  // What happens a fixed number of times in the life of a process can't pile up.
  const { how } = frequencyOf(channel.make);
  const level = how === 'once' || how === 'few' ? ({ severity: 'note' } as const) : {};
  const where =
    sends.length === 1 ? `when \`${brief(sends[0]!)}\` has run for the last time` : 'when its last sender is done';
  return finding(loop.children.includes(receive) ? loop : receive, 'open', { channel: channel.name, where })
    .as(level)
    .also(
      { node: channel.make, note: `${channel.name} is made here` },
      { node: start, note: 'the goroutine starts here' },
      ...sends.map(node => ({ node, note: 'sends here' })),
    );
}
