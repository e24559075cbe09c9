// npm run sea: the tool with Node in one file, for machines that have none, in out/. Needs npm's postject, which it calls by npx.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, RESOLVE, root, stamp } from './bundle.mjs';

const POSTJECT = 'postject@1.0.0-alpha.6';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** What the program reads, by the path that it asks for. */
const ASSETS = [
  'package.json',
  'grammars/tree-sitter-go.wasm',
  'src/catalog/shapes/std.txt',
  'src/catalog/shapes/modules.txt',
  ...readdirSync(join(root, 'rules'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => `rules/${entry.name}/doc.md`),
];

/** Modules that know of files, as they are where there are none. */
const REPLACED = {
  'src/text/asset.ts': `
    import { getAsset } from 'node:sea';
    export const readAsset = path => Buffer.from(getAsset(path));`,
  'src/syntax/runtime.ts': `
    import { getAsset } from 'node:sea';
    export const readRuntime = () => new Uint8Array(getAsset('web-tree-sitter.wasm'));`,
  'src/cli/start-worker.ts': `
    import { getAsset } from 'node:sea';
    import { Worker } from 'node:worker_threads';
    export const startWorker = (program, workerData, transferList = []) =>
      new Worker(getAsset(program + '.cjs', 'utf8'), { eval: true, workerData, transferList });`,
};
const replace = {
  name: 'replace',
  load: id => REPLACED[id.slice(root.length).replaceAll('\\', '/')],
};

const out = join(root, 'out');
const work = join(out, 'work');
const exe = join(out, process.platform === 'win32' ? 'goleak-lint.exe' : 'goleak-lint');
rmSync(out, { recursive: true, force: true });
mkdirSync(work, { recursive: true });

for (const name of ['main', 'worker', 'parser']) {
  await bundle(
    { [name]: `src/cli/${name}.ts` },
    { dir: work, format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false, sourcemap: false },
    { define: { BUILD: JSON.stringify(stamp()) }, resolve: RESOLVE, plugins: [replace] },
  );
}
writeFileSync(join(work, 'sea.json'), JSON.stringify(configuration()));
execFileSync(process.execPath, ['--experimental-sea-config', join(work, 'sea.json')], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
copyFileSync(process.execPath, exe);
chmodSync(exe, 0o755);
if (process.platform === 'darwin') execFileSync('codesign', ['--remove-signature', exe]);
const macho = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
const inject = [exe, 'NODE_SEA_BLOB', join(work, 'sea.blob'), '--sentinel-fuse', FUSE, ...macho];
execFileSync('npx', ['--yes', POSTJECT, ...inject], {
  stdio: ['ignore', 'ignore', 'inherit'],
  shell: process.platform === 'win32',
});
if (process.platform === 'darwin') execFileSync('codesign', ['--sign', '-', exe]);
rmSync(work, { recursive: true });
console.log(exe);

function configuration() {
  return {
    main: join(work, 'main.cjs'),
    output: join(work, 'sea.blob'),
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    assets: {
      ...Object.fromEntries(ASSETS.map(path => [path, join(root, path)])),
      'web-tree-sitter.wasm': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.wasm'),
      'worker.cjs': join(work, 'worker.cjs'),
      'parser.cjs': join(work, 'parser.cjs'),
    },
  };
}
