/** Which steps of a walk are still to be gone on from, and which states were seen before: ways that have come together go on as one. */
import type { Flow, Point } from '../flow.ts';
import { remember } from '../remember.ts';
import { type admit, type State, settingOf } from './state.ts';

/** A state after a point. */
export interface Step {
  readonly point: Point;
  readonly state: State;
}

/** States at one point; more are too many to be followed. */
const STATES = 128;

/** The states that were found at each point, by what besides their counts tells them apart. */
export class Seen {
  readonly #keep: typeof admit;
  readonly #points = new Map<Point, Map<string, State[]>>();
  isFull = false;

  constructor(keep: typeof admit) {
    this.#keep = keep;
  }

  /** The states that it now stands among; undefined where it says nothing that others at the same point don't. */
  add(point: Point, state: State): readonly State[] | undefined {
    const settings = this.#points.get(point) ?? new Map<string, State[]>();
    this.#points.set(point, settings);
    const setting = settingOf(state);
    const known = settings.get(setting) ?? [];
    settings.set(setting, known);
    this.isFull ||= settings.size > STATES || known.length > STATES;
    return this.#keep(known, state) ? known : undefined;
  }
}

interface Open extends Step {
  readonly among: readonly State[];
}

/** Steps that are still to be gone on from, those first that come first in the flow. */
export class Worklist {
  readonly #order: ReadonlyMap<Point, number>;
  readonly #open = new Map<Point, Open[]>();

  constructor(order: ReadonlyMap<Point, number>) {
    this.#order = order;
  }

  add(step: Open): void {
    const known = this.#open.get(step.point);
    if (known) known.push(step);
    else this.#open.set(step.point, [step]);
  }

  next(): Open | undefined {
    let first: Point | undefined;
    for (const point of this.#open.keys()) if (!first || this.#rank(point) < this.#rank(first)) first = point;
    const steps = first && this.#open.get(first);
    const step = steps?.shift();
    if (first && steps?.length === 0) this.#open.delete(first);
    return step;
  }

  #rank(point: Point): number {
    return this.#order.get(point) ?? 0;
  }
}

/** Each point after those that lead to it, as far as loops allow. */
export const orderOf = remember<Flow, ReadonlyMap<Point, number>>(({ entry, points }) => {
  const order = new Map<Point, number>();
  const seen = new Set([entry]);
  const open = [{ point: entry, next: 0 }];
  for (let at = open.at(-1); at; at = open.at(-1)) {
    const next = at.point.next[at.next++];
    if (!next) {
      order.set(at.point, points.length - order.size);
      open.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      open.push({ point: next, next: 0 });
    }
  }
  return order;
}, new Map());
