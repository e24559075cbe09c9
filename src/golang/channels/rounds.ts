/**
 * What all rounds of a loop do together. A round leads from what is known at its beginning to what is known at its end, and counts on the way; so many
 * rounds are the longest way through these steps. A flag that the first round sets is thereby known to the second, and what it forbids happens once.
 */
import { type Facts, factsKey } from './facts.ts';
import { grown, most, plus, receivingAs, sameTally, type Tally, untouched } from './tally.ts';

/** What is known at one end of a round, and the most that has happened by then. */
export interface Turn {
  readonly facts: Facts;
  readonly tally: Tally;
}

export interface Turns {
  /** After all rounds. */
  readonly last: readonly Turn[];
  /** After any number of them, none included. */
  readonly any: readonly Turn[];
  /** The most that has happened before a round begins with these facts. */
  before(facts: Facts): Tally;
}

/** More different beginnings of a round than this are not told apart. */
const BEGINNINGS = 12;

type Turning = ReadonlyMap<string, Turn>;

/** `round` says how a round that begins with such facts can end; `times` may be Infinity. */
export function turning(
  start: Facts,
  times: number,
  channels: number,
  round: (facts: Facts) => readonly Turn[],
): Turns {
  const merge = (turns: readonly Turn[]): Turning => {
    const found = new Map<string, Turn>();
    for (const { facts, tally } of turns) {
      const key = factsKey(facts);
      const known = found.get(key);
      found.set(key, { facts, tally: known ? most([known.tally, tally], channels) : tally });
    }
    return found;
  };
  const history: Turning[] = [merge([{ facts: start, tally: untouched(channels) }])];
  const seen = new Set<string>([factsKey(start)]);
  for (let done = 0; done < times && done < 2 * seen.size + 2; done++) {
    const steps = [...history[done]!.values()].flatMap(({ facts, tally }) =>
      round(facts).map(end => ({ facts: end.facts, tally: plus(tally, end.tally) })),
    );
    let next = merge(steps);
    if (next.size > BEGINNINGS) next = merge(steps.map(({ tally }) => ({ facts: new Map(), tally })));
    for (const key of next.keys()) seen.add(key);
    history.push(next);
    if (isSame(next, history[done]!)) break;
  }
  const all = new History(history, seen.size, channels);
  const any = all.within(times);
  return {
    last: receivingMost([...all.after(times).values()], channels),
    any: receivingMost([...any.values()], channels),
    before: facts => all.within(times - 1).get(factsKey(facts))?.tally ?? untouched(channels),
  };
}

/**
 * Whoever sends is taken to send the most, whatever that depends on; so whoever receives must be taken to receive the most, or the ones who send to one
 * channel where others send to another would look as if they sent to both.
 */
function receivingMost(turns: readonly Turn[], channels: number): readonly Turn[] {
  const best = most(
    turns.map(each => each.tally),
    channels,
  );
  return turns.map(each => ({ ...each, tally: receivingAs(each.tally, best) }));
}

function isSame(a: Turning, b: Turning): boolean {
  return a.size === b.size && [...a].every(([key, { tally }]) => sameTally(tally, b.get(key)?.tally ?? []));
}

/** The first rounds, and what they tell of all later ones: what has grown in the last of them grows on. */
class History {
  readonly #rounds: readonly Turning[];
  /** Rounds after which everything that can come again has come again. */
  readonly #period: number;
  readonly #channels: number;

  constructor(rounds: readonly Turning[], period: number, channels: number) {
    this.#rounds = rounds;
    this.#period = period;
    this.#channels = channels;
  }

  after(times: number): Turning {
    const exact = this.#rounds[times];
    if (exact) return exact;
    return this.#grownOver(this.#union(this.#rounds.slice(-this.#period)), times);
  }

  /** The most after so many rounds or fewer. */
  within(times: number): Turning {
    const known = this.#union(this.#rounds.slice(0, Math.max(0, times) + 1));
    return times < this.#rounds.length ? known : this.#grownOver(known, times);
  }

  #grownOver(turning: Turning, times: number): Turning {
    const last = this.#rounds.length - 1;
    const earlier = this.#union(this.#rounds.slice(0, Math.max(1, last + 1 - this.#period)));
    const found = new Map<string, Turn>();
    for (const [key, { facts, tally }] of turning) {
      const from = earlier.get(key)?.tally ?? tally;
      const rounds = (times - last) / Math.min(this.#period, last);
      found.set(key, { facts, tally: grown(tally, from, rounds) });
    }
    return found;
  }

  #union(rounds: readonly Turning[]): Turning {
    const found = new Map<string, Turn>();
    for (const [key, turn] of rounds.flatMap(each => [...each])) {
      const known = found.get(key);
      found.set(key, known ? { ...turn, tally: most([known.tally, turn.tally], this.#channels) } : turn);
    }
    return found;
  }
}
