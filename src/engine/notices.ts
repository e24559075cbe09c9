/** Which lines of a file the parser did not understand. */
import type { Notice } from '../findings/report.ts';
import type { GoFile } from '../golang/file.ts';

/** Spans named in one notice; a file that is no Go at all has thousands. */
const NAMED = 5;

export function noticesOf(file: GoFile): readonly Notice[] {
  const lines = file.tree.errors;
  const [first] = lines;
  if (first === undefined) return [];
  const shown = lines.slice(0, NAMED).join(', ');
  const more = lines.length > NAMED ? ` and ${lines.length - NAMED} more` : '';
  const where = lines.length > 1 ? `lines ${shown}${more}` : `line ${first}`;
  return [
    {
      path: file.path,
      line: first,
      message: `not understood: ${where}; the rest of the file was linted (does gofmt accept it?)`,
    },
  ];
}
