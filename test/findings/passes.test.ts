import { describe, expect, test } from 'vitest';
import { beat } from '../../src/findings/beat.ts';
import { select } from '../../src/findings/select.ts';
import { sort } from '../../src/findings/sort.ts';
import { suggest } from '../../src/findings/suggest.ts';
import { suppress } from '../../src/findings/suppress.ts';
import { at, finding, suppression } from '../helpers/findings.ts';

const known = ['unbounded-read', 'growing-map', 'unexplained-ignore', 'unused-ignore'];
const ids = { ran: () => new Set(known), known };

describe('suppress', () => {
  test('a comment covers its lines, its rules and its file', () => {
    const inside = finding();
    const others = [
      finding({ rule: 'growing-map' }),
      finding({ location: at('cart/cart.go', 13) }),
      finding({ location: at('other.go', 12) }),
    ];
    const { kept, suppressed, extra } = suppress([inside, ...others], [suppression()], ids);
    expect(suppressed).toEqual([inside]);
    expect(kept).toEqual(others);
    expect(extra).toEqual([]);
  });

  test('without a reason it still ignores, and is a finding itself', () => {
    const { kept, extra } = suppress([finding()], [suppression({ reason: '' })], ids);
    expect(kept).toEqual([]);
    expect(extra).toMatchObject([
      {
        rule: 'unexplained-ignore',
        location: { path: 'cart/cart.go', start: { line: 11 } },
        message: 'this ignore does not say why; write `//goleak:ignore unbounded-read -- why it is safe here`',
      },
    ]);
  });

  test.each([
    [{}, ['this ignores nothing, unbounded-read reports nothing here; remove it']],
    [{ rules: ['growing-mop'] }, ['there is no rule growing-mop, so this ignores nothing; did you mean growing-map?']],
    [{ rules: ['xyzzy'] }, ['there is no rule xyzzy, so this ignores nothing; remove it']],
    [{ rules: ['unused-ignore'] }, ["unused-ignore can't be ignored by a comment; remove it from this one"]],
    [{ rules: [] }, ['this ignores nothing, no rule reports anything here; remove it']],
    [{ kind: 'nolint' as const, rules: [], reason: '' }, []],
  ])('one that ignores nothing: %j', (more, messages) => {
    const { extra } = suppress([], [suppression(more)], ids);
    expect(extra.map(({ message }) => message)).toEqual(messages);
    expect(extra.every(({ rule }) => rule === 'unused-ignore')).toBe(true);
  });

  test('is judged only for rules that ran', () => {
    const ran = () => new Set(['growing-map', 'unused-ignore', 'unexplained-ignore']);
    expect(suppress([], [suppression(), suppression({ rules: [] })], { known, ran }).extra).toEqual([]);
  });

  test('says nothing where its rules are off', () => {
    const ran = () => new Set(['unbounded-read']);
    expect(suppress([], [suppression({ reason: '' })], { known, ran }).extra).toEqual([]);
  });

  test('one of two rules unused', () => {
    const { extra } = suppress([finding()], [suppression({ rules: ['unbounded-read', 'growing-map'] })], ids);
    expect(extra).toMatchObject([{ message: 'this ignores nothing, growing-map reports nothing here; remove it' }]);
  });

  test('where two comments cover a finding, both are used', () => {
    const file = suppression({ rules: [], from: 1, to: 99, location: at('cart/cart.go', 1) });
    expect(suppress([finding()], [file, suppression()], ids).extra).toEqual([]);
  });

  test('equal comments have fingerprints of their own', () => {
    const twice = [suppression(), suppression({ location: at('cart/cart.go', 30), from: 30, to: 31 })];
    const { extra } = suppress([], twice, ids);
    expect(new Set(extra.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

describe('select', () => {
  const findings = (['error', 'warning', 'note'] as const).flatMap(severity =>
    (['high', 'medium', 'low'] as const).map(confidence => finding({ severity, confidence })),
  );

  test.each([
    ['warning', 'medium', 4, { notes: 3, warnings: 0, lowConfidence: 2 }],
    ['note', 'low', 9, { notes: 0, warnings: 0, lowConfidence: 0 }],
    ['error', 'high', 1, { notes: 3, warnings: 3, lowConfidence: 2 }],
  ] as const)('%s and %s', (severity, confidence, count, hidden) => {
    const selected = select(findings, { severity, confidence, always: new Set() });
    expect(selected.shown).toHaveLength(count);
    expect(selected.hidden).toEqual(hidden);
  });

  test('a rule asked for by name is shown at every severity, not at every confidence', () => {
    const always = new Set(['unbounded-read']);
    expect(select(findings, { severity: 'warning', confidence: 'medium', always }).shown).toHaveLength(6);
  });
});

test('a more specific rule speaks alone at its place, and nowhere else', () => {
  const dump = finding({ rule: 'body-dump' });
  const same = finding();
  const elsewhere = finding({ location: at('cart/cart.go', 40) });
  const pass = beat(new Map([['body-dump', ['unbounded-read']]]));
  expect(pass([dump, same, elsewhere])).toEqual([dump, elsewhere]);
  expect(pass([same])).toEqual([same]);
});

test('findings are sorted by path, place, rule and words', () => {
  const sorted = [
    finding({ location: at('a.go', 9) }),
    finding({ location: at('b.go', 2) }),
    finding({ location: at('b.go', 10), message: 'a' }),
    finding({ location: at('b.go', 10), message: 'b' }),
    finding({ location: at('b.go', 10), rule: 'x' }),
  ];
  expect(sort(sorted.toReversed())).toEqual(sorted);
});

test.each([
  ['unbounded-raed', 'unbounded-read'],
  ['growingmap', 'growing-map'],
  ['Growing-Map', 'growing-map'],
  ['goroutine', undefined],
])('%s: did you mean %s', (word, expected) => {
  expect(suggest(word, known)).toBe(expected);
});
