/** What comes from other machines: websockets, brokers, clients, object stores, registries. */
import {
  acquires,
  bounds,
  each,
  fills,
  gives,
  methods,
  middleware,
  names,
  passes,
  releases,
  slurps,
  yields,
} from '../rows.ts';
import type { Effects, Library, Source } from '../schema.ts';

const websocket: Source = 'websocket';
const capsReads: Effects = { bounds: [{ param: 'receiver', limit: 0 }] };

const websockets: readonly Library[] = [
  {
    paths: ['github.com/gorilla/websocket'],
    doc: 'https://github.com/gorilla/websocket (conn.go): messages have no limit until SetReadLimit',
    types: { Conn: { source: websocket } },
    effects: {
      '(*Upgrader).Upgrade': yields(websocket),
      Upgrade: yields(websocket),
      ...each('(*Dialer).Dial', { ...yields(websocket), ...names(0) }),
      '(*Dialer).DialContext': { ...yields(websocket), ...names(1) },
      '(*Conn).ReadMessage': {
        ...slurps('receiver', 'result', { source: websocket, noun: 'message' }),
        ...passes('receiver', 'part', 1),
      },
      '(*Conn).NextReader': passes('receiver', undefined, 1),
      '(*Conn).ReadJSON': fills(websocket, 0),
      '(*Conn).SetReadLimit': capsReads,
      '(*Conn).RemoteAddr': yields('remote-address'),
    },
  },
  {
    paths: ['github.com/coder/websocket', 'nhooyr.io/websocket'],
    doc: 'https://github.com/coder/websocket (read.go): 32 KiB a message by default',
    types: { Conn: { source: websocket } },
    effects: {
      Accept: yields(websocket),
      Dial: { ...yields(websocket), ...names(1) },
      '(*Conn).Read': yields(websocket, 1),
      '(*Conn).Reader': { bounds: [{ param: 'receiver', result: 1, bytes: 32768 }] },
      '(*Conn).SetReadLimit': capsReads,
      // Lifts the limit: a stream has no messages.
      NetConn: passes(1),
    },
  },
  {
    paths: ['golang.org/x/net/websocket'],
    doc: 'https://pkg.go.dev/golang.org/x/net/websocket: frames over 32 MiB are refused by default',
    types: { Conn: { source: websocket, serves: true } },
    effects: { 'Codec.Receive': fills(websocket, 1), ...each('Dial DialConfig', yields(websocket)) },
  },
  {
    paths: ['github.com/gobwas/ws'],
    doc: 'https://github.com/gobwas/ws',
    effects: { ...each('Dial Dialer.Dial', yields('connection')), UpgradeHTTP: yields('connection') },
  },
  {
    paths: ['github.com/gobwas/ws/wsutil'],
    doc: 'https://github.com/gobwas/ws (wsutil/helper.go): no limit by default',
    types: { Reader: { bounds: { reader: 'Source', limit: 'MaxMessageSize' } } },
    effects: {
      ...each(
        'ReadClientData ReadClientText ReadClientBinary ReadServerData ReadServerText ReadServerBinary ReadData',
        slurps(0, 'result', { noun: 'message' }),
      ),
      ...each('ReadMessage ReadClientMessage ReadServerMessage', slurps(0, 'result', { noun: 'message' })),
      ...each('NewReader NewClientSideReader NewServerSideReader', passes(0)),
      NextReader: passes(0, undefined, 1),
    },
  },
];

/** A type whose values brokers hand over. */
function message(
  path: string,
  type: string,
  fields: Readonly<Record<string, string>>,
  doc = `https://${path}`,
): Library {
  return {
    paths: [path],
    doc,
    types: {
      [type]: {
        kind: 'struct',
        source: 'message',
        fields: Object.fromEntries(
          Object.entries(fields).map(([name, spelled]) => [name, { type: spelled, source: 'message' as const }]),
        ),
      },
    },
    effects: {},
  };
}

