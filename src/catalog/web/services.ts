/** Frameworks for services that keep to net/http requests, or hide them. */
import { each, fills, gives, handlerOf, methods, middleware, passes, slurps, yields } from '../rows.ts';
import type { Library } from '../schema.ts';

const zero = 'github.com/zeromicro/go-zero/rest';
const kratos = 'github.com/go-kratos/kratos/v2/transport/http';
const restful = 'github.com/emicklei/go-restful/v3';
const buffalo = 'github.com/gobuffalo/buffalo';
const huma = 'github.com/danielgtaylor/huma/v2';

const query = yields('query');
const handlers = ['net/http.HandlerFunc', 'func(net/http.ResponseWriter, *net/http.Request)'];

export const services: readonly Library[] = [
  {
    paths: [zero, 'github.com/tal-tech/go-zero/rest'],
    doc: 'https://github.com/zeromicro/go-zero (rest/engine.go, rest/server.go)',
    // WithCors and its like always wrap the router, so nobody can stand outside of them. WithMaxBytes looks at Content-Length only: no bound.
    effects: { ToMiddleware: passes(0) },
    frameworks: [
      {
        id: 'go-zero',
        constructors: [`${zero}.MustNewServer`, `${zero}.NewServer`],
        routers: [`*${zero}.Server`],
        use: { Use: 0 },
        routes: {},
        late: 'applies',
        handlers,
      },
    ],
  },
  {
    paths: [`${zero}/chain`, 'github.com/tal-tech/go-zero/rest/chain'],
    doc: 'https://github.com/zeromicro/go-zero (rest/chain/chain.go)',
    effects: {},
    frameworks: [
      {
        id: 'go-zero-chain',
        constructors: [],
        routers: [],
        use: {},
        routes: {},
        chain: { make: [`${zero}/chain.New`], append: ['Append'], final: ['Then', 'ThenFunc'] },
        late: 'ignored',
        handlers,
      },
    ],
  },
  {
    paths: [`${zero}/handler`, 'github.com/tal-tech/go-zero/rest/handler'],
    doc: 'https://github.com/zeromicro/go-zero (rest/handler)',
    effects: {
      GunzipHandler: handlerOf('decompress', { wraps: 0 }),
      TimeoutHandler: middleware('timeout-buffer'),
      DetailedLogHandler: handlerOf('body-dump', { dumps: 'response', wraps: 0 }),
      RecoverHandler: handlerOf('recover', { wraps: 0 }),
    },
  },
  {
    paths: [`${zero}/httpx`, 'github.com/tal-tech/go-zero/rest/httpx'],
    doc: 'https://github.com/zeromicro/go-zero (rest/httpx/requests.go): JSON is limited to 8 MiB',
    effects: {
      ...each('Parse ParseJsonBody', fills('request', 1)),
      ...each('ParseForm ParsePath', fills('query', 1)),
      ParseHeaders: fills('header', 1),
      GetRemoteAddr: yields('remote-address'),
    },
  },
  {
    paths: [kratos, 'github.com/go-kratos/kratos/v3/transport/http', 'github.com/go-kratos/kratos/transport/http'],
    doc: 'https://github.com/go-kratos/kratos (v2: transport/http/filter.go, codec.go)',
    effects: {
      DefaultRequestDecoder: { ...slurps(0, 'result', { noun: 'request body' }), ...fills('request', 1) },
      'Context.Bind': fills('request', 0),
      'Context.BindVars': fills('query', 0),
      'Context.BindQuery': fills('query', 0),
      'Context.Request': yields('request'),
    },
    types: { Context: { source: 'request', serves: true } },
    frameworks: [
      {
        id: 'kratos',
        constructors: [`${kratos}.NewServer`],
        routers: [`*${kratos}.Server`],
        use: {},
        routes: each('Handle HandleFunc HandlePrefix', { endpoint: 1, from: -1 }),
        chain: { make: [`${kratos}.Filter`, `${kratos}.FilterChain`], append: [], final: [] },
        late: 'ignored',
        handlers: [`${kratos}.HandlerFunc`, ...handlers],
      },
    ],
  },
  {
    paths: [restful, 'github.com/emicklei/go-restful'],
    name: 'restful',
    doc: 'https://github.com/emicklei/go-restful (filter.go, container.go, cors_filter.go)',
    types: { Request: { source: 'request', serves: true } },
    effects: {
      ...methods('(*Request)', 'PathParameter PathParameters QueryParameter QueryParameters BodyParameter', query),
      '(*Request).HeaderParameter': yields('header'),
      '(*Request).ReadEntity': fills('request', 0),
      'CrossOriginResourceSharing.Filter': handlerOf('cors', { answers: 'preflight' }),
      HttpMiddlewareHandlerToFilter: passes(0),
    },
    frameworks: [
      {
        id: 'go-restful',
        constructors: [`${restful}.NewContainer`],
        routers: [`*${restful}.Container`, `*${restful}.WebService`],
        use: { Filter: 0 },
        routes: {},
        late: 'applies',
        handlers: [`${restful}.RouteFunction`, `func(*${restful}.Request, *${restful}.Response)`],
        next: ['ProcessFilter'],
      },
    ],
  },
  {
    paths: [buffalo],
    doc: 'https://github.com/gobuffalo/buffalo (middleware.go)',
    types: {
      App: { kind: 'struct' },
      Context: { kind: 'interface', source: 'request', serves: true },
      Handler: { kind: 'func', underlying: `func(${buffalo}.Context) error` },
    },
    effects: {
      New: gives(`*${buffalo}.App`),
      '(*App).Group': gives(`*${buffalo}.App`),
      'Context.Request': { ...gives('*net/http.Request'), ...yields('request') },
      'Context.Response': gives('net/http.ResponseWriter'),
      'Context.Param': { ...gives('string'), ...query },
      'Context.Bind': { ...gives('error'), ...fills('request', 0) },
    },
    frameworks: [
      {
        id: 'buffalo',
        constructors: [`${buffalo}.New`],
        routers: [`*${buffalo}.App`],
        use: { Use: 0 },
        group: { Group: -1 },
        groupCopies: true,
        routes: each('GET POST PUT PATCH DELETE OPTIONS HEAD ANY', { endpoint: 1, from: -1 }),
        late: 'applies',
        handlers: [`${buffalo}.Handler`, `func(${buffalo}.Context) error`],
      },
    ],
  },
  {
    paths: [huma],
    name: 'huma',
    doc: 'https://github.com/danielgtaylor/huma (v2: chain.go, huma.go)',
    types: { Context: { source: 'request', serves: true } },
    effects: {
      'Context.BodyReader': yields('request'),
      ...methods('Context', 'Param Query', query),
      'Context.Header': yields('header'),
      'Context.RemoteAddr': yields('remote-address'),
    },
    frameworks: [
      {
        id: 'huma',
        constructors: [],
        routers: [`${huma}.API`],
        use: { UseMiddleware: 0 },
        routes: {},
        late: 'applies',
        bodyLimit: 1024 * 1024,
        handlers: [],
      },
    ],
  },
  {
    paths: ['goji.io', 'goji.io/v3'],
    name: 'goji',
    doc: 'https://github.com/goji/goji (middleware.go)',
    types: { Mux: { kind: 'struct' } },
    effects: each('NewMux SubMux', gives('*goji.io.Mux')),
    frameworks: [goji('goji', 'goji.io', ['goji.io.NewMux', 'goji.io.SubMux'], { Handle: { endpoint: 1, from: -1 } })],
  },
  {
    paths: ['github.com/zenazn/goji/web'],
    doc: 'https://github.com/zenazn/goji (web/mux.go)',
    types: { Mux: { kind: 'struct' } },
    effects: { New: gives('*github.com/zenazn/goji/web.Mux') },
    frameworks: [
      goji('zenazn-goji', 'github.com/zenazn/goji/web', ['github.com/zenazn/goji/web.New'], {
        ...each('Get Post Put Patch Delete Options Head Handle', { endpoint: 1, from: -1 }),
      }),
    ],
  },
];

function goji(
  id: string,
  path: string,
  constructors: readonly string[],
  routes: NonNullable<Library['frameworks']>[number]['routes'],
): NonNullable<Library['frameworks']>[number] {
  return { id, constructors, routers: [`*${path}.Mux`], use: { Use: 0 }, routes, late: 'applies', handlers };
}
