import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Report, View } from '../../src/findings/report.ts';
import { formats, loadReporter } from '../../src/report/reporters.ts';
import { at, finding, NOTHING_LEFT_OUT, report, rule } from '../helpers/findings.ts';

// As the command line does before it loads a format that is to be coloured: the libraries behind it look at the environment.
process.env.FORCE_COLOR = '1';

const view: View = {
  color: false,
  width: 100,
  summary: true,
  root: process.cwd(),
  sarif: { limit: 25_000, category: 'goleak-lint' },
};

async function render(format: (typeof formats)[number], more: Partial<Report> = {}, color = false): Promise<string> {
  return (await loadReporter(format)).render(report(more), { ...view, color });
}

const related = [
  { location: at('cart/cart.go', 4), note: 'the handler gets the request here' },
  { location: at('web/routes [v2].go', 31, 5), note: '`handlers[i](w)` runs without a limit' },
];

const FULL: Partial<Report> = {
  findings: [
    finding({ related }),
    finding({ severity: 'error', location: at('cart/cart.go', 130, 2), message: 'a short one' }),
    finding({ severity: 'note', rule: 'growing-map', location: at('cart/map.go', 3, 1), flow: related }),
  ],
  rules: [rule(), rule({ id: 'growing-map', cwe: [] })].sort((a, b) => (a.id < b.id ? -1 : 1)),
  notices: [{ path: 'cart/half.go', line: 7, message: 'could not be parsed whole; findings there may be missing' }],
  hidden: { notes: 17, warnings: 0, lowConfidence: 9, suppressed: 1, excluded: 0, known: 0 },
  leftOut: { ...NOTHING_LEFT_OUT, tests: 1204, generated: 1 },
  stats: { files: 312 },
};

const HOSTILE: Partial<Report> = {
  findings: [
    finding({
      message: 'clears \u001b[2J the screen\u0007, turns \u202e text,\nbreaks lines and [links](1)',
      location: at('a\u001b[31m\nb/ü #%?.go', 1),
      related: [{ location: at('c\r.go', 2), note: 'SARIF_BUILDER_INVALID \u0000' }],
    }),
  ],
};

describe.each(formats)('%s', format => {
  test('a full report', async () => {
    expect(await render(format, FULL)).toMatchSnapshot();
  });

  test('nothing found', async () => {
    expect(await render(format)).toMatchSnapshot();
  });

  test('names and messages can’t steer the terminal', async () => {
    const shown = await render(format, HOSTILE);
    expect(shown.replace(/[\n\t]/g, '')).not.toMatch(/\p{Cc}|\u202e/u);
    expect(shown).toMatchSnapshot();
  });

  test('a file whose names mean something to JavaScript', async () => {
    const odd = ['__proto__', 'constructor'].map(path => finding({ location: at(path, 1), rule: path }));
    expect(await render(format, { findings: odd })).toContain('__proto__');
  });
});

describe('pretty', () => {
  test('colours on request only', async () => {
    const colored = await render('pretty', FULL, true);
    expect(colored).not.toBe(stripVTControlCharacters(colored));
    expect(stripVTControlCharacters(colored)).toBe(await render('pretty', FULL));
  });

  test('keeps within the width of the terminal', async () => {
    const shown = await render('pretty', FULL);
    expect(Math.max(...shown.split('\n').map(line => line.length))).toBeLessThanOrEqual(view.width);
  });
});

function validator(path: string) {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
}

describe.each([
  ['sarif', 'test/report/sarif-subset.schema.json'],
  ['json', 'docs/json-format.schema.json'],
] as const)('%s is valid', (format, schema) => {
  test.each([
    ['full', FULL],
    ['empty', {}],
    ['hostile', HOSTILE],
  ])('%s', async (_, more) => {
    const validate = validator(schema);
    validate(JSON.parse(await render(format, more)));
    expect(validate.errors).toBeNull();
  });
});

test('the documented example of the json format is valid', () => {
  const example = readFileSync('docs/json-format.md', 'utf8').match(/```json\n(.*?)```/s)?.[1] ?? '';
  const validate = validator('docs/json-format.schema.json');
  validate(JSON.parse(example));
  expect(validate.errors).toBeNull();
});
