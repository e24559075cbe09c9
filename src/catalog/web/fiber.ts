import { each, fills, methods, middleware, passes, responds, slurps, yields } from '../rows.ts';
import type { Effects, FrameworkRow, Library } from '../schema.ts';

const v2 = 'github.com/gofiber/fiber/v2';
const v3 = 'github.com/gofiber/fiber/v3';
const limit = 4 * 1024 * 1024;

const query = yields('query');
const verbs = 'Get Post Put Patch Delete Options Head Connect Trace All';

function framework(id: string, path: string, handler: string): FrameworkRow {
  return {
    id,
    constructors: [`${path}.New`],
    routers: [`*${path}.App`, `*${path}.Group`, `${path}.Router`],
    // A prefix may stand first; whoever reads the arguments skips what is no handler.
    use: { Use: 0 },
    group: { Group: 1 },
    callback: { Route: 1 },
    mount: id === 'fiber' ? { Mount: 1 } : {},
    routes: { ...each(verbs, { endpoint: 'last' as const, from: 1 }), Add: { endpoint: 'last', from: 2 } },
    late: 'ignored',
    bodyLimit: limit,
    bodyLimitOption: 'BodyLimit',
    handlers: [`${path}.Handler`, handler],
    next: ['Next'],
  };
}

const cors = middleware('cors', { answers: 'preflight', passthrough: 'Next' });
const compress = middleware('compress', { empty: 'nothing', post: true });
// biome-ignore lint/suspicious/noTemplateCurlyInString: tags of the logger's own format.
const logger = middleware('body-dump', { dumps: 'both', onlyWith: ['${body}', '${resBody}'] });

const sends = 'Send SendString SendStream JSON JSONP XML Write WriteString';

/** Bodies are limited by the app, but v2 decompresses them without a limit; v3 counts what comes out. */
const inflated: Effects = slurps('receiver', 'result', {
  source: 'request',
  bytes: limit,
  expands: 'gzip',
  noun: 'request body',
});

export const fiber: readonly Library[] = [
  {
    paths: [v2],
    name: 'fiber',
    doc: 'https://github.com/gofiber/fiber (v2.52.15: app.go, ctx.go)',
    types: { Ctx: { source: 'request', serves: true } },
    effects: {
      '(*Ctx).Body': inflated,
      '(*Ctx).BodyRaw': yields('request'),
      '(*Ctx).BodyParser': fills('request', 0),
      ...methods('(*Ctx)', 'Params AllParams ParamsInt Query Queries QueryInt OriginalURL Path FormValue', query),
      ...methods('(*Ctx)', 'QueryParser ParamsParser', fills('query', 0)),
      ...methods('(*Ctx)', 'Get GetReqHeaders Hostname', yields('header')),
      ...methods('(*Ctx)', 'IP IPs', yields('remote-address')),
      ...methods('(*Ctx)', 'FormFile MultipartForm', yields('upload')),
      '(*Ctx).Cookies': yields('cookie'),
      ...methods('(*Ctx)', sends, responds(0)),
    },
    frameworks: [framework('fiber', v2, `func(*${v2}.Ctx) error`)],
  },
  {
    paths: [v3],
    name: 'fiber',
    doc: 'https://github.com/gofiber/fiber (v3: app.go, req.go)',
    types: { Ctx: { source: 'request', serves: true }, Req: { source: 'request' } },
    effects: {
      ...methods('Ctx', 'Body BodyRaw', yields('request')),
      ...methods('Ctx', 'Params Query Queries OriginalURL Path FormValue', query),
      ...methods('Ctx', 'Get GetReqHeaders GetHeaders Hostname', yields('header')),
      ...methods('Ctx', 'IP IPs', yields('remote-address')),
      ...methods('Ctx', 'FormFile MultipartForm', yields('upload')),
      'Ctx.Cookies': yields('cookie'),
      ...methods('Ctx', sends, responds(0)),
      ...methods('(*Bind)', 'Body JSON Form XML', fills('request', 0)),
      ...methods('(*Bind)', 'Query URI', fills('query', 0)),
      ...methods('(*Bind)', 'Header', fills('header', 0)),
    },
    frameworks: [framework('fiber-v3', v3, `func(${v3}.Ctx) error`)],
  },
  ...[v2, v3].flatMap((path): Library[] => [
    { paths: [`${path}/middleware/compress`], doc: `https://${path}/middleware/compress`, effects: { New: compress } },
    { paths: [`${path}/middleware/cors`], doc: `https://${path}/middleware/cors`, effects: { New: cors } },
    { paths: [`${path}/middleware/logger`], doc: `https://${path}/middleware/logger`, effects: { New: logger } },
  ]),
  {
    paths: [`${v3}/middleware/requestid`],
    doc: 'https://github.com/gofiber/fiber (v3: middleware/requestid)',
    effects: { FromContext: yields('unique-id') },
  },
  {
    paths: ['github.com/valyala/fasthttp'],
    doc: 'https://github.com/valyala/fasthttp (server.go, http.go, client.go)',
    types: {
      RequestCtx: { source: 'request', serves: true },
      Request: { source: 'request' },
      Response: { source: 'response' },
    },
    effects: {
      ...methods('(*RequestCtx)', 'PostBody RequestBodyStream', yields('request')),
      ...methods('(*RequestCtx)', 'Path RequestURI URI QueryArgs PostArgs FormValue', query),
      ...methods('(*RequestCtx)', 'RemoteAddr RemoteIP', yields('remote-address')),
      ...methods('(*RequestCtx)', 'FormFile MultipartForm', yields('upload')),
      ...methods('(*RequestCtx)', 'Write WriteString SetBody SetBodyString SetBodyStream', responds(0)),
      '(*RequestCtx).Success': responds(1),
      ...methods('(*RequestCtx)', 'Host UserAgent Referer', yields('header')),
      '(*Request).Body': passes('receiver', 'bytes'),
      '(*Response).Body': passes('receiver', 'bytes'),
      ...methods('(*Request)', 'BodyGunzip BodyUnbrotli BodyInflate BodyUnzstd BodyUncompressed', {
        ...slurps('receiver', 'result', { expands: 'gzip', noun: 'request body' }),
      }),
      ...methods('(*Response)', 'BodyGunzip BodyUnbrotli BodyInflate BodyUnzstd BodyUncompressed', {
        ...slurps('receiver', 'result', { expands: 'gzip', noun: 'response body' }),
      }),
      ...methods('(*Args)', 'Peek PeekMulti', passes('receiver', 'part')),
      ...methods('(*RequestHeader)', 'Peek', yields('header')),
      ...each(
        'CompressHandler CompressHandlerLevel CompressHandlerBrotliLevel',
        middleware('compress', { empty: 'nothing', post: true, wraps: 0 }),
      ),
      ...each('ListenAndServe ListenAndServeTLS Serve', { blocks: 'forever' as const }),
    },
    frameworks: [
      {
        id: 'fasthttp',
        constructors: [],
        routers: [],
        use: {},
        routes: {},
        late: 'applies',
        bodyLimit: limit,
        handlers: ['github.com/valyala/fasthttp.RequestHandler', 'func(*github.com/valyala/fasthttp.RequestCtx)'],
      },
    ],
  },
];
