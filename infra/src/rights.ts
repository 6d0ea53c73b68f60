/** What each task may do, and nothing more. */
import { Aws } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  GRANTS,
  type Grant,
  type Purpose,
  uploadGrants,
} from '../../packages/backends/src/grants.ts';
import { bucketArn } from './constructs/bucket.ts';
import type { Site } from './constructs/site.ts';
import type { ServiceName } from './settings/schema.ts';
import type { Keys } from './stacks/keys.ts';
import { type Streams, streamNameOf, type TopicName } from './stacks/stream.ts';

export interface Resources {
  readonly keys: Keys;
  readonly site: Site;
  readonly streams: Streams;
}

/** The rows of services in the platform's own table of grants; what is not in it is not in a policy. */
export const rightsOf = (name: ServiceName): Grant => GRANTS[name];

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

/** To register a group with a stream, and to subscribe as that group and no other. */
export function fanOutRights(
  site: Site,
  topic: TopicName,
  group: string,
): readonly PolicyStatement[] {
  const streamArn = `arn:${Aws.PARTITION}:kinesis:${Aws.REGION}:${Aws.ACCOUNT_ID}:stream/${streamNameOf(site, topic)}`;
  // The service ends the name of a consumer with the instant at which it was registered.
  const consumer = `${streamArn}/consumer/${group}:*`;
  return [
    new PolicyStatement({
      actions: ['kinesis:RegisterStreamConsumer'],
      resources: [streamArn],
    }),
    new PolicyStatement({
      actions: ['kinesis:DescribeStreamConsumer'],
      resources: [streamArn, consumer],
    }),
    new PolicyStatement({ actions: ['kinesis:SubscribeToShard'], resources: [consumer] }),
  ];
}

export function grantFor(name: ServiceName, role: IRole, { site, keys, streams }: Resources): void {
  const { handles, counts, appends, reads, writes, wraps, unwraps, signs } = rightsOf(name);
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
  const arnsOf = (topics: readonly string[]) =>
    topics.map((topic) => streams.topics[topic as TopicName].streamArn);
  // A bundle that keeps failing is taken apart and appended anew: who handles a topic appends to it too.
  const written = [...handles, ...appends];
  // Kinesis counts nothing: what waits is read to be counted, and query cannot decrypt it.
  allow(READ_STREAM, arnsOf([...handles, ...counts]));
  allow(APPEND_STREAM, arnsOf(written));
  if (site.settings.stream.fanOut) {
    // A service's group has its name.
    for (const topic of handles) {
      for (const right of fanOutRights(site, topic as TopicName, name)) {
        role.addToPrincipalPolicy(right);
      }
    }
  }
  const under = (prefix: string) => `${objects}/${prefix}*`;
  allow(['s3:GetObject'], reads.map(under));
  // Pointers that are replaced lie under what is written.
  allow(['s3:PutObject', 's3:PutObjectRetention'], writes.map(under));
  // Values too large for a record lie beside the stream, by topic.
  const claimsOf = (topic: string) => `${bucketArn(site, 'claims')}/${topic}/*`;
  allow(['s3:GetObject'], handles.map(claimsOf));
  const uploads = bucketArn(site, 'uploads');
  const uploaded = uploadGrants(name);
  allow(
    ['s3:GetObject'],
    uploaded.reads.map((prefix) => `${uploads}/${prefix}*`),
  );
  // What a client puts by a pre-signed URL, it puts by the right of who signed it.
  allow(
    ['s3:PutObject'],
    uploaded.writes.map((prefix) => `${uploads}/${prefix}*`),
  );
  // To find what there is, and because S3 hides from others that something is not there.
  const listed = reads.every((prefix) => prefix.startsWith('keys/')) ? 'keys' : 'bucket';
  // Who reads keys alone gets what it found by listing them, and learns the name of nothing else.
  allow(['s3:ListBucket'], listed === 'keys' && reads.length > 0 ? [objects] : [], {
    StringLike: { 's3:prefix': reads.map((prefix) => `${prefix}*`) },
  });
  allow(
    ['s3:ListBucket'],
    [
      ...(listed === 'bucket' ? [objects] : []),
      ...(handles.length > 0 ? [bucketArn(site, 'claims')] : []),
      ...(uploaded.reads.length > 0 ? [uploads] : []),
    ],
  );
  allow(['s3:PutObject'], written.map(claimsOf));
  const { region } = site.settings;
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keys.storage.keyArn], {
    StringEquals: {
      'kms:ViaService': [`s3.${region}.amazonaws.com`, `kinesis.${region}.amazonaws.com`],
    },
  });
  const dataKeys = (action: string, purposes: readonly Purpose[]) =>
    allow([action], purposes.length > 0 ? [keys.documents.keyArn] : [], {
      StringEquals: { 'kms:EncryptionContext:purpose': purposes },
    });
  dataKeys('kms:GenerateDataKey', wraps);
  dataKeys('kms:Decrypt', unwraps);
  allow(
    signs ? ['kms:Sign', 'kms:GetPublicKey'] : ['kms:GetPublicKey'],
    keys.signing && (signs || name === 'query') ? [keys.signing.keyArn] : [],
  );
}
