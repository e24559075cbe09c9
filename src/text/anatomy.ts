/**
 * A Go text taken apart without parsing it: the bodies of its functions, and the shell around them (clause, imports, types, variables, heads of functions). Most
 * changes are made inside of one body, and most answers rest on few bodies, so a cache that knows them apart throws little away.
 */
import { behindComment, behindLiteral } from './skip.ts';

/** What stands between the braces of a function declaration, braces included. */
export interface Body {
  /** Offset of the opening brace. */
  readonly start: number;
  /** Offset behind the closing one. */
  readonly end: number;
  /** Names the function within its file: `Type.Method`, `Function`, and from the second of that name on `init#2`. */
  readonly key: string;
}

const SLASH = 47;
const NEWLINE = 10;
const BRACE = 123;

/** What characters mean to a scan; most mean nothing. */
const OPENS = 1;
const CLOSES = 2;
const QUOTES = 3;
const COMMENTS = 4;
const ENDS_LINE = 5;
const MEANING = new Uint8Array(128);
for (const [meaning, characters] of [
  [OPENS, '([{'],
  [CLOSES, ')]}'],
  [QUOTES, '"\'`'],
  [COMMENTS, '/'],
  [ENDS_LINE, '\n'],
] as const)
  for (const character of characters) MEANING[character.charCodeAt(0)] = meaning;

/** Bodies in source order. Where brackets don't match there are none: all of the text is shell. */
export function bodiesOf(text: string): readonly Body[] {
  const found: Body[] = [];
  const times = new Map<string, number>();
  let depth = 0;
  // Where the head of a function begins that the scan is in; -1 outside.
  let head = headAt(text, 0);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const meaning = code < 128 ? MEANING[code] : 0;
    if (meaning === 0) continue;
    if (meaning === ENDS_LINE) {
      if (depth === 0) head = headAt(text, at + 1);
    } else if (meaning === COMMENTS) at = Math.max(at, behindComment(text, at) - 1);
    else if (meaning === QUOTES) at = behindLiteral(text, at) - 1;
    else if (code === BRACE && depth === 0 && head >= 0 && !isOfType(text, at)) {
      const end = behindBlock(text, at);
      if (end < 0) return [];
      found.push({ start: at, end, key: keyFor(text.slice(head, at), times) });
      at = end - 1;
      head = -1;
    } else if (meaning === OPENS) depth++;
    else if (--depth < 0) return [];
  }
  return depth === 0 ? found : [];
}

/** Where `func` stands at the beginning of the line that begins there. */
function headAt(text: string, line: number): number {
  let at = line;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return text.startsWith('func', at) && /[\s(]/.test(text[at + 4] ?? '') ? at : -1;
}

/** `struct{` and `interface{` among a function's results. */
function isOfType(text: string, brace: number): boolean {
  return /\b(struct|interface)[ \t]*$/.test(text.slice(Math.max(0, brace - 20), brace));
}

/** The offset behind the brace that closes the one there; -1 where none does. */
function behindBlock(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const meaning = code < 128 ? MEANING[code] : 0;
    if (meaning === 0 || meaning === ENDS_LINE) continue;
    if (meaning === COMMENTS) at = Math.max(at, behindComment(text, at) - 1);
    else if (meaning === QUOTES) at = behindLiteral(text, at) - 1;
    else if (meaning === OPENS) depth++;
    else if (--depth === 0) return at + 1;
  }
  return -1;
}

/** Whatever is not ASCII may be part of a name. */
const HEAD = /^func\s*(?:\(([^)]*)\)\s*)?([\w\x80-\uffff]+)/;
const RECEIVER = /([\w\x80-\uffff]+)\s*(?:\[[^\]]*\])?\s*,?\s*$/;

function keyFor(head: string, times: Map<string, number>): string {
  const [, receiver, name = ''] = HEAD.exec(head) ?? [];
  const key = receiver === undefined ? name : `${RECEIVER.exec(receiver)?.[1] ?? ''}.${name}`;
  const count = (times.get(key) ?? 0) + 1;
  times.set(key, count);
  return count === 1 ? key : `${key}#${count}`;
}

/** The text with its bodies left empty. Offsets in it are not those of the text. */
export function shellOf(text: string, bodies: readonly Body[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of bodies) {
    parts.push(text.slice(from, start + 1));
    from = end - 1;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

const CLAUSE = /^[ \t]*package\b/m;
/** Comments that tools read: `//go:build`, `//nolint`. */
const DIRECTIVE = /^\/\/[a-z]/;

/** What a text says to those who don't read comments: without comments, blank lines and indents. What stands before the package clause stays, directives too. */
export function essenceOf(text: string): string {
  const begin = Math.max(0, text.search(CLAUSE));
  const parts = [text.slice(0, begin)];
  let from = begin;
  const add = (code: string, between: string) => {
    if (code !== '') parts.push(code);
    if (between !== '' && parts.at(-1) !== '\n') parts.push(between);
  };
  for (let at = begin; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE) {
      add(text.slice(from, at).trimEnd(), '\n');
      while (isSpace(text.charCodeAt(at + 1))) at++;
      from = at + 1;
    } else if (code === SLASH) {
      const end = behindComment(text, at);
      if (end === at) continue;
      if (!DIRECTIVE.test(text.slice(at, at + 3))) {
        const comment = text.slice(at, end);
        add(text.slice(from, at).trimEnd(), comment.startsWith('//') ? '' : comment.includes('\n') ? '\n' : ' ');
        from = end;
      }
      at = end - 1;
    } else if (code < 128 && MEANING[code] === QUOTES) at = behindLiteral(text, at) - 1;
  }
  add(text.slice(from).trimEnd(), '\n');
  return parts.join('');
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
