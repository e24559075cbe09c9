import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | undefined;

/**
 * Reads a file that ships with the tool, by its path from where package.json lies: `grammars/tree-sitter-go.wasm`. The same in source and in what is
 * built of it; a single executable, which has no files, puts another function in this one's place. Throws where there is no such file.
 */
export function readAsset(path: string): Buffer {
  root ??= packageAbove(dirname(fileURLToPath(import.meta.url)));
  return readFileSync(join(root, path));
}

function packageAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('the files that belong to the tool are not where it runs');
  return packageAbove(parent);
}
