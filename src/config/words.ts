/** How the shapes of the configuration complain: in words, with what was probably meant. */
import { z } from 'zod';
import { suggest } from '../findings/suggest.ts';

/** Said of a key that must be there; where it stands is added. */
export const MISSING = 'is missing';

type Shape = Readonly<Record<string, z.ZodType>>;

/** An object whose keys are all known. `noun` says what a key is. */
export function object<S extends Shape>(shape: S, unknown: (key: string) => string = key => `unknown key ${key}`) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys' ? unknown(issue.keys[0]!) + meant(issue.keys[0]!, keys) : undefined,
  });
}

export function words<const W extends readonly [string, ...string[]]>(...known: W) {
  return z.enum(known, {
    error: ({ input }) =>
      `${shown(input)} is not ${known.slice(0, -1).join(', ')}${known.length > 1 ? ' or ' : ''}${known.at(-1)}${typeof input === 'string' ? meant(input, known) : ''}`,
  });
}

/** One or several: `path: a` is `path: [a]`. */
export function several<T extends z.ZodType>(item: T) {
  return z.union([item, z.array(item).min(1)]);
}

function meant(word: string, known: readonly string[]): string {
  const near = suggest(word, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** A value as it is said in a message: short, and on one line. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a map';
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
