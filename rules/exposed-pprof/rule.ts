import {
  brief,
  call,
  defaultMuxHanded,
  defineRule,
  fileOf,
  imports,
  isDefaultMux,
  isOpenAddress,
  listeners,
  pprofImport,
  registeredOn,
} from '#rule';

export default defineRule({
  id: 'exposed-pprof',
  summary: 'The handlers of net/http/pprof are served where other machines can reach them.',
  severity: 'note',
  confidence: 'high',
  since: '0.1.0',
  cwe: ['CWE-489', 'CWE-400'],
  evidence: 'module',
  triggers: [
    imports('net/http/pprof'),
    call('net/http.ListenAndServe'),
    call('net/http.ListenAndServeTLS'),
    call('net/http.Serve'),
    call('(*net/http.Server).ListenAndServe'),
    call('(*net/http.Server).ListenAndServeTLS'),
  ],
  messages: {
    served: {
      text: '{call} serves the profiles of net/http/pprof on {address}, which other machines can reach: whoever asks learns the command line and what is in memory, and each profile that is asked for costs processor time; listen on localhost, or let something in front ask who it is',
    },
    routed: {
      confidence: 'medium',
      text: '{call} puts all that stands on the default mux, the profiles of net/http/pprof among it, on a router of the service: unless something before it asks who it is, whoever reaches the service learns the command line and what is in memory; serve them on an address of their own, on localhost',
    },
  },

  *check({ sites, finding, fine }) {
    for (const site of sites) {
      if (site.trigger.on !== 'import') continue;
      for (const node of defaultMuxHanded(fileOf(site.node), isDefaultMux))
        yield finding(node, 'routed', { call: brief(node) }).also({
          node: site.node,
          note: 'puts the profiles on the default mux',
        });
    }
    for (const { call: serving, address, handler } of listeners(sites)) {
      if (address === undefined) continue;
      const cause = handler ? registeredOn(handler) : pprofImport(fileOf(serving).pkg);
      if (!cause) continue;
      if (!isOpenAddress(address)) {
        yield fine(serving, `only this machine reaches ${address}`);
        continue;
      }
      const note = handler ? 'puts the profiles on this mux' : 'puts the profiles on the default mux';
      const values = { call: brief(serving.field('function') ?? serving), address: JSON.stringify(address) };
      yield finding(serving, 'served', values).also({ node: cause, note });
    }
  },
});