const brokers: readonly Library[] = [
  message('github.com/IBM/sarama', 'ConsumerMessage', { Key: '[]byte', Value: '[]byte', Topic: 'string' }),
  message('github.com/Shopify/sarama', 'ConsumerMessage', { Key: '[]byte', Value: '[]byte', Topic: 'string' }),
  message('github.com/segmentio/kafka-go', 'Message', { Key: '[]byte', Value: '[]byte', Topic: 'string' }),
  message('github.com/rabbitmq/amqp091-go', 'Delivery', {
    Body: '[]byte',
    MessageId: 'string',
    CorrelationId: 'string',
    ReplyTo: 'string',
  }),
  message('github.com/streadway/amqp', 'Delivery', {
    Body: '[]byte',
    MessageId: 'string',
    CorrelationId: 'string',
    ReplyTo: 'string',
  }),
  message('github.com/nats-io/nats.go', 'Msg', { Data: '[]byte', Subject: 'string', Reply: 'string' }),
  message('cloud.google.com/go/pubsub', 'Message', { Data: '[]byte', ID: 'string' }),
  {
    paths: ['google.golang.org/grpc/metadata'],
    doc: 'https://pkg.go.dev/google.golang.org/grpc/metadata',
    effects: { FromIncomingContext: yields('header'), 'MD.Get': passes('receiver', 'part') },
  },
  {
    paths: ['google.golang.org/grpc/peer'],
    doc: 'https://pkg.go.dev/google.golang.org/grpc/peer',
    effects: { FromContext: yields('remote-address') },
  },
  {
    paths: ['google.golang.org/grpc'],
    doc: 'https://github.com/grpc/grpc-go: messages over 4 MiB are refused by default',
    effects: { '(*Server).Serve': { blocks: 'until-done' } },
  },
];

const answer: Effects = { ...slurps(0, 'result', { source: 'response', noun: 'response body' }), ...names(0) };
const resty = 'github.com/go-resty/resty/v2';
const req = 'github.com/imroc/req/v3';

const clients: readonly Library[] = [
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
    paths: ['moul.io/http2curl/v2', 'moul.io/http2curl'],
    doc: 'https://github.com/moul/http2curl',
    effects: { GetCurlCommand: slurps(0, 'result', { noun: 'request body' }) },
  },
];

const connections: readonly Library[] = [
  {
    paths: ['golang.org/x/crypto/ssh'],
    doc: 'https://pkg.go.dev/golang.org/x/crypto/ssh',
    types: { Channel: { source: 'connection' } },
    effects: {
      'NewChannel.Accept': yields('connection'),
      ...methods('(*Client)', 'Dial DialContext DialTCP', yields('connection')),
      ...methods(
        '(*Session)',
        'Output CombinedOutput',
        slurps('receiver', 'result', { source: 'process', noun: 'output' }),
      ),
      ...methods('(*Session)', 'StdoutPipe StderrPipe', yields('process')),
    },
  },
  {
    paths: ['github.com/quic-go/quic-go'],
    doc: 'https://pkg.go.dev/github.com/quic-go/quic-go',
    types: {
      Conn: { source: 'connection' },
      Stream: { source: 'connection' },
      ReceiveStream: { source: 'connection' },
    },
    effects: {
      ...methods('(*Conn)', 'AcceptStream AcceptUniStream OpenStream OpenStreamSync', yields('connection')),
      '(*Listener).Accept': yields('connection'),
    },
  },
  {
    paths: ['github.com/klauspost/compress/zip'],
    doc: 'https://pkg.go.dev/github.com/klauspost/compress/zip',
    types: { File: { source: 'archive' } },
    effects: {
      NewReader: passes(0),
      OpenReader: { ...yields('file'), ...names(0) },
      '(*File).Open': { expands: [{ param: 'receiver', result: 0, format: 'zip' }] },
      '(*File).OpenRaw': passes('receiver', 'entry'),
    },
  },
  ...['github.com/jmoiron/sqlx', 'github.com/jackc/pgx/v5'].map(
    (path): Library => ({
      paths: [path],
      doc: `https://pkg.go.dev/${path}`,
      types: { Rows: { source: 'database' }, Row: { source: 'database' } },
      effects: {},
    }),
  ),
];

const v1 = 'github.com/aws/aws-sdk-go/service/s3';
const v2 = 'github.com/aws/aws-sdk-go-v2/service/s3';
const azure = 'github.com/Azure/azure-sdk-for-go/sdk/storage/azblob';
const minio = 'github.com/minio/minio-go/v7';
const objectOut = {
  kind: 'struct',
  fields: {
    Body: { type: 'io.ReadCloser', source: 'object' },
    ContentLength: { type: '*int64', source: 'object' },
  },
} as const;

