import { existsSync, statSync } from 'node:fs';
import { type Listing, list } from './list.ts';
import { isInside } from './paths.ts';
import { checked, isMangled, readSource, Unreadable } from './source-text.ts';

/** Where texts come from: the disk, or a state of the repository that is laid over it. Paths are absolute. */
export interface Disk {
  exists(path: string): boolean;
  isFolder(path: string): boolean;
  /** Throws `Unreadable`. */
  read(path: string): string;
  /** Whether bytes of the file were lost when its text was decoded. */
  isMangled(path: string, text: string): boolean;
  /** Go files below a folder. */
  list(folder: string, gitignore: boolean): Promise<Listing>;
  /** Texts that are not those of the real disk. */
  readonly own: ReadonlyMap<string, string>;
}

export const realDisk: Disk = {
  exists: existsSync,
  isFolder: path => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  read: readSource,
  isMangled,
  list,
  own: new Map(),
};

/** Texts by absolute path; undefined: no such file. */
export type Overlay = ReadonlyMap<string, string | undefined>;

/** A disk on which some files have other texts, are there, or are not. */
export function overlaid(below: Disk, overlay: Overlay): Disk {
  const own = new Map(below.own);
  for (const [path, text] of overlay) {
    if (text === undefined) own.delete(path);
    else own.set(path, text);
  }
  return {
    own,
    exists: path => (overlay.has(path) ? overlay.get(path) !== undefined : below.exists(path)),
    isFolder: path => !overlay.has(path) && below.isFolder(path),
    read(path) {
      if (!overlay.has(path)) return below.read(path);
      const text = overlay.get(path);
      if (text === undefined) throw new Unreadable("can't be read: it does not exist");
      return checked(text);
    },
    isMangled: (path, text) => (overlay.has(path) ? false : below.isMangled(path, text)),
    async list(folder, gitignore) {
      const { files, closed } = await below.list(folder, gitignore);
      const there = files.filter(path => !overlay.has(path));
      const laid = [...overlay].flatMap(([path, text]) =>
        text !== undefined && path.endsWith('.go') && isInside(folder, path) ? [path] : [],
      );
      return { files: [...there, ...laid].sort(), closed };
    },
  };
}
