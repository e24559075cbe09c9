/** One question's walks: the ways through each function that it leads to are found once. What the question may cost is counted, so that it ends. */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Loop } from '../flow.ts';
import type { Activation } from './activations.ts';
import { type Facts, factsKey } from './facts.ts';
import { Walk } from './walk.ts';
import { type Ways, wayThrough } from './ways.ts';

/** Steps from point to point that one question may cost. */
const STEPS = 20_000;

export class Tour {
  readonly channels: number;
  /** Channels with sends that can go another way. */
  readonly free = new Set<number>();
  /** Channels to which only those send whom an atomic operation has chosen: how often, all in all. */
  readonly onces: ReadonlyMap<number, number>;
  /** By what was known at the call. */
  readonly #known = new Map<Activation, Map<string, Ways>>();
  readonly #open = new Set<SyntaxNode>();
  #steps = STEPS;

  constructor(channels: number, onces: ReadonlyMap<number, number> = new Map()) {
    this.channels = channels;
    this.onces = onces;
  }

  /** Counts a step; false where there are none left. */
  spend(steps = 1): boolean {
    this.#steps -= steps;
    return this.#steps >= 0;
  }

  giveUp(): void {
    this.#steps = -1;
  }

  /** It was too much to be followed to the end: what was found is not all, so nothing may be concluded from it. */
  get exhausted(): boolean {
    return this.#steps < 0;
  }

  /** The ways through a function, or through a round of one of its loops; `facts` are those that hold when it is called, where that is known. */
  ways(act: Activation, round?: Loop, facts?: Facts): Ways {
    const key = round ? undefined : facts ? factsKey(facts) : '';
    const found = this.#known.get(act) ?? new Map<string, Ways>();
    this.#known.set(act, found);
    const known = key === undefined ? undefined : found.get(key);
    if (known) return known;
    if (this.#open.has(act.func)) return wayThrough(this.channels);
    this.#open.add(act.func);
    const ways = new Walk(this, act, round).all(facts);
    this.#open.delete(act.func);
    if (key !== undefined) found.set(key, ways);
    return ways;
  }
}
