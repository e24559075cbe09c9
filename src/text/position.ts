/** A place in a text. Both count from 1; columns count UTF-16 code units, as tree-sitter, editors and SARIF do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A span of a file. `path` is relative to the run's root, with forward slashes; `end` is exclusive. */
export interface Location {
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
}

/** Orders locations by path, then by place: the order in which findings are shown. */
export function compareLocations(a: Location, b: Location): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return comparePositions(a.start, b.start) || comparePositions(a.end, b.end);
}

export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
