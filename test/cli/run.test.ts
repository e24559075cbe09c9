import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { Tool } from '../../src/cli/tool.ts';
import { InternalError } from '../../src/engine/compile.ts';
import { formats } from '../../src/report/reporters.ts';
import { recorder, smallTool } from '../helpers/tool.ts';
import { tree } from '../helpers/tree.ts';

const FILES = {
  'go.mod': 'module example.com/shop\ngo 1.22\n',
  'a.go': 'package p\n// FIND unbounded-read error high\n// FIND unbounded-read warning medium\n',
  'b/b.go': 'package p\n// FIND growing-map note high\n// FIND growing-map warning low\n',
  'a_test.go': 'package p\n// FIND unbounded-read error high\n',
};

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function goleak(
  argv: readonly string[],
  more: { files?: Record<string, string>; tool?: Partial<Tool>; isTTY?: boolean; stdin?: string; cwd?: string } = {},
): Promise<Outcome> {
  const root = tree(more.files ?? FILES);
  const terminal = recorder(join(root, more.cwd ?? ''), more);
  const code = await run(argv, smallTool(more.tool), terminal);
  return { code, out: terminal.out(), err: terminal.err().replaceAll(root, '') };
}

describe('exit codes', () => {
  test.each<[string[], number]>([
    [[], 1],
    [['./...'], 1],
    [['run'], 1],
    [['run', './...'], 1],
    [['--quiet', 'run', './...'], 1],
    [['./b'], 0],
    [['--severity', 'note', './b'], 1],
    [['--fail-on', 'never'], 0],
    [['--fail-on', 'error'], 1],
    [['--fail-on', 'error', './b', '--severity', 'note'], 0],
    [['--fail-on', 'warning', './b', '--severity', 'note', '--confidence', 'low'], 1],
    [['a_test.go'], 0],
    [['--help'], 0],
    [['help'], 0],
    [['help', 'explain'], 0],
    [['--version'], 0],
    [['rules'], 0],
    [['explain', 'growing-map'], 0],
  ])('%j gives %i', async (argv, code) => {
    expect((await goleak(argv)).code).toBe(code);
  });

  test.each<[string[], string]>([
    [['nowhere'], 'nowhere: no such file or folder'],
    [
      ['--severity', 'fatal'],
      "option '--severity <level>' argument 'fatal' is invalid. Allowed choices are error, warning, note; see goleak-lint --help",
    ],
    [['--sverity', 'note'], "unknown option '--sverity' (Did you mean --severity?); see goleak-lint --help"],
    [
      ['--format', 'xml'],
      "option '--format <name[:file]>' argument 'xml' is invalid. Formats are pretty, text, json, github, gitlab, checkstyle, junit, rdjson, sarif; see goleak-lint --help",
    ],
    [
      ['--format', 'sarif:'],
      "option '--format <name[:file]>' argument 'sarif:' is invalid. There is no file name behind the colon; see goleak-lint --help",
    ],
    [
      ['--format', 'json', '--format', 'text'],
      'only one format can go to standard output; give the others a file: --format sarif:out.sarif',
    ],
    [['--only', 'growing-mop'], 'there is no rule growing-mop; did you mean growing-map?'],
    [['-D', 'goroutines'], 'there is no rule goroutines; goleak-lint rules lists them'],
    [
      ['-E', 'a,'],
      "option '-E, --enable <rules>' argument 'a,' is invalid. Name rules, separated by commas; see goleak-lint --help",
    ],
    [['-E', 'growing-map', '-D', 'growing-map'], 'growing-map is switched on and off at once'],
    [['-D', 'growing-map,unbounded-read,body-dump,unused-ignore,unexplained-ignore'], 'all rules are switched off'],
    [['-j', '0'], "option '-j, --jobs <count>' argument '0' is invalid. It is a number from 1; see goleak-lint --help"],
    [['explain'], "missing required argument 'rule'; see goleak-lint --help"],
    [['explain', 'growing'], 'there is no rule growing; goleak-lint rules lists them'],
    ...['0/2', '3/2', '2', '1/x', '1/0'].map((shard): [string[], string] => [
      ['--shard', shard],
      `option '--shard <i/n>' argument '${shard}' is invalid. It is a part of a whole, such as 2/8; see goleak-lint --help`,
    ]),
    [
      ['--shard', '1/2', '--baseline', 'known.json', '--write-baseline'],
      '--write-baseline is about all findings: leave --shard out',
    ],
    [['-'], '- needs --stdin-filename, the path that the text belongs to'],
    [['-', 'a.go', '--stdin-filename', 'a.go'], '- stands for standard input and goes alone'],
    [['--stdin-filename', 'a.go'], '--stdin-filename goes with -, which reads standard input'],
    [
      ['--format', 'json:go.mod/x.json'],
      "go.mod/x.json: can't be written: EEXIST: file already exists, mkdir '/go.mod'",
    ],
  ])('%j is a mistake of the user’s: one clean line', async (argv, message) => {
    expect(await goleak(argv)).toEqual({ code: 2, out: '', err: `goleak-lint: ${message}\n` });
  });

  test('a folder without Go', async () => {
    const { code, err } = await goleak([], { files: { 'readme.md': '' } });
    expect({ code, err }).toEqual({ code: 2, err: 'goleak-lint: ./...: no Go files below this folder\n' });
  });

  test('our own fault names the file', async () => {
    const fault = new InternalError('while linting cart/a\u001b.go: Error: boom\n    at somewhere');
    const { code, out, err } = await goleak([], { tool: { lint: () => Promise.reject(fault) } });
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toBe(
      'goleak-lint: internal error while linting cart/a\\u{1b}.go: Error: boom\n    at somewhere\nThis is a fault of goleak-lint: please report it.\n',
    );
  });
});

