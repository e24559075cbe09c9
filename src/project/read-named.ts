import type { Notice } from '../findings/report.ts';
import { preamble } from '../text/preamble.ts';
import type { Search } from './discover.ts';
import type { Reason } from './left-out.ts';
import type { Named } from './name-files.ts';
import { Unreadable } from './source-text.ts';

/** What reading the named files told. */
export interface Texts {
  /** Texts of the files to lint. */
  readonly named: Map<string, string>;
  /** Files found generated and therefore not linted, and their texts: still evidence. */
  readonly generated: Map<string, string>;
  /** Files that no build takes, or that can't be read: not even evidence. */
  readonly unusable: Set<string>;
  readonly reasons: Reason[];
  readonly notices: Notice[];
  /** Named or not, files that say they are generated. */
  readonly marked: Set<string>;
}

export function readNamed(named: Named, request: Search): Texts {
  const texts: Texts = {
    named: new Map(),
    generated: new Map(),
    unusable: new Set(),
    reasons: [],
    notices: [],
    marked: new Set(),
  };
  for (const [path, reason] of named) if (reason === undefined) sort(path, texts, request);
  return texts;
}

function sort(path: string, texts: Texts, { generated, disk }: Search): void {
  try {
    const text = disk.read(path);
    const says = preamble(text);
    if (says.generated) texts.marked.add(path);
    if (!says.clause) texts.notices.push({ path, line: 1, message: 'has no package clause, so it is not Go' });
    if (says.ignored) leaveOut(path, 'excluded', texts);
    else if (says.generated && !generated) {
      texts.reasons.push('generated');
      texts.generated.set(path, text);
    } else texts.named.set(path, text);
    if (disk.isMangled(path, text))
      texts.notices.push({ path, message: 'is not valid UTF-8; what it says there is lost' });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    leaveOut(path, 'unreadable', texts);
    texts.notices.push({ path, message: error.message });
  }
}

function leaveOut(path: string, reason: Reason, texts: Texts): void {
  texts.reasons.push(reason);
  texts.unusable.add(path);
}
