import {
  brief,
  type Chooser,
  chooserOf,
  collapsed,
  type Draft,
  defineRule,
  effect,
  fileOf,
  isDiscarded,
  isErrorText,
  isRehearsed,
  isRunOnce,
  limitsOf,
  type Messages,
  mirrorKey,
  type Scope,
  type Told,
  type WholeRead,
  wayOf,
  wholeReads,
} from '#rule';

const messages = {
  open: {
    text: '{sink} reads a response ({reader}) into memory whole, nothing limits it, and {who} chooses the server, so a hostile or broken one can exhaust the memory; bound it with io.LimitReader({reader}, max+1) and a length check',
  },
  // The client library is told once, wherever the client is made; each call of it would be one finding too many.
  kept: {
    severity: 'note',
    text: '{sink} keeps the whole response in memory, nothing limits it, and {who} chooses the server, so a hostile or broken one can exhaust the memory; let the client refuse what is larger than a maximum',
  },
  literal: {
    severity: 'note',
    text: '{sink} reads a response ({reader}) into memory whole; {who} sends it, so only that server can make it grow: io.LimitReader({reader}, max+1) and a length check would end that, too',
  },
  failure: {
    severity: 'note',
    text: '{sink} reads a response ({reader}) whole only for the text of an error; a few kilobytes are enough for that: io.LimitReader({reader}, 4096)',
  },
  drained: {
    severity: 'note',
    text: '{sink} reads a response ({reader}) into memory whole and drops it; io.Copy(io.Discard, {reader}) drains it without',
  },
  command: {
    severity: 'note',
    text: '{sink} reads a response ({reader}) into memory whole, but once in the life of the process, and {who} chooses the server; where that matters, bound it with io.LimitReader({reader}, max+1) and a length check',
  },
  unknown: {
    severity: 'note',
    text: '{sink} reads a response ({reader}) into memory whole, and callers decide whose it is: nothing here limits it; take a limit, or say in the doc that callers must bound it',
  },
  optional: {
    severity: 'note',
    text: '{sink} reads a response ({reader}) into memory whole where the limit is switched off; say what that costs where the setting is explained, and do not make it the default',
  },
} as const satisfies Messages;

type Finding = Scope<typeof messages>['finding'];
type Speaking = Pick<Scope<typeof messages>, 'finding' | 'fine'>;

export default defineRule({
  id: 'unbounded-response',
  summary: 'The body of a response is read into memory whole, and the server decides how much that is.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  measured: { judged: 57, right: 57 },
  cwe: ['CWE-400', 'CWE-770'],
  security: '5.9',
  evidence: 'module',
  triggers: [effect('slurps')],
  messages,

  *check(scope) {
    const worst = new Map<unknown, Told>();
    for (const read of wholeReads(scope.sites)) {
      const told = tell(read, scope);
      const known = worst.get(read.node)?.draft;
      if (told && (!known || known.fine !== undefined || known.severity === 'note')) worst.set(read.node, told);
    }
    yield* collapsed(worst.values());
  },
});

function tell(read: WholeRead, { finding, fine }: Speaking): Told | undefined {
  const { origin, node } = read;
  if (origin.source !== 'response' || origin.expanded) return undefined;
  const { how, because } = limitsOf(read);
  if (how === 'bounded') return { draft: fine(node, because), key: undefined, note: '' };
  const chooser = chooserOf(origin);
  if (chooser.how === 'near') return { draft: fine(node, 'this machine sends it'), key: undefined, note: '' };
  const draft = how === 'optional' ? plain(read, 'optional', finding) : judge(read, chooser, finding);
  const { message, severity } = draft;
  const key = mirrorKey(node) ?? '';
  const cause = severity === 'note' ? `${message} ${chooser.how === 'open' ? key : chooser.key}` : chooser.key;
  return { draft, key: `${fileOf(node).pkg.importPath} ${severity} ${cause}`, note: 'read whole here too' };
}

function judge(read: WholeRead, chooser: Chooser, finding: Finding): Draft {
  const { node, sink } = read;
  const reader = brief(read.reader);
  const { who } = chooser;
  if (isDiscarded(read)) return plain(read, 'drained', finding);
  if (isErrorText(read)) return plain(read, 'failure', finding);
  if (chooser.how === 'unknown') return plain(read, 'unknown', finding);
  const cause = { node: chooser.node, note: `${who} chooses the server` };
  if (chooser.how === 'literal') return finding(node, 'literal', { sink, reader, who });
  if (isRunOnce(node)) return finding(node, 'command', { sink, reader, who }).also(cause);
  const way = wayOf(read, 'a response');
  if (read.direct) return finding(node, 'kept', { sink, who }).also(cause);
  return finding(node, 'open', { sink, reader, who })
    .as(isRehearsed(read) ? { severity: 'note' } : {})
    .also(cause)
    .via(...way);
}

function plain(
  { node, sink, reader }: WholeRead,
  message: 'drained' | 'failure' | 'unknown' | 'optional',
  finding: Finding,
): Draft {
  return finding(node, message, { sink, reader: brief(reader) });
}
