/** Where comments, strings and runes of a Go text end: what a scan passes over. */

const SLASH = 47;
const STAR = 42;
const APOSTROPHE = 39;
const QUOTE = 34;
const BACKTICK = 96;
const BACKSLASH = 92;
const NEWLINE = 10;

/** The offset behind the comment that begins there, for `//` that of the line's end; the offset itself where none begins. */
export function behindComment(text: string, at: number): number {
  if (text.charCodeAt(at) !== SLASH) return at;
  const next = text.charCodeAt(at + 1);
  if (next !== SLASH && next !== STAR) return at;
  const end = next === SLASH ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 2;
  return end <= at + 1 ? text.length : end;
}

/** The offset behind the string or rune that begins there; of one that is not closed, that of its line's end; the offset itself where none begins. */
export function behindLiteral(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  if (quote === BACKTICK) {
    const end = text.indexOf('`', start + 1);
    return end < 0 ? text.length : end + 1;
  }
  if (quote !== QUOTE && quote !== APOSTROPHE) return start;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === quote) return at + 1;
    else if (code === NEWLINE) return at;
  }
  return text.length;
}
