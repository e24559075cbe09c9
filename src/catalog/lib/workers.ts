/** Who runs functions for others, and who limits how many: groups, pools, schedules; and loggers that end the process. */
import { each, gives, methods, never, runs, waits } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const starts = runs('goroutine');
const scheduled = runs('schedule', 1);
const limits: Effects = { throttles: 'limit' };
const conc = 'github.com/sourcegraph/conc';

const groups: readonly Library[] = [
  {
    paths: ['golang.org/x/sync/errgroup'],
    doc: 'https://pkg.go.dev/golang.org/x/sync/errgroup',
    effects: {
      ...methods('(*Group)', 'Go TryGo', starts),
      '(*Group).SetLimit': limits,
      '(*Group).Wait': waits,
    },
  },
  {
    paths: ['golang.org/x/sync/semaphore'],
    doc: 'https://pkg.go.dev/golang.org/x/sync/semaphore',
    effects: {
      ...methods('(*Weighted)', 'Acquire TryAcquire', { throttles: 'acquire' as const }),
      '(*Weighted).Release': { throttles: 'release' },
    },
  },
  {
    paths: ['golang.org/x/sync/singleflight'],
    doc: 'https://pkg.go.dev/golang.org/x/sync/singleflight',
    effects: { '(*Group).Do': runs('now', 1), '(*Group).DoChan': runs('goroutine', 1) },
  },
  {
    paths: [conc],
    doc: `https://${conc}`,
    effects: { '(*WaitGroup).Go': starts, '(*WaitGroup).Wait': waits },
  },
  {
    paths: [`${conc}/pool`],
    doc: `https://${conc}`,
    effects: {
      ...each('(*Pool).Go (*ErrorPool).Go (*ContextPool).Go', starts),
      ...each('(*ResultPool).Go (*ResultErrorPool).Go (*ResultContextPool).Go', starts),
      ...each('(*Pool).Wait (*ErrorPool).Wait (*ContextPool).Wait', waits),
      ...each('(*ResultPool).Wait (*ResultErrorPool).Wait (*ResultContextPool).Wait', waits),
      ...each('(*Pool).WithMaxGoroutines (*ErrorPool).WithMaxGoroutines (*ContextPool).WithMaxGoroutines', limits),
      ...each(
        '(*ResultPool).WithMaxGoroutines (*ResultErrorPool).WithMaxGoroutines (*ResultContextPool).WithMaxGoroutines',
        limits,
      ),
    },
  },
  {
    paths: ['github.com/panjf2000/ants/v2', 'github.com/panjf2000/ants'],
    name: 'ants',
    doc: 'https://github.com/panjf2000/ants: Submit waits for a free worker',
    effects: {
      ...each('Submit (*Pool).Submit (*MultiPool).Submit', { ...starts, throttles: 'acquire' as const }),
      NewPool: limits,
      NewPoolWithFunc: { ...limits, ...runs('goroutine', 1) },
      '(*PoolWithFunc).Invoke': { throttles: 'acquire' },
    },
  },
  {
    paths: ['github.com/Jeffail/tunny'],
    doc: 'https://github.com/Jeffail/tunny',
    types: { Pool: { kind: 'struct' } },
    effects: {
      NewFunc: { ...gives('*github.com/Jeffail/tunny.Pool'), ...limits, ...runs('goroutine', 1) },
      '(*Pool).Process': { ...gives('any'), throttles: 'acquire' },
      '(*Pool).Close': gives(),
    },
  },
  ...['github.com/robfig/cron/v3', 'github.com/robfig/cron'].map(
    (path): Library => ({
      paths: [path],
      name: 'cron',
      doc: 'https://github.com/robfig/cron',
      effects: {
        '(*Cron).AddFunc': scheduled,
        ...methods('(*Cron)', 'AddJob Schedule', { runs: [{ param: 1, how: 'schedule' as const, method: 'Run' }] }),
        '(*Cron).Run': waits,
      },
    }),
  ),
  {
    paths: ['golang.org/x/sys/windows/svc', 'golang.org/x/sys/windows/svc/debug'],
    doc: 'https://pkg.go.dev/golang.org/x/sys/windows/svc',
    effects: { Run: { runs: [{ param: 1, how: 'now' as const, method: 'Execute' }] } },
  },
  {
    paths: ['github.com/go-co-op/gocron/v2'],
    doc: 'https://github.com/go-co-op/gocron',
    effects: { NewTask: runs('schedule') },
  },
  {
    paths: ['k8s.io/apimachinery/pkg/util/wait'],
    doc: 'https://pkg.go.dev/k8s.io/apimachinery/pkg/util/wait',
    effects: {
      ...each('Until JitterUntil NonSlidingUntil', { ...gives(), ...runs('now'), repeats: 0, ...waits }),
      ...each('UntilWithContext JitterUntilWithContext', { ...gives(), ...runs('now', 1), repeats: 1, ...waits }),
      Forever: { ...gives(), ...runs('now'), repeats: 0, blocks: 'forever' },
    },
  },
  {
    paths: ['github.com/bytedance/gopkg/util/gopool'],
    doc: 'https://pkg.go.dev/github.com/bytedance/gopkg/util/gopool',
    effects: { Go: { ...gives(), ...starts }, CtxGo: { ...gives(), ...runs('goroutine', 1) } },
  },
  {
    paths: ['github.com/oklog/run'],
    doc: 'https://pkg.go.dev/github.com/oklog/run',
    types: { Group: { kind: 'struct' } },
    effects: {
      '(*Group).Add': {
        ...gives(),
        lasts: true,
        runs: [
          { param: 0, how: 'goroutine' },
          { param: 1, how: 'later' },
        ],
      },
      '(*Group).Run': { ...gives('error'), ...waits },
    },
  },
  {
    paths: ['gopkg.in/tomb.v2'],
    name: 'tomb',
    doc: 'https://pkg.go.dev/gopkg.in/tomb.v2',
    types: { Tomb: { kind: 'struct' } },
    effects: {
      '(*Tomb).Go': { ...gives(), ...starts },
      '(*Tomb).Dying': gives('<-chan struct{}'),
      '(*Tomb).Dead': gives('<-chan struct{}'),
      '(*Tomb).Wait': { ...gives('error'), ...waits },
    },
  },
  {
    paths: ['github.com/gammazero/workerpool'],
    doc: 'https://pkg.go.dev/github.com/gammazero/workerpool',
    types: { WorkerPool: { kind: 'struct' } },
    effects: {
      New: { ...gives('*github.com/gammazero/workerpool.WorkerPool'), ...limits },
      ...each('(*WorkerPool).Submit (*WorkerPool).SubmitWait', { ...gives(), ...starts }),
    },
  },
  {
    paths: ['github.com/cenkalti/backoff/v4', 'github.com/cenkalti/backoff', 'github.com/cenkalti/backoff/v3'],
    doc: 'https://github.com/cenkalti/backoff',
    effects: each('Retry RetryNotify', { ...runs('now'), repeats: 0 }),
  },
];

