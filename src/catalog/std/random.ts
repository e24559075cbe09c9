import { each, fills, methods, passes, yields } from '../rows.ts';
import type { Library } from '../schema.ts';

/** `Intn(10)` is left out: of ten values none stays new for long. */
const draws = 'Int Int31 Int63 Uint32 Uint64 Float32 Float64 NormFloat64 ExpFloat64';
const drawsV2 = 'Int Int32 Int64 Uint Uint32 Uint64 Float32 Float64 NormFloat64 ExpFloat64';
const digest = passes(0, 'text');

export const random: readonly Library[] = [
  {
    paths: ['crypto/rand'],
    doc: 'https://pkg.go.dev/crypto/rand',
    values: { Reader: { type: 'io.Reader', source: 'random' } },
    effects: {
      Read: fills('random', 0),
      ...each('Text Int Prime', yields('random')),
    },
  },
  {
    paths: ['math/rand'],
    doc: 'https://pkg.go.dev/math/rand',
    effects: {
      ...each(draws, yields('random')),
      ...methods('(*Rand)', draws, yields('random')),
      Read: fills('random', 0),
      '(*Rand).Read': fills('random', 0),
    },
  },
  {
    paths: ['math/rand/v2'],
    name: 'rand',
    doc: 'https://pkg.go.dev/math/rand/v2',
    effects: {
      ...each(drawsV2, yields('random')),
      ...methods('(*Rand)', drawsV2, yields('random')),
    },
  },
  {
    paths: ['math'],
    doc: 'https://pkg.go.dev/math',
    effects: each('Abs Ceil Floor Round Trunc', passes(0, 'part')),
  },
  { paths: ['crypto/md5'], doc: 'https://pkg.go.dev/crypto/md5', effects: { Sum: digest } },
  { paths: ['crypto/sha1'], doc: 'https://pkg.go.dev/crypto/sha1', effects: { Sum: digest } },
  { paths: ['crypto/sha256'], doc: 'https://pkg.go.dev/crypto/sha256', effects: each('Sum256 Sum224', digest) },
  { paths: ['crypto/sha512'], doc: 'https://pkg.go.dev/crypto/sha512', effects: each('Sum512 Sum384', digest) },
];
