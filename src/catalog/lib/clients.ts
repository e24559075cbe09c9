/** HTTP clients that do more with a response than net/http does. */
import { each, gives, methods, middleware, names, passes, slurps, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const capsReads: Effects = { bounds: [{ param: 'receiver', limit: 0 }] };
const answer: Effects = { ...slurps(0, 'result', { source: 'response', noun: 'response body' }), ...names(0) };
const resty = 'github.com/go-resty/resty/v2';
const req = 'github.com/imroc/req/v3';

export const clients: readonly Library[] = [
  {
    paths: [resty, 'gopkg.in/resty.v1', 'github.com/go-resty/resty'],
    name: 'resty',
    doc: 'https://github.com/go-resty/resty (v2: client.go, middleware.go): keeps every response unless told otherwise',
    types: { Response: { source: 'response' } },
    effects: {
      ...methods('(*Request)', 'Get Head Post Put Delete Patch Options', answer),
      '(*Request).Execute': { ...slurps(1, 'result', { source: 'response', noun: 'response body' }), ...names(1) },
      ...each('(*Response).Body (*Response).String', passes('receiver', 'bytes')),
      '(*Response).RawBody': yields('response'),
      ...each('(*Client).SetResponseBodyLimit (*Request).SetResponseBodyLimit', capsReads),
      // Nothing is read then.
      ...each('(*Client).SetDoNotParseResponse (*Request).SetDoNotParseResponse', {
        bounds: [{ param: 'receiver' as const, bytes: 0 }],
      }),
      ...each('(*Request).SetOutput (*Client).SetOutputDirectory', {
        bounds: [{ param: 'receiver' as const, bytes: 0 }],
      }),
      ...each('(*Client).SetDebug (*Request).SetDebug', middleware('body-dump', { dumps: 'both', when: 0 })),
      ...each(
        '(*Client).EnableGenerateCurlOnDebug (*Request).EnableGenerateCurlOnDebug',
        middleware('body-dump', { dumps: 'request' }),
      ),
    },
  },
  {
    paths: [req, 'github.com/imroc/req'],
    name: 'req',
    doc: 'https://github.com/imroc/req (client.go)',
    types: { Client: { kind: 'struct' } },
    effects: {
      ...each('C NewClient', gives(`*${req}.Client`)),
      ...methods('(*Client)', 'DevMode EnableDumpAll EnableDumpEachRequest EnableDumpAllTo', {
        ...gives(`*${req}.Client`),
        ...middleware('body-dump', { dumps: 'both' }),
      }),
    },
  },
  {
    paths: ['github.com/hashicorp/go-retryablehttp'],
    doc: 'https://github.com/hashicorp/go-retryablehttp (client.go): a plain reader is read whole, to be sent again',
    effects: {
      NewRequest: { ...slurps(2, 'result', { noun: 'request body' }), ...names(1) },
      NewRequestWithContext: { ...slurps(3, 'result', { noun: 'request body' }), ...names(2) },
      ...each('Get Head Post PostForm', { ...yields('response'), ...names(0) }),
      ...methods('(*Client)', 'Get Head Post PostForm Do', { ...yields('response'), ...names(0) }),
    },
  },
  {
    // The address that a user is sent to is what the configuration says.
    paths: ['golang.org/x/oauth2'],
    doc: 'https://pkg.go.dev/golang.org/x/oauth2',
    effects: { '(*Config).AuthCodeURL': passes('receiver', 'text'), GenerateVerifier: yields('random') },
  },
  {
    paths: ['moul.io/http2curl/v2', 'moul.io/http2curl'],
    doc: 'https://github.com/moul/http2curl',
    effects: { GetCurlCommand: slurps(0, 'result', { noun: 'request body' }) },
  },
];
