import { describe, expect, it, test } from 'vitest';
import { scanner } from '../../src/engine/scan.ts';
import { marksIn, planFor } from '../../src/engine/sites.ts';
import type { AnyRule } from '../../src/rule/contract.ts';
import { CHANNEL, imports, method, STORE, statement, type Trigger } from '../../src/rule/trigger.ts';

const scan = scanner(['Get', 'go']);
const offsets = (text: string) => [...scan(text).offsets];

describe('words', () => {
  it('are found whole', () => {
    expect(offsets('Get Gets ForGet Get_ Gét x.Get(')).toEqual([0, 27]);
  });

  it('are not sought in comments', () => {
    expect(offsets('// Get\nGet /* Get\nGet */ Get // Get')).toEqual([7, 25]);
    expect(offsets('/* Get')).toEqual([]);
    expect(offsets('a / Get')).toEqual([4]);
  });

  it.each([
    ['"http://x" Get', 11],
    ['"\\"//" Get', 7],
    ['\'"\' Get // " Get', 4],
    ["'/' /* Get */ Get", 14],
    ['`//\n"` Get', 7],
    ['"not closed //\n"" Get', 18],
  ])('come after what only looks like a comment: %s', (text, offset) => {
    expect(offsets(text)).toEqual([offset]);
  });
});

describe('what stands before a word', () => {
  const found = (trigger: Trigger, text: string) => {
    const plan = planFor([{ triggers: [trigger] } as unknown as AnyRule], []);
    return marksIn(plan, text).offsets.length;
  };
  test.each<[string, Trigger, string, number]>([
    ['a method that is called', method('Get'), 'c.Get(1); c.\n\tGet(2); c. /* x */ Get(3)', 3],
    ['a method that is declared', method('Get'), 'func (c *C) Get() {}', 0],
    ['a statement', statement('go'), '{ go f() }\n\tgo g()\ncase x: go h(); go i()', 4],
    ['the word in a name or a text', statement('go'), 'x := y.go + "let it go"', 0],
    ['a channel that is made', CHANNEL, 'make(chan int); make(<-chan int); make( chan int)', 3],
    ['a channel in a signature', CHANNEL, 'func f(a int, c chan int)', 0],
    ['an append that is kept', STORE, 's = append(s, 1); a, b = x, append(y, 1)', 2],
    ['an append that is handed back', STORE, 'return append(s, 1)', 0],
    ['an import', imports('net/http/pprof'), 'import _ "net/http/pprof"', 1],
  ])('%s', (_, trigger, text, count) => expect(found(trigger, text)).toBe(count));
});
