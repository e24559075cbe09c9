import { acquires, each, expands, passes, pours, reexpands, releases } from '../rows.ts';
import type { Library, Resource } from '../schema.ts';

/** A writer of the standard library: closing it ends the stream; an unclosed one leaks nothing but the garbage collector's time. */
function writer(id: string, noun: string): Resource {
  return { id, noun, release: ['Close'], codec: true };
}

function opens(id: string) {
  return { ...passes(0), ...acquires(id) };
}

const finish = {
  '(*Writer).Close': releases(),
  '(*Writer).Reset': pours(0, 'receiver'),
};

export const compress: readonly Library[] = [
  {
    paths: ['compress/gzip'],
    doc: 'https://pkg.go.dev/compress/gzip',
    resources: [writer('compress/gzip.Writer', 'gzip writer')],
    effects: {
      NewReader: expands('gzip'),
      '(*Reader).Reset': reexpands('gzip'),
      ...each('NewWriter NewWriterLevel', opens('compress/gzip.Writer')),
      ...finish,
    },
  },
  {
    paths: ['compress/zlib'],
    doc: 'https://pkg.go.dev/compress/zlib',
    resources: [writer('compress/zlib.Writer', 'zlib writer')],
    effects: {
      ...each('NewReader NewReaderDict', expands('zlib')),
      'Resetter.Reset': reexpands('zlib'),
      ...each('NewWriter NewWriterLevel NewWriterLevelDict', opens('compress/zlib.Writer')),
      ...finish,
    },
  },
  {
    paths: ['compress/flate'],
    doc: 'https://pkg.go.dev/compress/flate',
    resources: [writer('compress/flate.Writer', 'flate writer')],
    effects: {
      ...each('NewReader NewReaderDict', expands('deflate')),
      'Resetter.Reset': reexpands('deflate'),
      ...each('NewWriter NewWriterDict', opens('compress/flate.Writer')),
      ...finish,
    },
  },
  {
    paths: ['compress/bzip2'],
    doc: 'https://pkg.go.dev/compress/bzip2',
    effects: { NewReader: expands('bzip2') },
  },
  {
    paths: ['compress/lzw'],
    doc: 'https://pkg.go.dev/compress/lzw',
    effects: {
      NewReader: expands('lzw'),
      '(*Reader).Reset': reexpands('lzw'),
      NewWriter: passes(0),
    },
  },
];
