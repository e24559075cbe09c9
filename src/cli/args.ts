import { availableParallelism } from 'node:os';
import { posix } from 'node:path';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CONFIDENCES, SEVERITIES } from '../findings/select.ts';
import { slashed } from '../project/paths.ts';
import type { Shard } from '../project/shard.ts';
import type { Since } from '../project/states.ts';
import { UserError } from '../project/user-error.ts';
import { type Format, formats } from '../report/reporters.ts';
import type { Confidence, Severity } from '../rule/finding.ts';
import type { Merge } from './merge-command.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What the user asked for. */
export type Order =
  | { readonly command: 'lint'; readonly settings: Settings }
  | { readonly command: 'rules'; readonly json: boolean }
  | { readonly command: 'explain'; readonly rule: string }
  | { readonly command: 'cache'; readonly action: 'status' | 'clean' }
  | { readonly command: 'why'; readonly place: Place; readonly settings: Settings }
  | { readonly command: 'merge'; readonly merge: Merge }
  | { readonly command: 'completion'; readonly shell: Shell }
  | { readonly command: 'init' }
  | { readonly command: 'print'; readonly text: string };

export interface Settings {
  /** Empty means `./...`. */
  readonly patterns: readonly string[];
  readonly stdinFilename?: string;
  /** Empty: the terminal decides. */
  readonly format: readonly Output[];
  /** Absent: warning, and rules asked for by name at every severity. */
  readonly severity?: Severity;
  readonly confidence: Confidence;
  /** Absent: whatever is shown. */
  readonly failOn?: Severity | 'never';
  readonly only: readonly string[];
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  readonly tests: boolean;
  readonly generated: boolean;
  readonly gitignore: boolean;
  /** Show only what was not there before; at most one of the three. */
  readonly newFromRev?: string;
  readonly newFromMergeBase?: string;
  readonly staged: boolean;
  /** Accepted findings: a file. */
  readonly baseline?: string;
  readonly writeBaseline: boolean;
  readonly pruneBaseline: boolean;
  /** A file that counts for all, or false: none counts. Absent: the nearest .goleak-lint.yaml. */
  readonly config?: string | false;
  /** A folder that the paths of the report are put below; '' for none. */
  readonly pathPrefix: string;
  readonly sarifLimit: number;
  /** Absent: the tool's name and the prefix. */
  readonly sarifCategory?: string;
  /** Absent: everything that is named is linted. */
  readonly shard?: Shard;
  readonly jobs: number;
  readonly cache: boolean;
  readonly quiet: boolean;
  readonly timing: boolean;
  /** Absent: the terminal decides. */
  readonly color?: boolean;
}

/** A line of a file. */
export interface Place {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface Output {
  readonly format: Format;
  /** Absent: standard output. */
  readonly file?: string;
}

/** What GitHub takes of one log. */
export const SARIF_LIMIT = 25_000;

/** Columns: fits every terminal, and is the same in every pipe. */
const HELP_WIDTH = 80;

/** Reads the words behind the program's name. Throws `UserError`. */
export function parseArgs(argv: readonly string[], version: string): Order {
  let order: Order | undefined;
  let printed = '';
  const program = define(version, given => {
    order = given;
  });
  const print = (text: string) => {
    printed += text;
  };
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: print, writeErr: () => {}, getOutHelpWidth: () => HELP_WIDTH });
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UserError(`${clean(error.message)}; see goleak-lint --help`);
  }
  return order ?? { command: 'print', text: printed };
}

/** The commands and options, for those who only describe them. */
export function programFor(version: string): Command {
  return define(version, () => {});
}

/** The JavaScript engine compiles and collects garbage in threads of its own; a second thread of ours only parses, which pays on two cores already. */
function threadsFor(cores: number): number {
  return Math.max(Math.min(2, cores), Math.floor(cores / 2));
}

