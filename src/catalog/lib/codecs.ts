/** Compressors and decompressors outside of the standard library. */
import { acquires, each, expands, gives, passes, pours, reexpands, releases, slurps } from '../rows.ts';
import type { Effects, Library, Resource } from '../schema.ts';

const k = 'github.com/klauspost/compress';

function owner(id: string, noun: string, release: readonly string[] = ['Close']): Resource {
  return { id, noun, release, codec: true };
}

/** Owns goroutines, or memory that the garbage collector does not see. */
function heavy(id: string, noun: string, release: readonly string[] = ['Close']): Resource {
  return { ...owner(id, noun, release), heavy: true };
}

function writes(id: string): Effects {
  return { ...passes(0), ...acquires(id) };
}

const finish: Readonly<Record<string, Effects>> = {
  '(*Writer).Close': releases(),
  '(*Writer).Reset': pours(0, 'receiver'),
};

/** A drop-in for a package of the standard library. */
function dropIn(path: string, format: string, makers: string, readers = 'NewReader'): Library {
  return {
    paths: [path],
    doc: `https://${path}`,
    resources: [owner(`${path}.Writer`, `${format} writer`)],
    effects: { ...each(readers, expands(format)), ...each(makers, writes(`${path}.Writer`)), ...finish },
  };
}

