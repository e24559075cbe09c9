/** Asks about one call of a project that is written down in a test. */
import { World } from '../../src/golang/world.ts';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import type { SyntaxNode } from '../../src/syntax/node.ts';
import { type Files, projectOf } from '../harness.ts';

/** The answer for the first call that is the one asked about, in any file. */
export async function marked<T>(
  files: Files,
  isIt: (call: SyntaxNode) => boolean,
  ask: (call: SyntaxNode) => T,
): Promise<T> {
  const project = projectOf(files);
  const world = new World(project, await loadGrammar());
  for (const source of project.files) {
    const pkg = world.package(source.importPath, project.modules[0]!)!;
    const file = pkg.files.find(each => each.path === source.path)!;
    const call = file.root.all('call_expression').find(isIt);
    if (call) return ask(call);
  }
  throw new Error('nothing is marked');
}

/** One file of package a, with imports. */
export function inPackage(body: string, imports: readonly string[]): Files {
  return { 'a.go': `package a\n\nimport (\n${imports.map(path => `\t"${path}"\n`).join('')})\n\n${body}\n` };
}
