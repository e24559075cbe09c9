/** The channels of a function, and what is found out of them, for tests. */
import { Activations } from '../../src/golang/channels/activations.ts';
import { channelsOf } from '../../src/golang/channels/channel.ts';
import { countOf } from '../../src/golang/channels/tally.ts';
import { Tour } from '../../src/golang/channels/tour.ts';
import type { Way, Ways } from '../../src/golang/channels/ways.ts';
import type { SyntaxNode } from '../../src/syntax/node.ts';
import type { Files } from '../harness.ts';
import { declarationOf, worldOf } from './world.ts';

/** The function `f` of a package of one file, or of several. */
export async function functionIn(source: string | Files): Promise<SyntaxNode> {
  const files = typeof source === 'string' ? { 'a.go': `package a\n\n${source}` } : source;
  return declarationOf(await worldOf(files), 'f');
}

/** The ways through `f`, with all the channels that it makes followed. */
export async function waysThrough(source: string): Promise<{ readonly ways: Ways; readonly tour: Tour }> {
  const func = await functionIn(source);
  const channels = channelsOf(func);
  const names = channels.map(({ place }, channel) => ({ place, channel }));
  const tour = new Tour(channels.length);
  return { ways: tour.ways(new Activations().of(func, names)), tour };
}

/** `2 sent, 1 received`, of one channel on one way. */
export function told({ state: { tally } }: Pick<Way, 'state'>, channel = 0): string {
  const counts = [
    [countOf(tally, 'sent', channel), 'sent'],
    [countOf(tally, 'spawned', channel), 'spawned'],
    [countOf(tally, 'got', channel), 'received'],
    [countOf(tally, 'closed', channel), 'closed'],
  ] as const;
  return counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ') || 'nothing';
}
