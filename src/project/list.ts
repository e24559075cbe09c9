/**
 * Lists the Go files below a folder without reading any. Inside a git repository git does it, which is fastest and right about
 * .gitignore; elsewhere we walk, and ask globby about .gitignore files where the walk met some.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from './git.ts';
import { findUp, from, isInside } from './paths.ts';

export interface Listing {
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
  /** Folders that could not be opened, absolute. */
  readonly closed: readonly string[];
}

/** Folders whose names begin with a dot are never entered; `vendor`, `testdata` and `_x` are: the caller counts what it leaves out. */
export async function list(folder: string, gitignore: boolean): Promise<Listing> {
  if (!gitignore) return plain(walk(folder));
  const listed = (await listWithGit(folder)) ?? (await walkWithIgnoreFiles(folder));
  return { ...listed, files: [...new Set(listed.files)].sort() };
}

// ---- git

async function listWithGit(folder: string): Promise<Listing | undefined> {
  const repository = findUp(folder, '.git');
  if (repository === undefined) return undefined;
  const args = ['ls-files', '-z', '-t', '-c', '-d', '-o', '--exclude-standard', '--', '*.go'];
  try {
    const stdout = await git(folder, args);
    const own = entries(stdout).filter(path => !hasDotFolder(path));
    const nested = await Promise.all(submodules(repository, folder).map(path => list(path, true)));
    return {
      files: [...own.map(path => join(folder, path)), ...nested.flatMap(listing => listing.files)],
      closed: nested.flatMap(listing => listing.closed),
    };
  } catch {
    return undefined; // no git here, or it does not trust this folder
  }
}

/** Entries read `H path`; the tags R (removed) and S (left out of a sparse checkout) stand for files that are not on the disk. */
function entries(stdout: string): readonly string[] {
  const tagged = stdout.split('\0').filter(entry => entry !== '');
  const gone = new Set(tagged.filter(entry => entry.startsWith('R ')).map(entry => entry.slice(2)));
  return tagged
    .filter(entry => !entry.startsWith('R ') && !entry.startsWith('S '))
    .map(entry => entry.slice(2))
    .filter(path => !gone.has(path));
}

function hasDotFolder(path: string): boolean {
  return path.startsWith('.') ? path.includes('/') : path.includes('/.') && /\/\.[^/]*\//.test(path);
}

/** git lists a submodule as one entry; its files are another repository's. */
function submodules(repository: string, folder: string): readonly string[] {
  try {
    const text = readFileSync(join(repository, '.gitmodules'), 'utf8');
    return [...text.matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)]
      .map(match => join(repository, match[1]!))
      .filter(path => path !== folder && isInside(folder, path) && isInitialised(path));
  } catch {
    return [];
  }
}

function isInitialised(path: string): boolean {
  return findUp(path, '.git', path) !== undefined;
}

// ---- our own walk

interface Walk {
  readonly files: string[];
  readonly ignoreFiles: string[];
  readonly closed: string[];
}

function walk(folder: string, found: Walk = { files: [], ignoreFiles: [], closed: [] }): Walk {
  for (const entry of children(folder, found)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.')) walk(path, found);
    } else if (entry.name === '.gitignore') found.ignoreFiles.push(path);
    // Links to folders are not followed, as the go command does not: so no circle can trap us.
    else if (entry.name.endsWith('.go') && (entry.isFile() || isLinkToFile(path))) found.files.push(path);
  }
  return found;
}

function children(folder: string, found: Walk) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    found.closed.push(folder);
    return [];
  }
}

function isLinkToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOOP';
  }
}

function plain({ files, closed }: Walk): Listing {
  return { files: files.sort(), closed };
}

async function walkWithIgnoreFiles(folder: string): Promise<Listing> {
  const walked = walk(folder);
  const ignoreFiles = [...ignoreFilesAbove(folder), ...walked.ignoreFiles];
  if (ignoreFiles.length === 0) return plain(walked);
  const { convertPathToPattern, isIgnoredByIgnoreFiles } = await import('globby');
  const cwd = dirname(ignoreFiles[0]!);
  // Given by name: left to itself, globby would walk the whole tree once more to find them.
  const patterns = ignoreFiles.map(path => convertPathToPattern(from(cwd, path)));
  const isIgnored = await isIgnoredByIgnoreFiles(patterns, { cwd, suppressErrors: true });
  return { files: walked.files.filter(path => !isIgnored(path)), closed: walked.closed };
}

/** Outermost first. They count inside a repository only, as git has it. */
function ignoreFilesAbove(folder: string): readonly string[] {
  const top = findUp(folder, '.git');
  if (top === undefined || top === folder) return [];
  const above = findUp(dirname(folder), '.gitignore', top);
  return above === undefined ? [] : [...ignoreFilesAbove(above), join(above, '.gitignore')];
}
