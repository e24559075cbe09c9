import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Reads a file that ships with the tool, under a name that package.json's `imports` give it: `#grammars/tree-sitter-go.wasm`. The same in source and in
 * what is built of it; a single executable, which has no files, puts another function in this one's place. Throws where there is no such file.
 */
export function readAsset(name: `#${string}`): Buffer {
  return readFileSync(fileURLToPath(import.meta.resolve(name)));
}
