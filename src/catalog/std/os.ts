import { each, fills, names, never, passes, pours, runs, slurps, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const file: Effects = { ...yields('file'), ...names(0) };
const setting = yields('environment');
const output: Effects = slurps('receiver', 'result', { source: 'process', noun: 'output' });

export const os: readonly Library[] = [
  {
    paths: ['os'],
    doc: 'https://pkg.go.dev/os',
    types: { File: { source: 'file' } },
    values: {
      Stdin: { type: '*os.File', source: 'stdin' },
      Args: { type: '[]string', source: 'environment' },
    },
    effects: {
      ...each('Open OpenFile Create', file),
      ...each('CreateTemp NewFile', yields('file')),
      ReadFile: { ...slurps(0, 'result', { source: 'file' }), ...names(0) },
      ...each('(*Root).Open (*Root).OpenFile (*Root).Create', file),
      '(*Root).ReadFile': { ...slurps(0, 'result', { source: 'file' }), ...names(0) },
      '(*File).Read': pours('receiver', 0, 'part'),
      '(*File).WriteTo': slurps('receiver', 0),
      ...each('Getenv LookupEnv Environ ExpandEnv Hostname UserHomeDir Getwd TempDir Executable', setting),
      Pipe: yields('process'),
      Exit: never,
    },
  },
  {
    paths: ['os/exec'],
    doc: 'https://pkg.go.dev/os/exec',
    types: {
      Cmd: { fields: { Stdout: { feeds: 'process' }, Stderr: { feeds: 'process' } } },
    },
    effects: {
      Command: names(0),
      CommandContext: names(1),
      ...each('(*Cmd).Output (*Cmd).CombinedOutput', output),
      ...each('(*Cmd).StdoutPipe (*Cmd).StderrPipe', yields('process')),
      '(*Cmd).Wait': { blocks: 'until-done' },
      '(*Cmd).Run': { blocks: 'until-done' },
    },
  },
  {
    paths: ['os/signal'],
    doc: 'https://pkg.go.dev/os/signal',
    effects: {
      Notify: { retains: [0] },
      NotifyContext: passes(0),
    },
  },
  {
    paths: ['flag'],
    doc: 'https://pkg.go.dev/flag',
    effects: {
      ...each('String Int Int64 Uint Uint64 Bool Float64 Duration Arg Args', setting),
      ...each(
        '(*FlagSet).String (*FlagSet).Int (*FlagSet).Int64 (*FlagSet).Bool (*FlagSet).Duration (*FlagSet).Arg (*FlagSet).Args',
        setting,
      ),
      ...each('StringVar IntVar Int64Var UintVar Uint64Var BoolVar Float64Var DurationVar', fills('environment', 0)),
    },
  },
  {
    paths: ['runtime'],
    doc: 'https://pkg.go.dev/runtime',
    effects: {
      Goexit: never,
      ...each('NumCPU GOMAXPROCS', setting),
      ...each('SetFinalizer AddCleanup', runs('later', 1)),
    },
  },
  {
    paths: ['runtime/debug'],
    doc: 'https://pkg.go.dev/runtime/debug',
    effects: {},
  },
  {
    paths: ['log'],
    doc: 'https://pkg.go.dev/log',
    effects: {
      ...each('Fatal Fatalf Fatalln Panic Panicf Panicln', never),
      ...each('(*Logger).Fatal (*Logger).Fatalf (*Logger).Fatalln', never),
      ...each('(*Logger).Panic (*Logger).Panicf (*Logger).Panicln', never),
    },
  },
  {
    paths: ['testing'],
    doc: 'https://pkg.go.dev/testing',
    types: {
      ...each('T B F', { kind: 'struct' as const, embeds: ['testing.common'] }),
      TB: { kind: 'interface', embeds: ['testing.common'] },
      common: { kind: 'other' },
    },
    effects: {
      ...each('common.Fatal common.Fatalf common.FailNow common.Skip common.Skipf common.SkipNow', never),
      'common.Cleanup': runs('later'),
      '(*T).Run': { results: ['bool'], ...runs('now', 1) },
      '(*B).Run': { results: ['bool'], ...runs('now', 1) },
    },
  },
];
