/** Scripts by which shells complete our command line; made of the options as commander knows them, so that none is forgotten. */
import type { Argument, Command, Option } from 'commander';
import type { Shell } from './args.ts';

/** What can stand behind an option: one of some words, a path, or something that nobody can guess. */
type Values = readonly string[] | 'path' | 'anything' | 'none';

interface Choice {
  /** `--severity`, and perhaps `-s`. */
  readonly names: readonly string[];
  readonly about: string;
  readonly values: Values;
}

export interface Vocabulary {
  readonly commands: readonly { readonly name: string; readonly about: string; readonly values: Values }[];
  readonly options: readonly Choice[];
}

/** `known`: words for a placeholder, as in `--only <rules>`. */
export function vocabularyOf(program: Command, known: Readonly<Record<string, readonly string[]>>): Vocabulary {
  const valuesOf = (name: string, choices: readonly string[] | undefined): Values =>
    choices ?? known[name] ?? (/^(file|folder|path)/.test(name) ? 'path' : 'anything');
  const ofOption = ({ flags, argChoices }: Option): Values => {
    const [, name] = flags.match(/<(.+)>/) ?? [];
    return name === undefined ? 'none' : valuesOf(name, argChoices);
  };
  const ofArgument = (argument: Argument | undefined): Values =>
    argument ? valuesOf(argument.name(), argument.argChoices) : 'none';
  const help = program.createHelp();
  return {
    commands: help.visibleCommands(program).map(command => ({
      name: command.name(),
      about: command.description(),
      values: ofArgument(command.registeredArguments[0]),
    })),
    options: help.visibleOptions(program).map(option => ({
      names: [option.long, option.short].filter(name => name != null),
      about: option.description,
      values: ofOption(option),
    })),
  };
}

export function completionScript(shell: Shell, vocabulary: Vocabulary): string {
  return { bash, zsh, fish }[shell](vocabulary);
}

function isList(values: Values): values is readonly string[] {
  return typeof values !== 'string';
}

function bash({ commands, options }: Vocabulary): string {
  const reply = (values: Values) =>
    isList(values) ? `_goleak_lint_words '${values.join(' ')}'` : values === 'path' ? '_goleak_lint_files' : ':';
  const behind = options.filter(({ values }) => values !== 'none');
  const cases = behind.map(({ names, values }) => `    ${names.join(' | ')}) ${reply(values)}; return ;;`);
  const inCommands = commands.map(({ name, values }) => `    ${name}) ${reply(values)}; return ;;`);
  return `# goleak-lint completion bash > ~/.local/share/bash-completion/completions/goleak-lint
_goleak_lint_words() {
  # What stands before the last comma is there already.
  local before=
  [[ $cur == *,* ]] && before=\${cur%,*},
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${cur##*,}"))
}
_goleak_lint_files() {
  compopt -o filenames 2> /dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$cur"))
}
_goleak_lint() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  # bash takes --option=value for three words.
  [[ $prev == = ]] && prev=\${COMP_WORDS[COMP_CWORD - 2]}
  [[ $cur == = ]] && cur=
  COMPREPLY=()
  case $prev in
${cases.join('\n')}
  esac
  [[ $cur == -* ]] && { COMPREPLY=($(compgen -W '${options.flatMap(({ names }) => names).join(' ')}' -- "$cur")); return; }
  [[ $COMP_CWORD -gt 1 ]] && case \${COMP_WORDS[1]} in
${inCommands.join('\n')}
  esac
  _goleak_lint_files
  [[ $COMP_CWORD -eq 1 ]] && COMPREPLY+=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$cur"))
}
complete -F _goleak_lint goleak-lint
`;
}

function zsh({ commands, options }: Vocabulary): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const inBrackets = (text: string) => text.replaceAll(/[[\]:\\]/g, '\\$&');
  const action = (values: Values) =>
    isList(values)
      ? `:value:(${values.join(' ')})`
      : values === 'path'
        ? ':file:_files'
        : values === 'none'
          ? ''
          : ':value: ';
  const specs = options.flatMap(({ names, about, values }) =>
    names.map(name => {
      const equals = values !== 'none' && name.startsWith('--') ? '=' : '';
      return `    ${quoted(`*${name}${equals}[${inBrackets(about)}]${action(values)}`)} \\`;
    }),
  );
  const listed = commands.map(({ name, about }) => `      ${quoted(`${name}:${about}`)}`);
  const cases = commands.map(
    ({ name, values }) => `        ${name}) ${isList(values) ? `compadd -- ${values.join(' ')}` : '_files'} ;;`,
  );
  return `#compdef goleak-lint
# goleak-lint completion zsh > a folder of your $fpath/_goleak-lint
_goleak_lint_first() {
  local -a commands=(
${listed.join('\n')}
  )
  _describe command commands
  _files
}
_goleak_lint() {
  _arguments -s \\
${specs.join('\n')}
    '1: :_goleak_lint_first' \\
    '*: :->rest'
  [[ $state == rest ]] && case $words[2] in
${cases.join('\n')}
        *) _files ;;
  esac
}
compdef _goleak_lint goleak-lint
`;
}

function fish({ commands, options }: Vocabulary): string {
  const quoted = (text: string) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
  const words = (values: Values) =>
    isList(values) ? ` -xa ${quoted(values.join(' '))}` : values === 'path' ? ' -rF' : values === 'none' ? '' : ' -x';
  const flag = (name: string) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`);
  const lines = [
    '# goleak-lint completion fish > ~/.config/fish/completions/goleak-lint.fish',
    ...options.map(
      ({ names, about, values }) =>
        `complete -c goleak-lint ${names.map(flag).join(' ')}${words(values)} -d ${quoted(about)}`,
    ),
    ...commands.map(
      ({ name, about }) => `complete -c goleak-lint -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
    ),
    ...commands.flatMap(({ name, values }) =>
      isList(values)
        ? [`complete -c goleak-lint -n '__fish_seen_subcommand_from ${name}' -xa ${quoted(values.join(' '))}`]
        : [],
    ),
  ];
  return `${lines.join('\n')}\n`;
}
