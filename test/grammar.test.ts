// The grammar that we build: its .wasm is the one that its provenance describes, and it gives the trees that
// test/grammar/*.txt write down (in the form that the tree-sitter CLI's own tests have).
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';

interface Provenance {
  readonly sha256: string;
  readonly abi: number;
  readonly package: string;
  readonly source: { readonly file: string; readonly sha256: string };
}

interface Form {
  readonly name: string;
  readonly code: string;
  readonly tree: string;
}

const binary = 'tree-sitter-go.wasm';
const grammars = new URL('../grammars/', import.meta.url);
const corpus = new URL('./grammar/', import.meta.url);
const rebuild = 'Run `npm run grammar`, which builds the .wasm and writes its provenance.';

await Parser.init();
const language = await Language.load(fileURLToPath(new URL(binary, grammars)));
const parser = new Parser().setLanguage(language);

describe('provenance', () => {
  const provenance = readProvenance();

  test('names the bytes that are there', () => {
    expect(sha256(new URL(binary, grammars)), rebuild).toBe(provenance.sha256);
  });

  test('names the grammar that they were built from', () => {
    expect(sha256(new URL(provenance.source.file, grammars)), rebuild).toBe(provenance.source.sha256);
  });

  test('names the package that the grammar extends', () => {
    const { version } = createRequire(import.meta.url)('tree-sitter-go/package.json') as { version: string };
    expect(provenance.package, rebuild).toBe(`tree-sitter-go ${version}`);
  });

  test('names the ABI', () => {
    expect(language.abiVersion).toBe(provenance.abi);
  });
});

test("upstream's licence stands beside the binary", () => {
  const upstream = createRequire(import.meta.url).resolve('tree-sitter-go/LICENSE');
  expect(readFileSync(new URL('LICENSE.tree-sitter-go', grammars), 'utf8')).toBe(readFileSync(upstream, 'utf8'));
});

describe.each(readdirSync(corpus).sort())('%s', file => {
  test.each(formsOf(readFileSync(new URL(file, corpus), 'utf8')))('$name', ({ code, tree }) => {
    expect(treeOf(code)).toBe(tree);
  });
});

function readProvenance(): Provenance {
  const all = JSON.parse(readFileSync(new URL('grammars.json', grammars), 'utf8')) as Record<string, Provenance>;
  return all[binary]!;
}

function sha256(file: URL): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The forms in a corpus file: a name between two bars, the code, `---`, and the tree. No empty line before `---`: no last line break. */
function formsOf(text: string): readonly Form[] {
  const [, ...parts] = text.split(/^=+\n/m);
  return parts.flatMap((name, i) => {
    if (i % 2 === 1) return [];
    const [code, tree] = parts[i + 1]!.split('\n---\n') as [string, string];
    return [{ name: name.trim(), code: code.replace(/^\n/, ''), tree: oneLine(tree) }];
  });
}

function oneLine(tree: string): string {
  return tree.trim().replace(/\s+/g, ' ');
}

function treeOf(code: string): string {
  const tree = parser.parse(code)!;
  try {
    return tree.rootNode.toString();
  } finally {
    tree.delete();
  }
}
