/** What other machines send over connections: websockets, brokers, ssh, quic; and rows of databases. */
import { each, fills, gives, methods, names, passes, serves, slurps, yields } from '../rows.ts';
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
  effects: Library['effects'] = {},
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
    effects,
  };
}

/** Claims and partitions hand out messages over a channel. */
function sarama(path: string): Library {
  const messages = each(
    'ConsumerGroupClaim.Messages PartitionConsumer.Messages',
    gives(`<-chan *${path}.ConsumerMessage`),
  );
  return message(
    path,
    'ConsumerMessage',
    { Key: '[]byte', Value: '[]byte', Topic: 'string' },
    `https://${path}`,
    messages,
  );
}

const brokers: readonly Library[] = [
  sarama('github.com/IBM/sarama'),
  sarama('github.com/Shopify/sarama'),
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
    effects: { FromIncomingContext: yields('metadata'), 'MD.Get': passes('receiver', 'part') },
  },
  {
    paths: ['google.golang.org/grpc/peer'],
    doc: 'https://pkg.go.dev/google.golang.org/grpc/peer',
    effects: { FromContext: yields('remote-address') },
  },
  {
    paths: ['google.golang.org/grpc'],
    doc: 'https://github.com/grpc/grpc-go: messages over 4 MiB are refused by default',
    types: {
      MethodDesc: { fields: { Handler: { runs: 'request' } } },
      StreamDesc: { fields: { Handler: { runs: 'request' } } },
    },
    effects: { '(*Server).Serve': serves },
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
    paths: ['layeh.com/radius'],
    doc: 'https://pkg.go.dev/layeh.com/radius: one packet for each request',
    types: { Request: { kind: 'struct', source: 'request', serves: true } },
    effects: {},
  },
  {
    paths: ['layeh.com/radius/rfc2865'],
    doc: 'https://pkg.go.dev/layeh.com/radius/rfc2865: a pair of functions for each attribute',
    effects: each(
      'UserName_GetString UserPassword_GetString State_GetString State_Get Class_GetString CallingStationID_GetString',
      passes(0, 'part'),
    ),
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

export const peers: readonly Library[] = [...websockets, ...brokers, ...connections];
