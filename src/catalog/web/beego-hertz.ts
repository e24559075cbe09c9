/** beego and hertz: frameworks with a context of their own, that limit bodies by themselves. */
import { each, fills, gives, methods, middleware, passes, responds, slurps, yields } from '../rows.ts';
import type { Library } from '../schema.ts';

const beegoPath = 'github.com/beego/beego/v2/server/web';
const hertzPath = 'github.com/cloudwego/hertz/pkg';

const query = yields('query');
const header = yields('header');
const address = yields('remote-address');
const cookie = yields('cookie');
const upload = yields('upload');
const bound = fills('request', 0);
const last = { endpoint: 'last', from: 1 } as const;
const preflight = middleware('cors', { answers: 'preflight' });

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
        controllers: [`${beegoPath}.Controller`],
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
      ...methods('(*BeegoOutput)', 'Body JSON XML YAML', responds(0)),
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
      ...methods('(*RequestContext)', 'Write WriteString SetBodyString SetBodyStream', responds(0)),
      ...methods('(*RequestContext)', 'JSON PureJSON IndentedJSON XML ProtoBuf AbortWithStatusJSON', responds(1)),
      '(*RequestContext).Data': responds(2),
      '(*RequestContext).String': responds(1, 2, 3),
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
