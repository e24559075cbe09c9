import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Report, View } from '../../src/findings/report.ts';
import { jobSummary } from '../../src/report/job-summary.ts';
import { neutral } from '../../src/report/neutral.ts';
import { type Format, loadReporter } from '../../src/report/reporters.ts';
import { at, finding, report, rule } from '../helpers/findings.ts';

const view: View = {
  color: false,
  width: 100,
  summary: true,
  root: '/',
  sarif: { limit: 25_000, category: 'goleak-lint' },
};

async function render(format: Format, more: Partial<Report>): Promise<string> {
  return (await loadReporter(format)).render(report(more), view);
}

const PLAIN: Partial<Report> = {
  findings: [
    finding({ severity: 'note', location: at('a.go', 1), fingerprint: 'a1' }),
    finding({
      location: at('a.go', 2),
      related: [{ location: at('b.go', 7), note: 'the map is here' }],
      fingerprint: 'a2',
    }),
    finding({ severity: 'error', rule: 'growing-map', location: at('b.go', 3), fingerprint: 'b3' }),
  ],
  rules: [rule({ id: 'body-dump' }), rule({ id: 'growing-map' }), rule()],
};

/** What a repository could put into names and messages in order to say something of its own. */
const WORDS = [
  'two\nlines\r\n::error file=x::injected',
  '100% %0A::warning::sure, or: not',
  '::add-mask::a',
  '##[add-mask]a',
  'quotes " \' ` and <tags> &amp; &#10;',
  ']]> <![CDATA[ <!-- --> ?>',
  'half \ud800 a character, \ufffe \uffff \u0000 \u001b[31m \u202e',
  'true',
  '| cell | <img src=x onerror=alert(1)> ![x](http://example.com) @everyone',
  'ünïcödé 🦫',
  '__proto__',
];

const HOSTILE: Partial<Report> = {
  findings: WORDS.map((words, index) =>
    finding({
      message: words,
      location: at(`${words}/${index}.go`, index + 1),
      related: [{ location: at(words, 1), note: words }],
      fingerprint: index.toString(16),
    }),
  ),
};

const CASES = [
  ['plain', PLAIN],
  ['empty', {}],
  ['hostile', HOSTILE],
] as const;

