import { deletes, each, fills, inserts, methods, passes, runs, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const same = passes(0);
const queries = 'Query QueryContext QueryRow QueryRowContext';
const rows: Effects = yields('database');
const scans: Effects = fills('database', 0, 1, 2, 3, 4, 5);

export const collections: readonly Library[] = [
  {
    paths: ['maps'],
    doc: 'https://pkg.go.dev/maps',
    effects: {
      ...each('Clone Keys Values All Collect', same),
      DeleteFunc: { deletes: [{ param: 0 }], ...runs('now', 1) },
      Copy: { inserts: [{ param: 0 }] },
    },
  },
  {
    paths: ['slices'],
    doc: 'https://pkg.go.dev/slices',
    effects: {
      ...each('Clone Compact Delete Grow Clip Insert Replace Concat Sorted Collect All Values Backward', same),
      ...each('Max Min', passes(0, 'part')),
      ...each('SortFunc SortStableFunc IndexFunc ContainsFunc', runs('now', 1)),
      ...each('DeleteFunc CompactFunc', { ...same, ...runs('now', 1) }),
    },
  },
  {
    paths: ['sort'],
    doc: 'https://pkg.go.dev/sort',
    effects: each('Slice SliceStable Search SliceIsSorted', runs('now', 1)),
  },
  {
    paths: ['container/list'],
    doc: 'https://pkg.go.dev/container/list',
    types: { List: { container: 'keeps' } },
    effects: {
      ...methods('(*List)', 'PushBack PushFront InsertBefore InsertAfter', inserts(undefined, 0)),
      '(*List).Remove': deletes(0),
      '(*List).Init': deletes(),
    },
  },
  {
    paths: ['container/heap'],
    doc: 'https://pkg.go.dev/container/heap',
    effects: {
      Push: { inserts: [{ param: 0, value: 1 }] },
      ...each('Pop Remove', { deletes: [{ param: 0 }] }),
    },
  },
  {
    paths: ['expvar'],
    doc: 'https://pkg.go.dev/expvar',
    types: { Map: { container: 'keeps' } },
    effects: {
      ...methods('(*Map)', 'Set Add AddFloat', inserts(0)),
      '(*Map).Delete': deletes(0),
      '(*Map).Init': deletes(),
    },
  },
  {
    paths: ['database/sql'],
    doc: 'https://pkg.go.dev/database/sql',
    types: { Rows: { source: 'database' }, Row: { source: 'database' } },
    effects: {
      ...methods('(*DB)', queries, rows),
      ...methods('(*Tx)', queries, rows),
      ...methods('(*Stmt)', queries, rows),
      ...each('(*Conn).QueryContext (*Conn).QueryRowContext', rows),
      ...each('(*Rows).Scan (*Row).Scan', scans),
    },
  },
];
