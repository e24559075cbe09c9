import { brief, defineRule, effect, filledBy, type Messages, type Scope, type SheetRead, sheetReads } from '#rule';

const messages = {
  sheet: {
    text: '{call} keeps every cell of {what} in memory, and a spreadsheet is a zip: a few megabytes of file become hundreds of megabytes of cells, for each upload at the same time; read it row by row and close what you read from, limit what opening it may unpack{option}, and limit how large a file you take',
  },
  records: {
    text: '{call} keeps every record of {what} in memory, and nothing limits how many there are; read one record at a time, or limit what is read',
  },
  own: {
    severity: 'note',
    text: '{call} keeps every cell of {what} in memory; where it can grow, read it row by row',
  },
} as const satisfies Messages;

export default defineRule({
  id: 'whole-workbook-read',
  summary: 'A spreadsheet or table that somebody else made is read into memory whole.',
  severity: 'warning',
  confidence: 'high',
  since: '0.1.0',
  measured: { judged: 5, right: 5 },
  cwe: ['CWE-400', 'CWE-409'],
  security: '6.5',
  evidence: 'module',
  triggers: [effect('slurps')],
  messages,

  *check({ sites, finding, fine }) {
    const groups = new Map<unknown, SheetRead[]>();
    for (const read of sheetReads(sites)) {
      if (read.limited) yield fine(read.site, read.limited);
      else groups.set(causeOf(read), [...(groups.get(causeOf(read)) ?? []), read]);
    }
    const told = new Set<unknown>();
    for (const reads of groups.values()) {
      const worst = reads.find(read => filledBy(read).who === 'peer') ?? reads[0]!;
      if (told.has(worst.site.node)) continue;
      for (const { site } of reads) told.add(site.node);
      yield judge(worst, reads, finding);
    }
  },
});

/** Reads of one workbook have one cause. */
function causeOf({ opener, site, origin }: SheetRead): unknown {
  return opener ?? (origin.source ? origin.node : site.node);
}

function judge(read: SheetRead, all: readonly SheetRead[], finding: Scope<typeof messages>['finding']) {
  const { who, what } = filledBy(read);
  const { site, noun, opener, options, origin } = read;
  const call = brief(site.node.field('function') ?? site.node);
  const others = [...new Set(all.map(each => each.site.node))].filter(node => node !== site.node);
  const option = options[0] ? ` (${options[0]})` : '';
  const draft =
    who !== 'peer'
      ? finding(site, 'own', { call, what }).as({ confidence: who === 'own' ? 'high' : 'medium' })
      : noun === 'records'
        ? finding(site, 'records', { call, what })
        : finding(site, 'sheet', { call, what, option });
  return draft
    .also(
      ...(opener && opener !== site.node ? [{ node: opener, note: 'opened here, which reads the whole archive' }] : []),
      ...others.map(node => ({ node, note: 'the same cells, kept once more' })),
    )
    .via({ node: origin.node, note: `${what} comes in here` }, ...origin.steps, {
      node: site.node,
      note: 'kept whole',
    });
}
