/** Reads a configuration file: YAML, then its shape. A mistake is one line that says where it stands and what was probably meant. */
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { UserError } from '../project/user-error.ts';
import { type Config, type ConfigurableRule, configSchema } from './schema.ts';
import { MISSING, shown } from './words.ts';

/** Code units; more is a mistake, or an attack. */
const MAX_SIZE = 1_000_000;

/** Throws `UserError`: `name:line:column: what is wrong`. */
export function readConfig(text: string, name: string, rules: readonly ConfigurableRule[]): Config {
  if (text.length > MAX_SIZE) throw new UserError(`${name}: is larger than a configuration can be`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, maxAliasCount: 100 } as never);
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const [broken] = document.errors;
  if (broken) throw new UserError(`${place(broken.pos[0])}: ${broken.message.replace(/\s+/g, ' ')}`);
  const found = configSchema(rules).safeParse(valueOf(document, name), { error: complaint });
  if (found.success) return found.data;
  const mistakes = found.error.issues.flatMap(issue => mistakesOf(issue, [], document));
  mistakes.sort((a, b) => a.offset - b.offset);
  const [first, ...more] = mistakes;
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new UserError(`${place(first!.offset)}: ${first!.message}${rest}`);
}

function valueOf(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UserError(`${name}: ${(error as Error).message}`); // aliases of aliases of aliases
  }
}

function complaint(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return MISSING;
    const expected = { object: 'a map', record: 'a map', array: 'a list', int: 'a whole number' };
    const what = expected[issue.expected as keyof typeof expected] ?? `a ${issue.expected}`;
    return `expected ${what}, not ${shown(issue.input)}`;
  }
  if (issue.code === 'too_big') return 'is too large or too long';
  if (issue.code === 'too_small') return 'is too small or empty';
  return undefined;
}

interface Mistake {
  readonly offset: number;
  readonly message: string;
}

function mistakesOf(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
  document: Document.Parsed,
): readonly Mistake[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input')
    return nearest(issue.errors).flatMap(each => mistakesOf(each, path, document));
  if (issue.code === 'unrecognized_keys')
    return [{ offset: keyOffset(document, path, issue.keys[0]!), message: issue.message }];
  const isMissing = issue.message === MISSING;
  const message = isMissing ? `${String(path.at(-1))} is missing` : issue.message;
  return [{ offset: offsetOf(document, isMissing ? path.slice(0, -1) : path), message }];
}

/** Of what a value might have been, that which it came closest to: whose complaint lies deepest, or else is about the value and not about its kind. */
function nearest(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.max(
      ...issues.map(issue => {
        if (issue.code === 'invalid_union') return issue.path.length + Math.max(...issue.errors.map(depth));
        return (
          issue.path.length + (issue.code === 'unrecognized_keys' ? 0.75 : issue.code === 'invalid_type' ? 0 : 0.5)
        );
      }),
    );
  return branches.reduce((best, each) => (depth(each) > depth(best) ? each : best));
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { readonly range?: readonly number[] } | undefined;
    if (node?.range) return node.range[0]!;
  }
  return 0;
}

function keyOffset(document: Document.Parsed, path: readonly PropertyKey[], key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(map) ? map.items.find(item => isScalar(item.key) && String(item.key.value) === key) : undefined;
  return pair && isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : offsetOf(document, path);
}
