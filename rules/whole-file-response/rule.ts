import {
  brief,
  type Draft,
  defineRule,
  effect,
  type FileRead,
  fileReads,
  isStaged,
  type Messages,
  type Response,
  responseOf,
  type Scope,
  topOf,
} from '#rule';

const messages = {
  sent: {
    text: '{call} reads a whole file into memory for a response that {sender} sends, so each download that is under way holds its whole file, and a few hundred at a time are the size of the heap; send it from the disk: http.ServeContent or http.ServeFile, io.Copy from the open file, or what the framework has for files',
  },
  own: {
    severity: 'note',
    text: '{call} reads a file that the program names for each response that {sender} sends; send it from the disk, or read it once',
  },
  made: {
    severity: 'note',
    text: '{call} reads a whole file that the program makes itself, for each response that {sender} sends; it is as large as what is put into it: where that can be much, send it from the disk',
  },
  shown: {
    severity: 'note',
    text: '{call} reads a whole file whose text {sender} sends as part of its answer; where the file can grow (a log, an upload), send its end or a page of it',
  },
  existence: {
    severity: 'note',
    text: '{call} reads a whole file to learn whether it is there; os.Stat asks without reading',
  },
} as const satisfies Messages;

export default defineRule({
  id: 'whole-file-response',
  summary: 'A file is read into memory whole in order to send it as the response to a request.',
  severity: 'warning',
  confidence: 'medium',
  since: '0.1.0',
  measured: { judged: 5, right: 5 },
  cwe: ['CWE-400'],
  security: '5.3',
  evidence: 'module',
  triggers: [effect('slurps')],
  beats: ['unbounded-read'],
  messages,

  *check({ sites, finding, fine }) {
    const told = new Map<string, Draft>();
    for (const read of fileReads(sites)) {
      const { site, sized } = read;
      const call = brief(site.node);
      if (read.forExistence) {
        if (read.opener === site.node) yield finding(site, 'existence', { call });
        continue;
      }
      const response = responseOf(site.node);
      if (!response) continue;
      if (sized) {
        yield fine(site, `the size of the file is looked at before (${brief(sized)})`);
        continue;
      }
      // One file on one way to one response is one cause, however often it is tried.
      const cause = `${topOf(site.node).start} ${site.node.file.path} ${brief(read.opener)} ${response.call.start}`;
      const first = told.get(cause);
      told.set(cause, first?.also({ node: site.node, note: 'read whole here, too' }) ?? sent(read, response, finding));
    }
    yield* told.values();
  },
});

function sent(
  { site, own, made }: FileRead,
  { call, steps, shown }: Response,
  finding: Scope<typeof messages>['finding'],
) {
  const values = { call: brief(site.node), sender: brief(call.field('function') ?? call) };
  return finding(site, own ? 'own' : made ? 'made' : shown ? 'shown' : 'sent', values)
    .as(isStaged(site.node, call) ? { severity: 'note' } : {})
    .also({ node: call, note: 'sends it' })
    .via({ node: site.node, note: 'the whole file is read here' }, ...steps, { node: call, note: 'sent from memory' });
}
