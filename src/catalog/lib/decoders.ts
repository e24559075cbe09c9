/** Decoders that look like those of encoding/json. */
import { each, gives, passes, pours } from '../rows.ts';
import type { Library } from '../schema.ts';

/** `Unmarshal(data, &v)`, `NewDecoder(r).Decode(&v)` and `Marshal(v)`. */
function likeJson(paths: readonly string[], name?: string): Library {
  const path = paths[0] ?? '';
  return {
    paths,
    ...(name === undefined ? {} : { name }),
    doc: `https://pkg.go.dev/${path}`,
    types: { Decoder: { kind: 'struct' }, Encoder: { kind: 'struct' } },
    effects: {
      Unmarshal: { ...gives('error'), ...pours(0, 1, 'part') },
      Marshal: { ...gives('[]byte', 'error'), ...passes(0, 'text') },
      NewDecoder: { ...gives(`*${path}.Decoder`), ...passes(0) },
      NewEncoder: { ...gives(`*${path}.Encoder`), ...passes(0) },
      '(*Decoder).Decode': { ...gives('error'), ...pours('receiver', 0, 'part') },
    },
  };
}

/** A library whose functions are methods of a configuration, too: `var json = jsoniter.ConfigFastest`. */
function configured(library: Library, configurations: string): Library {
  const path = library.paths[0] ?? '';
  const ofApi = Object.entries(library.effects).filter(([key]) => /^\w+$/.test(key));
  return {
    ...library,
    types: { ...library.types, API: { kind: 'interface' } },
    values: each(configurations, { type: `${path}.API` }),
    effects: { ...library.effects, ...Object.fromEntries(ofApi.map(([key, row]) => [`API.${key}`, row])) },
  };
}

function likeProto(paths: readonly string[]): Library {
  return {
    paths,
    doc: `https://pkg.go.dev/${paths[0]}`,
    effects: {
      Unmarshal: { ...gives('error'), ...pours(0, 1, 'part') },
      Marshal: { ...gives('[]byte', 'error'), ...passes(0, 'text') },
    },
  };
}

export const decoders: readonly Library[] = [
  configured(
    likeJson(['github.com/json-iterator/go'], 'jsoniter'),
    'ConfigDefault ConfigCompatibleWithStandardLibrary ConfigFastest',
  ),
  likeJson(['github.com/goccy/go-json'], 'json'),
  likeJson(['gopkg.in/yaml.v3', 'gopkg.in/yaml.v2', 'github.com/goccy/go-yaml'], 'yaml'),
  likeJson(
    ['github.com/vmihailenco/msgpack/v5', 'github.com/vmihailenco/msgpack', 'gopkg.in/vmihailenco/msgpack.v2'],
    'msgpack',
  ),
  likeJson(['github.com/fxamacker/cbor/v2'], 'cbor'),
  configured(likeProto(['github.com/bytedance/sonic']), 'ConfigDefault ConfigStd ConfigFastest'),
  likeProto(['google.golang.org/protobuf/proto']),
  likeProto(['github.com/golang/protobuf/proto']),
  likeProto(['github.com/gogo/protobuf/proto']),
  {
    paths: ['golang.org/x/exp/maps'],
    doc: 'https://pkg.go.dev/golang.org/x/exp/maps',
    effects: { ...each('Clear DeleteFunc', { ...gives(), deletes: [{ param: 0 }] }) },
  },
];
