import { basename } from 'node:path';

/** So much of the larger text must be in both, as git has it by default. */
const ALIKE = 0.5;
/** More pairs than this are not compared, unless the files have one name. */
const MANY = 20_000;

/** Where a file that came was before: the most similar of those that went, each taken once. Gives old paths by new ones. */
export function renames(
  gone: ReadonlyMap<string, string>,
  come: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const isMany = gone.size * come.size > MANY;
  const olds = [...gone].map(([path, text]) => ({ path, lines: linesOf(text) }));
  const pairs = [...come].flatMap(([path, text]) => {
    const lines = linesOf(text);
    return olds
      .filter(old => !isMany || basename(old.path) === basename(path))
      .map(old => ({ path, old: old.path, score: similarity(old.lines, lines) }))
      .filter(({ score }) => score >= ALIKE);
  });
  pairs.sort((a, b) => b.score - a.score || Number(sameName(b)) - Number(sameName(a)) || (a.path < b.path ? -1 : 1));
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const { path, old } of pairs) {
    if (found.has(path) || taken.has(old)) continue;
    found.set(path, old);
    taken.add(old);
  }
  return found;
}

function sameName({ path, old }: { readonly path: string; readonly old: string }): boolean {
  return basename(path) === basename(old);
}

interface Lines {
  /** How often each line stands there, without its white space. */
  readonly counts: ReadonlyMap<string, number>;
  readonly size: number;
}

function linesOf(text: string): Lines {
  const counts = new Map<string, number>();
  let size = 0;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    counts.set(line, (counts.get(line) ?? 0) + 1);
    size += line.length;
  }
  return { counts, size };
}

/** Share of the larger text that stands in both. */
function similarity(a: Lines, b: Lines): number {
  const larger = Math.max(a.size, b.size);
  if (larger === 0 || Math.min(a.size, b.size) / larger < ALIKE) return 0;
  let shared = 0;
  for (const [line, count] of b.counts) shared += line.length * Math.min(count, a.counts.get(line) ?? 0);
  return shared / larger;
}
