import { each, fills, names, passes, pours, waits, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

/** Connects to a peer, which the parameter names. */
function dials(address: number): Effects {
  return { ...yields('connection'), ...names(address) };
}

const accepted = yields('connection');
const address = yields('remote-address');
const reads: Effects = pours('receiver', 0, 'part');

/** A packet in parameter 0, from the address that is this result. */
function received(address: number): Effects {
  return { yields: [...fills('connection', 0).yields!, ...yields('remote-address', address).yields!] };
}

export const net: readonly Library[] = [
  {
    paths: ['net'],
    doc: 'https://pkg.go.dev/net',
    types: {
      ...each('Conn TCPConn UDPConn UnixConn IPConn PacketConn', { source: 'connection' as const }),
    },
    effects: {
      ...each('Dial DialTimeout', dials(1)),
      ...each('DialTCP DialUDP DialUnix DialIP', dials(2)),
      '(*Dialer).Dial': dials(1),
      '(*Dialer).DialContext': dials(2),
      ...each('Listener.Accept (*TCPListener).Accept (*TCPListener).AcceptTCP', accepted),
      ...each('(*UnixListener).Accept (*UnixListener).AcceptUnix', accepted),
      ...each('ListenPacket ListenUDP ListenUnixgram', accepted),
      Pipe: yields('memory', 0, 1),
      'Conn.Read': reads,
      'Conn.RemoteAddr': address,
      ...each('(*TCPConn).RemoteAddr (*UDPConn).RemoteAddr (*UnixConn).RemoteAddr', address),
      '(*UDPConn).Read': fills('connection', 0),
      ...each(
        'PacketConn.ReadFrom (*UDPConn).ReadFrom (*UDPConn).ReadFromUDP (*UDPConn).ReadFromUDPAddrPort',
        received(1),
      ),
      '(*UDPConn).ReadMsgUDP': received(3),
      '(*UDPConn).ReadMsgUDPAddrPort': received(3),
      'Addr.String': passes('receiver', 'text'),
      ...each('(*TCPAddr).String (*UDPAddr).String IP.String', passes('receiver', 'text')),
      SplitHostPort: {
        passes: [
          { param: 0, result: 0, as: 'part' },
          { param: 0, result: 1, as: 'part' },
        ],
      },
      JoinHostPort: passes(0, 'text'),
      ParseIP: passes(0, 'part'),
    },
  },
  {
    paths: ['crypto/tls'],
    doc: 'https://pkg.go.dev/crypto/tls',
    types: { Conn: { source: 'connection' } },
    effects: {
      Dial: dials(1),
      DialWithDialer: dials(2),
      '(*Dialer).Dial': dials(1),
      '(*Dialer).DialContext': dials(2),
      ...each('Client Server NewListener', passes(0)),
      '(*Conn).NetConn': passes('receiver'),
      '(*Conn).RemoteAddr': address,
      '(*Conn).Read': reads,
    },
  },
  {
    paths: ['net/rpc'],
    doc: 'https://pkg.go.dev/net/rpc',
    effects: { ServeConn: waits, Accept: waits },
  },
];
