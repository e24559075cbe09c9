import {
  call,
  catalogued,
  concernsPeers,
  type Draft,
  type Dump,
  declare,
  defineRule,
  dumpCall,
  effect,
  fileOf,
  guardsOf,
  isInstalledByFlag,
  isStaged,
  type Messages,
  readerCopy,
  restoredReads,
  role,
  type Scope,
  type Site,
  teeCall,
  writerCopy,
} from '#rule';

const messages = {
  dump: {
    text: '{by} copies the whole body of the {body} into memory, and once more into the dump, for as long as the log line lives, so a large body takes several times its size; pass false, dump a body that was cut before, or log method, path, status and size',
  },
  tee: {
    text: '{by} copies the whole body of the {body} into {into} while it passes, and nothing limits the copy, so memory holds as much as the other side sends; tee into a writer that stops after a fixed number of bytes',
  },
  writer: {
    text: '{by} copies every response that passes into {into}, and nothing limits the copy, so a download is held in memory whole while it is sent; stop copying at a limit (if room := max - {into}.Len(); room > 0 ...), or keep only status and size',
  },
  restored: {
    text: '{by} reads the whole body of the request ({into}) into memory to put it back for the next handler, and nothing limits it; read at most what is needed and put back io.MultiReader(bytes.NewReader(head), {into}), or limit the body with http.MaxBytesReader before',
  },
  middleware: {
    text: '{by} keeps whole bodies ({body}) in memory for its log, and nothing limits them; leave bodies out, skip large ones by size, or keep a fixed number of bytes',
  },
  timeout: {
    severity: 'note',
    text: '{by} holds the whole response in memory until the handler is done: it limits time, not size; keep it away from downloads and streams',
  },
  recorder: {
    severity: 'note',
    text: '{by} records the whole response in memory; for handlers that may answer at length, pass a writer that streams',
  },
} as const satisfies Messages;

export default defineRule({
  id: 'body-dump',
  summary: 'Whole request or response bodies are copied into memory besides being handled, for logs or debugging.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  measured: { judged: 10, right: 10 },
  cwe: ['CWE-400', 'CWE-770'],
  security: '5.9',
  evidence: 'module',
  triggers: [
    ...['DumpRequest', 'DumpRequestOut', 'DumpResponse'].map(name => call(`net/http/httputil.${name}`)),
    effect('tees'),
    effect('slurps'),
    declare('Write'),
    declare('WriteString'),
    declare('Read'),
    role('body-dump'),
    role('timeout-buffer'),
    role('record'),
  ],
  beats: ['unbounded-read', 'unbounded-response', 'whole-value-buffer'],
  messages,

  *check({ sites, finding, fine }) {
    const told = new Set<unknown>();
    for (const dump of dumpsIn(sites)) {
      if (told.has(dump.node)) continue;
      told.add(dump.node);
      const reason = dump.fine ?? decidedBy(dump);
      yield reason === undefined ? judge(dump, finding) : fine(dump.node, reason);
    }
  },
});

function* dumpsIn(sites: readonly Site[]): Generator<Dump> {
  for (const site of sites) {
    const dump =
      site.trigger.on === 'declare'
        ? (writerCopy(site) ?? readerCopy(site))
        : (dumpCall(site) ?? teeCall(site) ?? catalogued(site));
    if (dump) yield dump;
  }
  yield* restoredReads(sites.filter(({ trigger }) => trigger.on === 'effect'));
}

function decidedBy({ node, form }: Dump): string | undefined {
  const guards = guardsOf(node);
  if (guards.has('size')) return 'it is done only up to a size, a budget or for a sample';
  if (guards.has('status')) return 'it is done only for some statuses';
  return form === 'writer' && guards.has('header') ? 'the header of the response decides it' : undefined;
}

function judge(dump: Dump, finding: Scope<typeof messages>['finding']): Draft {
  const { node, form, by, into, body, others } = dump;
  const slots = { by, into, body: body === 'both' ? 'request and response' : body };
  const draft = finding(node, form, slots as never).also(
    ...others.map(other => ({ node: other, note: noteOn(form, other === others.at(-1)) })),
  );
  return isByRequest(dump) ? draft : draft.as({ severity: 'note' });
}

function noteOn(form: Dump['form'], last: boolean): string {
  return form === 'restored' && last ? 'put back here' : 'copied here, too';
}

/** Whether requests alone bring it about: no flag of the operator decides, and what is copied comes from others. */
function isByRequest(dump: Dump): boolean {
  const { node, form, optional } = dump;
  if (form === 'timeout' || form === 'recorder' || optional || fileOf(node).source.test || isStaged(node)) return false;
  if (guardsOf(node).has('flag') || (form !== 'middleware' && isInstalledByFlag(node))) return false;
  return form !== 'dump' || concernsPeers(node);
}
