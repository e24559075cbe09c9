/** Short forms for rows. Each gives plain data, to be spread where a call does several things: `{ ...gives('error'), ...passes(0) }`. */
import type { Effects, Param, Role, Source, TypeText } from './schema.ts';

type Slurp = NonNullable<Effects['slurps']>[number];
type View = NonNullable<NonNullable<Effects['passes']>[number]['as']>;
type How = NonNullable<Effects['runs']>[number]['how'];
type Middleware = NonNullable<Effects['middleware']>;

/** Results, where no shape tells them. */
export const gives = (...results: TypeText[]): Effects => ({ results });

export const yields = (source: Source, ...results: number[]): Effects => ({
  yields: (results.length === 0 ? [0] : results).map(result => ({ result, source })),
});

/** Writes values of this source into what the parameter points to. */
export const fills = (source: Source, ...into: Param[]): Effects => ({ yields: into.map(p => ({ into: p, source })) });

export const passes = (param: Param, as?: View, result = 0): Effects => ({ passes: [flow({ param, result }, as)] });

/** What the parameter `from` holds arrives in what `into` points to. */
export const pours = (from: Param, into: Param, as?: View): Effects => ({ passes: [flow({ param: from, into }, as)] });

/** Every argument of a variadic call, as far as calls usually go, starting at `first`. */
export const passesAll = (first: number, as?: View): Effects => ({
  passes: [0, 1, 2, 3, 4].map(i => flow({ param: first + i, result: 0 }, as)),
});

function flow<F extends object>(ends: F, as: View | undefined): F & { as?: View } {
  return as === undefined ? ends : { ...ends, as };
}

export const bounds = (param: Param, limit: Param, result = 0): Effects => ({ bounds: [{ param, result, limit }] });

export const expands = (format: string, param: Param = 0, result = 0): Effects => ({
  expands: [{ param, result, format }],
});

/** `zr.Reset(r)`: the receiver decompresses the parameter from now on. */
export const reexpands = (format: string): Effects => ({ expands: [{ param: 0, into: 'receiver', format }] });

export const slurps = (param: Param, into: Slurp['into'] = 'result', more: Partial<Slurp> = {}): Effects => ({
  slurps: [{ param, into, ...more }],
});

export const names = (param: Param, result = 0): Effects => ({ names: [{ param, result }] });

/** Sends what these parameters hold as the response. */
export const responds = (...params: Param[]): Effects => ({ responds: params });

export const acquires = (resource: string, result = 0): Effects => ({ acquires: [{ result, resource }] });

export const releases = (param: Param = 'receiver', resource?: string): Effects => ({
  releases: [resource === undefined ? { param } : { param, resource }],
});

export const runs = (how: How, ...params: number[]): Effects => ({
  runs: (params.length === 0 ? [0] : params).map(param => ({ param, how })),
});

/** A method that puts an entry into its receiver. */
export const inserts = (key?: number, value?: number): Effects => ({
  inserts: [{ param: 'receiver', ...(key === undefined ? {} : { key }), ...(value === undefined ? {} : { value }) }],
});

/** A method that takes entries out of its receiver: one, or without a key any. */
export const deletes = (key?: number): Effects => ({
  deletes: [key === undefined ? { param: 'receiver' } : { param: 'receiver', key }],
});

export const never: Effects = { never: 'returns' };
export const waits: Effects = { blocks: 'until-done' };
export const serves: Effects = { blocks: 'until-closed' };

/** A function that has to be called to get a middleware. */
export const middleware = (role: Role, more: Omit<Middleware, 'role' | 'form'> = {}): Effects => ({
  middleware: { role, form: 'call', ...more },
});

/** A function, method or variable that is a middleware itself: `func(http.Handler) http.Handler` where it wraps parameter 0. */
export const handlerOf = (role: Role, more: Omit<Middleware, 'role' | 'form'> = {}): Effects => ({
  middleware: { role, form: 'value', ...more },
});

/** The same row under several names. */
export function each<Row>(keys: string, row: Row): Record<string, Row> {
  return Object.fromEntries(keys.split(/\s+/).map(key => [key, row]));
}

/** The same row for several methods of one type. */
export function methods<Row>(type: string, keys: string, row: Row): Record<string, Row> {
  return Object.fromEntries(keys.split(/\s+/).map(key => [`${type}.${key}`, row]));
}
