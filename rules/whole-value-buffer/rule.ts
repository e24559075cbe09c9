import {
  argumentOf,
  argumentsOf,
  brief,
  bulkCommandOf,
  call,
  calleeOf,
  callsOn,
  collectedAt,
  constantNumber,
  type Draft,
  decodedFrom,
  defineRule,
  effect,
  fileOf,
  frequencyOf,
  isBounded,
  isPeer,
  isStaged,
  type Messages,
  method,
  namesIn,
  type Origin,
  originsOf,
  outputOf,
  peerNoun,
  placeOf,
  type Scope,
  type Site,
  STORE,
  type SyntaxNode,
  teeOf,
  topOf,
  typeOf,
  usedInLoop,
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
    for (const site of sites) {
      const draft = judge(site, finding);
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

function judge(site: Site, finding: Finding): Draft | undefined {
  const { trigger } = site;
  if (trigger.on === 'effect') return trigger.effect === 'tees' ? teed(site, finding) : undefined;
  if (trigger.on === 'call') return printed(site, finding);
  return collected(site, finding);
}

function teed(site: Site, finding: Finding): Draft | undefined {
  const tee = teeOf(site.node, site.symbol);
  if (!tee) return undefined;
  const buffer = brief(tee.buffer);
  if (!tee.reader) return copied(site, tee.buffer, finding);
  const open = originsOf(tee.reader).filter(isOpen);
  const use = open.length > 0 ? usedInLoop(site.node) : undefined;
  const place = placeOf(tee.buffer);
  const isDrained =
    place && use && callsOn(place, 'Reset', use).some(reset => use.within('for_statement')?.contains(reset));
  if (!use || isDrained) return undefined;
  const sink = brief(site.node.field('function') ?? site.node);
  // What somebody types or pipes in is theirs to keep small.
  const isOwn = open.every(({ source }) => source === 'stdin');
  return finding(site, 'tee', { sink, reader: brief(tee.reader), buffer })
    .as(isOwn ? { severity: 'note' } : {})
    .also({ node: use, note: 'read record by record here' });
}

/** Nothing limits it, and it is not in memory already. */
function isOpen(origin: Origin): boolean {
  return !isBounded(origin) && !/^(constant|made|nil)$/.test(origin.kind);
}

/** A value in memory that a `MultiWriter` copies into a buffer beside a checksum. */
function copied(site: Site, buffer: SyntaxNode, finding: Finding): Draft | undefined {
  const target = site.node.parent?.list('left')[0];
  const place = target && placeOf(target);
  const write = place && callsOn(place, 'Write', site.node).find(each => isGivenWhole(argumentsOf(each)[0]));
  const value = write && argumentsOf(write)[0];
  if (!value) return undefined;
  return finding(site, 'copy', { buffer: brief(buffer), value: brief(value) }).also({
    node: write,
    note: `${brief(value)} is copied here`,
  });
}

/** A parameter of bytes, whole. */
function isGivenWhole(value: SyntaxNode | undefined): boolean {
  const place = value && placeOf(value);
  return place?.root.kind === 'local' && place.root.role === 'param' && typeOf(value!).kind === 'slice';
}

function collected(site: Site, finding: Finding): Draft | undefined {
  const found = collectedAt(site.node);
  const origin = found && originsOf(found.chunk).find(isOpen);
  if (!found || !origin) return undefined;
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
  const cmd = argumentOf(site.node, 'receiver');
  const command = cmd && bulkCommandOf(cmd);
  if (!command) return undefined;
  const isWhole = /Output$/.test(site.symbol);
  const at = isWhole ? site.node : outputOf(cmd);
  if (!at) return undefined;
  const why =
    command.why === 'bulk'
      ? 'and that is as large as the data it is pointed at'
      : 'and input chooses which command it is';
  // A tool that runs a dump once and ends is no service that runs out of memory.
  const isService = command.why === 'chosen' || frequencyOf(site.node).how === 'many';
  return finding(at, 'output', { command: brief(command.name), why })
    .as(isService ? {} : { severity: 'note' })
    .also({ node: command.call, note: 'the command is made here' });
}

/** One finding per decoder: of its unchecked allocations the one nearest to a peer; the others are related. */
function* declared(names: readonly SyntaxNode[], finding: Finding): Generator<Draft> {
  const decoders = new Map<string, Allocation[]>();
  for (const name of names) {
    const made = allocation(name.parent, finding);
    if (made) decoders.set(made.decoder, [...(decoders.get(made.decoder) ?? []), made]);
  }
  for (const group of decoders.values()) {
    const [first, ...more] = group.sort((a, b) => b.rank - a.rank || a.name.localeCompare(b.name));
    yield rehearsed(first!.draft).also(
      ...more.map(({ draft }) => ({ node: draft.at, note: 'allocated at a declared size, too' })),
    );
  }
}

interface Allocation {
  readonly draft: Draft;
  readonly decoder: string;
  /** The function that it stands in: decides between equals, wherever in the file they stand. */
  readonly name: string;
  readonly rank: number;
}

function allocation(made: SyntaxNode | undefined, finding: Finding): Allocation | undefined {
  const isMake = made?.kind === 'call_expression' && calleeOf(made).kind === 'builtin';
  const size = isMake ? argumentsOf(made)[1] : undefined;
  if (!made || !size || constantNumber(size) !== undefined) return undefined;
  const decoded = decodedFrom(size).find(each => !each.checked);
  if (!decoded) return undefined;
  const { call: decode, data } = decoded;
  const origin = originsOf(data).find(isPeer);
  const who = (origin && peerNoun(origin)) ?? 'such data';
  const draft = finding(made, 'declared', { make: brief(made), data: brief(data), who, size: brief(size) }).also({
    node: decode,
    note: 'the size is read here, and nothing compares it with a limit',
  });
  const decoder = decoderOf(made);
  const name = topOf(made).field('name')?.text ?? '';
  if (origin) return { draft, decoder, name, rank: 1 };
  return { draft: draft.as({ severity: 'note', confidence: 'medium' }), decoder, name, rank: 0 };
}

/** Methods of one type are one decoder; a function is one of its own. */
function decoderOf(node: SyntaxNode): string {
  const top = topOf(node);
  const receiver = top.field('receiver')?.children[0];
  const type = receiver?.field('type');
  return type ? `${fileOf(node).pkg.importPath}.${type.text.replace(/^\*/, '')}` : `${node.file.path}:${top.start}`;
}
