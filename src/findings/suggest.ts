/** The candidate that was probably meant, if one is near enough to be worth saying. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map(candidate => [distance(word.toLowerCase(), candidate), candidate] as const);
  const [best] = ranked.sort(([a], [b]) => a - b);
  return best && best[0] <= Math.max(2, Math.floor(word.length / 3)) ? best[1] : undefined;
}

/** Levenshtein's, one row at a time. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
