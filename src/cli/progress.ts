import { grouped } from '../report/counts.ts';
import { canDraw, type Terminal } from './terminal.ts';

export interface Progress {
  /** Files done, and files in all. */
  report(done: number, total: number): void;
  /** Leaves the line as it was found. */
  end(): void;
}

/** Runs shorter than this move nothing. */
const PATIENCE_MS = 1000;
const REDRAW_MS = 80;
const CELLS = 30;

/** A bar on standard error, where that is a terminal and the run takes its time. `clock` gives milliseconds. */
export function startProgress(terminal: Terminal, quiet: boolean, clock = () => performance.now()): Progress {
  if (quiet || !canDraw(terminal)) return { report: () => {}, end: () => {} };
  const began = clock();
  let next = began + PATIENCE_MS;
  let drawn = false;
  return {
    report(done, total) {
      if (clock() < next || total === 0) return;
      next = clock() + REDRAW_MS;
      drawn = true;
      terminal.stderr.write(`\r${bar(done, total)}${estimate(done, total, clock() - began)}\u001b[K`);
    },
    end() {
      if (drawn) terminal.stderr.write('\r\u001b[K');
      drawn = false;
    },
  };
}

function bar(done: number, total: number): string {
  const full = Math.min(CELLS, Math.floor((CELLS * done) / total));
  return `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${grouped(done)} of ${grouped(total)} files`;
}

/** Before this part is done, how long the rest takes is a guess about the first few packages. */
const TELLING = 0.1;

/** What is left, if the rest takes as long as what is done. */
function estimate(done: number, total: number, ms: number): string {
  if (done < total * TELLING) return '';
  const seconds = Math.ceil(((ms / done) * (total - done)) / 1000);
  return `, ${seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`} left`;
}
