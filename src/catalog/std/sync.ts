import { acquires, deletes, each, gives, inserts, methods, passes, releases, runs, waits, yields } from '../rows.ts';
import type { Library } from '../schema.ts';

const counts = yields('counter');

export const sync: readonly Library[] = [
  {
    paths: ['sync'],
    doc: 'https://pkg.go.dev/sync',
    types: { Map: { container: 'keeps' } },
    resources: [{ id: 'sync.Pool', noun: 'pooled object', release: [] }],
    effects: {
      ...methods('(*Map)', 'Store LoadOrStore Swap', inserts(0, 1)),
      ...methods('(*Map)', 'Delete LoadAndDelete CompareAndDelete', deletes(0)),
      '(*Map).Clear': deletes(),
      '(*Map).Range': runs('now'),
      '(*Pool).Get': acquires('sync.Pool'),
      '(*Pool).Put': releases(0, 'sync.Pool'),
      '(*Once).Do': runs('once'),
      ...each('OnceFunc OnceValue OnceValues', runs('later')),
      '(*WaitGroup).Go': runs('goroutine'),
      '(*WaitGroup).Wait': waits,
      '(*Cond).Wait': waits,
    },
  },
  {
    paths: ['sync/atomic'],
    doc: 'https://pkg.go.dev/sync/atomic',
    effects: {
      ...each('AddInt32 AddInt64 AddUint32 AddUint64 AddUintptr', counts),
      ...each('(*Int32).Add (*Int64).Add (*Uint32).Add (*Uint64).Add', counts),
    },
  },
  {
    paths: ['context'],
    doc: 'https://pkg.go.dev/context',
    effects: {
      ...each(
        'WithCancel WithCancelCause WithTimeout WithTimeoutCause WithDeadline WithDeadlineCause WithoutCancel',
        passes(0),
      ),
      WithValue: passes(0),
      'Context.Value': passes('receiver', 'part'),
      AfterFunc: runs('later', 1),
    },
  },
  {
    paths: ['golang.org/x/net/context'],
    doc: 'https://pkg.go.dev/golang.org/x/net/context',
    types: { Context: { alias: 'context.Context' } },
    effects: {
      ...each('Background TODO', gives('context.Context')),
      ...each('WithCancel WithTimeout WithDeadline', {
        ...gives('context.Context', 'context.CancelFunc'),
        ...passes(0),
      }),
      WithValue: { ...gives('context.Context'), ...passes(0) },
    },
  },
];