export const codecs: readonly Library[] = [
  dropIn(`${k}/gzip`, 'gzip', 'NewWriter NewWriterLevel'),
  dropIn(`${k}/zlib`, 'zlib', 'NewWriter NewWriterLevel NewWriterLevelDict', 'NewReader NewReaderDict'),
  dropIn(`${k}/flate`, 'deflate', 'NewWriter NewWriterDict', 'NewReader NewReaderDict'),
  {
    paths: [`${k}/zstd`],
    doc: 'https://github.com/klauspost/compress (zstd): a decoder is no io.Closer, its Close has no result',
    resources: [heavy(`${k}/zstd.Decoder`, 'zstd decoder'), owner(`${k}/zstd.Encoder`, 'zstd encoder')],
    effects: {
      NewReader: {
        ...expands('zstd'),
        acquires: [
          {
            result: 0,
            resource: `${k}/zstd.Decoder`,
            idle: { param: 0, option: `${k}/zstd.WithDecoderConcurrency`, value: 1 },
          },
        ],
      },
      '(*Decoder).Reset': reexpands('zstd'),
      '(*Decoder).Close': releases(),
      '(*Decoder).IOReadCloser': passes('receiver'),
      '(*Decoder).DecodeAll': slurps(0, 'result', { expands: 'zstd', options: ['WithDecoderMaxMemory'] }),
      '(*Decoder).WriteTo': slurps('receiver', 0),
      NewWriter: writes(`${k}/zstd.Encoder`),
      '(*Encoder).Close': releases(),
      '(*Encoder).Reset': pours(0, 'receiver'),
    },
  },
  {
    paths: [`${k}/s2`],
    doc: 'https://github.com/klauspost/compress (s2): a writer is concurrent by default',
    resources: [heavy(`${k}/s2.Writer`, 's2 writer')],
    effects: {
      NewReader: expands('s2'),
      '(*Reader).Reset': reexpands('s2'),
      Decode: slurps(1, 'result', { expands: 's2' }),
      DecodedLen: { measures: 0 },
      NewWriter: writes(`${k}/s2.Writer`),
      ...finish,
    },
  },
  snappy(`${k}/snappy`),
  snappy('github.com/golang/snappy'),
  {
    paths: ['github.com/klauspost/pgzip'],
    doc: 'https://github.com/klauspost/pgzip (gzip.go, gunzip.go): both sides run ahead in goroutines',
    resources: [
      heavy('github.com/klauspost/pgzip.Writer', 'pgzip writer'),
      heavy('github.com/klauspost/pgzip.Reader', 'pgzip reader'),
    ],
    effects: {
      ...each('NewReader NewReaderN', { ...expands('gzip'), ...acquires('github.com/klauspost/pgzip.Reader') }),
      '(*Reader).Reset': reexpands('gzip'),
      '(*Reader).Close': releases(),
      ...each('NewWriter NewWriterLevel', writes('github.com/klauspost/pgzip.Writer')),
      ...finish,
    },
  },
  {
    paths: ['github.com/pierrec/lz4/v4', 'github.com/pierrec/lz4', 'github.com/pierrec/lz4/v3'],
    doc: 'https://github.com/pierrec/lz4 (writer.go): goroutines only with ConcurrencyOption',
    resources: [owner('github.com/pierrec/lz4/v4.Writer', 'lz4 writer')],
    effects: {
      NewReader: expands('lz4'),
      '(*Reader).Reset': reexpands('lz4'),
      NewWriter: writes('github.com/pierrec/lz4/v4.Writer'),
      ...finish,
    },
  },
  {
    paths: ['github.com/ulikunitz/xz'],
    doc: 'https://github.com/ulikunitz/xz (reader.go)',
    resources: [owner('github.com/ulikunitz/xz.Writer', 'xz writer')],
    effects: {
      NewReader: expands('xz'),
      NewWriter: writes('github.com/ulikunitz/xz.Writer'),
      '(*Writer).Close': releases(),
    },
  },
  {
    paths: ['github.com/andybalholm/brotli'],
    doc: 'https://github.com/andybalholm/brotli (reader.go, writer.go, http.go)',
    resources: [owner('github.com/andybalholm/brotli.Writer', 'brotli writer')],
    effects: {
      NewReader: expands('brotli'),
      '(*Reader).Reset': reexpands('brotli'),
      ...each('NewWriter NewWriterLevel NewWriterOptions', writes('github.com/andybalholm/brotli.Writer')),
      ...each('HTTPCompressor HTTPCompressorWithLevel', writes('github.com/andybalholm/brotli.Writer')),
      ...finish,
    },
  },
  {
    paths: ['github.com/DataDog/zstd'],
    doc: 'https://github.com/DataDog/zstd (zstd_stream.go): memory of C',
    types: { Writer: { kind: 'struct', embeds: ['io.WriteCloser'] } },
    resources: [
      heavy('github.com/DataDog/zstd.Reader', 'zstd reader'),
      heavy('github.com/DataDog/zstd.Writer', 'zstd writer'),
    ],
    effects: {
      NewReader: { ...gives('io.ReadCloser'), ...expands('zstd'), ...acquires('github.com/DataDog/zstd.Reader') },
      ...each('NewWriter NewWriterLevel', {
        ...gives('*github.com/DataDog/zstd.Writer'),
        ...writes('github.com/DataDog/zstd.Writer'),
      }),
      '(*Writer).Close': { ...gives('error'), ...releases() },
      Decompress: { ...gives('[]byte', 'error'), ...slurps(1, 'result', { expands: 'zstd' }) },
    },
  },
  {
    paths: ['github.com/valyala/gozstd'],
    doc: 'https://github.com/valyala/gozstd (reader.go): memory of C until Release',
    types: {
      Reader: { kind: 'struct', embeds: ['io.Reader'] },
      Writer: { kind: 'struct', embeds: ['io.WriteCloser'] },
    },
    resources: [
      heavy('github.com/valyala/gozstd.Reader', 'zstd reader', ['Release']),
      heavy('github.com/valyala/gozstd.Writer', 'zstd writer', ['Release']),
    ],
    effects: {
      NewReader: {
        ...gives('*github.com/valyala/gozstd.Reader'),
        ...expands('zstd'),
        ...acquires('github.com/valyala/gozstd.Reader'),
      },
      ...each('NewWriter NewWriterLevel', {
        ...gives('*github.com/valyala/gozstd.Writer'),
        ...writes('github.com/valyala/gozstd.Writer'),
      }),
      '(*Reader).Release': { ...gives(), ...releases() },
      '(*Reader).Reset': { ...gives(), ...reexpands('zstd') },
      '(*Writer).Release': { ...gives(), ...releases() },
      Decompress: { ...gives('[]byte', 'error'), ...slurps(1, 'result', { expands: 'zstd' }) },
    },
  },
  {
    paths: ['github.com/google/brotli/go/cbrotli'],
    doc: 'https://github.com/google/brotli (go/cbrotli/reader.go): memory of C',
    types: {
      Reader: { kind: 'struct', embeds: ['io.ReadCloser'] },
      Writer: { kind: 'struct', embeds: ['io.WriteCloser'] },
    },
    resources: [
      heavy('github.com/google/brotli/go/cbrotli.Reader', 'brotli reader'),
      heavy('github.com/google/brotli/go/cbrotli.Writer', 'brotli writer'),
    ],
    effects: {
      NewReader: {
        ...gives('*github.com/google/brotli/go/cbrotli.Reader'),
        ...expands('brotli'),
        ...acquires('github.com/google/brotli/go/cbrotli.Reader'),
      },
      NewWriter: {
        ...gives('*github.com/google/brotli/go/cbrotli.Writer'),
        ...writes('github.com/google/brotli/go/cbrotli.Writer'),
      },
      '(*Reader).Close': { ...gives('error'), ...releases() },
      '(*Writer).Close': { ...gives('error'), ...releases() },
    },
  },
];

function snappy(path: string): Library {
  return {
    paths: [path],
    doc: `https://${path}`,
    resources: [owner(`${path}.Writer`, 'snappy writer')],
    effects: {
      NewReader: expands('snappy'),
      Decode: slurps(1, 'result', { expands: 'snappy' }),
      DecodedLen: { measures: 0 },
      ...each('NewWriter NewBufferedWriter', writes(`${path}.Writer`)),
    },
  };
}
