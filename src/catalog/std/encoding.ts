import { each, methods, passes, pours, slurps } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const wraps = passes(0);
/** Marshals parameter 0. */
const text = passes(0, 'text');
const decodes: Effects = pours('receiver', 0, 'part');
const unmarshals: Effects = pours(0, 1, 'part');
/** A number read off bytes. */
const number: Effects = { ...passes(0, 'part'), decodes: [{ param: 0, result: 0 }] };

/** json, xml, gob and yaml look alike. */
const stream = {
  ...each('NewDecoder NewEncoder', wraps),
  '(*Decoder).Decode': decodes,
};

export const encoding: readonly Library[] = [
  {
    paths: ['encoding/json'],
    doc: 'https://pkg.go.dev/encoding/json',
    effects: {
      ...stream,
      ...each('Marshal MarshalIndent', text),
      Unmarshal: unmarshals,
      ...methods('(*Decoder)', 'Token Buffered', passes('receiver', 'part')),
    },
  },
  {
    paths: ['encoding/xml'],
    doc: 'https://pkg.go.dev/encoding/xml',
    effects: {
      ...stream,
      ...each('Marshal MarshalIndent', text),
      Unmarshal: unmarshals,
      '(*Decoder).DecodeElement': decodes,
      ...methods('(*Decoder)', 'Token RawToken', passes('receiver', 'part')),
    },
  },
  {
    paths: ['encoding/gob'],
    doc: 'https://pkg.go.dev/encoding/gob',
    effects: stream,
  },
  {
    paths: ['encoding/csv'],
    doc: 'https://pkg.go.dev/encoding/csv',
    effects: {
      ...each('NewReader NewWriter', wraps),
      '(*Reader).Read': passes('receiver', 'part'),
      '(*Reader).ReadAll': slurps('receiver', 'result', { noun: 'records' }),
    },
  },
  {
    paths: ['encoding/base64'],
    doc: 'https://pkg.go.dev/encoding/base64',
    effects: base(),
  },
  {
    paths: ['encoding/base32'],
    doc: 'https://pkg.go.dev/encoding/base32',
    effects: base(),
  },
  {
    paths: ['encoding/hex'],
    doc: 'https://pkg.go.dev/encoding/hex',
    effects: {
      ...each('NewDecoder NewEncoder Dumper', wraps),
      DecodeString: passes(0, 'bytes'),
      ...each('EncodeToString Dump', text),
    },
  },
  {
    paths: ['encoding/pem'],
    doc: 'https://pkg.go.dev/encoding/pem',
    effects: { Decode: passes(0, 'part') },
  },
  {
    paths: ['encoding/binary'],
    doc: 'https://pkg.go.dev/encoding/binary',
    values: {
      ...each('BigEndian LittleEndian NativeEndian', { type: 'encoding/binary.ByteOrder' }),
    },
    effects: {
      Read: { ...pours(0, 2, 'part'), decodes: [{ param: 0, into: 2 }] },
      ...each('Uvarint Varint ReadUvarint ReadVarint', number),
      ...methods('ByteOrder', 'Uint32 Uint64', number),
      // At most 65535: too small to speak of.
      'ByteOrder.Uint16': passes(0, 'part'),
    },
  },
];

function base(): Readonly<Record<string, Effects>> {
  return {
    ...each('NewDecoder NewEncoder', passes(1)),
    '(*Encoding).DecodeString': passes(0, 'bytes'),
    '(*Encoding).EncodeToString': text,
    '(*Encoding).WithPadding': passes('receiver'),
  };
}
