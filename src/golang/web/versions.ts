/** Which release of a library a module requires. */
import type { MiddlewareRow, Symbol } from '../../catalog/schema.ts';
import type { ModuleInfo } from '../project.ts';

/** How a compressor behaves when nothing is written, in the release that the module requires; the older way where that is not known. */
export function emptyBehaviour(row: MiddlewareRow, symbol: Symbol, module: ModuleInfo): MiddlewareRow['empty'] {
  const required = row.changed && requiredVersion(symbol, module);
  return required && row.changed && compareVersions(required, row.changed.since) >= 0 ? row.changed.empty : row.empty;
}

/** The version that go.mod requires of the module that a symbol belongs to: `v1.2.6`. */
export function requiredVersion(symbol: Symbol, { requires }: ModuleInfo): string | undefined {
  const path = symbol.replace(/^\(\*?/, '');
  const [found] = Object.keys(requires)
    .filter(module => path.startsWith(module) && /^[/.]/.test(path.slice(module.length)))
    .sort((a, b) => b.length - a.length);
  return found === undefined ? undefined : requires[found];
}

/** Negative where a is older than b. A pre-release is older than its release. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => /^v?(\d+)\.(\d+)\.(\d+)(-)?/.exec(version));
  if (!left || !right) return -1;
  for (const index of [1, 2, 3]) {
    const difference = Number(left[index]) - Number(right[index]);
    if (difference !== 0) return difference;
  }
  return Number(right[4] === '-') - Number(left[4] === '-');
}
