/** Frameworks with a context of their own that are met less often. Each brings its way to compress and to answer preflights along. */
import { each, fills, gives, handlerOf, methods, middleware, passes, slurps, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const irisPath = 'github.com/kataras/iris/v12';
const context = `${irisPath}/context.Context`;
const beegoPath = 'github.com/beego/beego/v2/server/web';
const hertzPath = 'github.com/cloudwego/hertz/pkg';

const query = yields('query');
const header = yields('header');
const address = yields('remote-address');
const cookie = yields('cookie');
const upload = yields('upload');
const bound = fills('request', 0);
const whole: Effects = slurps('receiver', 'result', { source: 'request', noun: 'request body' });

const last = { endpoint: 'last', from: 1 } as const;
const everyOptions = middleware('cors', { answers: 'every-options' });
const preflight = middleware('cors', { answers: 'preflight' });

export const iris: readonly Library[] = [
  {
    paths: [irisPath, 'github.com/kataras/iris'],
    name: 'iris',
    doc: 'https://github.com/kataras/iris (v12: aliases.go, core/router/api_builder.go)',
    effects: {
      // Headers are set at once, and what the compressor writes at its end follows whatever the status.
      Compression: handlerOf('compress', { empty: 'opens-eagerly' }),
      LimitRequestBodySize: middleware('body-limit', { limit: 0 }),
    },
    frameworks: [
      {
        id: 'iris',
        constructors: [`${irisPath}.New`, `${irisPath}.Default`],
        routers: [`*${irisPath}.Application`, `${irisPath}/core/router.Party`, `*${irisPath}/core/router.APIBuilder`],
        use: { Use: 0, UseGlobal: 0, UseOnce: 0 },
        pre: { UseRouter: 0 },
        group: { Party: 1 },
        callback: { PartyFunc: 1 },
        routes: each('Get Post Put Patch Delete Options Head Any', last),
        late: 'ignored',
        handlers: [`func(*${context})`, `${irisPath}.Handler`],
        next: ['Next'],
      },
    ],
  },
  {
    paths: [`${irisPath}/context`, 'github.com/kataras/iris/context'],
    doc: 'https://github.com/kataras/iris (v12: context/context.go)',
    types: { Context: { source: 'request', serves: true } },
    effects: {
      '(*Context).Request': yields('request'),
      '(*Context).GetBody': whole,
      ...methods('(*Context)', 'ReadJSON ReadXML ReadYAML ReadProtobuf ReadMsgPack ReadBody ReadForm', {
        ...slurps('receiver', 'result', { source: 'request', noun: 'request body' }),
        ...bound,
      }),
      '(*Context).SetMaxRequestBodySize': { bounds: [{ param: 'receiver', limit: 0 }] },
      ...methods('(*Context)', 'Record Recorder', middleware('record')),
      '(*Context).CompressWriter': middleware('compress', { empty: 'opens-eagerly', when: 0 }),
      ...methods('(*Context)', 'URLParam URLParamDefault URLParams FormValue FormValueDefault FormValues Path', query),
      '(*Context).Params': query,
      '(*Context).GetHeader': header,
      '(*Context).RemoteAddr': address,
      '(*Context).GetCookie': cookie,
      '(*Context).FormFile': yields('upload', 0, 1),
    },
  },
  {
    paths: [`${irisPath}/middleware/cors`],
    doc: 'https://github.com/kataras/iris (v12: middleware/cors/cors.go)',
    effects: { New: everyOptions, '(*CORS).Handler': everyOptions },
  },
  {
    paths: ['github.com/iris-contrib/middleware/cors'],
    doc: 'https://github.com/iris-contrib/middleware (cors/cors.go)',
    effects: each('New AllowAll Default', {
      ...gives(`func(*${context})`),
      ...middleware('cors', { answers: 'preflight', passthrough: 'OptionsPassthrough' }),
    }),
  },
  {
    paths: [`${irisPath}/middleware/accesslog`],
    doc: 'https://github.com/kataras/iris (v12: middleware/accesslog/accesslog.go)',
    effects: each('New File FileUnbuffered', middleware('body-dump', { dumps: 'request' })),
  },
];

export const beego: readonly Library[] = [
  {
    paths: [beegoPath, 'github.com/beego/beego/v2', 'github.com/beego/beego', 'github.com/astaxie/beego'],
    name: 'web',
    doc: 'https://github.com/beego/beego (v2: server/web/router.go, filter.go, config.go)',
    types: {
      Controller: { kind: 'struct', fields: { Ctx: { type: `*${beegoPath}/context.Context` } }, serves: true },
      FilterFunc: { kind: 'func', underlying: `func(*${beegoPath}/context.Context)` },
      HttpServer: { kind: 'struct' },
    },
    effects: {
      ...each('InsertFilter InsertFilterChain Router', gives(`*${beegoPath}.HttpServer`)),
      ...methods('(*Controller)', 'GetString Input', { ...gives('string'), ...query }),
      ...methods('(*Controller)', 'GetFile', {
        ...gives('mime/multipart.File', '*mime/multipart.FileHeader', 'error'),
        ...yields('upload', 0, 1),
      }),
    },
    frameworks: [
      {
        id: 'beego',
        constructors: [],
        routers: [`*${beegoPath}.HttpServer`],
        use: { InsertFilter: 2, InsertFilterChain: 1 },
        routes: {},
        late: 'applies',
        bodyLimit: 64 * 1024 * 1024,
        handlers: [`${beegoPath}.FilterFunc`, `func(*${beegoPath}/context.Context)`],
      },
    ],
  },
  {
    paths: [
      `${beegoPath}/context`,
      'github.com/beego/beego/v2/context',
      'github.com/beego/beego/context',
      'github.com/astaxie/beego/context',
    ],
    doc: 'https://github.com/beego/beego (v2: server/web/context)',
    types: {
      Context: {
        kind: 'struct',
        source: 'request',
        serves: true,
        fields: {
          Input: { type: `*${beegoPath}/context.BeegoInput` },
          Request: { type: '*net/http.Request' },
          ResponseWriter: { type: `*${beegoPath}/context.Response` },
        },
      },
      BeegoInput: { kind: 'struct', fields: { RequestBody: { type: '[]byte', source: 'request' } } },
      Response: { kind: 'struct', embeds: ['net/http.ResponseWriter'] },
    },
    effects: {
      ...methods('(*BeegoInput)', 'Query Param URL URI', { ...gives('string'), ...query }),
      '(*BeegoInput).IP': { ...gives('string'), ...address },
      '(*BeegoInput).Header': { ...gives('string'), ...header },
    },
  },
  {
    paths: [`${beegoPath}/filter/cors`, 'github.com/astaxie/beego/plugins/cors'],
    doc: 'https://github.com/beego/beego (v2: server/web/filter/cors/cors.go)',
    effects: { Allow: { ...gives(`${beegoPath}.FilterFunc`), ...preflight } },
  },
];

export const hertz: readonly Library[] = [
  {
    paths: [`${hertzPath}/app`],
    doc: 'https://github.com/cloudwego/hertz (pkg/app/context.go): bodies are limited to 4 MiB by default',
    types: {
      RequestContext: { source: 'request', serves: true, fields: { Params: { source: 'query' } } },
    },
    effects: {
      ...methods('(*RequestContext)', 'Body GetRawData RequestBodyStream', yields('request')),
      ...methods('(*RequestContext)', 'Bind BindAndValidate BindJSON BindByContentType', bound),
      ...methods(
        '(*RequestContext)',
        'Param Query DefaultQuery GetQuery PostForm DefaultPostForm GetPostForm FormValue QueryArgs Path',
        query,
      ),
      ...methods('(*RequestContext)', 'GetHeader Host', header),
      ...methods('(*RequestContext)', 'RemoteAddr ClientIP', address),
      ...methods('(*RequestContext)', 'FormFile MultipartForm', upload),
      '(*RequestContext).Cookie': cookie,
    },
  },
  {
    paths: [`${hertzPath}/app/server`],
    doc: 'https://github.com/cloudwego/hertz (pkg/app/server, pkg/route/routergroup.go)',
    effects: {},
    frameworks: [
      {
        id: 'hertz',
        constructors: [`${hertzPath}/app/server.New`, `${hertzPath}/app/server.Default`],
        routers: [
          `*${hertzPath}/app/server.Hertz`,
          `*${hertzPath}/route.Engine`,
          `*${hertzPath}/route.RouterGroup`,
          `${hertzPath}/route.IRouter`,
          `${hertzPath}/route.IRoutes`,
        ],
        use: { Use: 0 },
        group: { Group: 1 },
        groupCopies: true,
        routes: {
          ...each('GET POST PUT PATCH DELETE OPTIONS HEAD Any', last),
          Handle: { endpoint: 'last', from: 2 },
          ...each('NoRoute NoMethod', { endpoint: 'last' as const, from: 0 }),
        },
        late: 'ignored',
        bodyLimit: 4 * 1024 * 1024,
        handlers: [`${hertzPath}/app.HandlerFunc`, `func(context.Context, *${hertzPath}/app.RequestContext)`],
        next: ['Next'],
        abort: ['Abort', 'AbortWithStatus', 'AbortWithMsg', 'AbortWithStatusJSON', 'AbortWithError'],
      },
    ],
  },
  {
    paths: [`${hertzPath}/protocol`],
    doc: 'https://github.com/cloudwego/hertz (pkg/protocol)',
    types: { Request: { source: 'request' }, Response: { source: 'response' } },
    effects: {
      ...methods('(*Request)', 'Body BodyE BodyBytes', passes('receiver', 'bytes')),
      ...methods('(*Response)', 'Body BodyE BodyBytes', passes('receiver', 'bytes')),
      '(*Response).BodyGunzip': slurps('receiver', 'result', { expands: 'gzip', noun: 'response body' }),
    },
  },
  {
    paths: ['github.com/hertz-contrib/gzip'],
    doc: 'https://github.com/hertz-contrib/gzip (srv_middleware.go, srv_stream_middleware.go)',
    effects: {
      Gzip: { ...gives(`${hertzPath}/app.HandlerFunc`), ...middleware('compress', { empty: 'nothing', post: true }) },
      GzipStream: {
        ...gives(`${hertzPath}/app.HandlerFunc`),
        ...middleware('compress', { empty: 'mislabels', post: true }),
      },
    },
  },
  {
    paths: ['github.com/hertz-contrib/cors'],
    doc: 'https://github.com/hertz-contrib/cors (cors.go)',
    effects: each('New Default', { ...gives(`${hertzPath}/app.HandlerFunc`), ...preflight }),
  },
  {
    paths: ['github.com/hertz-contrib/logger/accesslog'],
    doc: 'https://github.com/hertz-contrib/logger (accesslog/tags.go)',
    effects: each('New NewWithContext', {
      ...gives(`${hertzPath}/app.HandlerFunc`),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: tags of the logger's own format.
      ...middleware('body-dump', { dumps: 'both', onlyWith: ['${body}', '${resBody}'] }),
    }),
  },
];
export const injected: readonly Library[] = [
  {
    paths: ['gopkg.in/macaron.v1', 'github.com/go-macaron/macaron'],
    name: 'macaron',
    doc: 'https://github.com/go-macaron/macaron (macaron.go, context.go)',
    types: { Context: { source: 'request', serves: true }, RequestBody: { source: 'request' } },
    effects: {
      ...methods('(*RequestBody)', 'Bytes String', whole),
      '(*RequestBody).ReadCloser': yields('request'),
      ...methods('(*Context)', 'Query QueryTrim QueryStrings QueryEscape Params', query),
      '(*Context).RemoteAddr': address,
      '(*Context).GetCookie': cookie,
      '(*Context).GetFile': yields('upload', 0, 1),
    },
    frameworks: [
      {
        id: 'macaron',
        constructors: ['gopkg.in/macaron.v1.New', 'gopkg.in/macaron.v1.Classic'],
        routers: ['*gopkg.in/macaron.v1.Macaron', '*gopkg.in/macaron.v1.Router'],
        use: { Use: 0, Handlers: 0 },
        routes: each('Get Post Put Patch Delete Options Head Any', last),
        late: 'applies',
        handlers: ['func(*gopkg.in/macaron.v1.Context)'],
        next: ['Next'],
      },
    ],
  },
  {
    paths: ['github.com/flamego/flamego'],
    doc: 'https://github.com/flamego/flamego (flame.go, router.go)',
    types: {
      Context: { kind: 'interface', source: 'request', serves: true },
      Flame: { kind: 'struct' },
    },
    effects: {
      ...each('New Classic', gives('*github.com/flamego/flamego.Flame')),
      ...methods('Context', 'Query QueryTrim Param', { ...gives('string'), ...query }),
      'Context.RemoteAddr': { ...gives('string'), ...address },
    },
    frameworks: [
      {
        id: 'flamego',
        constructors: ['github.com/flamego/flamego.New', 'github.com/flamego/flamego.Classic'],
        routers: ['*github.com/flamego/flamego.Flame'],
        use: { Use: 0, Handlers: 0 },
        routes: each('Get Post Put Patch Delete Options Head Any', last),
        late: 'applies',
        handlers: ['func(github.com/flamego/flamego.Context)'],
        next: ['Next'],
      },
    ],
  },
  {
    paths: ['github.com/go-martini/martini', 'github.com/codegangsta/martini'],
    doc: 'https://github.com/go-martini/martini (martini.go)',
    effects: {},
    frameworks: [
      {
        id: 'martini',
        constructors: ['github.com/go-martini/martini.New', 'github.com/go-martini/martini.Classic'],
        routers: ['*github.com/go-martini/martini.Martini', '*github.com/go-martini/martini.ClassicMartini'],
        use: { Use: 0, Handlers: 0 },
        routes: each('Get Post Put Patch Delete Options Head Any', last),
        late: 'applies',
        handlers: ['net/http.HandlerFunc'],
        next: ['Next'],
      },
    ],
  },
  ...[
    ['github.com/go-macaron/gzip', 'Gziper'],
    ['github.com/flamego/gzip', 'Gzip'],
    ['github.com/martini-contrib/gzip', 'All'],
  ].map(
    ([path, name]): Library => ({
      paths: [path as string],
      doc: `https://${path} (gzip.go)`,
      effects: { [name as string]: { ...gives('any'), ...middleware('compress', { empty: 'writes' }) } },
    }),
  ),
  ...['github.com/go-macaron/cors', 'github.com/flamego/cors'].map(
    (path): Library => ({
      paths: [path],
      doc: `https://${path} (cors.go)`,
      effects: { CORS: { ...gives('any'), ...everyOptions } },
    }),
  ),
];
