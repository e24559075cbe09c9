/**
 * Breaks one paragraph into lines of at most `width` characters (the first line: `first`) where words allow; `code` in backticks stays together.
 */
export function wrap(paragraph: string, width: number, first = width): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.match(/(?:`[^`]*`|[^\s`]|`)+/g) ?? []) {
    if (line !== '' && line.length + 1 + word.length > (lines.length === 0 ? first : width)) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
