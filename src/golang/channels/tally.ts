/** How often things have happened to each of the followed channels, up to one point of one way. Flat, because millions are compared. */

/** `spawned` are sends by goroutines that the function has started, `over` are times that the way has found the channel closed. */
export type Deed = keyof typeof DEEDS;

/** Those of which more leaves somebody at a send come first; of the others, less does. */
const DEEDS = { sent: 0, spawned: 1, closed: 2, got: 3, over: 4 } as const;
const WIDTH = 5;
const FIRST_GOOD = DEEDS.got;

/** Counts, Infinity among them, by channel and deed. Never changed. */
export type Tally = readonly number[];

/** Nothing yet, on so many channels. */
export function untouched(channels: number): Tally {
  return new Array<number>(channels * WIDTH).fill(0);
}

export function countOf(tally: Tally, deed: Deed, channel: number): number {
  return tally[channel * WIDTH + DEEDS[deed]] ?? 0;
}

export function counted(tally: Tally, deed: Deed, channel: number, by = 1): Tally {
  const at = channel * WIDTH + DEEDS[deed];
  return tally.with(at, (tally[at] ?? 0) + by);
}

export function plus(a: Tally, b: Tally): Tally {
  return a.map((count, at) => count + (b[at] ?? 0));
}

/** The same as a goroutine does it: its sends are nobody's turn to wait for. */
export function asSpawned(tally: Tally): Tally {
  return tally.map((count, at) => {
    if (at % WIDTH === DEEDS.sent) return 0;
    return at % WIDTH === DEEDS.spawned ? count + (tally[at - DEEDS.spawned + DEEDS.sent] ?? 0) : count;
  });
}

/** The most of each. Whether a channel was found closed on some way says nothing of the others. */
export function most(tallies: readonly Tally[], channels: number): Tally {
  const best = new Array<number>(channels * WIDTH).fill(0);
  for (const tally of tallies) {
    for (const [at, count] of tally.entries()) if (at % WIDTH !== DEEDS.over && count > best[at]!) best[at] = count;
  }
  return best;
}

/** With as much received as in another. */
export function receivingAs(tally: Tally, other: Tally): Tally {
  return tally.map((count, at) => (at % WIDTH === DEEDS.got ? (other[at] ?? 0) : count));
}

/** What has grown since an earlier count grows on, so many times. */
export function grown(tally: Tally, earlier: Tally, times: number): Tally {
  if (times <= 0) return tally;
  return tally.map((count, at) => {
    const by = count - (earlier[at] ?? 0);
    return by > 0 && at % WIDTH !== DEEDS.over ? count + Math.ceil(by * times) : count;
  });
}

/** At least as likely to leave somebody at a send: as much sent and closed, as little received, on all channels. */
export function covers(a: Tally, b: Tally): boolean {
  for (let at = 0; at < a.length; at++) {
    if (at % WIDTH < FIRST_GOOD ? a[at]! < b[at]! : a[at]! > b[at]!) return false;
  }
  return true;
}

export function sameTally(a: Tally, b: Tally): boolean {
  return a.every((count, at) => count === b[at]);
}