const retries: readonly Library[] = [
  {
    paths: ['github.com/avast/retry-go/v4', 'github.com/avast/retry-go', 'github.com/avast/retry-go/v3'],
    name: 'retry',
    doc: 'https://github.com/avast/retry-go',
    effects: { Do: { ...gives('error'), ...runs('now'), repeats: 0 } },
  },
];

const fatal = 'Fatal Fatalf Fatalln Panic Panicf Panicln';
const exits: Effects = { ...gives(), ...never };

const loggers: readonly Library[] = [
  {
    paths: ['github.com/sirupsen/logrus', 'github.com/Sirupsen/logrus'],
    doc: 'https://github.com/sirupsen/logrus',
    effects: {
      ...each(`${fatal} Exit`, never),
      ...methods('(*Logger)', `${fatal} Exit`, never),
      ...methods('(*Entry)', fatal, never),
    },
  },
  {
    paths: ['go.uber.org/zap'],
    doc: 'https://pkg.go.dev/go.uber.org/zap',
    effects: {
      ...methods('(*Logger)', 'Fatal Panic', never),
      ...methods('(*SugaredLogger)', 'Fatal Fatalf Fatalw Fatalln Panic Panicf Panicw Panicln', never),
    },
  },
  ...['k8s.io/klog/v2', 'k8s.io/klog', 'github.com/golang/glog'].map(
    (path): Library => ({
      paths: [path],
      doc: `https://pkg.go.dev/${path}`,
      effects: each('Fatal Fatalf Fatalln Exit Exitf Exitln', exits),
    }),
  ),
];

