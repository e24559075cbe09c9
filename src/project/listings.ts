import type { Disk } from './disk.ts';
import { findUp, from, isInside } from './paths.ts';

/** Every Go file of the folders asked for so far; no folder is listed twice. */
export interface Listings {
  /** Makes sure that all below these folders is listed. */
  cover(folders: readonly string[]): Promise<void>;
  /** Absolute paths of Go files, sorted. */
  goFiles(): readonly string[];
  /** Folders that could not be opened. */
  closed(): readonly string[];
}

/** So many folders of one repository asked for at once are cheaper listed as the whole repository. */
const MANY = 4;

export function openListings(gitignore: boolean, disk: Disk): Listings {
  const listed: string[] = [];
  const files = new Set<string>();
  const closed = new Set<string>();
  const isCovered = (folder: string) => listed.some(above => covers(above, folder));

  async function add(folder: string): Promise<void> {
    if (isCovered(folder)) return;
    const listing = await disk.list(folder, gitignore);
    listed.push(folder);
    for (const file of listing.files) files.add(file);
    for (const path of listing.closed) closed.add(path);
  }

  return {
    async cover(folders) {
      const wanted = folders.filter(folder => !isCovered(folder));
      // Outermost first, so that what they hold need not be listed again.
      const starts = wanted.length < MANY ? wanted : wanted.map(folder => repositoryOf(folder) ?? folder);
      for (const folder of [...starts, ...wanted].sort((a, b) => a.length - b.length)) await add(folder);
    },
    goFiles: () => [...files].sort(),
    closed: () => [...closed].sort(),
  };
}

/** A listing never enters dot folders, nor other repositories. */
function covers(above: string, folder: string): boolean {
  if (above === folder) return true;
  if (!isInside(above, folder) || /(^|\/)\./.test(from(above, folder))) return false;
  return repositoryOf(above) === repositoryOf(folder);
}

function repositoryOf(folder: string): string | undefined {
  return findUp(folder, '.git');
}
