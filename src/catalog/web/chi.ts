import { each, handlerOf, middleware, passes, yields } from '../rows.ts';
import type { Library } from '../schema.ts';

const path = 'github.com/go-chi/chi/v5';
const older = ['', '/v2', '/v3', '/v4'].map(version => `github.com/go-chi/chi${version}`);
const compress = { empty: 'nothing' } as const;
/** Answers 200 without a body. */
const preflight = { answers: 'preflight', passthrough: 'OptionsPassthrough' } as const;

export const chi: readonly Library[] = [
  {
    paths: [path, ...older],
    name: 'chi',
    doc: 'https://github.com/go-chi/chi (mux.go, chain.go)',
    effects: {
      ...each('URLParam URLParamFromCtx (*Context).URLParam', yields('query')),
    },
    frameworks: [
      {
        id: 'chi',
        constructors: [`${path}.NewRouter`, `${path}.NewMux`],
        routers: [`*${path}.Mux`, `${path}.Router`],
        use: { Use: 0 },
        group: { With: 0 },
        groupCopies: true,
        callback: { Group: 0, Route: 1 },
        mount: { Mount: 1 },
        routes: {
          ...each('Get Post Put Patch Delete Options Head Connect Trace Query Handle HandleFunc', {
            endpoint: 1,
            from: -1,
          }),
          ...each('Method MethodFunc', { endpoint: 2, from: -1 }),
          ...each('NotFound MethodNotAllowed', { endpoint: 0, from: -1 }),
        },
        chain: { make: [`${path}.Chain`], append: [], final: ['Handler', 'HandlerFunc'] },
        late: 'panics',
        handlers: ['net/http.Handler', 'net/http.HandlerFunc', 'func(net/http.ResponseWriter, *net/http.Request)'],
      },
    ],
  },
  {
    paths: [`${path}/middleware`, ...older.map(chi => `${chi}/middleware`)],
    doc: 'https://github.com/go-chi/chi (middleware)',
    effects: {
      Compress: middleware('compress', compress),
      '(*Compressor).Handler': handlerOf('compress', { ...compress, wraps: 0 }),
      RequestSize: middleware('body-limit', { limit: 0 }),
      Recoverer: handlerOf('recover', { wraps: 0 }),
      NewWrapResponseWriter: passes(0),
      'WrapResponseWriter.Tee': { tees: [{ param: 'receiver', into: 0 }] },
      'WrapResponseWriter.Unwrap': passes('receiver'),
      ...each('GetReqID NextRequestID', yields('unique-id')),
    },
  },
  {
    paths: ['github.com/go-chi/cors', 'github.com/goware/cors'],
    doc: 'https://github.com/go-chi/cors (cors.go)',
    effects: {
      Handler: middleware('cors', preflight),
      ...each('New AllowAll', middleware('cors', preflight)),
      '(*Cors).Handler': handlerOf('cors', { ...preflight, wraps: 0 }),
    },
  },
  {
    paths: ['github.com/go-chi/httplog/v3'],
    doc: 'https://github.com/go-chi/httplog (options.go): what is logged is cut to LogBodyMaxLen',
    effects: {},
  },
];
