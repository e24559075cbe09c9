import {
  brief,
  causeOf,
  chooserOf,
  collapsed,
  type Draft,
  decodedField,
  defineRule,
  effect,
  functionName,
  functionOf,
  isHandled,
  isLibraryApi,
  isOwnChoice,
  isRehearsed,
  isServing,
  type Limits,
  limitsOf,
  type Messages,
  namedByInput,
  ownRead,
  peerRead,
  readRepair,
  type Scope,
  type Severity,
  type Told,
  type WholeRead,
  wayOf,
  wholeReads,
  worstOf,
} from '#rule';

const messages = {
  peer: {
    text: '{sink} reads {what} ({reader}) into memory whole, and nothing limits it, so one peer can exhaust the memory; bound it with {repair}',
  },
  capped: {
    text: '{sink} reads {what} ({reader}) into memory whole: {wrapper} caps each Read, not the total, so one peer can exhaust the memory; bound it with {repair}',
  },
  expanded: {
    severity: 'error',
    text: '{sink} inflates {what} ({reader}, {format}) into memory, and nothing limits what comes out, so a few kilobytes can become gigabytes; limit the decompressed side with {repair}',
  },
  loop: {
    text: '{sink} reads {what} ({reader}) in a loop into one buffer: each call is limited, the buffer is not, so one peer can exhaust the memory; count what was read and stop at a maximum',
  },
  optional: {
    severity: 'note',
    text: '{sink} reads {what} ({reader}) into memory whole where the limit is switched off; say what that costs where the setting is explained, and do not make it the default',
  },
  decoded: {
    confidence: 'medium',
    text: '{sink} inflates {field}, a field that is decoded from outside ({reader}, {format}), into memory, and nothing limits what comes out, so a few kilobytes can become gigabytes; limit the decompressed side with {repair}',
  },
  named: {
    confidence: 'medium',
    text: '{sink} reads a file whole ({reader}) that {who} names, so whoever can name a big one can exhaust the memory; check its size first, or read it in pieces',
  },
  own: {
    severity: 'note',
    text: '{sink} reads {what} ({reader}) into memory whole; where its size is not known to be small, read it in pieces or limit it',
  },
  caller: {
    severity: 'note',
    text: '{sink} reads {reader} into memory whole, and callers decide what it is: nothing here limits it; take a limit, or say in the doc that callers must bound it',
  },
} as const satisfies Messages;

type Finding = Scope<typeof messages>['finding'];

export default defineRule({
  id: 'unbounded-read',
  summary: 'A whole reader is read into memory and nothing limits how much it holds.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  measured: { judged: 98, right: 94 },
  cwe: ['CWE-400', 'CWE-770', 'CWE-409'],
  security: '7.5',
  evidence: 'module',
  triggers: [effect('slurps')],
  messages,

  *check(scope) {
    yield* collapsed(tell(scope));
  },
});

/** The worst of what is to be said of each call. */
function* tell({ sites, finding, fine }: Scope<typeof messages>): Generator<Told> {
  const byCall = new Map<unknown, Told[]>();
  for (const read of wholeReads(sites)) {
    const { how, because } = limitsOf(read);
    const draft = how === 'bounded' ? fine(read.node, because) : judge(read, how, finding);
    if (!draft) continue;
    const told = { draft, key: draft.fine === undefined ? causeOf(read) : undefined, note: 'read whole here too' };
    byCall.set(read.node, [...(byCall.get(read.node) ?? []), told]);
  }
  for (const group of byCall.values()) yield worstOf(group);
}

function judge(read: WholeRead, limits: Limits['how'], finding: Finding): Draft | undefined {
  const { origin, node, sink } = read;
  const reader = brief(read.reader);
  const what = peerRead(origin);
  if (!what) return ofOwn(read, finding);
  if (limits === 'optional') return finding(node, 'optional', { sink, what, reader }).via(...wayOf(read, what));
  return quieter(read, peer(read, what, finding).via(...wayOf(read, what)));
}

function peer(read: WholeRead, what: string, finding: Finding): Draft {
  const { origin, node, sink } = read;
  const reader = brief(read.reader);
  const repair = readRepair(read);
  const severity = severityOf(read);
  if (origin.expanded) return finding(node, 'expanded', { sink, what, reader, format: origin.expanded.format, repair });
  if (read.loop) return finding(node, 'loop', { sink, what, reader }).as({ severity });
  if (origin.capped) {
    const wrapper = brief(origin.capped);
    const draft = finding(node, 'capped', { sink, what, reader, wrapper, repair }).as({ severity });
    return draft.also({ node: origin.capped, note: 'looks like a limit, and caps each Read only' });
  }
  return finding(node, 'peer', { sink, what, reader, repair }).as({ severity });
}

/** What is less sure, or somebody else's choice, is a note. */
function quieter(read: WholeRead, draft: Draft): Draft | undefined {
  const { origin } = read;
  if (origin.assumed) return draft.as({ severity: 'note', confidence: 'low' });
  if (origin.named) {
    const { how } = chooserOf(origin);
    if (how === 'near') return undefined;
    if (how === 'literal') return draft.as({ severity: 'note' });
  }
  const vague = origin.source === 'response' && !origin.named;
  return vague || isRehearsed(read) || isLibraryApi(read) || isOwnChoice(read) ? draft.as({ severity: 'note' }) : draft;
}

function ofOwn(read: WholeRead, finding: Finding): Draft | undefined {
  const { origin, node, sink } = read;
  const reader = brief(read.reader);
  const what = ownRead(origin);
  if (origin.source === 'file') {
    if (read.direct) return undefined;
    const namer = namedByInput(origin);
    if (namer)
      return finding(node, 'named', { sink, reader, who: namer.who }).also({
        node: namer.node,
        note: 'the name comes from here',
      });
  }
  if (what) return finding(node, 'own', { sink, what, reader });
  const field = origin.expanded && decodedField(origin);
  if (field && origin.expanded) {
    const more = { field, format: origin.expanded.format, repair: readRepair(read) };
    return finding(node, 'decoded', { sink, reader, ...more }).via(...wayOf(read, `the field ${field}`));
  }
  const isApi = origin.kind === 'param' && /^\p{Lu}/u.test(functionName(functionOf(node) ?? node));
  return isApi ? finding(node, 'caller', { sink, reader }).as({ confidence: 'medium' }) : undefined;
}

function severityOf({ node, origin }: WholeRead): Severity {
  if (isHandled(origin)) return 'error';
  // A server that this program turned to is chosen with more care than a client that turns to it.
  const turnedTo = origin.named !== undefined && chooserOf(origin).how !== 'unknown';
  return !turnedTo && isServing(node) ? 'error' : 'warning';
}
