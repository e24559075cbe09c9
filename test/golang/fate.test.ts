import { expect, test } from 'vitest';
import { resource } from '../../src/catalog/index.ts';
import { isFailure } from '../../src/golang/endings.ts';
import { fateOf } from '../../src/golang/fate.ts';
import { functionOf } from '../../src/golang/flow.ts';
import { runsBefore } from '../../src/golang/order.ts';
import { wayOut } from '../../src/golang/way-out.ts';
import type { SyntaxNode } from '../../src/syntax/node.ts';
import { inPackage, marked } from '../helpers/marked.ts';

const gzip = resource('compress/gzip.Writer')!;
const pack = (body: string) =>
  inPackage(`func f(w io.Writer, data []byte, small bool) error {\n${body}\n}`, ['compress/gzip', 'errors', 'io']);

/** What becomes of the writer that `mark` is assigned: released, gone, or lost on a way that is no failure. */
async function ask(body: string): Promise<string> {
  return marked(pack(body.replace('mark(', 'gzip.NewWriter(')), gzipCall, call => {
    const fate = fateOf(call, 0, gzip);
    if (fate.leaves) return 'leaves';
    const way = wayOut(call, fate, (flow, end) => end.kind === 'exit' && !isFailure(flow, end), { unfailing: true });
    return way ? 'lost' : fate.releases.length > 0 ? 'released' : 'nothing';
  });
}

const gzipCall = (call: SyntaxNode) => call.field('function')?.text === 'gzip.NewWriter';

test.each([
  ['deferred', 'zw := mark(w)\ndefer zw.Close()\n_, err := zw.Write(data)\nreturn err', 'released'],
  ['in a deferred literal', 'zw := mark(w)\ndefer func() { zw.Close() }()\nreturn nil', 'released'],
  ['on one way only', 'zw := mark(w)\nif small {\nreturn nil\n}\nreturn zw.Close()', 'lost'],
  [
    'not where something failed',
    'zw := mark(w)\nif _, err := zw.Write(data); err != nil {\nreturn err\n}\nreturn zw.Close()',
    'released',
  ],
  [
    'not where an error is made',
    'zw := mark(w)\nif small {\nreturn errors.New("small")\n}\nreturn zw.Close()',
    'released',
  ],
  [
    'under the condition that it was made under',
    'var zw *gzip.Writer\nif small {\nzw = mark(w)\n}\nif small {\nreturn zw.Close()\n}\nreturn nil',
    'released',
  ],
  [
    'behind a nil check',
    'var zw *gzip.Writer\nif small {\nzw = mark(w)\n}\nif zw != nil {\nzw.Close()\n}\nreturn nil',
    'released',
  ],
  ['nowhere', 'zw := mark(w)\nzw.Write(data)\nreturn nil', 'lost'],
  ['in another goroutine', 'zw := mark(w)\ngo func() { zw.Close() }()\nreturn nil', 'leaves'],
  ['sent', 'c := make(chan io.Closer, 1)\nc <- mark(w)\nreturn nil', 'leaves'],
])('a writer closed %s', async (_, body, fate) => {
  expect(await ask(body)).toBe(fate);
});

/** Whether the call of `a` runs before that of `b`. */
const order = (body: string) =>
  marked(
    inPackage(`func a() {}\nfunc b() {}\nfunc f(again func() bool) {\n${body}\n}`, []),
    call => call.field('function')?.text === 'a',
    call => {
      const func = outermostFunction(call);
      const other = func.all('call_expression').find(each => each.field('function')?.text === 'b')!;
      return runsBefore(call, other, func);
    },
  );

function outermostFunction(node: SyntaxNode): SyntaxNode {
  let func = functionOf(node)!;
  for (let at = functionOf(func); at; at = functionOf(func)) func = at;
  return func;
}

test.each([
  ['in line', 'a()\nb()', true],
  ['the other way round', 'b()\na()', false],
  ['deferred calls, last to first', 'defer b()\ndefer a()', true],
  ['deferred calls in the order in which they stand', 'defer a()\ndefer b()', false],
  ['one deferred literal', 'defer func() {\na()\nb()\n}()', true],
  ['a deferred call after what runs in line', 'defer b()\na()', true],
  ['rounds of a loop', 'for again() {\nb()\na()\n}', true],
])('the order of %s', async (_, body, expected) => {
  expect(await order(body)).toBe(expected);
});
