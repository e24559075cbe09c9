import {
  acquire,
  brief,
  type Clock,
  calleeOf,
  clockOf,
  type Draft,
  defineRule,
  type Evidence,
  fileOf,
  frequencyOf,
  isCounted,
  isLibrary,
  isShort,
  type Loss,
  lossOf,
  type Messages,
  type OldTimers,
  oldTimers,
  type Scope,
  type Severity,
  symbolOf,
} from '#rule';

const LATER = 'built with Go 1.27 or later they are collected whatever the go line says';

const messages = {
  exit: {
    text: `{name} {fact}, and {because}, so the runtime keeps it{until} and each call leaves one behind; {repair} (old timers only: ${LATER})`,
  },
  round: {
    text: `{name} makes a {noun} in each round of this loop that nothing stops, and {because}, so the runtime keeps them{until} and they pile up; {repair} (old timers only: ${LATER})`,
  },
  replaced: {
    text: `{name} is given another {noun} without Stop of this one, and {because}, so the runtime keeps it{until}; stop it before the variable is given the next (old timers only: ${LATER})`,
  },
  lingers: {
    severity: 'note',
    text: `{name} makes a timer in each round of this loop, and {because}, so the last one is kept{until}; make one timer before the loop and Reset it (old timers only: ${LATER})`,
  },
} as const satisfies Messages;
type Finding = Scope<typeof messages>['finding'];

export default defineRule({
  id: 'unstopped-ticker',
  summary: 'A ticker or timer is given up without Stop where the runtime does not collect it.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-772', 'CWE-401'],
  evidence: 'module',
  triggers: [acquire('time.Ticker'), acquire('time.Timer')],
  messages,

  *check({ sites, pkg, finding }) {
    const old = sites.length > 0 ? oldTimers(pkg) : undefined;
    if (!old) return;
    for (const { node } of sites) {
      const clock = clockOf(node);
      const loss = clock && lossOf(clock);
      if (!clock) continue;
      const single = loss?.how === 'exit' && isAfter(clock);
      const draft = loss && !single ? lost(clock, loss, old, finding) : lingering(clock, old, finding);
      if (draft) yield draft.as(old.certain ? {} : { confidence: 'medium' });
    }
  },
});

function lost(clock: Clock, loss: Loss, old: OldTimers, finding: Finding): Draft {
  const { made, noun } = clock;
  const name = nameOf(clock);
  const slots = { name, noun, because: old.because, until: noun === 'timer' ? ' until it fires' : ' for ever' };
  const repair = repairOf(clock, name, loss);
  const draft =
    loss.how === 'replaced'
      ? finding(made, 'replaced', slots)
      : loss.how === 'round'
        ? finding(made, 'round', { ...slots, repair })
        : finding(made, 'exit', { ...slots, repair, fact: factOf(loss) });
  return draft.as({ severity: severityOf(clock, loss) }).also(...evidenceOf(loss));
}

/** `time.After` in a select of a loop that goes round only when it fires: the last one lives on, nothing piles up. */
function lingering(clock: Clock, old: OldTimers, finding: Finding): Draft | undefined {
  const inCase = clock.made.within('communication_case')?.field('communication')?.contains(clock.made) === true;
  if (!isAfter(clock) || !inCase || !clock.made.within('for_statement')) return undefined;
  return finding(clock.made, 'lingers', { name: nameOf(clock), because: old.because, until: ' until it fires' });
}

/** A timer that has no name to stop it by. */
function isAfter({ noun, made }: Clock): boolean {
  return noun === 'timer' && symbolOf(calleeOf(made)) === 'time.After';
}

function nameOf(clock: Clock): string {
  const [local] = clock.travel.locals;
  return local && clock.made.parent?.kind !== 'selector_expression' ? local.name : brief(clock.made);
}

function factOf({ node, partly }: Loss): string {
  if (!partly) return 'is never stopped';
  return node
    ? `is not stopped where \`${brief(node)}\` leaves the function`
    : 'is not stopped where the function ends';
}

function repairOf({ noun }: Clock, name: string, { how }: Loss): string {
  if (how === 'round')
    return noun === 'timer'
      ? 'make one before the loop, Reset it in each round, and defer its Stop'
      : 'make one before the loop and defer its Stop';
  if (!name.startsWith('time.')) return `defer ${name}.Stop() where it is made`;
  return 'give it a name and defer its Stop';
}

function evidenceOf({ how, node }: Loss): readonly Evidence[] {
  if (!node) return [];
  return [
    { node, note: { round: 'each round makes one', replaced: 'replaced here', exit: 'leaves without a Stop' }[how] },
  ];
}

/**
 * A warning needs code that is known to run again and again, or a library's, which others run as they like: what happens once in the life of a
 * process does not pile up, and neither does what is gone within a minute.
 */
function severityOf({ made, noun }: Clock, { how, node }: Loss): Severity {
  const often = frequencyOf(made).how;
  if (noun === 'timer') {
    const counted = how === 'round' && node !== undefined && isCounted(node);
    return often === 'many' && !counted && !isShort(made) ? 'warning' : 'note';
  }
  if (often === 'unknown') return isLibrary(fileOf(made).pkg) ? 'warning' : 'note';
  return often === 'many' ? 'warning' : 'note';
}
