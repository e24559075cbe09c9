/** Parsing ahead: while this thread lints one unit, another makes the trees of the next ones. Where the trees come from changes nothing in what is found. */
import type { TreeSource } from '../golang/store.ts';

/** A text that will be parsed. */
export interface Text {
  readonly path: string;
  readonly text: string;
}

/** Another thread at work; `src/cli` knows how to start one. */
export interface Ahead extends TreeSource {
  close(): Promise<void>;
}

/** Below so many code units, starting a thread costs more than it saves. */
const WORTH_IT = 600_000;

/** Has the texts parsed by somebody else where that pays. */
export function aheadOf(texts: readonly Text[], start: (texts: readonly Text[]) => Ahead): Ahead | undefined {
  return texts.reduce((sum, { text }) => sum + text.length, 0) < WORTH_IT ? undefined : start(texts);
}
