import { createHash } from 'node:crypto';

/** Hex digest over the parts in order; parts are separated, so `('ab','c')` and `('a','bc')` differ. */
export function hash(...parts: readonly string[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part).update('\0');
  return digest.digest('hex').slice(0, 32);
}
