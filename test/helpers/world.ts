/** A world over texts held in memory, for tests of what Go means. */
import type { Package } from '../../src/golang/package.ts';
import { World } from '../../src/golang/world.ts';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import type { SyntaxNode } from '../../src/syntax/node.ts';
import { type Files, projectOf } from '../harness.ts';

export async function worldOf(files: Files): Promise<World> {
  return new World(projectOf(files), await loadGrammar());
}

/** All packages of the module at the root. */
export function packagesOf(world: World): readonly Package[] {
  const module = world.module('')!;
  const paths = new Set(world.project.files.filter(file => file.module === '').map(file => file.importPath));
  return [...paths].map(path => world.package(path, module)!);
}

/** The declaration of a function, by name, or of a method, as `Type.Name`. */
export function declarationOf(world: World, name: string): SyntaxNode {
  for (const pkg of packagesOf(world)) {
    const dot = name.indexOf('.');
    const [found] = dot < 0 ? pkg.lookup(name) : pkg.methods(name.slice(0, dot), name.slice(dot + 1));
    if (found) return found.node;
  }
  throw new Error(`nothing declares ${name}`);
}
