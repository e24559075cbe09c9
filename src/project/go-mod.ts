/**
 * Reads go.mod and go.work, as far as a linter has to know them. Lenient on purpose: a line that makes no sense is passed over, because it is the
 * go command's business to complain.
 */

export interface Replacement {
  readonly module: string;
  /** Absent: every version. */
  readonly version?: string;
  /** Module path, or a folder when it begins with `./`, `../` or is absolute. */
  readonly target: string;
  readonly targetVersion?: string;
}

/** go.mod: `module` and `requires`; go.work: `uses`; the rest stands in both. */
export interface GoMod {
  readonly module: string;
  /** Language version, '1.22'; undefined without a go line. */
  readonly go: string | undefined;
  readonly requires: ReadonlyMap<string, string>;
  readonly replaces: readonly Replacement[];
  readonly uses: readonly string[];
  readonly godebug: ReadonlyMap<string, string>;
}

export function parseGoMod(text: string): GoMod {
  const lines = directives(text);
  const of = (verb: string) => lines.filter(line => line[0] === verb).map(line => line.slice(1));
  return {
    module: of('module')[0]?.[0] ?? '',
    go: languageVersion(of('go')[0]?.[0]),
    requires: new Map(of('require').flatMap(([path, version]) => (path && version ? [[path, version] as const] : []))),
    replaces: of('replace').flatMap(replacement),
    uses: of('use').flatMap(([folder]) => (folder ? [folder] : [])),
    godebug: new Map(of('godebug').flatMap(([setting]) => (setting ? [keyValue(setting)] : []))),
  };
}

export function isFolder(target: string): boolean {
  return /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[A-Za-z]:[/\\])/.test(target);
}

/** `1.22.3`, `1.23rc1` and `1.22` all mean language version 1.22. */
export function languageVersion(version: string | undefined): string | undefined {
  return version?.match(/^(\d+\.\d+)/)?.[1];
}

/** Each directive as its verb and arguments; blocks in parentheses are spelled out. */
function directives(text: string): readonly string[][] {
  const found: string[][] = [];
  let block: string | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const words = tokens(line);
    if (words.length === 0) continue;
    if (block !== undefined) {
      if (words[0] === ')') block = undefined;
      else found.push([block, ...words]);
    } else if (words[1] === '(') {
      if (words[2] !== ')') block = words[0];
    } else found.push(words);
  }
  return found;
}

function tokens(line: string): string[] {
  const words = line.match(/\/\/.*|"(?:[^"\\]|\\.)*"|`[^`]*`|[()]|(?:(?!\/\/)[^\s()])+/g) ?? [];
  const comment = words.findIndex(word => word.startsWith('//'));
  return (comment < 0 ? words : words.slice(0, comment)).map(unquote);
}

function unquote(word: string): string {
  if (word.startsWith('`')) return word.slice(1, -1);
  if (word.startsWith('"')) return word.slice(1, -1).replace(/\\(.)/g, '$1');
  return word;
}

function replacement(words: readonly string[]): Replacement[] {
  const arrow = words.indexOf('=>');
  const [module, version] = words.slice(0, arrow);
  const [target, targetVersion] = words.slice(arrow + 1);
  if (arrow < 1 || !module || !target) return [];
  return [{ module, target, ...(version && { version }), ...(targetVersion && { targetVersion }) }];
}

function keyValue(setting: string): readonly [string, string] {
  const equals = setting.indexOf('=');
  return equals < 0 ? [setting, ''] : [setting.slice(0, equals), setting.slice(equals + 1)];
}
