/** Top-level folders of the standard library: an import that begins with one says nothing about the project. */
const STANDARD = new Set(
  (
    'archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index ' +
    'internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text ' +
    'time unicode unique unsafe weak'
  ).split(' '),
);

/**
 * The module path of a project without go.mod: the prefix under which at least two different imports lead to folders of the project.
 * `folders` are relative to its root. Empty when nothing fits.
 */
export function guessModulePath(texts: Iterable<string>, folders: ReadonlySet<string>): string {
  const votes = new Map<string, Set<string>>();
  for (const text of texts) {
    for (const path of importPaths(text)) {
      for (const prefix of prefixes(path, folders)) votes.set(prefix, (votes.get(prefix) ?? new Set()).add(path));
    }
  }
  const ranked = [...votes].filter(([, paths]) => paths.size >= 2);
  ranked.sort(([a, left], [b, right]) => right.size - left.size || a.length - b.length || (a < b ? -1 : 1));
  return ranked[0]?.[0] ?? '';
}

function importPaths(text: string): readonly string[] {
  const head = text.split(/^(?:func|type|var|const)\b/m, 1)[0] ?? '';
  return [...head.matchAll(/^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"([^"\s]+)"/gm)].map(match => match[1]!);
}

function prefixes(path: string, folders: ReadonlySet<string>): readonly string[] {
  const parts = path.split('/');
  if (STANDARD.has(parts[0]!)) return [];
  return parts.flatMap((_, at) =>
    at > 0 && folders.has(parts.slice(at).join('/')) ? [parts.slice(0, at).join('/')] : [],
  );
}
