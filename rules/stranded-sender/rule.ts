import {
  brief,
  CHANNEL,
  type Draft,
  defineRule,
  type Evidence,
  fileOf,
  frequencyOf,
  functionOf,
  type Messages,
  type Scope,
  type SelfSend,
  type Stranding,
  type SyntaxNode,
  selfSends,
  strandedBy,
  topOf,
} from '#rule';

const messages = {
  left: {
    severity: 'error',
    text: 'a goroutine stays blocked for ever in `{send}` once its receiver has left by `{exit}`: {channel} {holds}, and nobody receives from it any more; {repair}',
  },
  early: {
    text: 'a goroutine stays blocked for ever in `{send}` when its receiver returns early: {channel} {holds}, {counts}; {repair}',
  },
  never: {
    severity: 'error',
    text: 'a goroutine stays blocked for ever in `{send}`: {channel} {holds}, and nobody receives from it; {repair}',
  },
  wait: {
    severity: 'error',
    text: '`{send}` and `{exit}` wait for each other: {channel} {holds}, {counts} before the wait; {repair}',
  },
  self: {
    severity: 'error',
    text: '`{send}` blocks for ever where {receiver} comes to it: that goroutine is the only one that receives from {channel}, and it can not receive while it sends; return from the loop instead, and let others end it by closing a channel',
  },
} as const satisfies Messages;

export default defineRule({
  id: 'stranded-sender',
  summary: 'A goroutine sends to a channel that nobody will receive from any more.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-400', 'CWE-772'],
  evidence: 'module',
  triggers: [CHANNEL],
  messages,

  *check({ sites, finding }) {
    const told = new Set<SyntaxNode>();
    for (const func of new Set(sites.map(site => functionOf(site.node)))) {
      if (!func) continue;
      for (const group of byGoroutine(strandedBy(func))) {
        if (group.every(each => told.has(each.send))) continue;
        for (const each of group) told.add(each.send);
        yield judge(group, finding);
      }
    }
    for (const site of sites) {
      for (const self of selfSends(site.node)) {
        if (!told.has(self.send)) yield judgeSelf(site.node, self, finding);
        told.add(self.send);
      }
    }
  },
});

function judgeSelf(make: SyntaxNode, self: SelfSend, finding: Scope<typeof messages>['finding']): Draft {
  const receiver = self.calls[0] ? `the loop that calls ${brief(self.calls[0])}` : 'the receiving loop';
  const channel = self.send.field('channel')?.text ?? 'the channel';
  return finding(self.send, 'self', { send: brief(self.send), receiver, channel })
    .also(
      { node: make, note: `${channel} is made here` },
      { node: self.receive, note: 'the only receive' },
      { node: self.start, note: 'the goroutine starts here' },
    )
    .via(...self.calls.map(node => ({ node, note: 'calls' })), { node: self.send, note: 'sends to itself' });
}

/** One goroutine that may be stranded at several sends is one finding. */
function byGoroutine(strandings: readonly Stranding[]): readonly (readonly Stranding[])[] {
  const groups = new Map<SyntaxNode, Stranding[]>();
  for (const each of strandings) {
    const group = groups.get(each.start);
    if (group) group.push(each);
    else groups.set(each.start, [each]);
  }
  return [...groups.values()];
}

function judge(group: readonly Stranding[], finding: Scope<typeof messages>['finding']): Draft {
  const worst = worstOf(group);
  const { channel, exit } = worst;
  const slots = {
    send: brief(worst.send),
    channel: channel.name,
    holds: holdsOf(worst),
    repair: repairOf(group, worst),
    exit: brief(exit.node.field('communication') ?? exit.node),
    counts: countsOf(worst),
  };
  const draft = finding(placeOf(group, worst), exit.how === 'again' ? 'early' : exit.how, slots);
  // What happens a fixed number of times in the life of a process can't pile up.
  const { how } = frequencyOf(channel.make);
  const level = how === 'once' || how === 'few' ? ({ severity: 'note' } as const) : {};
  return draft.as(level).also(...evidenceOf(group, worst));
}

const RANKS = { never: 0, wait: 1, left: 2, again: 3, early: 3 } as const;

/** The way that says most, on the send that comes first. */
function worstOf(group: readonly Stranding[]): Stranding {
  return [...group].sort((a, b) => RANKS[a.exit.how] - RANKS[b.exit.how] || a.send.start - b.send.start)[0]!;
}

/** The send where there is one; else the make that they share, where it can be seen from them. */
function placeOf(group: readonly Stranding[], { channel, send }: Stranding): SyntaxNode {
  const sends = sendsOf(group);
  if (fileOf(send).pkg !== fileOf(channel.make).pkg) return channel.make;
  if (sends.length === 1 || sends.some(each => topOf(each) !== topOf(channel.make))) return sends[0]!;
  return channel.make;
}

function sendsOf(group: readonly Stranding[]): readonly SyntaxNode[] {
  return [...new Set(group.map(each => each.send))].sort((a, b) => a.start - b.start);
}

function holdsOf({ channel }: Stranding): string {
  if (channel.capacity === 0) return 'is unbuffered';
  return channel.capacity === 1 ? 'holds one value' : `holds ${channel.capacity} values`;
}

function countsOf({ sends, receives }: Stranding): string {
  const many = (count: number, noun: string) =>
    count === Number.POSITIVE_INFINITY ? `any number of ${noun}s` : count === 1 ? `one ${noun}` : `${count} ${noun}s`;
  return `${many(sends, 'send')} against ${receives === 0 ? 'no receive' : many(receives, 'receive')}`;
}

function repairOf(group: readonly Stranding[], { channel, exit }: Stranding): string {
  if (group.every(each => each.sends !== Number.POSITIVE_INFINITY)) {
    const sends = Math.max(...group.filter(each => each.channel === channel).map(each => each.sends));
    return `make room for all sends: ${sized(channel.make, sends)}`;
  }
  const done = exit.node.field('communication')?.text ?? '';
  const other = /Done\(\)$/.test(done) ? `\`${done}\`` : 'a channel that the receiver closes when it leaves';
  return `send in a select that also waits for ${other}`;
}

function sized(make: SyntaxNode, size: number): string {
  const type = make.field('arguments')?.children[0]?.text ?? 'chan T';
  return `make(${type}, ${size})`;
}

function evidenceOf(group: readonly Stranding[], { channel, exit, start }: Stranding): readonly Evidence[] {
  const sends = sendsOf(group).map(node => ({ node, note: 'blocks here' }));
  const left = { left: 'the receiver leaves here', wait: 'waits for the goroutine here' } as Readonly<
    Record<string, string>
  >;
  const way = exit.how === 'never' ? [] : [{ node: exit.node, note: left[exit.how] ?? 'the receiver returns here' }];
  return [
    { node: channel.make, note: `${channel.name} is made here` },
    ...way,
    { node: start, note: 'the goroutine starts here' },
    ...sends,
  ];
}
