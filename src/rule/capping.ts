/** Limits that a library is told once, on the value that is read later: `conn.SetReadLimit(n)`. */
import { catalog, effectsOf, perCatalog } from '../catalog/index.ts';
import { calleeOf, rowOf } from '../golang/callee.ts';
import { fileOf } from '../golang/file.ts';
import { namesIn } from '../golang/mentions.ts';
import type { Package } from '../golang/package.ts';
import { remember } from '../golang/remember.ts';
import type { WholeRead } from './reads.ts';

/** Some libraries are told a limit once, on the value that is read later: `conn.SetReadLimit(n)`, wherever the value passes. */
export function isCapped({ node, origin }: WholeRead): boolean {
  if (!origin.symbol.startsWith('(*') || origin.expanded) return false;
  const path = pathOf(origin.symbol);
  const places = [origin.node, ...origin.steps.map(step => step.node), node];
  return places.some(place => cappedIn(fileOf(place).pkg).has(path));
}

export function pathOf(symbol: string): string {
  return symbol.slice(2, symbol.lastIndexOf('.', symbol.indexOf(')')));
}

/** Names of methods that cap later reads, read off the catalog. */
const cappingNames: () => readonly string[] = perCatalog(() => [
  ...new Set(
    catalog.flatMap(({ effects }) =>
      Object.entries(effects).flatMap(([key, row]) =>
        row.bounds?.some(each => each.result === undefined) ? [key.slice(key.lastIndexOf('.') + 1)] : [],
      ),
    ),
  ),
]);

/** The method by which a library is told a limit, for values of the type that a symbol's method belongs to: `SetReadLimit`. */
export function cappingMethod(symbol: string): string | undefined {
  const type = symbol.slice(0, symbol.indexOf(')') + 1);
  return cappingNames().find(name => effectsOf(`${type}.${name}`)?.bounds?.some(each => each.limit !== undefined));
}

/** Paths of the libraries whose values a package caps. */
const cappedIn = remember<Package, ReadonlySet<string>>(pkg => {
  const paths = new Set<string>();
  for (const name of cappingNames()) {
    for (const file of pkg.files) {
      for (const node of namesIn(file, name)) {
        const call = node.parent?.parent;
        if (call?.kind !== 'call_expression' || !rowOf(call)?.bounds) continue;
        const callee = calleeOf(call);
        if (callee.kind === 'external') paths.add(pathOf(callee.symbol));
      }
    }
  }
  return paths;
}, new Set());
