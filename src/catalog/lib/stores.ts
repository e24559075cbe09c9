/** Object stores, file servers and registries. */
import { acquires, bounds, each, gives, methods, passes, releases, yields } from '../rows.ts';
import type { Library } from '../schema.ts';

const v1 = 'github.com/aws/aws-sdk-go/service/s3';
const v2 = 'github.com/aws/aws-sdk-go-v2/service/s3';
const azure = 'github.com/Azure/azure-sdk-for-go/sdk/storage/azblob';
const minio = 'github.com/minio/minio-go/v7';
const objectOut = {
  kind: 'struct',
  fields: {
    Body: { type: 'io.ReadCloser', source: 'object' },
    ContentLength: { type: '*int64', source: 'object' },
  },
} as const;

const objectStores: readonly Library[] = [
  {
    paths: [v1],
    doc: 'https://github.com/aws/aws-sdk-go (service/s3/api.go)',
    types: { S3: { kind: 'struct' }, GetObjectOutput: objectOut },
    effects: {
      New: gives(`*${v1}.S3`),
      ...methods('(*S3)', 'GetObject GetObjectWithContext', {
        ...gives(`*${v1}.GetObjectOutput`, 'error'),
        ...yields('object'),
      }),
    },
  },
  {
    paths: [v2],
    doc: 'https://github.com/aws/aws-sdk-go-v2 (service/s3)',
    types: { Client: { kind: 'struct' }, GetObjectOutput: objectOut },
    effects: {
      ...each('New NewFromConfig', gives(`*${v2}.Client`)),
      '(*Client).GetObject': { ...gives(`*${v2}.GetObjectOutput`, 'error'), ...yields('object') },
    },
  },
  {
    paths: ['cloud.google.com/go/storage'],
    doc: 'https://pkg.go.dev/cloud.google.com/go/storage',
    types: { ObjectHandle: { source: 'object' }, Reader: { source: 'object' } },
    effects: {
      '(*ObjectHandle).NewReader': yields('object'),
      '(*ObjectHandle).NewRangeReader': bounds('receiver', 2),
    },
  },
  {
    paths: [azure],
    doc: 'https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/storage/azblob',
    types: {
      Client: { kind: 'struct' },
      DownloadStreamResponse: { kind: 'struct', fields: { Body: { type: 'io.ReadCloser', source: 'object' } } },
    },
    effects: {
      '(*Client).DownloadStream': { ...gives(`${azure}.DownloadStreamResponse`, 'error'), ...yields('object') },
      'DownloadStreamResponse.NewRetryReader': { ...gives('io.ReadCloser'), ...yields('object') },
    },
  },
  {
    paths: [minio, 'github.com/minio/minio-go', 'github.com/minio/minio-go/v6'],
    name: 'minio',
    doc: 'https://github.com/minio/minio-go (api-get-object.go): a goroutine serves the object until it is closed',
    types: { Client: { kind: 'struct' }, Object: { kind: 'struct', source: 'object', embeds: ['io.ReadCloser'] } },
    resources: [{ id: `${minio}.Object`, noun: 'object', release: ['Close'], heavy: true }],
    effects: {
      New: gives(`*${minio}.Client`, 'error'),
      '(*Client).GetObject': {
        ...gives(`*${minio}.Object`, 'error'),
        ...yields('object'),
        ...acquires(`${minio}.Object`),
      },
      '(*Object).Close': { ...gives('error'), ...releases() },
    },
  },
  {
    paths: ['github.com/jlaffaye/ftp'],
    doc: 'https://github.com/jlaffaye/ftp (ftp.go)',
    types: { Response: { source: 'object' } },
    effects: methods('(*ServerConn)', 'Retr RetrFrom', yields('object')),
  },
  {
    paths: ['github.com/pkg/sftp'],
    doc: 'https://github.com/pkg/sftp (client.go)',
    types: { File: { source: 'object' } },
    effects: methods('(*Client)', 'Open OpenFile', yields('object')),
  },
];

const registries: readonly Library[] = [
  {
    paths: ['github.com/google/go-containerregistry/pkg/v1'],
    doc: 'https://github.com/google/go-containerregistry (pkg/v1/layer.go): layers have no limit',
    effects: methods('Layer', 'Compressed Uncompressed', yields('registry')),
  },
  {
    paths: ['oras.land/oras-go/v2/content', 'oras.land/oras-go/content'],
    doc: 'https://github.com/oras-project/oras-go (content/reader.go): FetchAll and ReadAll keep to the size that the descriptor tells',
    effects: {
      ...each('Fetcher.Fetch FetcherFunc.Fetch', yields('registry')),
      FetchAll: yields('registry'),
      ReadAll: passes(0, 'bytes'),
    },
  },
];

export const stores: readonly Library[] = [...objectStores, ...registries];
