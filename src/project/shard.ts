/** Part of a run: some machines lint a repository together, each its share of the packages, and nobody has to tell the others which. */
import type { Project, SourceFile } from '../engine/contract.ts';
import { groupBy } from '../text/group-by.ts';
import type { Discovered } from './discover.ts';

/** Part `index` (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Leaves one shard's packages named; the others become evidence, as if nobody had named them, but marked as `elsewhere`. Every run over the same files deals them out alike:
 * packages stay in the order of their paths, so that neighbours share what is learnt of them, and are cut where about the same number of bytes lies before.
 */
export function takeShard(discovered: Discovered, shard: Shard): Discovered {
  const { project } = discovered;
  const own = new Set(packagesOf(project, shard).flatMap(files => files.map(file => file.path)));
  const files = project.files.map(file =>
    file.named && !own.has(file.path) ? { ...file, named: false, elsewhere: true } : file,
  );
  return { ...discovered, project: { ...project, files } };
}

/** A package belongs to the shard that its middle falls into. */
function packagesOf(project: Project, { index, count }: Shard): readonly (readonly SourceFile[])[] {
  const named = project.files.filter(file => file.named);
  const packages = [...groupBy(named, file => `${file.module}\n${file.importPath}`).values()];
  // An empty file is work too, and a project of empty files has a middle.
  const sizes = packages.map(files => files.reduce((sum, file) => sum + 1 + (project.size?.(file.path) ?? 0), 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  return packages.filter((_, at) => {
    const middle = before + sizes[at]! / 2;
    before += sizes[at]!;
    return Math.floor((middle * count) / total) === index - 1;
  });
}
