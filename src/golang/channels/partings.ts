/** Where receivers leave for good: by a clause of a select other than the one that receives, with no way back to a receive of the same channel. */
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Point } from '../flow.ts';
import type { Activation } from './activations.ts';
import { channelAt } from './names.ts';
import type { State } from './state.ts';

type Left = State['left'];

export class Partings {
  readonly #act: Activation;
  /** A round of the loop that makes the channels is a life of its own. */
  readonly #end: Point | undefined;
  /** Channels that a call receives from. */
  readonly #gotBy: (call: SyntaxNode) => ReadonlySet<number>;
  readonly #before = new Map<number, ReadonlySet<Point>>();

  constructor(act: Activation, end: Point | undefined, gotBy: (call: SyntaxNode) => ReadonlySet<number>) {
    this.#act = act;
    this.#end = end;
    this.#gotBy = gotBy;
  }

  /** After a clause was taken: the channels that others would have received from have lost their receiver here. */
  byClause(to: Point, clause: SyntaxNode, known: Left): Left {
    const clauses = clause.parent?.kind === 'select_statement' ? clause.parent.children : [];
    const others = new Set(clauses.flatMap(each => (each === clause ? [] : this.#receivedBy(each))));
    if (others.size === 0) return known;
    return known.map((before, channel) => {
      if (!others.has(channel)) return before;
      return this.#comesBack(to, channel) ? undefined : clause;
    });
  }

  /** What a callee has left is left only where its caller does not receive again either. */
  byCall(at: Point, left: Left): Left {
    return left.map((clause, channel) => (clause && !this.#comesBack(at, channel) ? clause : undefined));
  }

  #receivedBy(clause: SyntaxNode): readonly number[] {
    const communication = clause.field('communication');
    return (communication ? this.#act.eventsAt(communication) : []).flatMap(({ kind, node }) =>
      kind === 'receive' ? (this.#act.traffic.get(node) ?? []) : [],
    );
  }

  /** Whether a way from here leads to another receive of the same channel. */
  #comesBack(from: Point, channel: number): boolean {
    let before = this.#before.get(channel);
    if (!before) {
      before = this.#pointsBefore(this.#act.flow.points.filter(point => this.#mayReceive(point, channel)));
      this.#before.set(channel, before);
    }
    return before.has(from);
  }

  #pointsBefore(points: readonly Point[]): ReadonlySet<Point> {
    const found = new Set<Point>();
    const open = [...points];
    for (let point = open.pop(); point; point = open.pop()) {
      for (const before of point.before) {
        if (found.has(before)) continue;
        found.add(before);
        if (before !== this.#end) open.push(before);
      }
    }
    return found;
  }

  #mayReceive({ kind, node }: Point, channel: number): boolean {
    if (kind !== 'node' || !node) return false;
    if (node.kind === 'range_clause' && channelAt(node.field('right'), this.#act.names) === channel) return true;
    return this.#act.eventsAt(node).some(event => {
      if (event.kind === 'receive') return this.#act.traffic.get(event.node) === channel;
      return event.kind === 'call' && this.#gotBy(event.node).has(channel);
    });
  }
}
