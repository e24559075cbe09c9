/** What a run touched. */
export interface Touched {
  /** Files that were named, and files that were parsed: callers in other packages are, too. */
  readonly files: number;
  readonly parsed: number;
  /** Of the parsed files; UTF-16 code units of their texts. */
  readonly bytes: number;
}

/** Where the time went, as a table: one row per phase or rule, the slowest first, milliseconds (of all threads together); then what was touched. */
export function timingTable(ms: Readonly<Record<string, number>>, total: number, touched: Touched): string {
  const rows = [...Object.entries(ms).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)), ['total', total] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  const digits = total.toFixed(1).length + 1;
  const lines = rows.map(([name, time]) => `${name.padEnd(width)}  ${time.toFixed(1).padStart(digits)} ms\n`);
  const { files, parsed, bytes } = touched;
  return `${lines.join('')}${files} files named, ${parsed} parsed (${(bytes / 1e6).toFixed(1)} MB)\n`;
}
