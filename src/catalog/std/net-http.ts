import {
  bounds,
  each,
  gives,
  methods,
  middleware,
  names,
  passes,
  passesAll,
  pours,
  responds,
  runs,
  serves,
  slurps,
  yields,
} from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

/** Asks another server, which the parameter names. */
function asks(param: number): Effects {
  return { ...yields('response'), ...names(param) };
}

/** A request that this program makes: its body is what it was given. */
function makes(url: number, body: number): Effects {
  return { ...passes(body), ...names(url) };
}

const part = passes('receiver', 'part');

export const netHttp: readonly Library[] = [
  {
    paths: ['net/http'],
    doc: 'https://pkg.go.dev/net/http',
    types: {
      // A request alone does not make a handler: clients and transports have one, too. A response writer does.
      ResponseWriter: { serves: true },
      Server: { fields: { Handler: { runs: 'request' } } },
      Request: {
        source: 'request',
        length: { by: ['ContentLength'], unknown: -1 },
        fields: {
          Body: { source: 'request' },
          Header: { source: 'header' },
          Trailer: { source: 'header' },
          Host: { source: 'header' },
          ContentLength: { source: 'header' },
          RemoteAddr: { source: 'remote-address' },
          URL: { source: 'query' },
          RequestURI: { source: 'query' },
          Form: { source: 'query' },
          PostForm: { source: 'query' },
          MultipartForm: { source: 'upload' },
        },
      },
      Response: {
        source: 'response',
        length: { by: ['ContentLength'], unknown: -1 },
        fields: {
          Body: { source: 'response' },
          Header: { source: 'response' },
          Trailer: { source: 'response' },
          ContentLength: { source: 'response' },
        },
      },
    },
    values: { NoBody: { type: 'io.ReadCloser', source: 'memory' } },
    effects: {
      ...each('Get Head Post PostForm', asks(0)),
      ...methods('(*Client)', 'Get Head Post PostForm Do', asks(0)),
      '(*Transport).RoundTrip': asks(0),
      'RoundTripper.RoundTrip': asks(0),
      NewRequest: makes(1, 2),
      NewRequestWithContext: makes(2, 3),
      ReadRequest: passes(0),
      ReadResponse: passes(0),
      ...methods('(*Request)', 'Clone WithContext', passes('receiver')),
      ...methods('(*Request)', 'FormValue PostFormValue PathValue', yields('query')),
      ...methods('(*Request)', 'Cookie Cookies CookiesNamed', yields('cookie')),
      ...methods('(*Request)', 'Referer UserAgent', yields('header')),
      '(*Request).BasicAuth': yields('header', 0, 1),
      '(*Request).FormFile': yields('upload', 0, 1),
      '(*Request).MultipartReader': yields('upload'),
      ...methods('Header', 'Get Values Clone', part),
      ...methods('(*Response)', 'Cookies Location', part),
      'ResponseWriter.Write': responds(0),
      ServeContent: responds(4),
      MaxBytesReader: bounds(1, 2),
      MaxBytesHandler: middleware('body-limit', { limit: 1, wraps: 0 }),
      TimeoutHandler: middleware('timeout-buffer', { wraps: 0 }),
      StripPrefix: passes(1),
      AllowQuerySemicolons: passes(0),
      ...each('Handle HandleFunc', runs('request', 1)),
      ...methods('(*ServeMux)', 'Handle HandleFunc', runs('request', 1)),
      ListenAndServe: { ...runs('request', 1), blocks: 'forever' },
      ListenAndServeTLS: { ...runs('request', 3), blocks: 'forever' },
      ...each('Serve ServeTLS', { ...runs('request', 1), blocks: 'forever' }),
      ...methods('(*Server)', 'ListenAndServe ListenAndServeTLS Serve ServeTLS', serves),
      '(*Server).RegisterOnShutdown': runs('later'),
      'Hijacker.Hijack': yields('connection', 0, 1),
      '(*ResponseController).Hijack': yields('connection', 0, 1),
    },
    frameworks: [
      {
        id: 'net/http',
        constructors: ['net/http.NewServeMux'],
        routers: ['*net/http.ServeMux'],
        use: {},
        routes: { Handle: { endpoint: 1, from: -1 }, HandleFunc: { endpoint: 1, from: -1 } },
        late: 'applies',
        handlers: ['net/http.Handler', 'net/http.HandlerFunc', 'func(net/http.ResponseWriter, *net/http.Request)'],
      },
    ],
  },
  {
    paths: ['net/http/httputil'],
    doc: 'https://pkg.go.dev/net/http/httputil',
    effects: {
      ...each('DumpRequest DumpRequestOut DumpResponse', slurps(0, 'result', { when: 1, noun: 'body' })),
      NewChunkedReader: passes(0),
      NewChunkedWriter: passes(0),
    },
  },
  {
    paths: ['net/http/httptest'],
    doc: 'https://pkg.go.dev/net/http/httptest',
    types: {
      ResponseRecorder: { buffer: true, source: 'recorder', fields: { Body: { source: 'recorder' } } },
    },
    effects: {
      NewRecorder: { ...yields('recorder'), ...middleware('record') },
      '(*ResponseRecorder).Result': yields('recorder'),
      ...each('NewRequest NewRequestWithContext', yields('memory')),
      ...each('NewServer NewTLSServer NewUnstartedServer', runs('request')),
    },
  },
  {
    paths: ['net/http/pprof'],
    doc: 'https://pkg.go.dev/net/http/pprof',
    effects: {},
  },
  {
    paths: ['net/url'],
    doc: 'https://pkg.go.dev/net/url',
    effects: {
      ...each('Parse ParseRequestURI ParseQuery', passes(0, 'part')),
      ...each('QueryEscape PathEscape QueryUnescape PathUnescape', passes(0, 'text')),
      JoinPath: passesAll(0, 'text'),
      ...methods('(*URL)', 'Query Hostname Port EscapedPath', part),
      ...methods('(*URL)', 'String RequestURI', passes('receiver', 'text')),
      ...methods('(*URL)', 'Parse JoinPath', passes('receiver')),
      '(*URL).ResolveReference': {
        ...gives('*net/url.URL'),
        passes: [
          { param: 'receiver', result: 0 },
          { param: 0, result: 0 },
        ],
      },
      ...methods('Values', 'Get Encode', part),
    },
  },
  {
    paths: ['mime/multipart'],
    doc: 'https://pkg.go.dev/mime/multipart',
    types: {
      Part: { source: 'upload' },
      File: { source: 'upload' },
      Form: { source: 'upload', fields: { Value: { source: 'query' }, File: { source: 'upload' } } },
      FileHeader: {
        source: 'upload',
        length: { by: ['Size'] },
        fields: { Filename: { source: 'upload' }, Header: { source: 'upload' } },
      },
    },
    effects: {
      NewReader: passes(0),
      ...methods('(*Reader)', 'NextPart NextRawPart ReadForm', part),
      '(*FileHeader).Open': yields('upload'),
      ...methods('(*Part)', 'FileName FormName', part),
      NewWriter: passes(0),
    },
  },
  {
    paths: ['net/textproto'],
    doc: 'https://pkg.go.dev/net/textproto',
    effects: {
      ...each('NewReader NewWriter NewConn', passes(0)),
      ...methods(
        '(*Reader)',
        'ReadLine ReadLineBytes ReadContinuedLine ReadMIMEHeader',
        slurps('receiver', 'result', { noun: 'line', until: 'delimiter' }),
      ),
      ...methods('(*Reader)', 'ReadDotBytes ReadDotLines', slurps('receiver')),
      '(*Reader).DotReader': passes('receiver'),
      'MIMEHeader.Get': part,
    },
  },
  {
    paths: ['net/mail'],
    doc: 'https://pkg.go.dev/net/mail',
    effects: {
      // Only what follows the header; the message's body is the rest of the reader.
      ReadMessage: passes(0),
      'Header.Get': part,
    },
  },
  {
    paths: ['golang.org/x/net/context/ctxhttp'],
    doc: 'https://pkg.go.dev/golang.org/x/net/context/ctxhttp',
    effects: each('Do Get Head Post PostForm', { ...gives('*net/http.Response', 'error'), ...asks(2) }),
  },
  {
    paths: ['golang.org/x/net/html/charset'],
    doc: 'https://pkg.go.dev/golang.org/x/net/html/charset',
    effects: { NewReader: { results: ['io.Reader', 'error'], ...passes(0) } },
  },
  {
    paths: ['golang.org/x/text/transform'],
    doc: 'https://pkg.go.dev/golang.org/x/text/transform',
    types: { Reader: { kind: 'struct' } },
    effects: {
      NewReader: { results: ['*golang.org/x/text/transform.Reader'], ...passes(0) },
      '(*Reader).Read': { results: ['int', 'error'], ...pours('receiver', 0, 'part') },
    },
  },
];
