/** What each task may do, and nothing more. */
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { bucketArn } from './constructs/bucket.ts';
import type { Site } from './constructs/site.ts';
import type { ServiceName } from './settings/schema.ts';
import type { Keys } from './stacks/keys.ts';
import type { Streams, TopicName } from './stacks/stream.ts';

export interface Resources {
  readonly keys: Keys;
  readonly site: Site;
  readonly streams: Streams;
}

interface Rights {
  readonly reads?: readonly TopicName[];
  readonly appends?: readonly TopicName[];
  /** Prefixes of the objects bucket. */
  readonly getObjects?: readonly string[];
  readonly putObjects?: readonly string[];
  readonly signs?: boolean;
  /** Whose data keys it may have unwrapped. */
  readonly decrypts: readonly ('stream' | 'original' | 'canonical')[];
}

export const RIGHTS: Readonly<Record<ServiceName, Rights>> = {
  reception: {
    appends: ['documents.received'],
    putObjects: ['batches/'],
    signs: true,
    decrypts: ['stream'],
  },
  validation: {
    reads: ['documents.received'],
    appends: ['documents.validated', 'documents.dead'],
    decrypts: ['stream'],
  },
  transformation: {
    reads: ['documents.validated'],
    appends: ['documents.transformed', 'documents.dead'],
    decrypts: ['stream'],
  },
  persistence: {
    reads: ['documents.transformed'],
    appends: ['documents.registered', 'documents.dead'],
    getObjects: ['log/', 'audit/', 'keys/'],
    putObjects: ['segments/canonical/', 'log/', 'audit/', 'keys/'],
    signs: true,
    decrypts: ['stream', 'canonical'],
  },
  archive: {
    reads: ['documents.received'],
    appends: ['documents.dead'],
    putObjects: ['segments/original/'],
    decrypts: ['stream', 'original'],
  },
  // Kinesis counts nothing: what waits is read to be counted, and query cannot decrypt it.
  query: {
    reads: ['documents.received', 'documents.validated', 'documents.transformed', 'documents.dead'],
    getObjects: ['segments/', 'log/', 'audit/', 'keys/', 'batches/'],
    decrypts: ['original', 'canonical'],
  },
};

const READ_STREAM = [
  'kinesis:DescribeStreamSummary',
  'kinesis:ListShards',
  'kinesis:GetShardIterator',
  'kinesis:GetRecords',
];
const APPEND_STREAM = [
  'kinesis:DescribeStreamSummary',
  'kinesis:ListShards',
  'kinesis:PutRecord',
  'kinesis:PutRecords',
];

export function grantFor(name: ServiceName, role: IRole, { site, keys, streams }: Resources): void {
  const {
    reads = [],
    appends = [],
    getObjects = [],
    putObjects = [],
    signs,
    decrypts,
  } = RIGHTS[name];
  const allow = (actions: readonly string[], resources: readonly string[], conditions?: object) => {
    if (resources.length === 0) return;
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        ...(conditions !== undefined && { conditions: conditions as Record<string, unknown> }),
      }),
    );
  };
  const objects = bucketArn(site, 'objects');
  const arnOf = (topic: TopicName) => streams.topics[topic].streamArn;
  // A bundle that keeps failing is taken apart and appended anew: who handles a topic appends to it too.
  const written = name === 'query' ? appends : [...reads, ...appends];
  allow(READ_STREAM, reads.map(arnOf));
  allow(APPEND_STREAM, written.map(arnOf));
  allow(
    ['s3:GetObject'],
    getObjects.map((prefix) => `${objects}/${prefix}*`),
  );
  allow(
    ['s3:PutObject', 's3:PutObjectRetention'],
    putObjects.map((prefix) => `${objects}/${prefix}*`),
  );
  // Values too large for a record lie beside the stream, by topic.
  const claimsOf = (topic: TopicName) => `${bucketArn(site, 'claims')}/${topic}/*`;
  const claimed = name === 'query' ? [] : reads;
  allow(['s3:GetObject'], claimed.map(claimsOf));
  // To find what there is, and because S3 hides from others that something is not there.
  allow(
    ['s3:ListBucket'],
    [
      ...(getObjects.length > 0 ? [objects] : []),
      ...(claimed.length > 0 ? [bucketArn(site, 'claims')] : []),
    ],
  );
  allow(['s3:PutObject'], written.map(claimsOf));
  const { region } = site.settings;
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keys.storage.keyArn], {
    StringEquals: {
      'kms:ViaService': [`s3.${region}.amazonaws.com`, `kinesis.${region}.amazonaws.com`],
    },
  });
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keys.documents.keyArn], {
    StringEquals: { 'kms:EncryptionContext:purpose': decrypts },
  });
  allow(
    signs ? ['kms:Sign', 'kms:GetPublicKey'] : ['kms:GetPublicKey'],
    signs || name === 'query' ? [keys.signing.keyArn] : [],
  );
}
