import { each, fills, methods, middleware, passes, responds, yields } from '../rows.ts';
import type { Effects, FrameworkRow, Library } from '../schema.ts';

const v4 = 'github.com/labstack/echo/v4';
const v5 = 'github.com/labstack/echo/v5';

const query = yields('query');

/** The context is an interface up to v4 and a struct from v5 on. */
function context(type: string): Readonly<Record<string, Effects>> {
  return {
    ...methods(type, 'Param QueryParam QueryParams QueryString FormValue', query),
    ...methods(type, 'Cookie Cookies', yields('cookie')),
    ...methods(type, 'FormFile MultipartForm', yields('upload')),
    [`${type}.RealIP`]: yields('remote-address'),
    [`${type}.Request`]: yields('request'),
    [`${type}.Bind`]: fills('request', 0),
    ...methods(type, 'Blob Stream', responds(2)),
    ...methods(type, 'JSON JSONPretty JSONBlob String HTML HTMLBlob XML XMLPretty XMLBlob', responds(1)),
  };
}

/** The handler stands before its middleware. Lists are walked at each request, so a late `Use` counts, too. */
function framework(id: string, path: string, handler: string, verbs: string): FrameworkRow {
  return {
    id,
    constructors: [`${path}.New`],
    routers: [`*${path}.Echo`, `*${path}.Group`],
    use: { Use: 0 },
    pre: { Pre: 0 },
    group: { Group: 1 },
    groupCopies: true,
    routes: {
      ...each(verbs, { endpoint: 1, from: 2 }),
      ...each('Add Match', { endpoint: 2, from: 3 }),
    },
    late: 'applies',
    handlers: [`${path}.HandlerFunc`, handler],
  };
}

const writer = { '(*Response).Write': responds(0) };

const common: Readonly<Record<string, Effects>> = {
  ...each('Gzip GzipWithConfig', middleware('compress', { empty: 'nothing' })),
  ...each('Decompress DecompressWithConfig', middleware('decompress')),
  ...each('CORS CORSWithConfig', middleware('cors', { answers: 'every-options', passthrough: 'Skipper' })),
  BodyLimit: middleware('body-limit', { limit: 0 }),
  BodyLimitWithConfig: middleware('body-limit'),
  ...each('Recover RecoverWithConfig', middleware('recover')),
};

const verbs = 'GET POST PUT PATCH DELETE OPTIONS HEAD CONNECT TRACE Any';

export const echo: readonly Library[] = [
  {
    paths: [v4, 'github.com/labstack/echo', 'github.com/labstack/echo/v3'],
    name: 'echo',
    doc: 'https://github.com/labstack/echo (v4.15.4: echo.go, group.go)',
    types: { Context: { source: 'request', serves: true } },
    effects: { ...context('Context'), ...each('WrapHandler WrapMiddleware', passes(0)), ...writer },
    frameworks: [framework('echo', v4, `func(${v4}.Context) error`, verbs)],
  },
  {
    paths: [`${v4}/middleware`, 'github.com/labstack/echo/middleware', 'github.com/labstack/echo/v3/middleware'],
    doc: 'https://github.com/labstack/echo (v4.15.4: middleware)',
    effects: {
      ...common,
      ...each('BodyDump BodyDumpWithConfig', middleware('body-dump', { dumps: 'both' })),
      ...each('Timeout TimeoutWithConfig', middleware('timeout-buffer')),
    },
  },
  {
    paths: [v5],
    name: 'echo',
    doc: 'https://github.com/labstack/echo (v5: echo.go, group.go)',
    types: { Context: { source: 'request', serves: true } },
    effects: {
      ...context('(*Context)'),
      ...methods('(*Context)', 'ParamOr QueryParamOr FormValueOr FormValues', query),
      ...each('WrapHandler WrapMiddleware', passes(0)),
      ...writer,
    },
    frameworks: [framework('echo-v5', v5, `func(*${v5}.Context) error`, verbs)],
  },
  {
    paths: [`${v5}/middleware`],
    doc: 'https://github.com/labstack/echo (v5: middleware)',
    effects: {
      ...common,
      // Five megabytes of each side unless the configuration says otherwise.
      ...each('BodyDump BodyDumpWithConfig', middleware('body-dump', { dumps: 'both', keeps: 5 * 1024 * 1024 })),
    },
  },
];
