/**
 * Finds needles in a text: whole words, and the few operators that triggers wait for; nothing in comments. One pass whatever the number of words, so that the
 * price of a file which nobody wants is that of reading it.
 */

import { behindComment, behindLiteral } from '../text/skip.ts';

/** Operators that triggers wait for, as marks. */
export const ARROW = -1; // <-
export const INDEX_STORE = -2; // the ] of `m[k] = v`, `m[k]++`, `m[k] += v`

/** Where needles stand: `words[i]` is the word's index (or an operator) at `offsets[i]`, in source order. */
export interface Marks {
  readonly words: readonly number[];
  readonly offsets: readonly number[];
}

export type Scan = (text: string) => Marks;

/** Letters, digits and _; whatever is not ASCII may belong to a name. */
const NAME = new Uint8Array(128).map((_, code) => (/\w/.test(String.fromCharCode(code)) ? 1 : 0));
const LESS = 60;
const MINUS = 45;
const BRACKET = 93;
const SPACE = 32;
const EQUALS = 61;
const SLASH = 47;
const QUOTE = 34;
const APOSTROPHE = 39;
const BACKTICK = 96;

export function scanner(words: readonly string[]): Scan {
  const table = hashTable(words);
  const mask = table.length - 1;
  return text => {
    const marks: { words: number[]; offsets: number[] } = { words: [], offsets: [] };
    const mark = (word: number, offset: number) => {
      marks.words.push(word);
      marks.offsets.push(offset);
    };
    // What looks like a comment before this offset stands in a literal: "http://".
    let literal = 0;
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if (code < 128 && NAME[code] === 0) {
        if (at >= literal) {
          if (code === SLASH) at = Math.max(at, behindComment(text, at) - 1);
          else if (code === QUOTE || code === APOSTROPHE || code === BACKTICK) literal = behindLiteral(text, at);
        }
        if (code === LESS && text.charCodeAt(at + 1) === MINUS) mark(ARROW, at);
        else if (code === BRACKET && isStore(text, at + 1)) mark(INDEX_STORE, at);
        continue;
      }
      const start = at;
      let hash = 0;
      for (; code >= 128 || NAME[code] === 1; code = text.charCodeAt(++at)) hash = (Math.imul(hash, 31) + code) | 0;
      const length = at - start;
      for (let slot = hash & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
        const word = table[slot]! - 1;
        if (words[word]!.length === length && text.startsWith(words[word]!, start)) mark(word, start);
      }
      at--;
    }
    return marks;
  };
}

/** Open addressing: the slots hold word indexes from 1; 0 ends a run. */
function hashTable(words: readonly string[]): Int32Array {
  const table = new Int32Array(2 ** Math.ceil(Math.log2(words.length * 4 + 4)));
  words.forEach((word, index) => {
    let hash = 0;
    for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
    let slot = hash & (table.length - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (table.length - 1);
    table[slot] = index + 1;
  });
  return table;
}

/** What follows a closing bracket assigns: `= v` but not `== v`, `++`, `+= v`. */
function isStore(text: string, after: number): boolean {
  let at = after;
  while (text.charCodeAt(at) === SPACE) at++;
  const code = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  if (code === EQUALS) return next !== EQUALS;
  // `++`, `--`, and every operator before `=` but the comparisons.
  return (
    (code === 43 && (next === 43 || next === EQUALS)) ||
    (code === MINUS && (next === MINUS || next === EQUALS)) ||
    isAssigning(code, next, text.charCodeAt(at + 2))
  );
}

function isAssigning(code: number, next: number, third: number): boolean {
  if ('*/%&|^'.includes(String.fromCharCode(code)))
    return next === EQUALS || (code === 38 && next === 94 && third === EQUALS);
  return (code === 60 || code === 62) && next === code && third === EQUALS;
}
