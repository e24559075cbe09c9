import { readFileSync } from 'node:fs';
import type { Log, Result, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Report, SarifView } from '../../src/findings/report.ts';
import { precisionOf } from '../../src/report/sarif/precision.ts';
import { firstParagraph, markdown, plainText } from '../../src/report/sarif/prose.ts';
import { sarif } from '../../src/report/sarif/sarif.ts';
import { at, finding, report, rule } from '../helpers/findings.ts';

const LIMITS: SarifView = { limit: 25_000, category: 'goleak-lint' };

async function runOf(more: Partial<Report> = {}, view: Partial<SarifView> = {}): Promise<Run> {
  const shown = { color: false, width: 100, summary: true, root: '/', sarif: { ...LIMITS, ...view } };
  const log = JSON.parse(await sarif.render(report(more), shown)) as Log;
  return log.runs[0]!;
}

async function resultOf(more: Parameters<typeof finding>[0]): Promise<Result> {
  return (await runOf({ findings: [finding(more)] })).results![0]!;
}

const related = [
  { location: at('cart/cart.go', 4), note: 'the handler gets the request here' },
  { location: at('web/routes [v2].go', 31, 5), note: '`handlers[i](w)` runs without a limit' },
];

describe('a result', () => {
  test('links each related location from its message, by id', async () => {
    const { relatedLocations, message } = await resultOf({ related });
    expect(relatedLocations!.map(({ id }) => id)).toEqual([1, 2]);
    expect(message.text).toContain('([cart.go:4](1))');
    expect(message.text).toContain('([routes \\[v2\\].go:31](2))');
    expect(message.text!.match(/\]\(/g)).toHaveLength(2);
  });

  test('tells the way of the value as a code flow', async () => {
    const { codeFlows } = await resultOf({ flow: related });
    const steps = codeFlows![0]!.threadFlows[0]!.locations;
    expect(steps.map(({ location }) => location!.physicalLocation!.region!.startLine)).toEqual([4, 31]);
  });

  test('keeps the primary region on one line', async () => {
    const location = { path: 'a.go', start: { line: 3, column: 5 }, end: { line: 9, column: 2 } };
    const { locations } = await resultOf({ location });
    expect(locations![0]!.physicalLocation!.region).toEqual({ startLine: 3, startColumn: 5 });
  });

  test.each([
    ['plain/a.go', 'plain/a.go'],
    ['b/ü #%?.go', 'b/%C3%BC%20%23%25%3F.go'],
    ['c:d/e&f.go', 'c%3Ad/e%26f.go'],
    ['half \ud800.go', 'half%20%EF%BF%BD.go'],
  ])('%s becomes a relative URI', async (path, uri) => {
    const { locations } = await resultOf({ location: at(path, 1) });
    expect(locations![0]!.physicalLocation!.artifactLocation).toMatchObject({ uri, uriBaseId: '%SRCROOT%' });
  });

  test('points at its rule', async () => {
    const rules = [rule({ id: 'growing-map' }), rule()];
    const { results, tool } = await runOf({ rules, findings: [finding()] });
    expect(tool.driver.rules![results![0]!.ruleIndex!]!.id).toBe('unbounded-read');
  });
});

