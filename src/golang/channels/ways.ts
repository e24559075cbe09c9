/** The ways through a function, as its callers want to know them: what has happened on each way to an end, and where it may block before. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { admit, fresh, type State, settingOf } from './state.ts';
import { countOf, type Tally } from './tally.ts';

/** A way to its end. */
export interface Way {
  readonly state: State;
  /** The exit: a return, the function's last statement, the next round of the loop that made the channel, a wait that never ends. */
  readonly node: SyntaxNode | undefined;
  readonly ends: 'return' | 'again' | 'wait';
}

/** A send that may block, with itself counted. */
export interface Block {
  readonly state: State;
  readonly send: SyntaxNode;
  readonly channel: number;
}

/** All ways through one function. */
export interface Ways {
  readonly ends: readonly Way[];
  readonly blocks: readonly Block[];
  /** The most that has happened at any point, for functions that never end. */
  readonly most: Tally;
  /** It waits for goroutines. */
  readonly waits: boolean;
}

/** Where a function is gone into from within itself: a way on which nothing happens. */
export function wayThrough(channels: number): Ways {
  const state = fresh(channels);
  return { ends: [{ state, node: undefined, ends: 'return' }], blocks: [], most: state.tally, waits: false };
}

/** Ways that no other one covers, and for each channel the one that receives most: what callers want to know in loops. */
export function distinctWays(ways: readonly Way[]): readonly Way[] {
  const groups = new Map<string, State[]>();
  for (const { state, ends, node } of ways) {
    const key = `${ends}|${node?.start}|${settingOf({ ...state, defers: [], facts: new Map() })}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    admit(group, state);
  }
  const kept = new Set([...groups.values()].flat());
  ways[0]?.state.left.forEach((_, channel) => {
    const gotBy = (way: Way) => countOf(way.state.tally, 'got', channel);
    kept.add(ways.reduce((best, way) => (gotBy(way) > gotBy(best) ? way : best)).state);
  });
  return ways.filter(way => kept.has(way.state));
}

/** Blocks of one function that its callers are told of. */
const BLOCKS = 48;

/** For each send the first way to it, and the one that has sent most. */
export function distinctBlocks(blocks: readonly Block[]): readonly Block[] {
  const groups = new Map<SyntaxNode, readonly Block[]>();
  const sentBy = ({ state, channel }: Block) => countOf(state.tally, 'sent', channel);
  for (const block of blocks) {
    const [first, last = first] = groups.get(block.send) ?? [];
    if (!first || !last) groups.set(block.send, [block]);
    else if (sentBy(block) > sentBy(last)) groups.set(block.send, [first, block]);
  }
  return [...groups.values()].flat().slice(0, BLOCKS);
}
