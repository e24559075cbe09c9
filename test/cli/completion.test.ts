import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { programFor, SHELLS } from '../../src/cli/args.ts';
import { run } from '../../src/cli/run.ts';
import { recorder, smallTool } from '../helpers/tool.ts';
import { tree } from '../helpers/tree.ts';

const FILES = { 'go.mod': 'module example.com/shop\n', 'cart.go': 'package p\n', 'known.json': '{}' };

async function scriptFor(shell: string): Promise<string> {
  const terminal = recorder(process.cwd());
  expect(await run(['completion', shell], smallTool(), terminal)).toBe(0);
  return terminal.out();
}

/** What bash itself offers when Tab is pressed behind these words, the last of which may be a beginning. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const press = `
    COMP_WORDS=(goleak-lint "$@")
    COMP_CWORD=$#
    _goleak_lint
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const script = `${await scriptFor('bash')}${press}`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], {
    cwd: tree(FILES),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(word => word !== '');
}

describe('bash completes', () => {
  test('options, every one of them', async () => {
    const program = programFor('0.1.0');
    const long = program
      .createHelp()
      .visibleOptions(program)
      .map(option => option.long!);
    expect(await offered('--')).toEqual(expect.arrayContaining(long));
    expect(await offered('./...', '--sev')).toEqual(['--severity']);
  });

  test('what an option takes, spelled either way', async () => {
    expect(await offered('--severity', '')).toEqual(['error', 'warning', 'note']);
    expect(await offered('--severity', '=', 'w')).toEqual(['warning']);
    expect(await offered('--fail-on', '=')).toContain('never');
    expect(await offered('--format', 'sa')).toEqual(['sarif']);
  });

  test('rules, one after the other', async () => {
    expect(await offered('--only', 'unb')).toEqual(['unbounded-read']);
    expect(await offered('-D', 'body-dump,unb')).toEqual(['body-dump,unbounded-read']);
    expect(await offered('explain', 'gr')).toEqual(['growing-map']);
  });

  test('commands, and what they take', async () => {
    expect(await offered('exp')).toEqual(['explain']);
    expect(await offered('cache', '')).toEqual(['status', 'clean']);
    expect(await offered('completion', '')).toEqual([...SHELLS]);
  });

  test('files', async () => {
    expect(await offered('ca')).toEqual(['cart.go', 'cache']);
    expect(await offered('--baseline', 'kn')).toEqual(['known.json']);
  });
});

test.each(SHELLS)('%s can read its script, where it is here', async shell => {
  const flag = shell === 'fish' ? '--no-execute' : '-n';
  const { error, status, stderr } = spawnSync(shell, [flag], { input: await scriptFor(shell), encoding: 'utf8' });
  if (error === undefined) expect([status, stderr]).toEqual([0, '']);
});

test('another shell is refused', async () => {
  const terminal = recorder(process.cwd());
  expect(await run(['completion', 'tcsh'], smallTool(), terminal)).toBe(2);
  expect(terminal.err()).toContain('bash, zsh, fish');
});