describe('a rule', () => {
  const described = async (more: Parameters<typeof rule>[0]) =>
    (await runOf({ rules: [rule(more)] })).tool.driver.rules![0]!;

  test('is one of security where a severity of security stands, and only there', async () => {
    const { security: _, ...quality } = rule();
    expect((await described({})).properties!.tags).toEqual(['go', 'memory', 'security', 'external/cwe/cwe-400']);
    const { properties } = (await runOf({ rules: [{ ...quality, cwe: ['CWE-79'] }] })).tool.driver.rules![0]!;
    expect(properties!.tags).toEqual(['go', 'memory', 'external/cwe/cwe-079']);
    expect(properties!['security-severity']).toBeUndefined();
  });

  test.each([
    [undefined, 'high', 'medium'],
    [undefined, 'low', 'low'],
    [{ judged: 3, right: 3 }, 'high', 'medium'],
    [{ judged: 20, right: 20 }, 'medium', 'high'],
    [{ judged: 40, right: 37 }, 'medium', 'high'],
    [{ judged: 120, right: 120 }, 'medium', 'very-high'],
    [{ judged: 40, right: 20 }, 'high', 'low'],
  ] as const)('measured %j and of confidence %s is of precision %s', (measured, confidence, precision) => {
    expect(precisionOf({ confidence, ...(measured && { measured }) })).toBe(precision);
  });

  test('says what it finds in a few words, and all there is to it', async () => {
    const doc = readFileSync('rules/unbounded-read/doc.md', 'utf8');
    const { fullDescription, help } = await described({ doc });
    expect(fullDescription!.text).toBe(firstParagraph(doc));
    expect(help!.markdown).toContain('\n## When not to use it\n');
    expect(help!.text).not.toMatch(/^#|```|\]\(/m);
  });
});

describe('prose', () => {
  test('is taken out of its lines; code, lists and tables are left in theirs', () => {
    const doc = [
      '<!-- generated: begin -->',
      '# title',
      '',
      'One, see [there](https://example.com),',
      'two.',
      '',
      '- first,',
      '  more',
      '- second',
      '',
      '```go bad',
      'a',
      'b',
      '```',
      'After.',
      '',
      '| a | b |',
      '|---|---|',
      '| 1 | 2 |',
    ].join('\n');
    expect(markdown(doc)).toBe(
      [
        '# title\n\nOne, see [there](https://example.com), two.\n\n- first, more\n- second\n\n```go\na\nb\n```\nAfter.\n',
        '| a | b |\n|---|---|\n| 1 | 2 |',
      ].join('\n'),
    );
    expect(plainText(doc)).toBe(
      'title\n\nOne, see there (https://example.com), two.\n\n- first, more\n- second\n\na\nb\nAfter.\n\n| a | b |\n| 1 | 2 |',
    );
  });
});

describe('a log', () => {
  test('has the category that it was given', async () => {
    expect((await runOf({}, { category: 'goleak-lint/services/cart' })).automationDetails).toEqual({
      id: 'goleak-lint/services/cart/',
    });
  });

  test('over its limit keeps the worst and surest, in their order, and says so', async () => {
    const findings = [
      finding({ severity: 'warning', confidence: 'low', location: at('a.go', 1) }),
      finding({ severity: 'note', confidence: 'high', location: at('a.go', 2) }),
      finding({ severity: 'warning', confidence: 'high', location: at('a.go', 3) }),
      finding({ severity: 'error', confidence: 'medium', location: at('b.go', 1) }),
      finding({ severity: 'warning', confidence: 'high', location: at('c.go', 1) }),
    ];
    const places = ({ results }: Run) =>
      results!.map(({ locations }) => {
        const { artifactLocation, region } = locations![0]!.physicalLocation!;
        return `${artifactLocation!.uri}:${region!.startLine}`;
      });
    const notes = ({ invocations }: Run) => invocations![0]!.toolExecutionNotifications!;
    expect(notes(await runOf({ findings }, { limit: 5 }))).toEqual([]);
    const three = await runOf({ findings }, { limit: 3 });
    expect(places(three)).toEqual(['a.go:3', 'b.go:1', 'c.go:1']);
    expect(three.artifacts).toHaveLength(3);
    expect(notes(three)[0]).toMatchObject({
      descriptor: { id: 'left-out' },
      level: 'warning',
      properties: { left: 2 },
    });
    expect(places(await runOf({ findings }, { limit: 2 }))).toEqual(['a.go:3', 'b.go:1']);
  });

  test('names the line that was not understood', async () => {
    const { invocations } = await runOf({ notices: [{ path: 'a b.go', line: 7, message: 'not understood' }] });
    const [{ physicalLocation } = {}] = invocations![0]!.toolExecutionNotifications![0]!.locations!;
    expect(physicalLocation).toEqual({
      artifactLocation: { uri: 'a%20b.go', uriBaseId: '%SRCROOT%' },
      region: { startLine: 7 },
    });
  });
});
