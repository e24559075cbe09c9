import {
  brief,
  CHANNEL,
  type Channel,
  type Confidence,
  type Draft,
  defineRule,
  type Evidence,
  fileOf,
  frequencyOf,
  functionOf,
  type Messages,
  ownBlocks,
  type Scope,
  type SelfSend,
  type Severity,
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
  own: {
    severity: 'error',
    text: '`{send}` blocks for ever: {channel} {holds}, and nobody else has it yet who could receive; make room for what is sent here, or start the receiver first',
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
    const funcs = new Set(sites.flatMap(site => functionOf(site.node) ?? []));
    for (const func of funcs) {
      for (const group of byCause(strandedBy(func))) {
        if (group.every(each => told.has(each.send))) continue;
        for (const each of group) told.add(each.send);
        yield judge(group, finding);
      }
    }
    for (const func of funcs) {
      for (const { channel, send } of ownBlocks(func)) {
        if (told.has(send)) continue;
        told.add(send);
        const slots = { send: brief(send), channel: channel.name, holds: holdsOf(channel) };
        yield finding(send, 'own', slots).also({ node: channel.make, note: `${channel.name} is made here` });
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

/** Strandings of one goroutine, or on one channel, are one finding. */
function byCause(strandings: readonly Stranding[]): readonly (readonly Stranding[])[] {
  const groups: Stranding[][] = [];
  for (const each of strandings) {
    const [first, ...others] = groups.filter(group => group.some(other => isSameCause(each, other)));
    if (!first) groups.push([each]);
    else first.push(each, ...others.flat());
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups;
}

function isSameCause(a: Stranding, b: Stranding): boolean {
  return a.start === b.start || a.channel === b.channel;
}

function judge(group: readonly Stranding[], finding: Scope<typeof messages>['finding']): Draft {
  const worst = worstOf(group);
  const { channel, exit } = worst;
  const slots = {
    send: brief(worst.send),
    channel: channel.name,
    holds: holdsOf(channel),
    repair: repairOf(group, worst),
    exit: brief(exit.node.field('communication') ?? exit.node),
    counts: countsOf(worst),
  };
  const draft = finding(placeOf(group, worst), exit.how === 'again' ? 'early' : exit.how, slots);
  return draft.as(levelOf(worst)).also(...evidenceOf(group, worst));
}

function levelOf({ channel, handover, exit }: Stranding): {
  readonly severity?: Severity;
  readonly confidence?: Confidence;
} {
  // What happens a fixed number of times in the life of a process can't pile up.
  const { how } = frequencyOf(handover ?? channel.make);
  if (how === 'once' || how === 'few') return { severity: 'note' };
  // An early return ends many a command or server for good: only where it is known to come again is it shown.
  const isEarly = exit.how === 'early' || exit.how === 'again';
  const confidence = isEarly && how === 'unknown' ? 'low' : handover ? 'medium' : 'high';
  return handover ? { severity: 'warning', confidence } : { confidence };
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

function holdsOf({ capacity }: Channel): string {
  if (capacity === 0) return 'is unbuffered';
  return capacity === 1 ? 'holds one value' : `holds ${capacity} values`;
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

function evidenceOf(group: readonly Stranding[], { channel, exit, start, handover }: Stranding): readonly Evidence[] {
  const sends = sendsOf(group).map(node => ({ node, note: 'blocks here' }));
  const left: Readonly<Record<string, string>> = {
    left: 'the receiver leaves here',
    wait: 'waits for the goroutine here',
  };
  const way = exit.how === 'never' ? [] : [{ node: exit.node, note: left[exit.how] ?? 'the receiver returns here' }];
  const handed = handover ? [{ node: handover, note: `${channel.name} is handed to its receiver here` }] : [];
  return [
    { node: channel.make, note: `${channel.name} is made here` },
    ...handed,
    ...way,
    { node: start, note: 'the goroutine starts here' },
    ...sends,
  ];
}
