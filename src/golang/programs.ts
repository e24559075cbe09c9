/**
 * What kind of program a package ends up in: one that goes on running, a command that runs once, or whatever imports the library; and whether a
 * function ends up in any.
 */
import type { SyntaxNode } from '../syntax/node.ts';
import { calleeOf, symbolOf } from './callee.ts';
import { entityOf } from './callers.ts';
import { fileOf, type GoFile } from './file.ts';
import { importedPaths } from './imports.ts';
import { usesOfFunc } from './mentions.ts';
import type { Package } from './package.ts';
import { remember } from './remember.ts';
import { topOf } from './scope.ts';

/** Text that only programs hold that go on running: they listen, wait for signals, or do something again and again. Commands, too, start other commands and traces. */
const LASTING =
  /\b(ListenAndServe|net\.Listen|signal\.Notify|time\.NewTicker|time\.Tick\b|select \{\s*\})|(?<!\b(cmd|profile|telemetry|trace))\.(Serve|ServeTLS|Start|Listen)\(|(?<!\bcmd)\.Run\((?!os\.Args|ctx|context)/;

/** Packages that show how to use the others: no part of any program that somebody runs. */
const EXAMPLES = /(^|\/)_?(examples?|documentation|docs?|samples?|tutorials?)(\/|$)/;

/** Packages that only tests use, though no file of theirs is one. */
const TEST_SUPPORT =
  /(^|\/)(tests?|(\w+-)?e2e|integration|testing|test_?(utils?|helpers?|support)|mocks?|fakes?|[a-z]{2,}(?<!la|at|con|pro|speed|load|stress|pen)test)(\/|$)/;

/** Files of theirs in the folder of what they test. */
const TEST_FILE = /(^|[/_])(test_?(helpers?|utils?|support|suite)|mocks?|fakes?)(_[^/]*)?\.go$/;

/**
 * Whether a package is there for tests: its path in the repository says so (whatever module it is in), it imports `testing`, or nobody imports it who
 * could: what stands below `internal` and no program of the module takes is left to the tests.
 */
export const isTestSupport = remember<Package, boolean>(
  pkg =>
    TEST_SUPPORT.test(folderOf(pkg)) ||
    pkg.files.some(file => !file.source.test && importedPaths(file.text).includes('testing')) ||
    isLeftToTests(pkg),
  false,
);

/** Whether a file is there for tests without being one, by the path of its package or by its imports: others of the package may be there for production. */
export function servesTests({ pkg, imports, source }: GoFile): boolean {
  if (source.test) return false;
  return (
    TEST_SUPPORT.test(folderOf(pkg)) ||
    TEST_FILE.test(source.path) ||
    [...imports.values()].some(({ path }) => path === 'testing')
  );
}

function folderOf(pkg: Package): string {
  const path = pkg.files[0]?.path ?? '';
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function isLeftToTests(pkg: Package): boolean {
  if (pkg.main || pkg.module.path === '' || !/(^|\/)internal(\/|$)/.test(pkg.importPath) || isLibrary(pkg))
    return false;
  return pkg.world.importers(pkg, 'import').every(file => file.source.test);
}

export function isExample(path: string): boolean {
  return EXAMPLES.test(path);
}

/** Whether the package is a command that runs once and ends. */
export const isOneShot = remember<Package, boolean>(
  pkg => pkg.main && !pkg.files.some(file => !file.source.test && file.matches(LASTING)),
  false,
);

/** Whether nothing in the package's module is a program: other modules decide how it is used. */
export const isLibrary = remember<Package, boolean>(
  ({ module, world }) =>
    !world.search(module, 'main', 'func main()').some(({ pkg }) => pkg.main && !isExample(pkg.importPath)),
  false,
);

/** Whether a function literal or a declared handler is run by a test server: `httptest.NewServer(h)`. */
export function isServedInTests(node: SyntaxNode): boolean {
  if (isHandedToTestServer(node)) return true;
  const entity = entityOf(topOf(node));
  const uses = entity && !entity.receiver ? usesOfFunc(entity) : [];
  return uses.length > 0 && uses.every(use => isHandedToTestServer(use.node));
}

function isHandedToTestServer(node: SyntaxNode): boolean {
  for (let call = node.within('call_expression'); call; call = call.within('call_expression'))
    if (isTestServer(call)) return true;
  return false;
}

function isTestServer(call: SyntaxNode): boolean {
  return /^net\/http\/httptest\.New(Unstarted|TLS)?Server$/.test(symbolOf(calleeOf(call)));
}

/**
 * Whether no program of its module can run the function around a node: nothing mentions it but functions that nothing runs either. Of methods that
 * nothing mentions an interface of another module may know, and of a library its importers.
 */
export function isNeverRun(node: SyntaxNode): boolean {
  const { pkg } = fileOf(node);
  // Without a go.mod nobody says what belongs together.
  return pkg.module.path !== '' && !isLibrary(pkg) && isForgotten(topOf(node));
}

const isForgotten: (top: SyntaxNode) => boolean = remember<SyntaxNode, boolean>(top => {
  const entity = entityOf(top);
  if (!entity || /^(main|init|_)$/.test(entity.name)) return false;
  const users = usesOfFunc(entity).flatMap(use => (topOf(use.node) === top ? [] : topOf(use.node)));
  return users.length > 0 ? users.every(isForgotten) : !entity.receiver;
}, false);
