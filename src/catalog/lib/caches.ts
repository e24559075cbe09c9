/** Containers other than Go's own: those that forget by themselves, and those that keep like a map. */
import { acquires, deletes, each, inserts, methods, passes, releases, runs, slurps } from '../rows.ts';
import type { Library, TypeNote } from '../schema.ts';

const evicts: TypeNote = { container: 'evicts' };
const keeps: TypeNote = { container: 'keeps' };

function cache(paths: readonly string[], types: string, doc = `https://${paths[0]}`): Library {
  return { paths, doc, types: each(types, evicts), effects: {} };
}

const lru = 'github.com/hashicorp/golang-lru';
const stored = inserts(0, 1);

export const caches: readonly Library[] = [
  cache([`${lru}/v2`], 'Cache TwoQueueCache'),
  cache([lru], 'Cache TwoQueueCache ARCCache'),
  cache(
    [`${lru}/v2/expirable`],
    'LRU',
    'https://github.com/hashicorp/golang-lru (v2.0.7: a ttl starts a goroutine per cache)',
  ),
  cache([`${lru}/v2/simplelru`], 'LRU LRUCache'),
  cache(['github.com/patrickmn/go-cache'], 'Cache', 'https://github.com/patrickmn/go-cache: not with NoExpiration'),
  cache(['github.com/dgraph-io/ristretto/v2', 'github.com/dgraph-io/ristretto'], 'Cache'),
  cache(
    ['github.com/allegro/bigcache/v3', 'github.com/allegro/bigcache', 'github.com/allegro/bigcache/v2'],
    'BigCache',
  ),
  cache(['github.com/coocood/freecache'], 'Cache'),
  cache(['github.com/VictoriaMetrics/fastcache'], 'Cache'),
  cache(
    ['github.com/jellydator/ttlcache/v3', 'github.com/jellydator/ttlcache/v2', 'github.com/ReneKroon/ttlcache'],
    'Cache',
  ),
  cache(['github.com/maypok86/otter/v2', 'github.com/maypok86/otter'], 'Cache'),
  {
    ...cache(['github.com/elastic/go-freelru'], 'LRU'),
    types: each('LRU SyncedLRU ShardedLRU', { ...evicts, kind: 'struct' as const }),
  },
  cache(['github.com/bluele/gcache'], 'Cache LRUCache LFUCache ARC SimpleCache'),
  {
    ...cache(
      ['github.com/karlseguin/ccache/v3', 'github.com/karlseguin/ccache', 'github.com/karlseguin/ccache/v2'],
      'Cache',
    ),
    types: each('Cache LayeredCache', { ...evicts, kind: 'struct' as const }),
  },
  cache(['github.com/golang/groupcache/lru'], 'Cache', 'https://github.com/golang/groupcache: not with New(0)'),
  ...['github.com/orcaman/concurrent-map/v2', 'github.com/orcaman/concurrent-map'].map(
    (path): Library => ({
      paths: [path],
      doc: 'https://github.com/orcaman/concurrent-map',
      types: { ConcurrentMap: keeps },
      effects: {
        ...methods('ConcurrentMap', 'Set SetIfAbsent Upsert', stored),
        ...methods('ConcurrentMap', 'Remove RemoveCb Pop', deletes(0)),
        'ConcurrentMap.Clear': deletes(),
      },
    }),
  ),
  xsync('github.com/puzpuzpuz/xsync/v3', ['Map', 'MapOf']),
  xsync('github.com/puzpuzpuz/xsync/v4', ['Map']),
  {
    paths: ['github.com/cornelk/hashmap'],
    doc: 'https://github.com/cornelk/hashmap',
    types: { Map: { ...keeps, kind: 'struct', typeParams: ['K', 'V'] } },
    effects: {
      '(*Map).Set': { results: [], ...stored },
      '(*Map).GetOrInsert': { results: ['V', 'bool'], ...stored },
      '(*Map).Del': { results: ['bool'], ...deletes(0) },
    },
  },
  {
    paths: ['github.com/valyala/bytebufferpool'],
    doc: 'https://github.com/valyala/bytebufferpool',
    types: { ByteBuffer: { buffer: true } },
    resources: [{ id: 'github.com/valyala/bytebufferpool.ByteBuffer', noun: 'pooled buffer', release: [] }],
    effects: {
      ...each('Get (*Pool).Get', acquires('github.com/valyala/bytebufferpool.ByteBuffer')),
      ...each('Put (*Pool).Put', releases(0, 'github.com/valyala/bytebufferpool.ByteBuffer')),
      '(*ByteBuffer).ReadFrom': slurps(0, 'receiver'),
      '(*ByteBuffer).WriteTo': slurps('receiver', 0),
      ...each('(*ByteBuffer).Bytes (*ByteBuffer).String', passes('receiver', 'bytes')),
    },
  },
];

function xsync(path: string, types: readonly string[]): Library {
  const rows = types.map(type => ({
    ...methods(`(*${type})`, 'Store LoadOrStore LoadAndStore LoadOrCompute Compute', stored),
    ...methods(`(*${type})`, 'Delete LoadAndDelete', deletes(0)),
    [`(*${type}).Clear`]: deletes(),
    [`(*${type}).Range`]: runs('now'),
  }));
  return {
    paths: [path],
    doc: 'https://github.com/puzpuzpuz/xsync',
    types: Object.fromEntries(types.map(type => [type, keeps])),
    effects: Object.assign({}, ...rows),
  };
}
