import {
  brief,
  call,
  collectedAt,
  type Draft,
  declaredSizes,
  defineRule,
  effect,
  fileOf,
  isEmptiedBeside,
  isOpenEnded,
  isStaged,
  keptOutput,
  type Messages,
  method,
  namesIn,
  originsOf,
  peerNoun,
  type Scope,
  type Site,
  STORE,
  type SyntaxNode,
  teeOf,
  usedInLoop,
  wholeCopy,
} from '#rule';

const messages = {
  tee: {
    text: '{sink} copies all that is read from {reader} into {buffer}, while a loop takes record after record from it: a value of many records is held whole, and since a buffer grows by doubling, growing costs up to three times its size; take the value in pieces of a fixed size and hand each on before the next is read',
  },
  collect: {
    text: '{buffer} takes in {reader} chunk by chunk until it ends, and nothing limits how much that is; growing copies what is there already, so the peak is up to three times the value; hand each chunk on, or stop at a limit',
  },
  output: {
    text: 'the whole output of {command} is kept in memory, {why}; read it from cmd.StdoutPipe() in pieces, or stop at a limit',
  },
  copy: {
    severity: 'note',
    text: '{buffer} becomes a second copy of {value}, which is in memory whole already, and doubles on the way; Grow it to the size that is known, or write {value} on in place',
  },
  declared: {
    text: '{make} allocates as much as {data} says before any of it has arrived: the sender of {who} needs only the few bytes of a length to make this program take gigabytes; compare {size} with a limit first, or read through io.LimitReader into a buffer that grows with what comes',
  },
} as const satisfies Messages;

type Finding = Scope<typeof messages>['finding'];

export default defineRule({
  id: 'whole-value-buffer',
  summary:
    'A stream or value of unknown size is collected in one growing buffer, or allocated at the size that a peer declares.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-789', 'CWE-770'],
  security: '7.5',
  evidence: 'module',
  triggers: [
    effect('tees'),
    effect('decodes'),
    STORE,
    method('Write'),
    call('(*os/exec.Cmd).Output'),
    call('(*os/exec.Cmd).CombinedOutput'),
    call('(*os/exec.Cmd).Run'),
    call('(*os/exec.Cmd).Start'),
  ],
  beats: ['whole-file-response', 'unbounded-response', 'unbounded-read'],
  messages,

  *check({ sites, finding }) {
    const told = new Set<string>();
    for (const site of sites) {
      const draft = judge(site, finding, told);
      if (draft) yield rehearsed(draft);
    }
    const files = new Set(
      sites.flatMap(({ node, trigger }) =>
        trigger.on === 'effect' && trigger.effect === 'decodes' ? [fileOf(node)] : [],
      ),
    );
    yield* declared(
      [...files].flatMap(file => [...namesIn(file, 'make')]),
      finding,
    );
  },
});

/** In code that nobody runs in production it is a note. */
function rehearsed(draft: Draft): Draft {
  return isStaged(draft.at) ? draft.as({ severity: 'note' }) : draft;
}

function judge(site: Site, finding: Finding, told: Set<string>): Draft | undefined {
  const { trigger } = site;
  if (trigger.on === 'effect') return trigger.effect === 'tees' ? teed(site, finding) : undefined;
  if (trigger.on === 'call') return printed(site, finding);
  return collected(site, finding, told);
}

function teed(site: Site, finding: Finding): Draft | undefined {
  const tee = teeOf(site.node, site.symbol);
  if (!tee) return undefined;
  const buffer = brief(tee.buffer);
  if (!tee.reader) return copied(site, tee.buffer, finding);
  const open = originsOf(tee.reader).filter(isOpenEnded);
  const use = open.length > 0 ? usedInLoop(site.node) : undefined;
  if (!use || isEmptiedBeside(tee, use)) return undefined;
  const sink = brief(site.node.field('function') ?? site.node);
  // What somebody types or pipes in is theirs to keep small.
  const isOwn = open.every(({ source }) => source === 'stdin');
  return finding(site, 'tee', { sink, reader: brief(tee.reader), buffer })
    .as(isOwn ? { severity: 'note' } : {})
    .also({ node: use, note: 'read record by record here' });
}

/** A value in memory that a `MultiWriter` copies into a buffer beside a checksum. */
function copied(site: Site, buffer: SyntaxNode, finding: Finding): Draft | undefined {
  const copy = wholeCopy(site.node);
  if (!copy) return undefined;
  const value = brief(copy.value);
  return finding(site, 'copy', { buffer: brief(buffer), value }).also({
    node: copy.write,
    note: `${value} is copied here`,
  });
}

/** What one loop collects in one buffer is told once, however many of its branches add to it. */
function collected(site: Site, finding: Finding, told: Set<string>): Draft | undefined {
  const found = collectedAt(site.node);
  const origin = found && originsOf(found.chunk).find(isOpenEnded);
  const cause = found && `${found.loop.node.file.path}:${found.loop.node.start} ${found.into.text}`;
  if (!found || !origin || told.has(cause!)) return undefined;
  told.add(cause!);
  const noun = peerNoun(origin);
  const reader = noun ?? 'a stream';
  return finding(site, 'collect', { buffer: brief(found.into), reader })
    .as(noun ? {} : { severity: 'note' })
    .via(
      { node: origin.node, note: `${reader} comes in here` },
      { node: site.node, note: 'added to what came before' },
    );
}

function printed(site: Site, finding: Finding): Draft | undefined {
  const output = keptOutput(site);
  if (!output) return undefined;
  const { command, at, isRepeated } = output;
  const chosen = command.why === 'chosen';
  const why = chosen ? 'and input chooses which command it is' : 'and that is as large as the data it is pointed at';
  // A tool that runs a dump once and ends is no service that runs out of memory.
  return finding(at, 'output', { command: brief(command.name), why })
    .as(chosen || isRepeated ? {} : { severity: 'note' })
    .also({ node: command.call, note: 'the command is made here' });
}

/** One finding per decoder: of its unchecked allocations the one nearest to a peer; the others are related. */
function* declared(names: readonly SyntaxNode[], finding: Finding): Generator<Draft> {
  for (const { first, others } of declaredSizes(names)) {
    const { made, size, data, decode, who } = first;
    const draft = finding(made, 'declared', {
      make: brief(made),
      data: brief(data),
      who: who ?? 'such data',
      size: brief(size),
    }).also(
      { node: decode, note: 'the size is read here, and nothing compares it with a limit' },
      ...others.map(node => ({ node, note: 'allocated at a declared size, too' })),
    );
    yield who ? rehearsed(draft) : draft.as({ severity: 'note', confidence: 'medium' });
  }
}
