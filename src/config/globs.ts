/**
 * Patterns of the configuration file: for paths as in .gitignore, for texts with `*`. No regular expressions, because a repository that is linted must not be
 * able to make the linter hang; these take time in proportion to their length.
 */

/** A test for paths with forward slashes, relative to where the patterns are written. Of several that match, the last decides; `!` takes out again. */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const globs = patterns.map(pattern => {
    const isOut = pattern.startsWith('!');
    return { isOut, matches: glob(isOut ? pattern.slice(1) : pattern) };
  });
  // Nothing but exceptions: everything else is meant.
  const start = globs.length > 0 && globs.every(({ isOut }) => isOut);
  return path => {
    const segments = path.split('/');
    return globs.reduce((found, { isOut, matches }) => (matches(segments) ? !isOut : found), start);
  };
}

/** A pattern that names a folder covers all below it; one without a slash holds at every depth. */
function glob(pattern: string): (path: readonly string[]) => boolean {
  const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const parts = plain.replace(/^\//, '').split('/');
  const wanted = plain.includes('/') ? parts : ['**', ...parts];
  const isFolder = pattern.endsWith('/');
  return path => {
    let states = closure([0], wanted);
    for (const [depth, segment] of path.entries()) {
      const next = [...states].flatMap(at => {
        if (wanted[at] === '**') return [at];
        return wanted[at] !== undefined && matchesText(wanted[at], segment) ? [at + 1] : [];
      });
      states = closure(next, wanted);
      if (states.has(wanted.length)) return !isFolder || depth < path.length - 1;
      if (states.size === 0) return false;
    }
    return false;
  };
}

/** `**` may stand for nothing. */
function closure(states: readonly number[], wanted: readonly string[]): ReadonlySet<number> {
  const found = new Set(states);
  for (const at of found) if (wanted[at] === '**') found.add(at + 1);
  return found;
}

/** Whether the text is the pattern, `*` standing for any text and `?` for one character. */
function matchesText(pattern: string, text: string): boolean {
  let [at, star, back] = [0, -1, 0];
  for (let index = 0; index < text.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      back = index;
    } else if (pattern[at] === '?' || (at < pattern.length && pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++back;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** A test for texts that hold the pattern somewhere; `*` stands for any text. */
export function textMatcher(pattern: string): (text: string) => boolean {
  const pieces = pattern.split('*');
  return text => {
    let at = 0;
    for (const piece of pieces) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return true;
  };
}
