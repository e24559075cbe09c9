/** Which timers a program gets: until Go 1.23 a ticker that nobody stops is never collected, whether or not anything still refers to it. */
import type { Package } from './package.ts';
import type { ModuleInfo } from './project.ts';
import type { World } from './world.ts';

export interface OldTimers {
  /** Why the old ones: `go.mod says go 1.20`. */
  readonly because: string;
  /** The text says so, rather than being silent on it. */
  readonly certain: boolean;
}

/** Undefined where unreferenced tickers and timers are collected: go 1.23 and later, unless `asynctimerchan=1` is set. */
export function oldTimers(pkg: Package): OldTimers | undefined {
  const { module, world } = pkg;
  const set = directiveIn(module, world);
  if (set) return set === '1' ? { because: '//go:debug says asynctimerchan=1', certain: true } : undefined;
  if (module.asynctimerchan === '0') return undefined;
  if (module.asynctimerchan === '1')
    return { because: 'go.work or a godebug line asks for the old timers', certain: true };
  if (module.go === undefined) return { because: 'no go line asks for Go 1.23', certain: false };
  const [major, minor] = module.go.split('.').map(Number);
  if (major !== 1 || (minor ?? 0) >= 23) return undefined;
  return { because: `go.mod says go ${module.go}`, certain: true };
}

const DIRECTIVE = /^\/\/go:debug[ \t]+asynctimerchan=([01])/m;

/** `//go:debug asynctimerchan=1` in a file of package main; asked once for each module. */
function directiveIn(module: ModuleInfo, world: World): '0' | '1' | undefined {
  for (const file of world.search(module, 'asynctimerchan', '//go:debug')) {
    const value = file.pkg.main ? DIRECTIVE.exec(file.text)?.[1] : undefined;
    if (value) return value as '0' | '1';
  }
  return undefined;
}
