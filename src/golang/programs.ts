/** What kind of program a package ends up in: one that goes on running, a command that runs once, or whatever imports the library. */
import type { GoFile } from './file.ts';
import type { Package } from './package.ts';
import { remember } from './remember.ts';

/** Text that only programs hold that go on running: they listen, wait for signals, or do something again and again. */
const LASTING =
  /\b(ListenAndServe|net\.Listen|signal\.Notify|time\.NewTicker|time\.Tick\b|select \{\s*\})|\.(Serve|ServeTLS|Start|Listen)\(|\.Run\((?!os\.Args|ctx|context)/;

/** Packages that show how to use the others: no part of any program that somebody runs. */
const EXAMPLES = /(^|\/)_?(examples?|documentation|docs?|samples?|tutorials?)(\/|$)/;

/** Packages that only tests use, though no file of theirs is one. */
const TEST_SUPPORT =
  /(^|\/)(tests?|e2e|integration|testing|test_?(utils?|helpers?|support)|mocks?|fakes?|[a-z]{2,}(?<!la|at|con|pro|speed|load|stress|pen)test)(\/|$)/;

/** Whether a package is there for tests: it says so by its path, or by importing `testing`. */
export const isTestSupport = remember<Package, boolean>(
  pkg =>
    TEST_SUPPORT.test(pathOf(pkg)) ||
    pkg.files.some(file => !file.source.test && /^(?:import )?\s*"testing"$/m.test(file.text)),
  false,
);

/** Whether one file is there for tests, by the path of its package or by its own imports: others of the package may be there for production. */
export function servesTests({ pkg, imports }: GoFile): boolean {
  return TEST_SUPPORT.test(pathOf(pkg)) || [...imports.values()].some(({ path }) => path === 'testing');
}

function pathOf(pkg: Package): string {
  return pkg.importPath.slice(pkg.module.path.length);
}

export function isExample(path: string): boolean {
  return EXAMPLES.test(path);
}

/** Whether the package is a command that runs once and ends. */
export const isOneShot = remember<Package, boolean>(
  pkg => pkg.main && !pkg.files.some(file => !file.source.test && LASTING.test(file.text)),
  false,
);

/** Whether nothing in the package's module is a program: other modules decide how it is used. */
export const isLibrary = remember<Package, boolean>(
  ({ module, world }) =>
    !world.search(module, 'main', 'func main()').some(({ pkg }) => pkg.main && !isExample(pkg.importPath)),
  false,
);
