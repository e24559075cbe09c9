import {
  bounds,
  each,
  gives,
  methods,
  names,
  passes,
  passesAll,
  pours,
  releases,
  runs,
  slurps,
  yields,
} from '../rows.ts';
import type { Library } from '../schema.ts';

const line = slurps('receiver', 'result', { noun: 'line', until: 'delimiter' });

export const io: readonly Library[] = [
  {
    paths: ['io'],
    doc: 'https://pkg.go.dev/io',
    types: {
      LimitedReader: { bounds: { reader: 'R', limit: 'N' } },
    },
    values: { Discard: { type: 'io.Writer' } },
    effects: {
      ReadAll: slurps(0),
      ...each('Copy CopyBuffer', slurps(1, 0)),
      CopyN: slurps(1, 0, { limit: 2 }),
      LimitReader: bounds(0, 1),
      NewSectionReader: bounds(0, 2),
      TeeReader: { ...passes(0), tees: [{ param: 0, into: 1 }] },
      MultiReader: passesAll(0),
      MultiWriter: {
        ...passesAll(0),
        tees: [
          { param: 0, into: 1 },
          { param: 0, into: 2 },
          { param: 1, into: 0 },
        ],
      },
      NopCloser: passes(0),
      ReadFull: pours(0, 1, 'part'),
      ReadAtLeast: pours(0, 1, 'part'),
      '(*SectionReader).Outer': passes('receiver'),
      'Reader.Read': pours('receiver', 0, 'part'),
      'ReaderAt.ReadAt': pours('receiver', 0, 'part'),
      'WriterTo.WriteTo': slurps('receiver', 0),
      'Closer.Close': releases(),
    },
  },
  {
    paths: ['io/ioutil'],
    doc: 'https://pkg.go.dev/io/ioutil',
    effects: {
      ReadAll: slurps(0),
      NopCloser: passes(0),
      ReadFile: { ...slurps(0, 'result', { source: 'file' }), ...names(0) },
      TempFile: yields('file'),
    },
  },
  {
    paths: ['io/fs'],
    doc: 'https://pkg.go.dev/io/fs',
    types: { FileInfo: { length: { by: ['Size'] } } },
    effects: {
      'FS.Open': { ...yields('file'), ...names(0) },
      ReadFile: { ...slurps(0, 'result', { source: 'file' }), ...names(1) },
      'ReadFileFS.ReadFile': { ...slurps('receiver', 'result', { source: 'file' }), ...names(0) },
      Sub: passes(0),
      WalkDir: runs('now', 2),
    },
  },
  {
    paths: ['bufio'],
    doc: 'https://pkg.go.dev/bufio',
    effects: {
      ...each('NewReader NewReaderSize NewWriter NewWriterSize NewScanner', passes(0)),
      NewReadWriter: passesAll(0),
      ...methods('(*Reader)', 'ReadString ReadBytes', line),
      ...methods('(*Reader)', 'ReadLine ReadSlice Peek ReadRune ReadByte', passes('receiver', 'part')),
      '(*Reader).Read': pours('receiver', 0, 'part'),
      '(*Reader).WriteTo': slurps('receiver', 0),
      '(*Reader).Reset': pours(0, 'receiver'),
      '(*Writer).Reset': pours(0, 'receiver'),
      '(*Writer).ReadFrom': slurps(0, 'receiver'),
      ...methods('(*Scanner)', 'Text Bytes', passes('receiver', 'part')),
    },
  },
  {
    paths: ['embed'],
    doc: 'https://pkg.go.dev/embed',
    effects: {
      'FS.Open': yields('memory'),
      'FS.ReadFile': yields('memory'),
    },
  },
  {
    // Go 1.27 and later; not yet in the shapes.
    paths: ['uuid'],
    doc: 'https://go.dev/doc/go1.27',
    types: { UUID: { kind: 'other', underlying: '[16]byte' } },
    effects: {
      ...each('New NewV4 NewV7', { ...gives('uuid.UUID'), ...yields('unique-id') }),
      'UUID.String': { ...gives('string'), ...passes('receiver', 'text') },
    },
  },
];
