/** The inserts of a container whose keys do not come again, and words for what begins the work that they are part of. */
import type { Activation } from '../golang/activations.ts';
import type { ContainerUse } from '../golang/container-uses.ts';
import type { Growth } from './growth.ts';
import { isRecord } from './key-entities.ts';
import { isVetted, type UniqueKey, uniqueKey } from './keys.ts';

export interface UniqueInsert {
  readonly use: ContainerUse;
  readonly key: UniqueKey;
}

const RANK = { high: 0, medium: 1, low: 2 };

/** The surest first. */
export function uniqueInserts({ inserts }: Growth): readonly UniqueInsert[] {
  return inserts
    .flatMap(use => {
      const key = use.key && uniqueKey(use.key);
      if (!key) return [];
      const isKnown = (key.by === 'sent' && isVetted(use.key!)) || isRecord(use);
      return [{ use, key: isKnown ? { ...key, confidence: 'low' as const } : key }];
    })
    .sort((a, b) => RANK[a.key.confidence] - RANK[b.key.confidence]);
}

const BEGINS: Readonly<Record<Activation['begins'], string>> = {
  request: 'a request',
  schedule: 'a schedule',
  timer: 'a timer',
  goroutine: 'a goroutine',
  start: 'the start of the program',
  exported: 'a caller',
  unknown: 'a caller',
};

/** What begins a way, for a message. */
export function beginning({ begins }: Activation): string {
  return BEGINS[begins];
}
