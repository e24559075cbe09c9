import { each, fills, gives, handlerOf, methods, middleware, responds, slurps, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const irisPath = 'github.com/kataras/iris/v12';
const context = `${irisPath}/context.Context`;

const query = yields('query');
const header = yields('header');
const address = yields('remote-address');
const cookie = yields('cookie');
const whole: Effects = slurps('receiver', 'result', { source: 'request', noun: 'request body' });
const last = { endpoint: 'last', from: 1 } as const;
const everyOptions = middleware('cors', { answers: 'every-options' });
const bound = fills('request', 0);

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
      ...methods('(*Context)', 'Write WriteString Binary Text HTML JSON XML YAML Protobuf', responds(0)),
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