describe('what is shown', () => {
  test('text, where it is no terminal', async () => {
    expect((await goleak([])).out).toBe(
      [
        'a.go:2:1: error: found at 2 (unbounded-read)',
        '\ta.go:1:1: begins here',
        'a.go:3:1: found at 3 (unbounded-read)',
        '\ta.go:1:1: begins here',
        '2 findings (1 error, 1 warning) in 2 files',
        '1 note and 1 finding of low confidence not shown; 1 test file not linted',
        '',
      ].join('\n'),
    );
  });

  test('pretty, on a terminal', async () => {
    const { out } = await goleak([], { isTTY: true });
    expect(stripVTControlCharacters(out)).toMatch(/✖\s+2:1\s+found at 2\s+unbounded-read/);
  });

  test('paths are relative to where we stand', async () => {
    const { out } = await goleak(['..', '--quiet'], { cwd: 'b' });
    expect(out.split('\n')[0]).toBe('../a.go:2:1: error: found at 2 (unbounded-read)');
  });

  test.each<[string[], number[]]>([
    [
      ['--severity', 'note'],
      [2, 3, 2],
    ],
    [['--severity', 'error'], [2]],
    [
      ['--confidence', 'low'],
      [2, 3, 3],
    ],
    [['--confidence', 'high'], [2]],
    [['--only', 'growing-map'], [2]],
    [['--only', 'growing-map', '--severity', 'warning'], []],
    [
      ['--only', 'growing-map', '--confidence', 'low'],
      [2, 3],
    ],
    [
      ['-E', 'growing-map'],
      [2, 3, 2],
    ],
    [
      ['--enable', 'growing-map', '--enable', 'unbounded-read'],
      [2, 3, 2],
    ],
    [
      ['--only', 'growing-map,unbounded-read'],
      [2, 3, 2],
    ],
    [
      ['--only', 'growing-map', '-E', 'unbounded-read'],
      [2, 3, 2],
    ],
    [['-D', 'unbounded-read'], []],
    [['--tests'], [2, 3, 2]],
  ])('%j shows findings at lines %j', async (argv, lines) => {
    const { out } = await goleak([...argv, '--format', 'json']);
    expect(
      JSON.parse(out).findings.map((one: { location: { start: { line: number } } }) => one.location.start.line),
    ).toEqual(lines);
  });

  test('--only does not swallow what follows', async () => {
    expect((await goleak(['--only', 'growing-map', './b'])).code).toBe(1);
  });

  test('a more specific rule at the same place speaks alone, unless it is off', async () => {
    const files = { 'go.mod': '', 'a.go': '// FIND body-dump warning high FIND\n' };
    const both = (request: Parameters<Tool['lint']>[0]) =>
      smallTool()
        .lint(request)
        .then(linted => ({
          ...linted,
          findings: request.rules.flatMap(({ id }) => linted.findings.map(one => ({ ...one, rule: id }))),
        }));
    const rules = async (argv: string[]) => {
      const { out } = await goleak([...argv, '--format', 'json'], { files, tool: { lint: both } });
      return JSON.parse(out).findings.map((one: { rule: string }) => one.rule);
    };
    expect(await rules([])).toEqual(['body-dump', 'growing-map']);
  });

  test('ignore comments, and what is wrong with them', async () => {
    const files = {
      'go.mod': '',
      'a.go': [
        'package p',
        '//goleak:ignore unbounded-read -- judged',
        '// FIND unbounded-read error high',
        '//goleak:ignore unbounded-read',
        '// FIND unbounded-read error high',
        '//goleak:ignore growing-map -- nothing here',
        '//nolint',
      ].join('\n'),
    };
    const { out } = await goleak([], { files });
    expect(out.split('\n').slice(0, 2)).toEqual([
      'a.go:4:1: this ignore does not say why; write `//goleak:ignore unbounded-read -- why it is safe here` (unexplained-ignore)',
      'a.go:6:1: this ignores nothing, growing-map reports nothing here; remove it (unused-ignore)',
    ]);
    expect((await goleak(['--only', 'unbounded-read'], { files })).out).toBe(
      '2 findings that comments ignore not shown\n',
    );
  });

  test.each(formats)('two runs give the same bytes: %s', async format => {
    const root = tree(FILES);
    const once = async () => {
      const terminal = recorder(root);
      await run(['--format', format], smallTool(), terminal);
      return terminal.out();
    };
    expect(await once()).toBe(await once());
  });
});

