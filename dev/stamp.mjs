// Names what was built by its content: objects that another build left in the cache must not be taken for this one's.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const files = ['dist', 'grammars']
  .flatMap(folder => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter(entry => entry.isFile() && /\.(js|wasm)$/.test(entry.name))
  .map(entry => join(entry.parentPath, entry.name))
  .sort();
const digest = createHash('sha256');
for (const file of files) digest.update(file).update('\0').update(readFileSync(file));
writeFileSync('dist/src/stamp.json', `${JSON.stringify({ build: digest.digest('hex').slice(0, 32) })}\n`);
