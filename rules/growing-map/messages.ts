import type { Messages, Scope } from '#rule';

export const messages = {
  never: {
    text: '{container} gains an entry for each {key}, {what}, and nothing ever takes one out: it grows until the process ends; delete the entry when its work is done, sweep old entries on a ticker, or use a cache that evicts',
  },
  nil: {
    text: 'storing nil does not take the entry out: {container} keeps every {key}, {what}, so it grows until the process ends; delete it: delete({container}, {key})',
  },
  ended: {
    confidence: 'medium',
    text: '{container} gains an entry for each {key}, and {ending}, which ends it, only looks it up: nothing ever takes the entry out, so {container} grows until the process ends; delete({container}, {key}) in {ending}',
  },
  locked: {
    confidence: 'medium',
    text: '{container} gains a lock for each {key}, and {ending}, which gives it back, only looks it up: nothing ever takes one out, so {container} grows until the process ends; count in each lock who holds it or waits for it, and delete it in {ending} when nobody does',
  },
  passing: {
    confidence: 'medium',
    text: '{container} keeps {what} for each {key}, and nothing ever takes one out: those of work that is done stay, so {container} grows until the process ends; delete({container}, {key}) when the work is done',
  },
  outlived: {
    confidence: 'medium',
    text: '{container} gains an entry for each {key} beside {sibling}, and {taker} takes out only that of {sibling}: nothing ever takes the other one out, so {container} grows until the process ends; delete({container}, {key}) in {taker}, too',
  },
  fired: {
    confidence: 'medium',
    text: '{container} keeps a timer for each {key}, and what the timer runs takes out only the entry of {sibling}: timers that have fired stay, so {container} grows until the process ends; delete({container}, {key}) in what the timer runs, too',
  },
  consumed: {
    text: '{container} gains an entry for each {key}, {what}, and the only delete waits until a peer sends that key back: whoever never does leaves its entry for ever; give entries an age and sweep old ones on a ticker, or bound their number',
  },
  ticket: {
    confidence: 'medium',
    text: '{container} keeps a value under {key} that is made anew each time, and the only delete waits until a peer sends that key back: whoever never does leaves its entry for ever; give entries an age and sweep old ones on a ticker, or bound their number',
  },
  elsewhere: {
    text: '{container} gains entries here on a way that {begins} begins, and no delete is on that way: entries are taken out only where {taker} runs; delete the entry when this work is done, or keep it in a value of its own that is dropped with it',
  },
  exits: {
    text: '{container} gains an entry for each {key}, {what}, and {function} can end without taking it out: the delete is not on every way; defer it in {function}',
  },
  other: {
    text: '{container} gains an entry for each {key}, {what}, and the delete takes {other}, which is another key: no entry is ever taken out; delete({container}, {key})',
  },
  unspelled: {
    confidence: 'medium',
    text: '{container} gains an entry under {key} here, and every delete takes what {speller} makes of it: no delete ever takes this one out, so {container} grows until the process ends; put it in under a key that {speller} makes, too',
  },
  slice: {
    confidence: 'medium',
    text: '{container} gains an element {often}, and nothing ever resets, cuts or replaces it: it grows until the process ends; keep the last few only, or hand the elements on and start anew',
  },
} as const satisfies Messages;

/** Makes a draft of one of these messages. */
export type Find = Scope<typeof messages>['finding'];
