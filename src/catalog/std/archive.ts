import { expands, names, passes, yields } from '../rows.ts';
import type { Library } from '../schema.ts';

/** Reading a tar entry reads the archive, so a bound on the archive holds; a zip entry is decompressed on the way, so there it does not. */
export const archive: readonly Library[] = [
  {
    paths: ['archive/tar'],
    doc: 'https://pkg.go.dev/archive/tar',
    types: {
      Reader: { source: 'archive' },
      Header: {
        length: { by: ['Size'] },
        fields: { Name: { source: 'archive' }, Linkname: { source: 'archive' }, Size: { source: 'archive' } },
      },
    },
    effects: {
      NewReader: passes(0),
      '(*Reader).Next': passes('receiver', 'part'),
      NewWriter: passes(0),
    },
  },
  {
    paths: ['archive/zip'],
    doc: 'https://pkg.go.dev/archive/zip',
    types: {
      File: { source: 'archive' },
      FileHeader: {
        // From Go 1.19 on reading more than that fails.
        length: { by: ['UncompressedSize64', 'UncompressedSize'] },
        fields: {
          Name: { source: 'archive' },
          UncompressedSize64: { source: 'archive' },
          UncompressedSize: { source: 'archive' },
        },
      },
    },
    effects: {
      NewReader: passes(0),
      OpenReader: { ...yields('file'), ...names(0) },
      '(*File).Open': expands('zip', 'receiver'),
      '(*File).OpenRaw': passes('receiver', 'entry'),
      '(*Reader).Open': expands('zip', 'receiver'),
      NewWriter: passes(0),
    },
  },
];
