// Builds grammars/tree-sitter-go.wasm out of grammars/go/grammar.js, and writes down how, in grammars/grammars.json.
//
//   npm run grammar             build
//   npm run grammar -- --check  build elsewhere, and leave with 1 unless the bytes are those that are committed
//
// Needs the tree-sitter CLI (cargo install tree-sitter-cli --version 0.25.10 --locked) and Debian's clang-19, lld-19
// and wasi-libc. Nothing else in this repository does: the .wasm is committed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

const folder = fileURLToPath(new URL('../grammars/', import.meta.url));
const source = 'go/grammar.js';
const binary = 'tree-sitter-go.wasm';
const flags = [
  '--target=wasm32-wasi',
  '-fPIC',
  '-shared',
  '-Os',
  '-nostdlib',
  '-fvisibility=hidden',
  '-isystem/usr/include/wasm32-wasi',
  '-Wl,--export=tree_sitter_go,--allow-undefined,--no-entry,--experimental-pic,--strip-debug',
];

const built = build();
if (process.argv.includes('--check')) check();
else await write();

/** The bytes of the grammar. They depend on nothing but the grammar and the tools: the folder is left out of them. */
function build() {
  const temporary = mkdtempSync(join(tmpdir(), 'grammar-'));
  try {
    // From the grammar's own folder: the CLI looks there for the tree-sitter.json without which it makes an older ABI.
    run('tree-sitter', ['generate', '--output', temporary], dirname(join(folder, source)));
    run('clang-19', [...flags, '-I.', '-o', binary, 'parser.c'], temporary);
    return readFileSync(join(temporary, binary));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function check() {
  const same = built.equals(readFileSync(join(folder, binary)));
  console.log(same ? `${binary}: the same bytes` : `${binary}: other bytes than those that are committed`);
  process.exitCode = same ? 0 : 1;
}

async function write() {
  writeFileSync(join(folder, binary), built);
  writeFileSync(join(folder, 'grammars.json'), `${JSON.stringify({ [binary]: await provenance() }, null, 2)}\n`);
  console.log(`${binary}: ${built.length} bytes, sha256 ${sha256(built)}`);
}

async function provenance() {
  await Parser.init();
  return {
    sha256: sha256(built),
    abi: (await Language.load(built)).abiVersion,
    source: { file: source, sha256: sha256(readFileSync(join(folder, source))) },
    package: `tree-sitter-go ${createRequire(import.meta.url)('tree-sitter-go/package.json').version}`,
    generator: firstLine('tree-sitter', ['--version']),
    compiler: firstLine('clang-19', ['--version']),
    linker: firstLine('wasm-ld-19', ['--version']),
    libc: firstLine('dpkg-query', ['--show', 'wasi-libc']).replace('\t', ' '),
    flags: flags.join(' '),
  };
}

function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: 'inherit' });
}

function firstLine(command, args) {
  return execFileSync(command, args, { encoding: 'utf8' }).split('\n', 1)[0].trim();
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