const command = { runs: 'once' as const };
// No shape of these packages is at hand, so that the field's type has to be told.
const action = { type: 'any', ...command };

/** Programs that are one command each run: what they hand to these runs once. */
const commands: readonly Library[] = [
  {
    paths: ['github.com/spf13/cobra'],
    doc: 'https://pkg.go.dev/github.com/spf13/cobra',
    types: {
      Command: {
        fields: each(
          'PersistentPreRun PersistentPreRunE PreRun PreRunE Run RunE PostRun PostRunE PersistentPostRun PersistentPostRunE',
          command,
        ),
      },
    },
    effects: each('OnInitialize OnFinalize', runs('once')),
  },
  ...[
    'github.com/urfave/cli/v2',
    'github.com/urfave/cli',
    'github.com/urfave/cli/v3',
    'github.com/codegangsta/cli',
  ].map(
    (path): Library => ({
      paths: [path],
      doc: `https://pkg.go.dev/${path}`,
      types: {
        App: { kind: 'struct' as const, fields: each('Before After Action', action) },
        Command: { kind: 'struct' as const, fields: each('Before After Action', action) },
      },
      effects: {},
    }),
  ),
  ...['github.com/alecthomas/kingpin/v2', 'github.com/alecthomas/kingpin', 'gopkg.in/alecthomas/kingpin.v2'].map(
    (path): Library => ({
      paths: [path],
      doc: `https://pkg.go.dev/${path}`,
      types: { Application: { kind: 'struct' as const }, CmdClause: { kind: 'struct' as const } },
      effects: {
        '(*Application).Command': { results: [`*${path}.CmdClause`] },
        '(*CmdClause).Command': { results: [`*${path}.CmdClause`] },
        ...methods('(*Application)', 'Action PreAction', runs('once')),
        ...methods('(*CmdClause)', 'Action PreAction', runs('once')),
      },
    }),
  ),
  ...['github.com/hashicorp/cli', 'github.com/mitchellh/cli'].map(
    (path): Library => ({
      paths: [path],
      doc: `https://pkg.go.dev/${path}`,
      types: {
        Command: {
          kind: 'interface' as const,
          asks: { methods: ['Help', 'Run', 'Synopsis'], runs: { Run: 'once' as const } },
        },
      },
      effects: {},
    }),
  ),
  {
    paths: ['github.com/google/subcommands'],
    doc: 'https://pkg.go.dev/github.com/google/subcommands',
    types: {
      Command: {
        kind: 'interface',
        asks: { methods: ['Name', 'Synopsis', 'Usage', 'SetFlags', 'Execute'], runs: { Execute: 'once' } },
      },
    },
    effects: {},
  },
  {
    paths: ['go.uber.org/fx'],
    doc: 'https://pkg.go.dev/go.uber.org/fx',
    types: { Hook: { kind: 'struct', fields: each('OnStart OnStop', action) } },
    effects: each('Provide Invoke', runs('once', 0, 1, 2, 3, 4, 5, 6, 7)),
  },
];

export const workers: readonly Library[] = [...groups, ...retries, ...loggers, ...commands];
