/** Frameworks whose handlers are any function: arguments are injected by type. */
import { each, gives, methods, middleware, slurps, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const query = yields('query');
const address = yields('remote-address');
const cookie = yields('cookie');
const whole: Effects = slurps('receiver', 'result', { source: 'request', noun: 'request body' });
const last = { endpoint: 'last', from: 1 } as const;
const everyOptions = middleware('cors', { answers: 'every-options' });

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
