/** A finding in words, for formats that have one field for all that is to be said. */
import type { Finding, Related, Severity } from '../rule/finding.ts';
import { neutral } from './neutral.ts';

/** What it is, then each related place: one line each. */
export function lines({ message, related }: Finding): readonly string[] {
  return [neutral(message), ...related.map(place => `${placeOf(place)}: ${neutral(place.note)}`)];
}

/** The same as one paragraph. */
export function paragraph({ message, related }: Finding): string {
  const places = related.map(place => `${neutral(place.note)} (${placeOf(place)})`);
  return [neutral(message), ...(places.length > 0 ? [`See also: ${places.join('; ')}.`] : [])].join(' ');
}

/** `cart/cart.go:12:9`, safe to print. */
export function placeOf({ location: { path, start } }: Finding | Related): string {
  return `${neutral(path)}:${start.line}:${start.column}`;
}

/** Each severity in another format's words. */
export type Words = Readonly<Record<Severity, string>>;
