/**
 * How a web service is put together: which middleware a request passes before it reaches a handler, in which order, and what each of them does. Setup code is
 * run in the mind (`compose`) from the functions that lead to a place (`roots`); what comes out are routers and wrapped handlers, from which chains are
 * read off (`chains`). What a middleware is stands in the catalog, or in its own body (`middleware`, `hand-written`).
 */
export { type BodyLimit, bodyLimitOf } from './body-limit.ts';
export { type Capture, capturesOf, receiverType } from './captures.ts';
export { type Chain, chainsOf } from './chains.ts';
export { isServing } from './frameworks.ts';
export { type Guard, guardsOf, isInstalledByFlag } from './guards.ts';
export { concernsResponses, isResponseWriter, isWriterType, nextCalls } from './hand-written.ts';
export { type Middleware, middlewareOf } from './middleware.ts';
export type { Composition, Layer, Route, Router, Wrapped } from './model.ts';
export { areApart, seesPreflight } from './preflight.ts';
export { recordingsOf } from './recordings.ts';
export { compositionsAround } from './roots.ts';
export { emptyBehaviour } from './versions.ts';
