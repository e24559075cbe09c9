/** Puts the real things together: the rules, the engine, the process. Everything else in this folder is handed what it needs. */
import { readFileSync } from 'node:fs';
import { rules } from '../../rules/index.ts';
import { lint } from '../engine/lint.ts';
import { loadGrammar } from '../syntax/grammar.ts';
import { parseAhead } from './ahead.ts';
import { collectGarbage } from './collect-garbage.ts';
import { readDoc, readManifest, readStamp } from './package-files.ts';
import { run } from './run.ts';
import type { Stream, Terminal } from './terminal.ts';
import { startThread } from './threads.ts';
import type { Tool } from './tool.ts';

const { name, version, homepage } = readManifest();
const stamp = readStamp();
const tool: Tool = {
  name,
  version,
  ...(homepage !== undefined && { uri: homepage }),
  rules,
  doc: readDoc,
  ...(stamp !== undefined && { stamp }),
  lint: options => lint({ ...options, start: startThread, parseAhead, forgot: collectGarbage }),
  warm() {
    loadGrammar().catch(() => {}); // who lints will hear of it
  },
};

const terminal: Terminal = {
  cwd: process.cwd(),
  env: process.env,
  stdout: stream(process.stdout),
  stderr: stream(process.stderr),
  readStdin: () => readFileSync(process.stdin.fd, 'utf8'),
};

function stream(target: NodeJS.WriteStream): Stream {
  target.on('error', error => {
    // `goleak-lint | head` closes the pipe when it has seen enough: no fault of anybody's.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  });
  return {
    isTTY: target.isTTY === true,
    get width() {
      return target.columns ?? 80;
    },
    write: text => {
      target.write(text);
    },
  };
}

// Not process.exit: what is still on its way to a pipe would be cut off.
void run(process.argv.slice(2), tool, terminal).then(code => {
  process.exitCode = code;
});
