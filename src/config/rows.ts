/** Catalog rows as a configuration file writes them: the shape of src/catalog/schema.ts, checked at run time because people type it. */
import { z } from 'zod';
import type { Effects, FieldRow, MiddlewareRow, Resource, Source, TypeRow, ValueRow } from '../catalog/schema.ts';
import { object, several, words } from './words.ts';

const SOURCES = [
  ...['request', 'upload', 'connection', 'websocket', 'message', 'response', 'object', 'registry', 'archive', 'file'],
  ...[
    'stdin',
    'process',
    'memory',
    'recorder',
    'unique-id',
    'counter',
    'clock',
    'random',
    'header',
    'metadata',
    'cookie',
    'query',
  ],
  ...['remote-address', 'connection-pointer', 'environment', 'database'],
] as unknown as readonly [Source, ...Source[]];

const index = z.int().min(0).max(99);
const param = z
  .union([index, z.literal('receiver')], { error: 'a parameter is a number from 0, or receiver' })
  .meta({ id: 'parameter' });
const text = z.string().min(1).max(1000);
const source = words(...SOURCES).meta({ id: 'source', description: 'Where a value comes from.' });
const list = <T extends z.ZodType>(item: T) => z.array(item).max(50);
const flow = { param, result: index.optional(), into: param.optional() };

const role = words('compress', 'cors', 'body-limit', 'body-dump', 'recover', 'decompress', 'timeout-buffer', 'record');
const empty = words('writes', 'opens-eagerly', 'mislabels', 'nothing');

const middleware = object({
  role,
  form: words('value', 'call'),
  empty: empty.optional(),
  changed: object({ since: text, empty }).optional(),
  post: z.literal(true).optional(),
  excludes: list(text).optional(),
  answers: words('preflight', 'every-options').optional(),
  passthrough: text.optional(),
  limit: param.optional(),
  keeps: z.number().min(0).optional(),
  dumps: words('request', 'response', 'both').optional(),
  onlyWith: list(text).optional(),
  when: index.optional(),
  wraps: index.optional(),
} satisfies Record<keyof MiddlewareRow, z.ZodType>);

const slurp = object({
  param,
  into: z.union([param, z.literal('result')]),
  limit: param.optional(),
  bytes: z.number().min(0).optional(),
  source: source.optional(),
  expands: text.optional(),
  noun: text.optional(),
  when: index.optional(),
  until: words('delimiter').optional(),
  options: list(text).optional(),
} satisfies Record<keyof NonNullable<Effects['slurps']>[number], z.ZodType>);

const idle = object({ param: index, option: text.optional(), value: z.number().optional() });

const runs = words('now', 'goroutine', 'timer', 'schedule', 'request', 'once', 'later');

const effects = object({
  results: list(text).optional(),
  typeParams: list(text).optional(),
  takes: list(text).optional(),
  yields: list(object({ result: index.optional(), into: param.optional(), source })).optional(),
  passes: list(object({ ...flow, as: words('entry', 'bytes', 'part', 'text').optional() })).optional(),
  bounds: list(
    object({
      param,
      result: index.optional(),
      limit: param.optional(),
      bytes: z.number().min(0).optional(),
      per: words('total', 'read').optional(),
    }),
  ).optional(),
  expands: list(object({ ...flow, format: text })).optional(),
  names: list(object(flow)).optional(),
  decodes: list(object(flow)).optional(),
  tees: list(object({ param, into: param })).optional(),
  slurps: list(slurp).optional(),
  responds: list(param).optional(),
  measures: param.optional(),
  acquires: list(object({ result: index, resource: text, idle: idle.optional() })).optional(),
  releases: list(object({ param, resource: text.optional() })).optional(),
  retains: list(param).optional(),
  sends: list(object({ param, count: index })).optional(),
  receives: list(object({ param, count: index })).optional(),
  closes: list(param).optional(),
  inserts: list(object({ param, key: param.optional(), value: param.optional() })).optional(),
  deletes: list(object({ param, key: param.optional() })).optional(),
  runs: list(object({ param, how: runs, method: text.optional() })).optional(),
  streams: param.optional(),
  repeats: param.optional(),
  lasts: z.literal(true).optional(),
  blocks: words('forever', 'until-done', 'until-closed').optional(),
  throttles: words('acquire', 'release', 'limit').optional(),
  never: words('returns').optional(),
  middleware: middleware.optional(),
} satisfies Record<keyof Effects, z.ZodType>).meta({ id: 'effects', description: 'What a call does.' });

const field = object({
  type: text.optional(),
  source: source.optional(),
  feeds: source.optional(),
  runs: runs.optional(),
} satisfies Record<keyof FieldRow, z.ZodType>);

const type = object({
  kind: words('struct', 'interface', 'func', 'other').optional(),
  underlying: text.optional(),
  alias: text.optional(),
  typeParams: list(text).optional(),
  fields: z.record(text, field).optional(),
  bounds: object({ reader: text, limit: text }).optional(),
  embeds: list(text).optional(),
  length: object({ by: list(text), unknown: z.number().optional() }).optional(),
  buffer: z.literal(true).optional(),
  container: words('keeps', 'evicts').optional(),
  source: source.optional(),
  serves: z.literal(true).optional(),
  asks: object({ methods: list(text), runs: z.record(text, runs) }).optional(),
} satisfies Record<keyof TypeRow, z.ZodType>);

const value = object({
  type: text.optional(),
  source: source.optional(),
  number: z.number().optional(),
  text: z.string().max(1000).optional(),
} satisfies Record<keyof ValueRow, z.ZodType>);

const resource = object({
  id: text,
  noun: text,
  release: list(text),
  collectedSince: text.optional(),
  heavy: z.literal(true).optional(),
  codec: z.literal(true).optional(),
} satisfies Record<keyof Resource, z.ZodType>);

/** What one package does: by function (`Reader`), or by method (`(*Store).Get`). */
export const catalogRow = object({
  path: several(text).describe('Import path of the package, or several that share the rows.'),
  effects: z
    .record(text, effects)
    .describe('What calls do, keyed Func, (*T).Method or T.Method. Parameters count from 0.'),
  types: z.record(text, type).optional(),
  values: z.record(text, value).optional(),
  resources: z.array(resource).optional(),
});

export type CatalogRow = z.infer<typeof catalogRow>;
