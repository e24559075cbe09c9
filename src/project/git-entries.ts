/** What git prints of trees, the index and differences, as entries; and the texts behind them. */
import { GitError, gitBytes } from './git.ts';
import { UserError } from './user-error.ts';

/** One side of a raw diff: what the state that we want holds at a path. */
export interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
}

export const LINK = '160000';

export function isFile({ mode }: Entry): boolean {
  return mode === '100644' || mode === '100755';
}

/** `:oldmode newmode oldoid newoid status NUL path NUL`: the old side. */
export function parseRaw(raw: string): readonly Entry[] {
  const parts = raw.split('\0');
  const entries: Entry[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [mode = '', , oid = '', , status] = parts[at]!.slice(1).split(' ');
    const path = parts[at + 1]!;
    if (status === 'U') throw new UserError(`${path} has merge conflicts; resolve them first`);
    entries.push({ path, mode, oid });
  }
  return entries;
}

/** The submodules of a tree: `mode type oid TAB path NUL`. */
export function parseTree(listing: string): readonly Entry[] {
  return [...listing.matchAll(/160000 commit ([0-9a-f]+)\t([^\0]+)/g)].map(([, oid, path]) => ({
    path: path!,
    mode: LINK,
    oid: oid!,
  }));
}

/** The submodules of the index: `mode oid stage TAB path NUL`. */
export function parseIndex(listing: string): readonly Entry[] {
  return [...listing.matchAll(/160000 ([0-9a-f]+) 0\t([^\0]+)/g)].map(([, oid, path]) => ({
    path: path!,
    mode: LINK,
    oid: oid!,
  }));
}

/** The texts of blobs: `oid type size LF bytes LF`, once for each that was asked for. */
export async function readBlobs(top: string, oids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (oids.length === 0) return texts;
  const bytes = await gitBytes(top, ['cat-file', '--batch'], { input: oids.map(oid => `${oid}\n`).join('') });
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const [oid = '', type, size] = bytes.toString('utf8', at, end).split(' ');
    if (type !== 'blob') throw new GitError(`object ${oid} is missing`);
    const from = end + 1;
    at = from + Number(size) + 1;
    texts.set(oid, bytes.toString('utf8', from, at - 1));
  }
  return texts;
}