function define(version: string, give: (order: Order) => void): Command {
  const program = new Command('goleak-lint')
    .description('Finds the code that will run a Go service out of memory, before it ships.')
    .usage('[run] [options] [packages...]')
    .argument('[packages...]', 'folders, patterns, files, or - for standard input (default: ./...)')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print help for a command')
    .enablePositionalOptions()
    .configureHelp({ optionDescription: option => option.description })
    .addHelpText('after', EXAMPLES)
    .action((patterns: string[], options: Omit<Settings, 'patterns'>) => {
      // golangci-lint has taught everybody's fingers to write `run`.
      give({
        command: 'lint',
        settings: checked({ ...options, patterns: patterns[0] === 'run' ? patterns.slice(1) : patterns }),
      });
    });
  for (const option of options()) program.addOption(option);
  program
    .command('rules')
    .description('list the rules')
    .option('--json', 'as JSON', false)
    .action(({ json }: { json: boolean }) => give({ command: 'rules', json }));
  program
    .command('explain <rule>')
    .description('say what a rule finds, why it leaks, and what to do')
    .action((rule: string) => give({ command: 'explain', rule }));
  program
    .command('cache')
    .description('status: where the cache lies and how large it is; clean: remove it')
    .addArgument(new Argument('<action>').choices(['status', 'clean']))
    .action((action: 'status' | 'clean') => give({ command: 'cache', action }));
  program
    .command('merge <files...>')
    .description('put SARIF logs of shards, or of several folders, together')
    .option('-o, --output <file>', 'write there (default: standard output)')
    .addOption(sarifLimit())
    .addOption(failOn('exit 1 where there is an error, warning or note, or never (default: never)').default('never'))
    .action((files: string[], options: Omit<Merge, 'files'>) =>
      give({ command: 'merge', merge: { ...options, files } }),
    );
  program
    .command('completion')
    .description('print what makes a shell complete our options')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action((shell: Shell) => give({ command: 'completion', shell }));
  program
    .command('init')
    .description('write a .goleak-lint.yaml that says what can be configured')
    .action(() => give({ command: 'init' }));
  program
    .command('why <file:line>')
    .description(
      'say what the tool believes about a line: where values come from, what bounds them, why it speaks or is silent',
    )
    .action((place: string) => {
      const settings = program.opts<Omit<Settings, 'patterns'>>();
      const parsed = placeFrom(place);
      give({ command: 'why', place: parsed, settings: checked({ ...settings, patterns: [parsed.path] }) });
    });
  return program;
}

function placeFrom(text: string): Place {
  const [, path, line] = text.match(/^(.+?):([1-9]\d*)(?::\d+)?$/) ?? [];
  if (!path || !line) throw new UserError(`why wants a file and a line, as in cart/cart.go:42, not ${text}`);
  return { path, line: Number(line) };
}

/** A function, because commander's options keep what they parsed. Descriptions name the defaults, in words that people use. */
function options(): readonly Option[] {
  const rules = (flags: string, text: string) => new Option(flags, text).argParser(collectNames).default([]);
  const flag = (flags: string, text: string) => new Option(flags, text).default(false);
  const severities = SEVERITIES.toReversed();
  return [
    new Option('--format <name[:file]>', `${formats.join(', ')}; repeatable (default: pretty on a terminal, else text)`)
      .argParser(collectOutput)
      .default([]),
    new Option('--severity <level>', 'show error, warning or note and what is worse (default: warning)').choices(
      severities,
    ),
    new Option('--confidence <level>', 'show high, medium or low and what is surer (default: medium)')
      .choices(CONFIDENCES.toReversed())
      .default('medium'),
    failOn('exit 1 for error, warning, note, or never (default: whatever is shown)'),
    rules('--only <rules>', 'run these rules alone, separated by commas'),
    rules('-E, --enable <rules>', 'run these rules too, and show them at every severity'),
    rules('-D, --disable <rules>', 'do not run these rules'),
    flag('--tests', 'lint _test.go files too'),
    flag('--generated', 'lint generated files too'),
    new Option('--new-from-rev <revision>', 'show only what was not there in that commit'),
    new Option('--new-from-merge-base <branch>', 'show only what was not there where this branch left that one'),
    flag('--staged', 'lint what is staged, and show only what was not there in HEAD'),
    new Option('--no-gitignore', 'lint files that .gitignore names too'),
    new Option('--baseline <file>', 'show only what this file does not accept'),
    flag('--write-baseline', 'accept in the baseline all that is shown, and take out what is found no more'),
    flag('--prune-baseline', 'take out of the baseline what is found no more'),
    new Option('--config <file>', 'take this configuration (default: the nearest .goleak-lint.yaml)'),
    new Option('--no-config', 'take no configuration'),
    new Option(
      '--shard <i/n>',
      'lint one of n shares of the packages; goleak-lint merge puts their SARIF together',
    ).argParser(shard),
    new Option('--path-prefix <folder>', 'put it before all paths: where this folder lies in the repository')
      .argParser(prefix)
      .default(''),
    sarifLimit(),
    new Option('--sarif-category <name>', 'tell this log from others of the same commit (default: the path prefix)'),
    new Option('--stdin-filename <path>', 'the file that standard input stands for, when - is given'),
    new Option('-j, --jobs <count>', 'threads at most (default: half the cores, two at least)')
      .argParser(count)
      .default(threadsFor(availableParallelism())),
    new Option('--no-cache', 'neither read nor write the cache'),
    flag('--quiet', 'findings only: no progress, warnings and counts'),
    flag('--timing', 'say where the time went, on standard error'),
    new Option('--color', 'colour even where it is no terminal'),
    new Option('--no-color', 'never colour'),
  ];
}

