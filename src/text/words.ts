/** Which texts hold which words: made in one pass over each text, so that many searches cost little more than one. */
export interface WordIndex {
  add(id: number, text: string): void;
  /** Ids of the texts that hold the word, in the order in which they were added. */
  holding(word: string): readonly number[];
}

/** Letters, digits and `_`; whatever is not ASCII counts as a letter. */
const WORD = /[\w\x80-\uffff]+/g;

export function wordIndex(): WordIndex {
  const holders = new Map<string, number[]>();
  return {
    add(id, text) {
      for (const [word] of text.matchAll(WORD)) {
        const ids = holders.get(word);
        if (!ids) holders.set(word, [id]);
        else if (ids.at(-1) !== id) ids.push(id);
      }
    },
    holding: word => holders.get(word) ?? [],
  };
}
