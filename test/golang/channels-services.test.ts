import { expect, test } from 'vitest';
import { strandedBy } from '../../src/golang/channels/index.ts';
import { functionIn } from '../helpers/channels.ts';

const head = 'import (\n\t"context"\n\t"time"\n)\n\nvar _ = time.Now\nfunc job() error { return nil }\n';
const starting = (
  work: string,
  run = 'if err := work(ctx); err != nil {\n\t\t\tc <- err\n\t\t}',
  left = '<-ctx.Done()',
) =>
  `${head}${work}\nfunc f(ctx context.Context) error {\n\tc := make(chan error)\n\tgo func() {\n\t\t${run}\n\t}()\n\tselect {\n\tcase err := <-c:\n\t\treturn err\n\tcase ${left}:\n\t\treturn nil\n\t}\n}`;

const waits = 'func work(ctx context.Context) error {\n\t<-ctx.Done()\n\treturn nil\n}';
const loops = (end: string) =>
  `func work(ctx context.Context) error {\n\tfor {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\t${end}\n\t\tcase <-time.After(1):\n\t\t\tif err := job(); err != nil {\n\t\t\t\treturn err\n\t\t\t}\n\t\t}\n\t}\n}`;

test.each([
  ['waits for the end of its context', starting(waits), true],
  ['works until its context ends', starting(loops('return nil')), true],
  ['tells of the end itself', starting(loops('return ctx.Err()')), false],
  [
    'may also be done before',
    starting(
      'func work(ctx context.Context) error {\n\tif ctx == nil {\n\t\treturn nil\n\t}\n\t<-ctx.Done()\n\treturn nil\n}',
    ),
    false,
  ],
  ['is told of in any case', starting(waits, 'c <- work(ctx)'), false],
  ['is not what the send is about', starting(waits, 'c <- job()'), false],
  ['goes on when its receiver leaves', starting(waits, undefined, '<-time.After(1)'), false],
  ['has another context', starting(waits, undefined, '<-context.TODO().Done()'), false],
  [
    'is one of several kinds',
    starting(
      `type worker interface{ work(ctx context.Context) error }\ntype a struct{}\ntype b struct{}\nfunc (a) ${waits.slice(5)}\nfunc (b) ${waits.slice(5)}\nvar w worker`,
      'if err := w.work(ctx); err != nil {\n\t\t\tc <- err\n\t\t}',
    ),
    true,
  ],
])('work that %s', async (_, source, expected) => {
  expect(strandedBy(await functionIn(source)).map(each => each.afterFailedService)).toEqual([expected]);
});
