import {
  brief,
  type Draft,
  defineRule,
  effect,
  isBounded,
  isServing,
  type Messages,
  type Scope,
  type Severity,
  type WholeRead,
  wayOf,
  wholeReads,
} from '#rule';

/** What a peer can fill, and what the message calls it. */
const PEERS: Readonly<Record<string, string>> = {
  request: 'the body of a request',
  upload: 'an uploaded file',
  connection: 'a network connection',
  websocket: 'a websocket',
  message: 'a message',
  object: 'an object of a store',
  registry: 'a registry',
};
/** What only this program's own side fills. */
const OWN: Readonly<Record<string, string>> = {
  file: 'a file',
  stdin: 'standard input',
  process: 'the output of a child process',
  archive: 'an archive',
};

const messages = {
  peer: {
    text: '{sink} reads {what} ({reader}) into memory whole, and nothing limits it, so one peer can exhaust the memory; bound it with {repair}',
  },
  expanded: {
    severity: 'error',
    text: '{sink} inflates {what} ({reader}, {format}) into memory, and nothing limits what comes out, so a few kilobytes can become gigabytes; limit the decompressed side: io.LimitReader({reader}, max+1) and a length check',
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

export default defineRule({
  id: 'unbounded-read',
  summary: 'A whole reader is read into memory and nothing limits how much it holds.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-400', 'CWE-770', 'CWE-409'],
  security: '7.5',
  evidence: 'module',
  triggers: [effect('slurps')],
  messages,

  *check({ sites, finding }) {
    const told = new Set<unknown>();
    for (const read of wholeReads(sites)) {
      if (isBounded(read.origin) || told.has(read.site.node)) continue;
      const draft = judge(read, finding);
      if (!draft) continue;
      told.add(read.site.node);
      yield draft;
    }
  },
});

function judge(read: WholeRead, finding: Scope<typeof messages>['finding']): Draft | undefined {
  const { origin, site, sink } = read;
  const reader = brief(read.reader);
  const peer = origin.source && PEERS[origin.source];
  if (peer && origin.expanded) {
    return finding(site, 'expanded', { sink, what: peer, reader, format: origin.expanded.format }).via(
      ...wayOf(read, peer),
    );
  }
  if (peer) {
    const repair = repairOf(read, reader);
    return finding(site, 'peer', { sink, what: peer, reader, repair })
      .as({ severity: severityOf(read) })
      .via(...wayOf(read, peer));
  }
  const own = origin.source && OWN[origin.source];
  if (own) return finding(site, 'own', { sink, what: own, reader });
  return origin.kind === 'param' ? finding(site, 'caller', { sink, reader }).as({ confidence: 'medium' }) : undefined;
}

function severityOf({ site, origin }: WholeRead): Severity {
  return origin.source === 'request' || origin.source === 'upload' || isServing(site.node) ? 'error' : 'warning';
}

function repairOf({ origin }: WholeRead, reader: string): string {
  if (origin.source === 'request') return `http.MaxBytesReader(w, ${reader}, max)`;
  return `io.LimitReader(${reader}, max+1) and a length check`;
}
