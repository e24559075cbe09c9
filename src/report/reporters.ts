/**
 * The last step of a run: a `Report` becomes text. Each format is a module of its own, loaded when it is asked for, because the libraries behind
 * some of them cost more to load than a small run takes.
 */
import type { Reporter } from '../findings/report.ts';

const FORMATS = {
  pretty: async () => (await import('./pretty.ts')).pretty,
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  checkstyle: async () => (await import('./checkstyle.ts')).checkstyle,
  junit: async () => (await import('./junit.ts')).junit,
  rdjson: async () => (await import('./rdjson.ts')).rdjson,
  sarif: async () => (await import('./sarif/sarif.ts')).sarif,
} satisfies Record<string, () => Promise<Reporter>>;

export type Format = keyof typeof FORMATS;

export const formats = Object.keys(FORMATS) as readonly Format[];

export function loadReporter(format: Format): Promise<Reporter> {
  return FORMATS[format]();
}