const stores: readonly Library[] = [
  {
    paths: [v1],
    doc: 'https://github.com/aws/aws-sdk-go (service/s3/api.go)',
    types: { S3: { kind: 'struct' }, GetObjectOutput: objectOut },
    effects: {
      New: gives(`*${v1}.S3`),
      ...methods('(*S3)', 'GetObject GetObjectWithContext', {
        ...gives(`*${v1}.GetObjectOutput`, 'error'),
        ...yields('object'),
      }),
    },
  },
  {
    paths: [v2],
    doc: 'https://github.com/aws/aws-sdk-go-v2 (service/s3)',
    types: { Client: { kind: 'struct' }, GetObjectOutput: objectOut },
    effects: {
      ...each('New NewFromConfig', gives(`*${v2}.Client`)),
      '(*Client).GetObject': { ...gives(`*${v2}.GetObjectOutput`, 'error'), ...yields('object') },
    },
  },
  {
    paths: ['cloud.google.com/go/storage'],
    doc: 'https://pkg.go.dev/cloud.google.com/go/storage',
    types: { ObjectHandle: { source: 'object' }, Reader: { source: 'object' } },
    effects: {
      '(*ObjectHandle).NewReader': yields('object'),
      '(*ObjectHandle).NewRangeReader': bounds('receiver', 2),
    },
  },
  {
    paths: [azure],
    doc: 'https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/storage/azblob',
    types: {
      Client: { kind: 'struct' },
      DownloadStreamResponse: { kind: 'struct', fields: { Body: { type: 'io.ReadCloser', source: 'object' } } },
    },
    effects: {
      '(*Client).DownloadStream': { ...gives(`${azure}.DownloadStreamResponse`, 'error'), ...yields('object') },
      'DownloadStreamResponse.NewRetryReader': { ...gives('io.ReadCloser'), ...yields('object') },
    },
  },
  {
    paths: [minio, 'github.com/minio/minio-go', 'github.com/minio/minio-go/v6'],
    name: 'minio',
    doc: 'https://github.com/minio/minio-go (api-get-object.go): a goroutine serves the object until it is closed',
    types: { Client: { kind: 'struct' }, Object: { kind: 'struct', source: 'object', embeds: ['io.ReadCloser'] } },
    resources: [{ id: `${minio}.Object`, noun: 'object', release: ['Close'], heavy: true }],
    effects: {
      New: gives(`*${minio}.Client`, 'error'),
      '(*Client).GetObject': {
        ...gives(`*${minio}.Object`, 'error'),
        ...yields('object'),
        ...acquires(`${minio}.Object`),
      },
      '(*Object).Close': { ...gives('error'), ...releases() },
    },
  },
  {
    paths: ['github.com/jlaffaye/ftp'],
    doc: 'https://github.com/jlaffaye/ftp (ftp.go)',
    types: { Response: { source: 'object' } },
    effects: methods('(*ServerConn)', 'Retr RetrFrom', yields('object')),
  },
  {
    paths: ['github.com/pkg/sftp'],
    doc: 'https://github.com/pkg/sftp (client.go)',
    types: { File: { source: 'object' } },
    effects: methods('(*Client)', 'Open OpenFile', yields('object')),
  },
];

const registries: readonly Library[] = [
  {
    paths: ['github.com/google/go-containerregistry/pkg/v1'],
    doc: 'https://github.com/google/go-containerregistry (pkg/v1/layer.go): layers have no limit',
    effects: methods('Layer', 'Compressed Uncompressed', yields('registry')),
  },
  {
    paths: ['oras.land/oras-go/v2/content', 'oras.land/oras-go/content'],
    doc: 'https://github.com/oras-project/oras-go (content/reader.go): FetchAll and ReadAll keep to the size that the descriptor tells',
    effects: {
      ...each('Fetcher.Fetch FetcherFunc.Fetch', yields('registry')),
      FetchAll: yields('registry'),
      ReadAll: passes(0, 'bytes'),
    },
  },
];

export const peers: readonly Library[] = [
  ...websockets,
  ...brokers,
  ...clients,
  ...connections,
  ...stores,
  ...registries,
];
