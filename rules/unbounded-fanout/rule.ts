import {
  brief,
  type Crowd,
  crowdOf,
  defineRule,
  type Evidence,
  earlyDone,
  effect,
  type Fanout,
  fanouts,
  frequencyOf,
  limitOf,
  type Messages,
  method,
  panicIn,
  type Scope,
  statement,
  takesPlaceInside,
} from '#rule';

const messages = {
  crowd: {
    text: 'a goroutine is started for each {element}, and {what} decides how many there are: nothing limits how many run at once, and all that each of them holds is in memory together; take a place from a buffered channel before each start and give it back inside, or use an errgroup with SetLimit{flaws}',
  },
  inside: {
    severity: 'note',
    text: 'a goroutine is started for each {element}, and {what} decides how many there are: they take turns at {place}, but only once they run, so all of them wait in memory; take the place before the start{flaws}',
  },
  open: {
    severity: 'note',
    confidence: 'medium',
    text: 'a goroutine is started for each {element}, however many there are: where that can grow, take a place from a buffered channel before each start, or use an errgroup with SetLimit{flaws}',
  },
} as const satisfies Messages;

export default defineRule({
  id: 'unbounded-fanout',
  summary: 'A goroutine is started for each element of something whose size somebody else decides, without a limit.',
  severity: 'warning',
  confidence: 'medium',
  since: '0.1.0',
  measured: { judged: 5, right: 5 },
  cwe: ['CWE-400', 'CWE-770'],
  security: '5.3',
  evidence: 'module',
  triggers: [statement('go'), effect('runs'), method('Go')],
  messages,

  *check({ sites, finding, fine }) {
    const told = new Set<unknown>();
    for (const fanout of fanouts(sites)) {
      const { site } = fanout;
      const crowd = crowdOf(fanout);
      if (crowd.who === 'own' || told.has(site.node)) continue;
      told.add(site.node);
      const limit = limitOf(fanout, crowd);
      yield limit ? fine(site, limit) : judge(fanout, crowd, finding);
    }
  },
});

function judge(fanout: Fanout, crowd: Crowd, finding: Scope<typeof messages>['finding']) {
  const { site, loop, inLoop, rounds } = fanout;
  const element = rounds.of ? `element of ${brief(rounds.of)}` : 'message';
  const { notes, flaws } = flawsOf(fanout);
  const place = takesPlaceInside(fanout);
  const { what, origin } = crowd;
  const draft =
    crowd.who === 'unknown'
      ? finding(site, 'open', { element, flaws })
      : place
        ? finding(site, 'inside', { element, what, place: brief(place), flaws })
        : finding(site, 'crowd', { element, what, flaws });
  const calls = inLoop === site.node ? [] : [{ node: inLoop, note: 'called in each round' }];
  const isElsewhere = origin && !loop.node.contains(origin.node);
  const cause = isElsewhere
    ? [{ node: origin.node, note: `${what ? `${what} decides` : 'what comes here decides'} how many there are` }]
    : [];
  // What runs once in the life of a process grows with its data, not with its load; what is asked for gives what was agreed.
  const isMild = crowd.who === 'source' || frequencyOf(inLoop).how === 'once';
  return draft
    .as(isMild ? { severity: 'note' } : {})
    .also(...cause, { node: loop.node, note: 'the loop that starts them' }, ...calls, ...notes);
}

function flawsOf({ body }: Fanout): { readonly flaws: string; readonly notes: readonly Evidence[] } {
  const panic = body?.field('body') && panicIn(body);
  const early = body?.field('body') ? earlyDone(body) : undefined;
  const flaws = [
    panic ? '. A panic in one of them ends the whole process: hand the error back instead' : '',
    early
      ? `. Done runs before the result is stored, so Wait can return too early: call Done where the goroutine ends`
      : '',
  ].join('');
  const notes = [
    ...(panic ? [{ node: panic, note: 'ends the process: nothing recovers it' }] : []),
    ...(early
      ? [
          { node: early.done, note: 'says that the work is done' },
          { node: early.stored, note: 'stores the result afterwards' },
        ]
      : []),
  ];
  return { flaws, notes };
}
