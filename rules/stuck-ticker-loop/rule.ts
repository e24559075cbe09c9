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
  type Frequency,
  fileOf,
  frequencyOf,
  heldSignal,
  isLast,
  isStoppedElsewhere,
  lostBreak,
  namedBy,
  type Root,
  rootsOf,
  type Scope,
  type SyntaxNode,
  servesTests,
  type Wait,
  waitOf,
} from '#rule';
import { messages } from './messages.ts';
import { around, placed, repairOf, whereOf } from './words.ts';

type Finding = Scope<typeof messages>['finding'];

export default defineRule({
  id: 'stuck-ticker-loop',
  summary: 'A goroutine waits for ticks that never come, or loops over them with no way out.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  measured: { judged: 14, right: 14 },
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
        yield servesTests(fileOf(receive)) ? draft.as({ severity: 'note' }) : draft;
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
      .as(closer.comes ? {} : { severity: 'note' })
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
