/** Where the time went, as a table: one row per phase or rule, the slowest first, milliseconds. */
export function timingTable(ms: Readonly<Record<string, number>>, total: number): string {
  const rows = [...Object.entries(ms).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)), ['total', total] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  const digits = total.toFixed(1).length + 1;
  return rows.map(([name, time]) => `${name.padEnd(width)}  ${time.toFixed(1).padStart(digits)} ms\n`).join('');
}
