// Turns the TypeScript of this repository into JavaScript that Node 20 can load: few files, because finding and reading 250 took a start longer than all else.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** For bundles in CommonJS: of the two programs that web-tree-sitter ships, the other can't be one. */
export const RESOLVE = { alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') } };

/** Bundles entries (`{ name: path }`) with all that they import into a folder; gives back the modules that went in. */
export async function bundle(input, output, { define = {}, ...options } = {}) {
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    transform: { target: 'node20.20', define },
    onLog: report,
    ...options,
  });
  const { output: files } = await build.write({ sourcemap: true, sourcemapExcludeSources: true, ...output });
  await build.close();
  return files.flatMap(file => (file.type === 'chunk' ? file.moduleIds : []));
}

/** Modules of this repository, imported from source. */
export async function importSource(paths) {
  const dir = join(root, 'dist', 'source');
  await bundle(Object.fromEntries(paths.map(path => [path.replaceAll(/\W/g, '-'), path])), { dir });
  return Promise.all(paths.map(path => import(join(dir, `${path.replaceAll(/\W/g, '-')}.js`))));
}

/** Names a build by the content of what it is made from: objects that another build left in the cache must not be taken for this one's. */
export function stamp() {
  const files = ['src', 'rules', 'grammars', 'dev/bundle.mjs', 'dev/build.mjs', 'package-lock.json']
    .flatMap(path => listed(join(root, path)))
    .filter(file => /\.(ts|txt|wasm|mjs|json)$/.test(file))
    .sort();
  const digest = createHash('sha256');
  for (const file of files) digest.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return digest.digest('hex').slice(0, 32);
}

function listed(path) {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
}

function report(level, log) {
  // web-tree-sitter's loader holds an eval for programs that it never loads here.
  if (log.code === 'EVAL' && log.id?.includes('web-tree-sitter')) return;
  if (level === 'warn') throw new Error(log.message);
}