describe('where it goes', () => {
  test('with files only, standard output stays empty', async () => {
    const root = tree(FILES);
    const terminal = recorder(root);
    const code = await run(['--format', 'sarif:out/x.sarif', '--format=text:out/x.txt'], smallTool(), terminal);
    expect({ code, out: terminal.out(), err: terminal.err() }).toEqual({ code: 1, out: '', err: '' });
    expect(JSON.parse(readFileSync(join(root, 'out/x.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(join(root, 'out/x.txt'), 'utf8')).toContain('a.go:2:1: error');
  });

  test('one format to the screen, others to files', async () => {
    const root = tree(FILES);
    const terminal = recorder(root);
    await run(['--format', 'text', '--format', 'json:x.json'], smallTool(), terminal);
    expect(terminal.out()).toContain('a.go:2:1');
    expect(existsSync(join(root, 'x.json'))).toBe(true);
  });

  test('colour: asked for, refused, and by NO_COLOR', async () => {
    const plain = async (argv: string[], isTTY: boolean, env = {}) => {
      const terminal = { ...recorder(tree(FILES), { isTTY }), env };
      await run(['--format', 'pretty', ...argv], smallTool(), terminal);
      return terminal.out() === stripVTControlCharacters(terminal.out());
    };
    expect(await plain([], false)).toBe(true);
    expect(await plain(['--color'], false)).toBe(false);
    expect(await plain([], true)).toBe(false);
    expect(await plain(['--no-color'], true)).toBe(true);
    expect(await plain([], true, { NO_COLOR: '1' })).toBe(true);
    expect(await plain([], true, { CI: 'true' })).toBe(true);
    expect(await plain([], true, { TERM: 'dumb' })).toBe(true);
  });

  test('files that were not understood: a warning, a notice, a notification, and no change of the exit code', async () => {
    const files = { 'go.mod': '', 'a.go': 'package p\nBROKEN\n' };
    const json = await goleak(['--format', 'json'], { files });
    expect(json).toMatchObject({ code: 0, err: 'goleak-lint: warning: a.go:2: is broken\n' });
    expect(JSON.parse(json.out).notices).toEqual([{ path: 'a.go', line: 2, message: 'is broken' }]);
    const sarif = JSON.parse((await goleak(['--format', 'sarif'], { files })).out);
    expect(sarif.runs[0].invocations[0].toolExecutionNotifications).toHaveLength(1);
  });

  test('only files that are left out: one line says which and how to get them', async () => {
    const { code, out, err } = await goleak(['a_test.go', 'go.mod'], { isTTY: false });
    expect(code).toBe(0);
    expect(out).toBe('');
    expect(err).toBe('goleak-lint: nothing to lint, left out: 1 test file (--tests) and 1 file that is not Go\n');
  });

  test('--quiet leaves the findings alone', async () => {
    const files = { 'go.mod': '', 'a.go': 'package p\n// FIND unbounded-read error high\nBROKEN\n', 'a_test.go': '' };
    expect(await goleak(['--quiet'], { files })).toEqual({
      code: 1,
      out: 'a.go:2:1: error: found at 2 (unbounded-read)\n\ta.go:1:1: begins here\n',
      err: '',
    });
  });

  test('--timing goes to standard error', async () => {
    const { err } = await goleak(['--timing']);
    expect(err).toMatch(/^parse +1\.5 ms$/m);
    expect(err).toMatch(/^total +\d+\.\d ms$/m);
  });

  test('standard input stands for a file', async () => {
    const stdin = 'package p\n// FIND unbounded-read error high\n';
    const { code, out } = await goleak(['-', '--stdin-filename', 'b/new.go', '--quiet'], { stdin });
    expect({ code, out }).toEqual({
      code: 1,
      out: 'b/new.go:2:1: error: found at 2 (unbounded-read)\n\tb/new.go:1:1: begins here\n',
    });
  });
});

describe('words', () => {
  test('help', async () => {
    const { out } = await goleak(['--help']);
    expect(out).toMatchSnapshot();
    expect((await goleak(['run', '--help'])).out).toBe(out);
    expect((await goleak(['help'])).out).toBe(out);
  });

  test('version', async () => {
    expect((await goleak(['--version'])).out).toBe('0.1.0\n');
  });

  test('rules', async () => {
    const { out } = await goleak(['rules']);
    expect(out.split('\n').map(line => line.split(' ')[0])).toEqual([
      'body-dump',
      'growing-map',
      'unbounded-read',
      'unexplained-ignore',
      'unused-ignore',
      '',
    ]);
    expect(JSON.parse((await goleak(['rules', '--json'])).out)).toHaveLength(5);
  });

  test('explain', async () => {
    expect((await goleak(['explain', 'unused-ignore'])).out).toBe('# unused-ignore\n\nMore.\n');
  });
});
