import {
  acquire,
  brief,
  type Clock,
  calleeOf,
  channelOf,
  clockOf,
  closerOf,
  type Draft,
  defineRule,
  type Evidence,
  type Frequency,
  fileOf,
  frequencyOf,
  functionName,
  functionOf,
  heldSignal,
  isLast,
  isLibrary,
  isStoppedElsewhere,
  locate,
  lostBreak,
  type Messages,
  namedBy,
  type Root,
  rootsOf,
  type Scope,
  type SyntaxNode,
  type Wait,
  waitOf,
} from '#rule';

const messages = {
  stopped: {
    severity: 'error',
    text: 'this loop waits for {channel}, and {ticker} is stopped elsewhere ({where}); Stop does not close the channel, so the goroutine waits for ever and keeps all that it captured; {repair}',
  },
  receive: {
    severity: 'error',
    text: 'the goroutine waits for {channel} once, and {ticker} is stopped elsewhere ({where}); Stop does not close the channel, so when it comes first the goroutine waits for ever and keeps all that it captured; {repair}',
  },
  break: {
    text: '`break` here leaves the select, not the loop, so the loop over {channel} goes on after {quit} and the goroutine never ends; return, or break to a label on the loop',
  },
  endless: {
    text: 'this loop over {channel} has no way out, and it is started again and again ({where}), so goroutines and their {noun}s pile up; {repair}',
  },
  owner: {
    confidence: 'medium',
    text: 'this loop over {channel} has no way out: {owner} cannot end it, so each one that is closed leaves its goroutine behind, with all that it holds; {repair}',
  },
  deaf: {
    severity: 'note',
    confidence: 'medium',
    text: 'this loop over {channel} has no way out: it never waits on {signal}, so the goroutine outlives what {signal} stands for; {repair}',
  },
} as const satisfies Messages;
type Finding = Scope<typeof messages>['finding'];

export default defineRule({
  id: 'stuck-ticker-loop',
  summary: 'A goroutine waits for ticks that never come, or loops over them with no way out.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-772', 'CWE-401'],
  evidence: 'module',
  triggers: [acquire('time.Ticker'), acquire('time.Timer')],
  messages,

  *check({ sites, finding }) {
    const told = new Set<SyntaxNode>();
    for (const site of sites) {
      const clock = clockOf(site.node);
      for (const receive of clock?.receives ?? []) {
        const wait = waitOf(receive, clock!);
        const place = wait?.loop?.node ?? receive;
        if (!wait || wait.leaves || told.has(place)) continue;
        const draft = judge(clock!, wait, finding);
        if (!draft) continue;
        told.add(place);
        yield draft;
      }
    }
  },
});

/** A goroutine that waits, and how often one is started. */
interface Started {
  readonly root: Root;
  readonly at: SyntaxNode;
  readonly frequency: Frequency;
}

function judge(clock: Clock, wait: Wait, finding: Finding): Draft | undefined {
  for (const root of rootsOf(wait.func)) {
    const start = root.start;
    if (start?.how !== 'goroutine') continue;
    const started = { root, at: start.call, frequency: frequencyOf(start.call) };
    const draft = stopped(clock, wait, started, finding) ?? endless(clock, wait, started, finding);
    if (draft) return draft;
  }
  return undefined;
}

function stopped(clock: Clock, wait: Wait, started: Started, finding: Finding): Draft | undefined {
  const { root, at, frequency } = started;
  // What is set going again is only paused.
  if (clock.resets.some(reset => isStoppedElsewhere(reset, wait.func, root))) return undefined;
  const stop = clock.stops.find(each => !isLast(each, at, frequency) && isStoppedElsewhere(each, wait.func, root));
  if (!stop || (wait.others.length > 0 && isReplaced(clock))) return undefined;
  const draft = finding(wait.receive, wait.loop ? 'stopped' : 'receive', {
    channel: brief(channelOf(wait.receive)),
    ticker: brief(namedBy(stop)),
    where: whereOf(stop, at),
    repair: repairOf(wait, `where ${brief(namedBy(stop))} is stopped`),
  });
  return draft
    .as(wait.others.length > 0 ? { severity: 'warning' } : {})
    .also({ node: stop, note: 'stopped here, behind the back of the goroutine' }, ...around(clock, at));
}

/** A select that goes round on other cases sees a new ticker where one is put in the old one's place. */
function isReplaced(clock: Clock): boolean {
  return clock.travel.kept.length > 0 && clock.travel.targets.length > 1;
}

function endless(clock: Clock, wait: Wait, started: Started, finding: Finding): Draft | undefined {
  const { frequency, at } = started;
  if (!wait.loop || wait.ends) return undefined;
  const channel = brief(channelOf(wait.receive));
  const lost = lostBreak(wait);
  if (lost && frequency.how !== 'once')
    return finding(lost.node, 'break', { channel, quit: brief(lost.quit) }).also(...around(clock, at));
  const signal = heldSignal(at, wait);
  const repair = repairOf(wait, 'when it is to end', signal);
  if (frequency.how === 'many') {
    const [cause] = frequency.because;
    const where = cause ? placed(cause, wait.receive) : '';
    return finding(wait.receive, 'endless', { channel, where, noun: clock.noun, repair })
      .as(isFar(frequency) ? { severity: 'note', confidence: 'low' } : {})
      .also(...around(clock, at))
      .via(...frequency.because, { node: at, note: 'starts the goroutine' });
  }
  const closer = frequency.how === 'unknown' ? closerOf(at, wait) : undefined;
  if (closer) {
    return finding(wait.receive, 'owner', { channel, owner: closer.owner, repair })
      .as(isLibrary(fileOf(clock.made).pkg) ? {} : { severity: 'note' })
      .also({ node: closer.node, note: `${closer.owner} leaves the loop running` })
      .also(...around(clock, at));
  }
  if (!signal) return undefined;
  return finding(wait.receive, 'deaf', { channel, signal, repair }).also(...around(clock, at));
}

/** Calls of whatever implements an interface lie between, again and again: something out of sight may keep it from happening twice. */
function isFar({ because }: Frequency): boolean {
  return because.filter(({ node }) => calleeOf(node).kind === 'interface').length > 1;
}

/** `once for each round of the loop at server/start.go:86` */
function placed({ node, note }: Evidence, seen: SyntaxNode): string {
  const { path, start } = locate(node);
  const file = path === locate(seen).path ? 'line ' : `${path}:`;
  return `${note.replace('this loop', 'the loop')} at ${file}${start.line}`;
}

function around(clock: Clock, start: SyntaxNode): readonly Evidence[] {
  return [
    { node: start, note: 'the goroutine starts here' },
    { node: clock.made, note: `the ${clock.noun} is made here` },
  ];
}

function whereOf(stop: SyntaxNode, start: SyntaxNode): string {
  const func = functionOf(stop);
  if (stop.parent?.kind === 'defer_statement' && func === functionOf(start))
    return 'deferred by the function that starts the goroutine and returns';
  return func && func === functionOf(start)
    ? 'by the function that starts the goroutine'
    : `in ${func ? functionName(func) : 'another function'}`;
}

function repairOf(wait: Wait, when: string, signal?: string): string {
  const channel = brief(channelOf(wait.receive));
  if (signal) return `select on ${signal} beside ${channel} and return`;
  return `select on a context or quit channel beside ${channel} and return, and cancel or close it ${when}`;
}
