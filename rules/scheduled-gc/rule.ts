import { brief, call, defineRule, pacedBy } from '#rule';

export default defineRule({
  id: 'scheduled-gc',
  summary:
    'A garbage collection is forced by the clock, which hides what grows and frees nothing that is still referenced.',
  severity: 'note',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-401'],
  evidence: 'module',
  triggers: [call('runtime.GC'), call('runtime/debug.FreeOSMemory')],
  messages: {
    timed: {
      text: '{call} runs by the clock: it stops the program to collect what would be collected anyway, and frees nothing that is still referenced, so memory that grows goes on growing; compare two heap profiles to find what grows, and set GOMEMLIMIT where the limit of a container is the worry',
    },
  },

  *check({ sites, finding, fine }) {
    for (const site of sites) {
      const pace = pacedBy(site.node);
      if (pace) yield finding(site, 'timed', { call: brief(site.node) }).also(...pace);
      else yield fine(site, 'asked for once, or by hand, not by the clock');
    }
  },
});
