/** Struct tags, by what the libraries that read them do with the field. */
export const fieldTags = {
  /** Fill it from what was sent or kept, whatever that was. */
  decoded: ['json', 'xml', 'yaml', 'protobuf', 'msgpack', 'cbor', 'bson', 'form'],
  /** Fill it from a configuration. What configures programs and what they send go by `json` and `yaml` alike, so these say neither. */
  setting: ['mapstructure', 'koanf', 'env', 'envconfig', 'toml', 'hcl', 'ini'],
  /** Keep it in a store, as a part of a record. */
  record: ['gorm', 'bson', 'db', 'bun', 'xorm', 'pg', 'orm', 'sql', 'firestore', 'dynamodbav', 'badgerhold', 'storm'],
} as const;