describe('github', () => {
  const COMMAND = /^::(?<name>error|warning|notice) (?<properties>[^:]*)::(?<data>.*)$/;
  const decoded = (text: string) =>
    text.replace(/%(0D|0A|3A|2C|25)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  /** As the runner reads a line: the first `::` ends the properties, the first `=` of each its name. */
  const parsed = (line: string) => {
    const { name = '', properties = '', data = '' } = line.match(COMMAND)?.groups ?? {};
    const pairs = properties.split(',').map(pair => [pair.split('=')[0], decoded(pair.slice(pair.indexOf('=') + 1))]);
    return { name, ...Object.fromEntries(pairs), data: decoded(data) };
  };

  test('writes one command for each finding, the worst first, and what it counted', async () => {
    const lines = (await render('github', PLAIN)).split('\n');
    expect(lines.slice(0, 3).map(parsed)).toMatchObject([
      { name: 'error', file: 'b.go', line: '3', col: '1', endLine: '3', endColumn: '11', title: 'growing-map' },
      { name: 'warning', file: 'a.go', data: `${finding().message}\nb.go:7:1: the map is here` },
      { name: 'notice', file: 'a.go', line: '1' },
    ]);
    expect(lines.slice(3)).toEqual(['3 findings (1 error, 1 warning, 1 note) in 3 files', '']);
  });

  test('names and messages can’t be commands, or properties of one', async () => {
    const lines = (await render('github', HOSTILE)).split('\n').slice(0, WORDS.length);
    expect(lines.filter(line => COMMAND.test(line))).toHaveLength(WORDS.length);
    expect(lines.map(parsed).map(({ file }) => file)).toEqual(
      WORDS.map((words, index) => neutral(`${words}/${index}.go`)),
    );
    for (const line of lines) expect(Object.keys(parsed(line))).toHaveLength(8);
  });

  test('a place on several lines is its first', async () => {
    const location = { path: 'a.go', start: { line: 3, column: 5 }, end: { line: 9, column: 2 } };
    expect(await render('github', { findings: [finding({ location })] })).toMatch(
      /^::warning file=a\.go,line=3,col=5,title=/,
    );
  });

  test('says what GitHub will not show', async () => {
    const many = Array.from({ length: 11 }, (_, line) => finding({ location: at('a.go', line + 1) }));
    expect(await render('github', { findings: many })).toContain('GitHub shows 10 annotations of a kind');
  });
});

test.each(['text', 'pretty'] as const)('%s says nothing to the runner of a job', async format => {
  const lines = stripVTControlCharacters(await render(format, HOSTILE)).split('\n');
  expect(lines.filter(line => /^\s*::|##\[/.test(line))).toEqual([]);
  expect(lines.join('\n')).toContain('\\u{3a}:add-mask::a/2.go');
});

describe('the page of a job', () => {
  const source = 'https://github.example/shop/shop/blob/c0ffee';

  test('lists the worst first, with links to the lines', () => {
    const rows = jobSummary(report(PLAIN), source).split('\n');
    expect(rows[0]).toBe('### goleak-lint: 3 findings (1 error, 1 warning, 1 note) in 3 files');
    expect(rows[4]).toContain(`| ❌ error | [b.go:3](${source}/b.go#L3) | `);
    expect(rows[4]).toContain('`http.MaxBytesReader(w, r.Body, limit)`');
  });

  test('without a commit there is nothing to link', () => {
    expect(jobSummary(report(PLAIN))).not.toContain('](');
  });

  test('without findings there is no table', () => {
    expect(jobSummary(report())).toBe('### goleak-lint: no findings in 3 files\n\n\n');
  });

  test('what comes from the repository is text', () => {
    const rows = jobSummary(report(HOSTILE), source)
      .split('\n')
      .filter(line => line.startsWith('| ⚠️'));
    expect(rows).toHaveLength(WORDS.length);
    for (const row of rows) {
      expect(row.split(/(?<!\\)\|/)).toHaveLength(6);
      expect(row.replace(/`[^`]*`/g, '')).not.toMatch(/<|!\[|@/);
      expect(row.match(/\]\(/g)).toHaveLength(1);
    }
  });

  test('is of a length that GitHub takes', () => {
    const many = Array.from({ length: 5000 }, (_, line) => finding({ location: at('a.go', line + 1) }));
    const page = jobSummary(report({ findings: many }));
    expect(page).toContain('And 4,800 more findings, which the log lists.');
    expect(page.length).toBeLessThan(2 ** 20);
  });
});

describe.each(['checkstyle', 'junit'] as const)('%s', format => {
  const schema = readFileSync(`test/report/${format}.xsd`, 'utf8');

  test.each(CASES)('%s is valid', async (_, more) => {
    const { valid, errors } = await validateXML({ xml: await render(format, more), schema });
    expect({ valid, errors }).toEqual({ valid: true, errors: [] });
  });

  test('brings back what it was given', async () => {
    const { normalized } = await validateXML({ xml: await render(format, HOSTILE), schema, normalization: 'c14n' });
    expect(normalized).toContain('message="quotes &quot; \' ` and &lt;tags> &amp;amp; &amp;#10;');
    expect(normalized).toContain('message="]]> &lt;![CDATA[ &lt;!-- --> ?>');
    expect(normalized).toContain('name="true/7.go');
    expect(normalized).toContain('ünïcödé 🦫');
  });
});

describe('junit', () => {
  test('counts each finding as a test that failed, and each rule without one as a test that passed', async () => {
    const xml = await render('junit', PLAIN);
    expect(xml).toContain('<testsuites name="goleak-lint" tests="4" failures="3" errors="0">');
    expect(xml).toContain('<testcase name="no findings" classname="goleak-lint.body-dump"/>');
    expect(xml).toContain('<testcase name="b.go:3:1" classname="goleak-lint.growing-map" file="b.go" line="3">');
  });
});

const GITLAB = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        additionalProperties: false,
        properties: {
          path: { type: 'string', pattern: '^(?!\\./|/)' },
          lines: {
            type: 'object',
            required: ['begin'],
            additionalProperties: false,
            properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
};

const POSITION = {
  type: 'object',
  required: ['line'],
  additionalProperties: false,
  properties: { line: { type: 'integer', minimum: 1 }, column: { type: 'integer', minimum: 1 } },
};

const RDJSON = {
  type: 'object',
  required: ['source', 'diagnostics'],
  additionalProperties: false,
  properties: {
    source: {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { name: { type: 'string' }, url: { type: 'string' } },
    },
    diagnostics: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message', 'location', 'severity', 'code'],
        additionalProperties: false,
        properties: {
          message: { type: 'string' },
          location: {
            type: 'object',
            required: ['path', 'range'],
            additionalProperties: false,
            properties: {
              path: { type: 'string' },
              range: {
                type: 'object',
                required: ['start'],
                additionalProperties: false,
                properties: { start: POSITION, end: POSITION },
              },
            },
          },
          severity: { enum: ['UNKNOWN_SEVERITY', 'ERROR', 'WARNING', 'INFO'] },
          code: {
            type: 'object',
            required: ['value'],
            additionalProperties: false,
            properties: { value: { type: 'string' }, url: { type: 'string' } },
          },
        },
      },
    },
  },
};

describe.each([
  ['gitlab', GITLAB],
  ['rdjson', RDJSON],
] as const)('%s', (format, schema) => {
  const validate = new Ajv2020({ strict: true }).compile(schema);

  test.each(CASES)('%s is valid', async (_, more) => {
    validate(JSON.parse(await render(format, more)));
    expect(validate.errors).toBeNull();
  });
});

test('gitlab tells findings apart', async () => {
  const rows: { fingerprint: string }[] = JSON.parse(await render('gitlab', PLAIN));
  expect(new Set(rows.map(({ fingerprint }) => fingerprint)).size).toBe(3);
});

test('rdjson counts columns in bytes', async () => {
  const location = { path: 'a.go', start: { line: 2, column: 7 }, end: { line: 2, column: 9 } };
  const lineOf = (path: string, line: number) => (path === 'a.go' && line === 2 ? 'a𐐀é b🦫' : '');
  const { diagnostics } = JSON.parse(await render('rdjson', { findings: [finding({ location })], lineOf }));
  expect(diagnostics[0].location.range).toEqual({ start: { line: 2, column: 10 }, end: { line: 2, column: 14 } });
});
