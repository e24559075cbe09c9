/** Routers, chains and wrappers for plain net/http handlers. */
import { each, gives, handlerOf, methods, middleware, passes, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const wrapper = 'func(net/http.Handler) net/http.Handler';
const handlers = ['net/http.Handler', 'net/http.HandlerFunc', 'func(net/http.ResponseWriter, *net/http.Request)'];
const mux = 'github.com/gorilla/mux';
const negroni = 'github.com/urfave/negroni/v3';
const alice = 'github.com/justinas/alice';
const httprouter = 'github.com/julienschmidt/httprouter';

const eager = { empty: 'writes' } as const;
const lazy = { empty: 'nothing' } as const;
const preflight = { answers: 'preflight', passthrough: 'OptionsPassthrough' } as const;
const wrapsLazily: Effects = handlerOf('compress', { ...lazy, wraps: 0 });

export const netHttpFamily: readonly Library[] = [
  {
    paths: [mux],
    doc: 'https://github.com/gorilla/mux (mux.go, middleware.go)',
    effects: { Vars: yields('query') },
    frameworks: [
      {
        id: 'gorilla-mux',
        constructors: [`${mux}.NewRouter`],
        routers: [`*${mux}.Router`, `*${mux}.Route`],
        use: { Use: 0 },
        group: { Subrouter: -1 },
        routes: {
          ...each('Handle HandleFunc', { endpoint: 1, from: -1 }),
          ...each('Handler HandlerFunc', { endpoint: 0, from: -1 }),
        },
        late: 'applies',
        onlyOnMatch: true,
        handlers,
      },
    ],
  },
  {
    paths: ['github.com/gorilla/handlers'],
    doc: 'https://github.com/gorilla/handlers (compress.go, cors.go)',
    effects: {
      CompressHandler: handlerOf('compress', { ...eager, wraps: 0 }),
      CompressHandlerLevel: middleware('compress', { ...eager, wraps: 0 }),
      CORS: middleware('cors', { answers: 'every-options', passthrough: 'IgnoreOptions' }),
      RecoveryHandler: middleware('recover'),
      ...each('LoggingHandler CombinedLoggingHandler CustomLoggingHandler', passes(1)),
      ...each('ProxyHeaders HTTPMethodOverrideHandler ContentTypeHandler', passes(0)),
    },
  },
  {
    paths: [negroni, 'github.com/urfave/negroni', 'github.com/urfave/negroni/v2', 'github.com/codegangsta/negroni'],
    name: 'negroni',
    doc: 'https://github.com/urfave/negroni (negroni.go)',
    effects: { NewRecovery: middleware('recover'), ...each('Wrap WrapFunc', passes(0)) },
    frameworks: [
      {
        id: 'negroni',
        constructors: [`${negroni}.New`, `${negroni}.Classic`],
        routers: [`*${negroni}.Negroni`],
        use: { Use: 0, UseFunc: 0 },
        routes: each('UseHandler UseHandlerFunc', { endpoint: 0, from: -1 }),
        chain: {
          make: [`${negroni}.New`],
          append: ['With'],
          final: ['UseHandler', 'UseHandlerFunc'],
        },
        late: 'ignored',
        handlers: [`${negroni}.HandlerFunc`, ...handlers],
      },
    ],
  },
  {
    paths: ['github.com/phyber/negroni-gzip/gzip'],
    doc: 'https://github.com/phyber/negroni-gzip (gzip/gzip.go)',
    effects: { Gzip: middleware('compress', eager) },
  },
  {
    paths: [alice],
    doc: 'https://github.com/justinas/alice (chain.go)',
    effects: {},
    frameworks: [
      {
        id: 'alice',
        constructors: [],
        routers: [],
        use: {},
        routes: {},
        chain: { make: [`${alice}.New`], append: ['Append', 'Extend'], final: ['Then', 'ThenFunc'] },
        late: 'ignored',
        handlers,
      },
    ],
  },
  {
    paths: [httprouter],
    doc: 'https://github.com/julienschmidt/httprouter (router.go)',
    effects: {
      'Params.ByName': yields('query'),
      ParamsFromContext: yields('query'),
    },
    frameworks: [
      {
        id: 'httprouter',
        constructors: [`${httprouter}.New`],
        routers: [`*${httprouter}.Router`],
        use: {},
        routes: {
          ...each('GET POST PUT PATCH DELETE OPTIONS HEAD', { endpoint: 1, from: -1 }),
          ...each('Handle Handler HandlerFunc', { endpoint: 2, from: -1 }),
        },
        late: 'applies',
        handlers: [`${httprouter}.Handle`, ...handlers],
      },
    ],
  },
  {
    paths: ['github.com/rs/cors'],
    doc: 'https://github.com/rs/cors (cors.go)',
    effects: {
      ...each('New Default AllowAll', middleware('cors', preflight)),
      '(*Cors).Handler': handlerOf('cors', { ...preflight, wraps: 0 }),
      ...methods('(*Cors)', 'ServeHTTP HandlerFunc', handlerOf('cors', preflight)),
    },
  },
  {
    paths: ['github.com/jub0bs/cors'],
    doc: 'https://github.com/jub0bs/cors (middleware.go)',
    types: { Middleware: { kind: 'struct' } },
    effects: {
      NewMiddleware: {
        ...gives('*github.com/jub0bs/cors.Middleware', 'error'),
        ...middleware('cors', { answers: 'preflight' }),
      },
      '(*Middleware).Wrap': { ...gives('net/http.Handler'), ...handlerOf('cors', { answers: 'preflight', wraps: 0 }) },
    },
  },
  {
    paths: ['github.com/NYTimes/gziphandler'],
    doc: 'https://github.com/NYTimes/gziphandler (gzip.go)',
    effects: {
      GzipHandler: wrapsLazily,
      ...each(
        'MustNewGzipLevelHandler NewGzipLevelHandler NewGzipLevelAndMinSize GzipHandlerWithOpts',
        middleware('compress', lazy),
      ),
    },
  },
  {
    paths: ['github.com/klauspost/compress/gzhttp'],
    doc: 'https://github.com/klauspost/compress (gzhttp/compress.go)',
    effects: { GzipHandler: wrapsLazily, NewWrapper: middleware('compress', lazy) },
  },
  {
    paths: ['github.com/CAFxX/httpcompression'],
    doc: 'https://github.com/CAFxX/httpcompression (adapter.go)',
    effects: each('DefaultAdapter Adapter', middleware('compress', lazy)),
  },
  {
    paths: ['github.com/tmthrgd/gziphandler'],
    doc: 'https://github.com/tmthrgd/gziphandler (gzip.go)',
    effects: {
      Gzip: { ...gives('net/http.Handler'), ...middleware('compress', { ...lazy, wraps: 0 }) },
      Wrapper: { ...gives(wrapper), ...middleware('compress', lazy) },
    },
  },
  {
    paths: ['github.com/xi2/httpgzip'],
    doc: 'https://github.com/xi2/httpgzip (httpgzip.go)',
    effects: {
      NewHandler: { ...gives('net/http.Handler'), ...middleware('compress', { ...lazy, wraps: 0 }) },
      NewHandlerLevel: { ...gives('net/http.Handler', 'error'), ...middleware('compress', { ...lazy, wraps: 0 }) },
    },
  },
];
