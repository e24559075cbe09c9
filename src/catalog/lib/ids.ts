/** Ids that are never the same twice. Ids made from their input (`NewSHA1`, `Parse`) are left out: they are as new as what they are made of. */
import { each, passes, yields } from '../rows.ts';
import type { Effects, Library } from '../schema.ts';

const unique = yields('unique-id');
const text = passes('receiver', 'text');
const parsed = passes(0, 'part');

/** A library of ids: functions that make new ones, methods that spell them. */
function ids(paths: readonly string[], makers: string, spellers: string, more: Record<string, Effects> = {}): Library {
  return {
    paths,
    doc: `https://${paths[0]}`,
    effects: { ...each(makers, unique), ...(spellers === '' ? {} : each(spellers, text)), ...more },
  };
}

export const idLibraries: readonly Library[] = [
  ids(
    ['github.com/google/uuid'],
    'New NewString NewRandom NewRandomFromReader NewUUID NewV6 NewV7 NewV7FromReader',
    'UUID.String UUID.URN UUID.MarshalText',
    { Must: passes(0), ...each('Parse MustParse ParseBytes FromBytes NewSHA1 NewMD5', parsed) },
  ),
  ids(
    ['github.com/gofrs/uuid/v5', 'github.com/gofrs/uuid', 'github.com/gofrs/uuid/v3'],
    'NewV1 NewV4 NewV6 NewV7 Generator.NewV1 Generator.NewV4 Generator.NewV6 Generator.NewV7',
    'UUID.String',
    { Must: passes(0), ...each('FromString FromBytes', parsed) },
  ),
  ids(['github.com/satori/go.uuid'], 'NewV1 NewV2 NewV4', 'UUID.String', { Must: passes(0), FromString: parsed }),
  ids(['github.com/pborman/uuid'], 'New NewUUID NewRandom', 'UUID.String', { Parse: parsed }),
  ids(['github.com/rs/xid'], 'New NewWithTime', 'ID.String'),
  ids(['github.com/oklog/ulid/v2', 'github.com/oklog/ulid'], 'New MustNew MustNewDefault Make', 'ULID.String'),
  ids(['github.com/segmentio/ksuid'], 'New NewRandom NewRandomWithTime', 'KSUID.String'),
  ids(['github.com/bwmarrin/snowflake'], '(*Node).Generate', 'ID.String ID.Int64 ID.Base64 ID.Base58'),
  ids(['github.com/sony/sonyflake', 'github.com/sony/sonyflake/v2'], '(*Sonyflake).NextID', ''),
  ids(['github.com/teris-io/shortid'], 'Generate MustGenerate (*Shortid).Generate (*Shortid).MustGenerate', ''),
  ids(['github.com/matoous/go-nanoid/v2', 'github.com/matoous/go-nanoid'], 'New Must Generate MustGenerate', ''),
  ids(
    ['github.com/lithammer/shortuuid/v4', 'github.com/lithammer/shortuuid', 'github.com/lithammer/shortuuid/v3'],
    'New NewWithAlphabet NewWithEncoder',
    '',
  ),
  ids(['github.com/nats-io/nuid'], 'Next (*NUID).Next', ''),
  ids(['github.com/hashicorp/go-uuid'], 'GenerateUUID GenerateUUIDWithReader', ''),
  ids(['go.opentelemetry.io/otel/trace'], 'SpanContext.TraceID SpanContext.SpanID', 'TraceID.String SpanID.String'),
];
