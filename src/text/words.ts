/** Which texts hold which words: made in one pass over each text, so that many searches cost little more than one. */
export interface WordIndex {
  add(id: number, text: string): void;
  /**
   * Ids of the texts that hold a word, or with a dot before it a word that follows one (`.Close`), in the order in which they were added. Two words in 2^32 are
   * taken for one another: there may be a text too many, never one too few.
   */
  holding(spelled: string): readonly number[];
}

/** Whether the index knows texts by it. */
export function isIndexed(spelled: string): boolean {
  return SPELLED.test(spelled);
}

/** Whether a text holds a word, spelled as for `holding`: for the few words that no index is made for. */
export function holdsWord(text: string, spelled: string): boolean {
  const isDotted = spelled.charCodeAt(0) === DOT;
  for (let at = text.indexOf(spelled); at >= 0; at = text.indexOf(spelled, at + spelled.length)) {
    if ((isDotted || !isLetter(text.charCodeAt(at - 1))) && !isLetter(text.charCodeAt(at + spelled.length)))
      return true;
  }
  return false;
}

/** Of NaN, which stands before and behind a text, no. */
function isLetter(code: number): boolean {
  return code >= 128 || LETTER[code] === 1;
}

/** Letters, digits and `_`; whatever is not ASCII counts as a letter. */
const SPELLED = /^\.?[\w\x80-\uffff]+$/;
const LETTER = new Uint8Array(128).map((_, code) => (/\w/.test(String.fromCharCode(code)) ? 1 : 0));
const DOT = 46;

/** By the hashes of words, not the words: making half a million strings took four times as long as all the rest. */
export function wordIndex(): WordIndex {
  const holders = new Map<number, number[]>();
  const note = (hash: number, id: number) => {
    const ids = holders.get(hash);
    if (!ids) holders.set(hash, [id]);
    else if (ids[ids.length - 1] !== id) ids.push(id);
  };
  return {
    add(id, text) {
      for (let at = 0; at < text.length; at++) {
        let code = text.charCodeAt(at);
        if (code < 128 && LETTER[code] === 0) continue;
        const dotted = at > 0 && text.charCodeAt(at - 1) === DOT;
        let hash = 0;
        let after = DOT;
        for (; code >= 128 || LETTER[code] === 1; code = text.charCodeAt(++at)) {
          hash = (Math.imul(hash, 31) + code) | 0;
          if (dotted) after = (Math.imul(after, 31) + code) | 0;
        }
        note(mixed(hash), id);
        if (dotted) note(mixed(after), id);
      }
    },
    holding: spelled => holders.get(mixed(hashOf(spelled))) ?? [],
  };
}

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}

/** Sums by 31 lie close together; a map of numbers wants them apart. */
function mixed(hash: number): number {
  const high = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return high ^ (high >>> 13);
}
