import {
  brief,
  CHANNEL,
  type Confidence,
  countsOf,
  type Draft,
  defineRule,
  evidenceOf,
  type Frequency,
  fileOf,
  functionOf,
  hearsOfExit,
  holdsOf,
  isCommandWork,
  isCountdown,
  isEnding,
  isOwnersEnd,
  isStaged,
  type Messages,
  ownBlocks,
  placeOfStrand,
  recurrenceOf,
  repairOf,
  type Scope,
  type SelfSend,
  type Severity,
  type Strand,
  type Stranding,
  type SyntaxNode,
  selfSends,
  servesTests,
  strandedBy,
  strandsOf,
} from '#rule';

const messages = {
  left: {
    severity: 'error',
    text: 'a goroutine stays blocked for ever in `{send}` once its receiver has left by `{exit}`: {channel} {holds}, and nobody receives from it any more; {repair}',
  },
  early: {
    text: 'a goroutine stays blocked for ever in `{send}` when its receiver returns early: {channel} {holds}, {counts}; {repair}',
  },
  short: {
    text: 'a goroutine stays blocked for ever in `{send}`: {channel} {holds}, {counts}; {repair}',
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
  measured: { judged: 97, right: 85 },
  triggers: [CHANNEL],
  messages,

  *check({ sites, finding }) {
    const told = new Set<SyntaxNode>();
    const funcs = new Set(sites.flatMap(site => functionOf(site.node) ?? []));
    for (const func of funcs) {
      for (const strand of strandsOf(strandedBy(func))) {
        if (strand.all.every(each => told.has(each.send))) continue;
        for (const each of strand.all) told.add(each.send);
        yield judge(strand, finding);
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

function judge(strand: Strand, finding: Scope<typeof messages>['finding']): Draft {
  const { worst } = strand;
  const { channel, exit } = worst;
  const slots = {
    send: brief(worst.send),
    channel: channel.name,
    holds: holdsOf(channel),
    repair: repairOf(strand),
    exit: brief(exit.node.field('communication') ?? exit.node),
    counts: countsOf(worst),
  };
  return finding(placeOfStrand(strand), exit.how, slots)
    .as(levelOf(worst))
    .also(...evidenceOf(strand));
}

function levelOf(worst: Stranding): {
  readonly severity?: Severity;
  readonly confidence?: Confidence;
} {
  const how = recurrenceOf(worst);
  if (how === 'once' || how === 'few' || isPassing(worst)) return { severity: 'note' };
  const confidence = isVague(worst, how) ? 'low' : worst.handover ? 'medium' : 'high';
  return worst.handover ? { severity: 'warning', confidence } : { confidence };
}

/**
 * What happens at the end of its process can't pile up, nor in a command; what serves tests ends soon, and nobody waits in code that nobody runs. A test itself stands
 * for what uses the code.
 */
function isPassing({ channel, handover, afterFailedService }: Stranding): boolean {
  const { make } = channel;
  const file = fileOf(make);
  if (afterFailedService) return true;
  return !file.source.test && (servesTests(file) || isStaged(make) || isCommandWork(handover ?? make));
}

function isVague(worst: Stranding, how: Frequency['how']): boolean {
  const { handover, exit } = worst;
  // Who hands it on may have others receive; who counts knows how many come.
  if ((handover && exit.how === 'short') || (exit.how === 'early' && isCountdown(exit.node))) return true;
  // An early return ends many a command or server for good, and so does what ends an owner: only where it is known to come again is it shown.
  const isLast = exit.how === 'early' || exit.how === 'short' || isEnding(functionOf(exit.node)) || isOwnersEnd(worst);
  if (isLast && how === 'unknown') return true;
  return outnumbersRoom(worst) && !(how === 'many' && exit.how === 'left' && !hearsOfExit(worst));
}

/** Room was made, for as many as its author reckoned with: that more come rests on rounds whose number is not in sight. */
function outnumbersRoom({ channel, sends }: Stranding): boolean {
  return channel.capacity > 0 && sends === Number.POSITIVE_INFINITY;
}
