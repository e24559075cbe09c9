import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rules as realRules } from '../../rules/index.ts';
import { catalog } from '../../src/catalog/index.ts';
import { readConfig } from '../../src/config/read.ts';
import { catalogRow } from '../../src/config/rows.ts';
import { jsonSchema } from '../../src/config/schema.ts';
import { parseSize, SIZE } from '../../src/config/size.ts';
import { template } from '../../src/config/template.ts';
import { metaRules } from '../../src/findings/meta-rules.ts';
import { rule } from '../helpers/findings.ts';

const allRules = [...realRules, ...metaRules];
const rules = [
  rule({ id: 'unbounded-read' }),
  { ...rule({ id: 'growing-map' }), options: { 'min-size': 3, names: ['cache'], strict: true, prefix: 'x' } },
];

function read(text: string) {
  return readConfig(text, '.goleak-lint.yaml', rules);
}

describe('mistakes say where and what was meant', () => {
  test.each<[string, string]>([
    ['', '1:1: expected a map, not null'],
    ['rules: {}\n', '1:1: version is missing'],
    ['version: 2\n', '1:10: this goleak-lint reads version 1, not 2'],
    ['version: 1\nrule:\n  x: off\n', '2:1: unknown key rule; did you mean rules?'],
    ['version: 1\nrules:\n  growing-mop: off\n', '3:3: there is no rule growing-mop; did you mean growing-map?'],
    ['version: 1\nrules:\n  growing-map: fatal\n', '3:16: "fatal" is not off, on, error, warning or note'],
    [
      'version: 1\nrules:\n  growing-map: worning\n',
      '3:16: "worning" is not off, on, error, warning or note; did you mean warning?',
    ],
    ['version: 1\nrules:\n  growing-map: { sevrity: note }\n', '3:18: unknown key sevrity; did you mean severity?'],
    ['version: 1\nrules:\n  growing-map:\n    severity: { error: bad }\n', '4:24: "bad" is not error, warning or note'],
    [
      'version: 1\nrules:\n  growing-map:\n    options: { min-sice: 4 }\n',
      '4:16: the rule has no option min-sice; did you mean min-size?',
    ],
    ['version: 1\nrules:\n  growing-map:\n    options: { min-size: four }\n', '4:26: expected a number, not "four"'],
    ['version: 1\nrules: [a]\n', '2:8: expected a map, not a list'],
    ['version: 1\nexclude:\n  - reason: x\n', '3:5: an exclusion needs path, rule, message or source'],
    ['version: 1\nexclude:\n  - rule: growing\n', '3:11: "growing" is not unbounded-read or growing-map'],
    [
      'version: 1\nexclude:\n  - rule: [growing-map, growing-mop]\n',
      '3:25: "growing-mop" is not unbounded-read or growing-map; did you mean growing-map?',
    ],
    ['version: 1\nassume:\n  request-body-limit: 32 potatoes\n', '3:23: "32 potatoes" is no size; write 32MiB'],
    ['version: 1\nassume:\n  request-body-limit: 2GiB\n', '3:23: more than 1GiB is no limit'],
    ['version: 1\noverrides:\n  - rules: {}\n', '3:5: path is missing'],
    [
      'version: 1\ncatalog:\n  - path: x.y/z\n    effects:\n      F: { yields: [{ result: 0, source: requets }] }\n',
      /^5:42: "requets" is not request, .*; did you mean request\?$/ as never,
    ],
    [
      'version: 1\ncatalog:\n  - path: x.y/z\n    effects:\n      F: { bound: [] }\n',
      '5:12: unknown key bound; did you mean bounds?',
    ],
    [
      'version: 1\ncatalog:\n  - path: x.y/z\n    effects:\n      F: { bounds: [{ param: first }] }\n',
      '5:30: a parameter is a number from 0, or receiver',
    ],
    ['version: 1\nversion: 1\n', /^2:1: Map keys must be unique/ as never],
    ['version: 1\nrules: {\n', /^\d+:\d+: / as never],
    [
      'version: 1\nrules:\n  growing-mop: off\nasume: {}\n',
      /^3:3: .* \(and 1 more\)$|^4:1: .* \(and 1 more\)$/ as never,
    ],
  ])('%j', (text, message) => {
    const expected: unknown = message;
    try {
      read(text);
    } catch (error) {
      const said = (error as Error).message.replace(/^\.goleak-lint\.yaml:/, '');
      expect((error as Error).name).toBe('UserError');
      if (expected instanceof RegExp) expect(said).toMatch(expected);
      else expect(said).toBe(message);
      return;
    }
    throw new Error('nothing was wrong with it');
  });

  test('aliases that would fill the memory', () => {
    const bomb = ['version: 1', 'a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [one, two] of [...'abcdefgh'].map((name, at) => [name, 'bcdefghi'[at]]))
      bomb.push(`${two}: &${two} [${Array(9).fill(`*${one}`).join(', ')}]`);
    expect(() => read(bomb.join('\n'))).toThrow(/Excessive alias count/);
  });

  test('a text too large', () => {
    expect(() => read('#'.repeat(2_000_000))).toThrow('is larger than a configuration can be');
  });
});

test('what init writes is in order, commented out or not', () => {
  const text = template(rules);
  expect(read(text)).toEqual({ version: 1 });
  // Comments of prose have a space behind the #.
  const all = read(text.replace(/^#(?! [A-Z]| {1,2}[a-z]+ (?:name|to) )(?=\S| {2})/gm, ''));
  expect(Object.keys(all).sort()).toEqual(['assume', 'catalog', 'exclude', 'overrides', 'rules', 'version']);
});

test('every row of the catalog could stand in a configuration', () => {
  for (const { paths, effects, types, values, resources } of catalog) {
    const row = JSON.parse(JSON.stringify({ path: paths, effects, types, values, resources }));
    const { error } = catalogRow.safeParse(row);
    expect([paths[0], error?.message]).toEqual([paths[0], undefined]);
  }
});

test('the JSON Schema agrees', () => {
  const agrees = new Ajv2020({ strict: false }).compile(jsonSchema(rules));
  const [good, bad] = [
    'version: 1\nrules: { growing-map: { severity: off, options: { min-size: 4 } } }\n',
    'version: 1\nrules: { x: off }\n',
  ];
  expect(agrees(parse(good))).toBe(true);
  expect(read(good)).toBeDefined();
  expect(agrees(parse(bad))).toBe(false);
  for (const path of ['docs/configuration.md', 'README.md']) {
    for (const [, block] of readFileSync(path, 'utf8').matchAll(/```yaml\n(version: 1\n.*?)```/gs)) {
      const known = new Ajv2020({ strict: false }).compile(jsonSchema(allRules));
      expect([known(parse(block!)), known.errors]).toEqual([true, null]);
      expect(readConfig(block!, path, allRules)).toBeDefined();
    }
  }
});

test.each<[string | number, number]>([
  [5, 5],
  ['5', 5],
  ['5B', 5],
  ['1KB', 1000],
  ['1 KiB', 1024],
  ['32MiB', 33_554_432],
  ['1.5g', 1_500_000_000],
  ['1Gi', 1_073_741_824],
])('%s is %i bytes', (size, bytes) => {
  expect(typeof size === 'number' || SIZE.test(size)).toBe(true);
  expect(parseSize(size)).toBe(bytes);
});
