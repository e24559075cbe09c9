/** Which lines of a file the parser did not understand. */
import type { Node } from 'web-tree-sitter';
import type { Notice } from '../findings/report.ts';
import type { GoFile } from '../golang/file.ts';

/** Spans named in one notice; a file that is no Go at all has thousands. */
const NAMED = 5;

export function noticesOf(file: GoFile): readonly Notice[] {
  const root = file.tree.rootNode;
  if (!root.hasError) return [];
  const lines = [...new Set([...errorsIn(root)])].sort((a, b) => a - b);
  const first = lines[0] ?? 1;
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

/** Lines of the outermost ERROR and MISSING nodes. */
function* errorsIn(node: Node): Generator<number> {
  if (node.isError || node.isMissing) {
    yield node.startPosition.row + 1;
    return;
  }
  for (const child of node.children) if (child?.hasError) yield* errorsIn(child);
}
