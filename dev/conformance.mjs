// Does our grammar understand every Go file that Go itself accepts?
//
//   npm run conformance -- [--stock] [--gofmt PATH] [dir...]   parse all Go files there that `gofmt -e` accepts
//   npm run conformance -- --time [dir...]                     time our grammar against the stock one, file by file
//
// Without folders: the src and test of `go env GOROOT`. Leaves with 1 when a file that gofmt accepts has an ERROR or
// MISSING node. A Go toolchain is needed here and nowhere else.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadParsers, misparsed } from './go-parsers.mjs';
import { timePaired } from './parse-time.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stock: { type: 'boolean', default: false },
    time: { type: 'boolean', default: false },
    gofmt: { type: 'string', default: 'gofmt' },
  },
});

const folders = positionals.length > 0 ? positionals : goroot();
const parsers = await loadParsers();
if (options.time) printTimes();
else process.exitCode = (await conform()) ? 0 : 1;

function goroot() {
  const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  return ['src', 'test'].map(name => join(root, name)).filter(existsSync);
}

function goFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.go'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

async function conform() {
  let failed = 0;
  for (const folder of folders) failed += await conformFolder(folder);
  return failed === 0;
}

async function conformFolder(folder) {
  const files = goFiles(folder);
  const refused = await refusedByGofmt(files);
  const accepted = files.filter(file => !refused.has(file));
  const ours = accepted.filter(file => report(file, misparsed(parsers.ours, readFileSync(file, 'utf8'))));
  console.log(
    `${folder}: ${accepted.length} files accepted by gofmt (${refused.size} refused), ${ours.length} misparsed`,
  );
  if (options.stock) console.log(`${folder}: ${countStock(accepted)} misparsed by the stock grammar`);
  return ours.length;
}

function report(file, [first, ...rest]) {
  if (!first) return false;
  const others = rest.length > 0 ? ` (and ${rest.length} more)` : '';
  console.log(`${file}:${first.line}:${first.column}: ${first.kind} ${first.text}${others}`);
  return true;
}

function countStock(files) {
  return files.filter(file => misparsed(parsers.stock, readFileSync(file, 'utf8')).length > 0).length;
}

/** The files that gofmt finds a syntax error in. A few hundred go into one call: an argument list has an end. */
async function refusedByGofmt(files) {
  const refused = new Set();
  for (let start = 0; start < files.length; start += 500) {
    for (const file of await gofmtErrors(files.slice(start, start + 500))) refused.add(file);
  }
  return refused;
}

function gofmtErrors(files) {
  const child = spawn(options.gofmt, ['-e', '-l', ...files], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', chunk => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(stderr.split('\n').filter(Boolean).map(fileOfError)));
  });
}

function fileOfError(line) {
  const match = /^(.+?\.go):\d+(?::\d+)?: /.exec(line);
  if (!match) throw new Error(`gofmt says something that is not an error in a file: ${line}`);
  return match[1];
}

function printTimes() {
  for (const folder of folders) {
    const texts = goFiles(folder).map(file => readFileSync(file, 'utf8'));
    const { ours, stock, ratio } = timePaired(parsers, texts);
    console.log(
      `${folder}: ${texts.length} files, ours ${ours.toFixed(0)} ms, stock ${stock.toFixed(0)} ms, ratio ${ratio.toFixed(3)}`,
    );
  }
}
