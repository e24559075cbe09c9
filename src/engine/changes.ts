/**
 * What has changed in a project's texts since they were kept, and which questions would be answered otherwise. Where a file's shell is what it was, only the
 * bodies that differ count. Texts decide, never time stamps; comments and indents say nothing.
 */
import type { Kind } from '../golang/asks.ts';
import { bodiesOf, essenceOf, shellOf } from '../text/anatomy.ts';
import { hash } from '../text/hash.ts';
import { holdsWord, isIndexed } from '../text/words.ts';
import type { Project, SourceFile } from './contract.ts';

/** A file as it was. Plain JSON. */
export interface KeptFile {
  /** Hash of the text and of all else that is known of the file. */
  readonly mark: string;
  /** Module root and import path, a line each. */
  readonly home: string;
  /** Hash of the shell's essence. */
  readonly shell: string;
  /** By key: hashes of the bodies' essences. */
  readonly bodies: Readonly<Record<string, string>>;
}

/** Files by path. */
export type KeptFiles = Readonly<Record<string, KeptFile>>;

/** The same text in the same place. */
export function markOf({ module, importPath, requestBodyLimit }: SourceFile, text: string): string {
  return hash(text, String(requestBodyLimit), module, importPath);
}

export function keptFile(file: SourceFile, text: string): KeptFile {
  const bodies = bodiesOf(text);
  return {
    mark: markOf(file, text),
    home: homeOf(file),
    shell: hash(essenceOf(shellOf(text, bodies)), String(file.requestBodyLimit)),
    bodies: Object.fromEntries(
      bodies.map(({ key, start, end }) => [key, hash(essenceOf(text.slice(start, end))).slice(0, 16)]),
    ),
  };
}

function homeOf({ module, importPath }: SourceFile): string {
  return `${module}\n${importPath}`;
}

interface Change {
  readonly path: string;
  /** Where it is, or was. */
  readonly homes: readonly string[];
  /** Roots of the modules whose searches look through it. */
  readonly searched: readonly string[];
  /** As it is now; undefined where the file is gone. */
  readonly text: string | undefined;
  /** It came, went, its shell differs, or it is not understood. */
  readonly whole: boolean;
  /** What now stands in the bodies that differ, by key. */
  readonly bodies: ReadonlyMap<string, string>;
}

export interface Changes {
  /** Of files that came, went or changed in any way. */
  readonly paths: ReadonlySet<string>;
  /** Packages of such files. */
  readonly homes: ReadonlySet<string>;
  /** Whether a question (`asks.ts`) may be answered otherwise; of a search, which files it found. Import lines are not looked at. */
  touch(question: string, found: readonly string[]): boolean;
}

/** The texts as they are. */
export interface Texts {
  text(path: string): string;
  /** Whether the parser does not understand all of a text: nobody knows then what a change in one function does to the others. */
  isBroken(path: string): boolean;
}

export function changesSince(
  before: KeptFiles,
  { files, modules }: Pick<Project, 'files' | 'modules'>,
  texts: Texts,
): Changes {
  const left = new Set(Object.keys(before));
  const changes: Change[] = [];
  const searched = new Map(modules.map(({ root, locals }) => [root, [root, ...Object.values(locals)]]));
  const roots = modules.map(({ root }) => root);
  for (const file of files) {
    const known = before[file.path];
    left.delete(file.path);
    const now = texts.text(file.path);
    if (known?.mark === markOf(file, now)) continue;
    const change = changeOf(file, known, now, texts.isBroken(file.path));
    changes.push({ ...change, searched: searched.get(file.module) ?? roots });
  }
  for (const path of left) {
    const { home } = before[path]!;
    changes.push({ path, homes: [home], searched: roots, text: undefined, whole: true, bodies: new Map() });
  }
  return {
    paths: new Set(changes.map(({ path }) => path)),
    homes: new Set(changes.flatMap(({ homes }) => homes)),
    touch: (question, found) => changes.some(change => touches(change, question, found)),
  };
}

function changeOf(
  file: SourceFile,
  known: KeptFile | undefined,
  text: string,
  isBroken: boolean,
): Omit<Change, 'searched'> {
  const home = homeOf(file);
  const all = new Map(bodiesOf(text).map(({ key, start, end }) => [key, text.slice(start, end)]));
  const now = keptFile(file, text);
  const whole = isBroken || known === undefined || known.home !== home || known.shell !== now.shell;
  return {
    path: file.path,
    homes: known && known.home !== home ? [known.home, home] : [home],
    text,
    whole,
    bodies: whole ? all : new Map([...all].filter(([key]) => known.bodies[key] !== now.bodies[key])),
  };
}

function touches(change: Change, question: string, found: readonly string[]): boolean {
  const [kind, ...about] = question.split('\n') as [Kind, ...string[]];
  const [first = '', second = '', ...others] = about;
  switch (kind) {
    case 'package':
      return change.whole && change.homes.includes(`${first}\n${second}`);
    case 'body':
      return change.path === first && (change.whole || change.bodies.has(second));
    case 'text':
      return change.path === first && (change.whole || change.bodies.size > 0);
    case 'name':
      return change.homes.includes(`${first}\n${second}`) && isNamed(change, others.join('\n'));
    case 'search':
      return change.searched.includes(first) && isFoundAnew(change, about.slice(1), found.includes(change.path));
    default:
      return false;
  }
}

function isNamed({ whole, bodies }: Change, word: string): boolean {
  return whole || [...bodies.values()].some(body => holdsWord(body, word));
}

/** The file is found now and was not, or the other way round, or what was sought stands in what changed. */
function isFoundAnew({ text, whole, bodies }: Change, pieces: readonly string[], before: boolean): boolean {
  const now = text !== undefined && pieces.every(piece => holds(text, piece));
  if (now !== before) return true;
  return now && (whole || [...bodies.values()].some(body => pieces.some(piece => holds(body, piece))));
}

/** As searches see it: words, and whatever else as it is spelled. */
function holds(text: string, piece: string): boolean {
  return isIndexed(piece) ? holdsWord(text, piece) : text.includes(piece);
}
