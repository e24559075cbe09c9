/** Changes to Go text that change nothing about what it does: whatever was found before must be found after. */
import type { Entity } from '../src/golang/entities.ts';
import type { GoFile } from '../src/golang/file.ts';
import { bindingsAround, resolve } from '../src/golang/scope.ts';
import { World } from '../src/golang/world.ts';
import { loadGrammar } from '../src/syntax/grammar.ts';
import type { SyntaxNode } from '../src/syntax/node.ts';
import { type Files, projectOf } from './harness.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type Rewrite = (file: GoFile) => string;

/** Applies a rewrite to every Go file; a rewrite may also spread one file over several. */
export async function rewritten(files: Files, rewrite: (file: GoFile) => string | Files): Promise<Files> {
  const project = projectOf(files);
  const world = new World(project, await loadGrammar());
  const result: Record<string, string> = { ...files };
  for (const source of project.files) {
    const pkg = world.package(source.importPath, project.modules[0]!);
    const file = pkg?.files.find(each => each.path === source.path);
    if (!file) continue;
    const changed = rewrite(file);
    if (typeof changed === 'string') result[source.path] = changed;
    else {
      delete result[source.path];
      Object.assign(result, changed);
    }
  }
  return result;
}

function edited(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { start, end, text: put } of [...edits].sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + put + result.slice(end);
  return result;
}

const functions = (file: GoFile) =>
  file.root.children.filter(node => /^(function|method)_declaration$/.test(node.kind));

/** `import "io"` becomes `import aliasedIo "io"`, and every use follows. */
export const aliasImports: Rewrite = file => {
  const edits: Edit[] = [];
  const renamed = new Map<string, string>();
  for (const spec of file.root.all('import_spec')) {
    const path = spec.field('path')!;
    const alias = spec.field('name')?.text;
    if (alias === '_' || alias === '.' || path.text === '"C"') continue;
    const name = alias ?? file.pkg.world.packageName(path.text.slice(1, -1), file);
    renamed.set(name, `aliased_${name}`);
    edits.push({ start: spec.start, end: path.start, text: `aliased_${name} ` });
  }
  for (const node of file.root.all('identifier', 'package_identifier')) {
    if (node.parent?.kind === 'import_spec' || node.parent?.kind === 'package_clause' || node.role === 'name') continue;
    const entity: Entity | undefined = resolve(node);
    const to = entity?.kind === 'import' ? renamed.get(entity.name) : undefined;
    if (to) edits.push({ start: node.start, end: node.end, text: to });
  }
  return edited(file.text, edits);
};

/** Every local variable gets another name. */
export const renameLocals: Rewrite = file => {
  const edits = new Map<number, Edit>();
  for (const top of file.root.children) {
    for (const local of bindingsAround(top).locals) {
      if (local.name === '_') continue;
      for (const node of [local.declared, ...local.mentions]) {
        if (node.text === local.name)
          edits.set(node.start, { start: node.start, end: node.end, text: `${local.name}Renamed` });
      }
    }
  }
  return edited(file.text, [...edits.values()]);
};

/** A comment and an empty line after every line that ends no raw string. */
export const spreadLines: Rewrite = file => {
  const raw = [...file.root.all('raw_string_literal')];
  const inside = (offset: number) => raw.some(node => node.start < offset && offset < node.end);
  let result = '';
  let start = 0;
  for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', start)) {
    result += file.text.slice(start, at + 1);
    if (!inside(at)) result += '// in between\n\n';
    start = at + 1;
  }
  return result + file.text.slice(start);
};

/** `func f() { ... }` becomes `func f() { func() { ... }() }`; with results, `return func() T { ... }()`. */
export const wrapBodies: Rewrite = file =>
  edited(
    file.text,
    functions(file).flatMap(node => {
      const body = node.field('body');
      if (!body || [...body.all('identifier')].some(name => name.text === 'recover')) return [];
      const result = node.field('result');
      const opening = result ? `{ return func() ${result.text} ` : '{ func() ';
      return [
        { start: body.start, end: body.start, text: opening },
        { start: body.end, end: body.end, text: '() }' },
      ];
    }),
  );

/** Functions in the opposite order. */
export const reverseFunctions: Rewrite = file => {
  const all = functions(file);
  const texts = all.map(node => lineOf(file, node)).reverse();
  return edited(
    file.text,
    all.map((node, index) => ({ ...spanOf(file, node), text: texts[index]! })),
  );
};

/** Every second function moves to a file of its own, with the same imports. */
export function splitFile(file: GoFile): Files {
  const all = functions(file);
  const moved = all.filter((_, index) => index % 2 === 1);
  if (moved.length === 0) return { [file.path]: file.text };
  const preamble = file.root.children.filter(
    node => node.kind === 'package_clause' || node.kind === 'import_declaration',
  );
  const split = [...preamble.map(node => node.text), ...moved.map(node => lineOf(file, node))].join('\n\n');
  return {
    [file.path]: edited(
      file.text,
      moved.map(node => ({ ...spanOf(file, node), text: '' })),
    ),
    [file.path.replace(/\.go$/, '_split.go')]: `${split}\n`,
  };
}

/** A function with its doc comment (an ignore may stand there) and the rest of its last line. */
function spanOf(file: GoFile, node: SyntaxNode): { readonly start: number; readonly end: number } {
  let { line } = file.lines.position(node.start);
  while (line > 1 && /^\/\//.test(textOfLine(file, line - 1))) line--;
  const newline = file.text.indexOf('\n', node.end);
  return { start: file.lines.start(line), end: newline < 0 ? file.text.length : newline };
}

function textOfLine(file: GoFile, line: number): string {
  return file.text.slice(file.lines.start(line), file.lines.start(line + 1));
}

function lineOf(file: GoFile, node: SyntaxNode): string {
  const { start, end } = spanOf(file, node);
  return file.text.slice(start, end);
}
