import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { threadId } from 'node:worker_threads';
import { hash } from '../text/hash.ts';

/** What this file needs of Node's module loader and its types leave out. */
interface Loader {
  /** From 22.1 on. */
  readonly enableCompileCache?: (folder: string) => void;
  readonly wrap: (text: string) => string;
  readonly prototype: { _compile(this: Module, text: string, path: string): unknown };
}

const loader = Module as unknown as Loader;

/**
 * Keeps what V8 makes of the program from run to run, in a folder of the user's: compiling it anew costs a small run a third of its time. Newer Node does
 * that by itself; for Node 20, whose loader will not change any more, it is done here. Switched off by Node's own `NODE_DISABLE_COMPILE_CACHE`.
 */
export function keepCompiled(folder: string): void {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return;
  if (loader.enableCompileCache) return loader.enableCompileCache(folder);
  const compile = loader.prototype._compile;
  loader.prototype._compile = function (text, path) {
    return dirname(path) === import.meta.dirname ? run(this, text, path, folder) : compile.call(this, text, path);
  };
}

/** A run of so many seconds may have needed much more of the program than the one that kept it; how much larger what it keeps must be. */
const LONG_S = 1;
const MORE = 1.1;

function run(module: Module, text: string, path: string, folder: string): unknown {
  // V8 itself compares only lengths.
  const file = join(folder, `${hash(process.version, process.arch, text)}.bin`);
  const cachedData = readIfThere(file);
  const script = new Script(loader.wrap(text), { filename: path, ...(cachedData && { cachedData }) });
  const before = script.cachedDataRejected ? undefined : cachedData?.length;
  // At the end, when functions that were needed have been compiled as well.
  process.once('exit', () => {
    if (before !== undefined && process.uptime() < LONG_S) return;
    const data = script.createCachedData();
    if (before === undefined || data.length > before * MORE) keep(file, data);
  });
  const start = script.runInThisContext() as (...given: unknown[]) => unknown;
  return start.call(module.exports, module.exports, Module.createRequire(path), module, path, dirname(path));
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** A run that can't keep anything is none the worse. */
function keep(file: string, data: Buffer): void {
  const aside = `${file}.${process.pid}-${threadId}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(aside, data, { mode: 0o600 });
    renameSync(aside, file);
  } catch {
    rmSync(aside, { force: true });
  }
}
