import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What package.json says of us, in source and in the installed package alike. */
export function readManifest(): { readonly name: string; readonly version: string; readonly homepage?: string } {
  return JSON.parse(readPackageFile('#package'));
}

export function readDoc(rule: string): string {
  return readPackageFile(`#docs/${rule}`);
}

/** The content hash of what was built; undefined when running from source, where nothing may be kept. */
export function readStamp(): string | undefined {
  try {
    return (JSON.parse(readFileSync(new URL('../stamp.json', import.meta.url), 'utf8')) as { readonly build: string })
      .build;
  } catch {
    return undefined;
  }
}

function readPackageFile(specifier: string): string {
  return readFileSync(fileURLToPath(import.meta.resolve(specifier)), 'utf8');
}
