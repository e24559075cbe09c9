// npm run build: what is published, in dist/. The libraries go in too, so that installing the tool installs one package; their licences are collected beside.
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, RESOLVE, root, stamp } from './bundle.mjs';

// CommonJS starts faster, and Node 20 can keep what V8 makes of it (src/cli/code-cache.ts).
const COMMON_JS = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' };

const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
const modules = await bundle(
  { start: 'src/cli/start.ts', worker: 'src/cli/start-in-worker.ts', parser: 'src/cli/parser.ts' },
  { dir: dist, ...COMMON_JS },
  { define: { BUILD: JSON.stringify(stamp()) }, resolve: RESOLVE },
);
const packages = [...new Set(modules.map(packageOf).filter(folder => folder !== undefined))].sort();
writeFileSync(join(dist, 'licenses.txt'), packages.map(licence).join(`\n${'-'.repeat(80)}\n\n`));
copyFileSync(join(root, 'node_modules/web-tree-sitter/web-tree-sitter.wasm'), join(dist, 'web-tree-sitter.wasm'));

/** The folder of the package that a module belongs to; undefined for our own. */
function packageOf(id) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id.replaceAll('\\', '/'))?.[0];
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find(entry => /^(licen[cs]e|copying)/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8') : ''}`;
}
