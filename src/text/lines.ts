import type { Position } from './position.ts';

/** Turns offsets (UTF-16 code units from 0) into positions. Lines end at `\n`; a `\r` before it belongs to its line. */
export interface Lines {
  readonly count: number;
  position(offset: number): Position;
  /** Offset of the first code unit of a line (from 1); lines past the end give the text's length. */
  start(line: number): number;
}

export function lineIndex(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    count: starts.length,
    start: line => starts[line - 1] ?? text.length,
    position(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - starts[low]! + 1 };
    },
  };
}
