import { each, fills, gives, handlerOf, methods, middleware, passes, responds, slurps, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const handler = 'github.com/gin-gonic/gin.HandlerFunc';
const body: Effects = slurps('receiver', 'result', { source: 'request', noun: 'request body' });
const query = yields('query');
/** All but the last argument are middleware. */
const route = { endpoint: 'last', from: 1 } as const;
/** Answers preflights of allowed origins and aborts. */
const preflight = middleware('cors', { answers: 'preflight' });

export const gin: readonly Library[] = [
  {
    paths: ['github.com/gin-gonic/gin', 'gopkg.in/gin-gonic/gin.v1'],
    name: 'gin',
    doc: 'https://github.com/gin-gonic/gin (context.go, routergroup.go)',
    types: {
      Context: { source: 'request', serves: true, fields: { Params: { source: 'query' } } },
    },
    effects: {
      '(*Context).GetRawData': body,
      ...methods(
        '(*Context)',
        'ShouldBindBodyWith ShouldBindBodyWithJSON ShouldBindBodyWithXML ShouldBindBodyWithYAML ShouldBindBodyWithTOML ShouldBindBodyWithPlain',
        { ...body, ...fills('request', 0) },
      ),
      ...methods(
        '(*Context)',
        'Bind BindJSON BindXML BindYAML BindTOML BindPlain ShouldBind ShouldBindJSON ShouldBindXML ShouldBindYAML ShouldBindTOML ShouldBindPlain ShouldBindWith MustBindWith',
        fills('request', 0),
      ),
      ...methods('(*Context)', 'BindQuery BindUri ShouldBindQuery ShouldBindUri', fills('query', 0)),
      ...methods('(*Context)', 'BindHeader ShouldBindHeader', fills('header', 0)),
      ...methods(
        '(*Context)',
        'Param Query DefaultQuery GetQuery QueryArray GetQueryArray QueryMap GetQueryMap PostForm DefaultPostForm GetPostForm PostFormArray GetPostFormArray PostFormMap GetPostFormMap',
        query,
      ),
      ...methods('(*Context)', 'GetHeader ContentType', yields('header')),
      ...methods('(*Context)', 'ClientIP RemoteIP', yields('remote-address')),
      ...methods('(*Context)', 'FormFile MultipartForm', yields('upload')),
      '(*Context).Cookie': yields('cookie'),
      '(*Context).Copy': passes('receiver'),
      '(*Context).Data': responds(2),
      '(*Context).DataFromReader': responds(3),
      ...methods(
        '(*Context)',
        'JSON IndentedJSON PureJSON AsciiJSON SecureJSON JSONP XML YAML TOML ProtoBuf AbortWithStatusJSON',
        responds(1),
      ),
      '(*Context).Stream': { streams: 0 },
      '(*Context).String': responds(1, 2, 3),
      'ResponseWriter.WriteString': responds(0),
      'Params.Get': query,
      'Params.ByName': query,
      ...each('Recovery RecoveryWithWriter CustomRecovery CustomRecoveryWithWriter', middleware('recover')),
      ...each('WrapF WrapH', passes(0)),
    },
    frameworks: [
      {
        id: 'gin',
        constructors: ['github.com/gin-gonic/gin.New', 'github.com/gin-gonic/gin.Default'],
        routers: [
          '*github.com/gin-gonic/gin.Engine',
          '*github.com/gin-gonic/gin.RouterGroup',
          'github.com/gin-gonic/gin.IRouter',
          'github.com/gin-gonic/gin.IRoutes',
        ],
        use: { Use: 0 },
        group: { Group: 1 },
        groupCopies: true,
        routes: {
          ...each('GET POST PUT PATCH DELETE OPTIONS HEAD Any', route),
          ...each('Handle Match', { endpoint: 'last' as const, from: 2 }),
          ...each('NoRoute NoMethod', { endpoint: 'last' as const, from: 0 }),
        },
        late: 'ignored',
        handlers: [handler, 'func(*github.com/gin-gonic/gin.Context)'],
        next: ['Next'],
        abort: ['Abort', 'AbortWithStatus', 'AbortWithStatusJSON', 'AbortWithStatusPureJSON', 'AbortWithError'],
      },
    ],
  },
  {
    paths: ['github.com/gin-contrib/gzip'],
    doc: 'https://github.com/gin-contrib/gzip (handler.go, v0.0.1 to v1.2.6)',
    effects: {
      Gzip: middleware('compress', {
        empty: 'writes',
        changed: { since: 'v1.2.6', empty: 'mislabels' },
        excludes: ['WithExcludedPaths', 'WithExcludedPathsRegexs', 'WithCustomShouldCompressFn'],
      }),
      DefaultDecompressHandle: handlerOf('decompress'),
    },
  },
  {
    paths: ['github.com/gin-gonic/contrib/gzip'],
    doc: 'https://github.com/gin-gonic/contrib (gzip/gzip.go)',
    effects: { Gzip: { ...gives(handler), ...middleware('compress', { empty: 'writes' }) } },
  },
  {
    paths: ['github.com/nanmu42/gzip'],
    doc: 'https://github.com/nanmu42/gzip (handler.go)',
    types: { Handler: { kind: 'struct' } },
    effects: {
      ...each('DefaultHandler NewHandler', gives('*github.com/nanmu42/gzip.Handler')),
      '(*Handler).Gin': { results: [], ...handlerOf('compress', { empty: 'nothing' }) },
      '(*Handler).WrapHandler': {
        ...gives('net/http.Handler'),
        ...handlerOf('compress', { empty: 'nothing', wraps: 0 }),
      },
    },
  },
  {
    paths: ['github.com/aurowora/compress'],
    doc: 'https://github.com/aurowora/compress (middleware.go)',
    effects: { Compress: { ...gives(handler), ...middleware('compress', { empty: 'nothing' }) } },
  },
  {
    paths: ['github.com/gin-contrib/cors'],
    doc: 'https://github.com/gin-contrib/cors (config.go)',
    effects: each('New Default', preflight),
  },
  {
    paths: ['github.com/gin-gonic/contrib/cors'],
    doc: 'https://github.com/gin-gonic/contrib (cors/cors.go)',
    effects: each('New Default', { ...gives(handler), ...middleware('cors', { answers: 'every-options' }) }),
  },
  {
    paths: ['github.com/rs/cors/wrapper/gin'],
    name: 'gin',
    doc: 'https://github.com/rs/cors (wrapper/gin/gin.go)',
    effects: each('New Default AllowAll', {
      ...gives(handler),
      ...middleware('cors', { answers: 'preflight', passthrough: 'OptionsPassthrough' }),
    }),
  },
  {
    paths: ['github.com/itsjamie/gin-cors'],
    name: 'cors',
    doc: 'https://github.com/itsjamie/gin-cors (cors.go)',
    effects: { Middleware: { ...gives(handler), ...preflight } },
  },
  {
    paths: ['github.com/gin-contrib/size'],
    name: 'limits',
    doc: 'https://github.com/gin-contrib/size (size.go)',
    effects: { RequestSizeLimiter: { ...gives(handler), ...middleware('body-limit', { limit: 0 }) } },
  },
  {
    paths: ['github.com/gin-contrib/timeout'],
    doc: 'https://github.com/gin-contrib/timeout (writer.go)',
    effects: { New: { ...gives(handler), ...middleware('timeout-buffer') } },
  },
  {
    paths: ['github.com/gin-contrib/requestid'],
    doc: 'https://github.com/gin-contrib/requestid (requestid.go)',
    effects: { Get: yields('unique-id') },
  },
];
