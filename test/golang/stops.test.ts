import { expect, test } from 'vitest';
import { rootsOf } from '../../src/golang/starts.ts';
import { isStoppedElsewhere } from '../../src/rule/stops.ts';
import { functionIn } from '../helpers/channels.ts';

test('a function that others defer does not stop its timer behind its own back', async () => {
  const func = await functionIn(
    'import "time"\nfunc later(g func()) { go func() { defer g() }() }\nfunc try(g func()) { defer g() }\nfunc f(done chan bool) {\n\ttry(func() {\n\t\tt := time.NewTimer(1)\n\t\tselect {\n\t\tcase <-done:\n\t\t\tif !t.Stop() {\n\t\t\t\t<-t.C\n\t\t\t}\n\t\tcase <-t.C:\n\t\t}\n\t})\n}\nfunc g() { go f(nil) }\nfunc h() { f(nil) }',
  );
  const [wait] = func.all('func_literal');
  const stop = func.all('call_expression').find(call => call.text === 't.Stop()')!;
  expect(rootsOf(wait!).some(root => isStoppedElsewhere(stop, wait!, root))).toBe(false);
});