function failOn(text: string): Option {
  return new Option('--fail-on <level>', text).choices([...SEVERITIES.toReversed(), 'never']);
}

function sarifLimit(): Option {
  const text = 'keep that many findings in SARIF, the worst (default: 25000, as GitHub does)';
  return new Option('--sarif-limit <count>', text).argParser(count).default(SARIF_LIMIT);
}

function collectNames(value: string, before: readonly string[]): readonly string[] {
  const names = value.split(',').map(name => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Name rules, separated by commas.');
  return [...before, ...names];
}

function collectOutput(value: string, before: readonly Output[]): readonly Output[] {
  const [, name = '', file] = value.match(/^([^:]*)(?::(.*))?$/s) ?? [];
  const format = formats.find(known => known === name);
  if (format === undefined) throw new InvalidArgumentError(`Formats are ${formats.join(', ')}.`);
  if (file === '') throw new InvalidArgumentError('There is no file name behind the colon.');
  return [...before, file === undefined ? { format } : { format, file }];
}

function count(value: string): number {
  if (!/^[1-9]\d{0,7}$/.test(value)) throw new InvalidArgumentError('It is a number from 1.');
  return Number(value);
}

function shard(value: string): Shard {
  const [, index, count] = (value.match(/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/) ?? []).map(Number);
  if (!index || !count || index > count) throw new InvalidArgumentError('It is a part of a whole, such as 2/8.');
  return { index, count };
}

/** Without `.` and a slash at the end, so that joining it is all there is to do. */
function prefix(value: string): string {
  const folder = posix.normalize(slashed(value)).replace(/\/$/, '');
  if (posix.isAbsolute(folder) || folder.startsWith('..'))
    throw new InvalidArgumentError('It is a folder below the root of the repository, such as services/cart.');
  return folder === '.' ? '' : folder;
}

function checked(settings: Settings): Settings {
  if (settings.format.filter(output => output.file === undefined).length > 1) {
    throw new UserError('only one format can go to standard output; give the others a file: --format sarif:out.sarif');
  }
  const compared = [settings.newFromRev, settings.newFromMergeBase, settings.staged || undefined];
  if (compared.filter(each => each !== undefined).length > 1)
    throw new UserError(
      '--new-from-rev, --new-from-merge-base and --staged each say what was before: give one of them',
    );
  const changes = settings.writeBaseline ? '--write-baseline' : settings.pruneBaseline ? '--prune-baseline' : undefined;
  if (changes && settings.baseline === undefined) throw new UserError(`${changes} needs --baseline, the file to write`);
  if (changes && sinceOf(settings))
    throw new UserError(`${changes} is about all findings: leave the options for what is new out`);
  if (changes && settings.shard) throw new UserError(`${changes} is about all findings: leave --shard out`);
  const isStdin = settings.patterns.includes('-');
  if (isStdin && settings.staged)
    throw new UserError('--staged reads the index, and - standard input: give one of them');
  if (isStdin && settings.patterns.length > 1) throw new UserError('- stands for standard input and goes alone');
  if (isStdin && !settings.stdinFilename)
    throw new UserError('- needs --stdin-filename, the path that the text belongs to');
  if (!isStdin && settings.stdinFilename)
    throw new UserError('--stdin-filename goes with -, which reads standard input');
  return settings;
}

/** What the settings say counts as before; undefined: everything is shown. */
export function sinceOf({ newFromRev, newFromMergeBase, staged }: Settings): Since | undefined {
  if (newFromRev !== undefined) return { kind: 'revision', revision: newFromRev };
  if (newFromMergeBase !== undefined) return { kind: 'merge-base', branch: newFromMergeBase };
  return staged ? { kind: 'staged' } : undefined;
}

/** commander's words on one line, without their own prefix. */
function clean(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
}

const EXAMPLES = `
Examples:
  goleak-lint                                     everything below this folder
  goleak-lint ./cmd/... ./internal/store          some packages
  goleak-lint --only unbounded-read --severity note
  goleak-lint --format pretty --format sarif:out.sarif
  goleak-lint - --stdin-filename cart/cart.go < buffer

Exit code: 0 nothing found, 1 findings, 2 wrong usage, 3 a fault of goleak-lint itself.
`;
