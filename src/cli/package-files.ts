import { readAsset } from '../text/asset.ts';

/** What package.json says of us, in source and in the installed package alike. */
export function readManifest(): { readonly name: string; readonly version: string; readonly homepage?: string } {
  return JSON.parse(readAsset('package.json').toString());
}

export function readDoc(rule: string): string {
  return readAsset(`rules/${rule}/doc.md`).toString();
}

/** The build puts the content hash of what it was made from in this one's place. */
declare const BUILD: string;

/** The content hash of what was built; undefined when running from source, where nothing may be kept. */
export function readStamp(): string | undefined {
  return typeof BUILD === 'undefined' ? undefined : BUILD;
}
