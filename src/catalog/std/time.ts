import { acquires, each, methods, passes, releases, runs, yields } from '../rows.ts';
import type { Library } from '../schema.ts';

export const time: readonly Library[] = [
  {
    paths: ['time'],
    doc: 'https://pkg.go.dev/time',
    resources: [
      { id: 'time.Ticker', noun: 'ticker', release: ['Stop'], collectedSince: '1.23' },
      { id: 'time.Timer', noun: 'timer', release: ['Stop'], collectedSince: '1.23' },
      // Has no channel that could be forgotten, so the change of Go 1.23 does not cover it.
      { id: 'time.AfterFunc', noun: 'timer', release: ['Stop'] },
    ],
    effects: {
      ...each('NewTicker Tick', acquires('time.Ticker')),
      ...each('NewTimer After', acquires('time.Timer')),
      AfterFunc: { ...acquires('time.AfterFunc'), ...runs('timer', 1) },
      '(*Ticker).Stop': releases('receiver', 'time.Ticker'),
      '(*Timer).Stop': releases(),
      ...each('Now Since Until', yields('clock')),
      ...methods(
        'Time',
        'Unix UnixNano UnixMicro UnixMilli Add AddDate Sub UTC Local In Truncate Round Nanosecond',
        passes('receiver', 'part'),
      ),
      ...methods('Time', 'String Format MarshalText', passes('receiver', 'text')),
      ...methods(
        'Duration',
        'String Seconds Milliseconds Microseconds Nanoseconds Minutes Hours',
        passes('receiver', 'part'),
      ),
      ...each('Unix UnixMilli UnixMicro ParseDuration', passes(0, 'part')),
      ...each('Parse ParseInLocation', passes(1, 'part')),
    },
  },
];
