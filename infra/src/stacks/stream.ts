/** The stream between services, and the raw archive that follows it. */
import { Duration, Size, type Stack } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import {
  DeliveryStream,
  EnableLogging,
  KinesisStreamSource,
  S3Bucket,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { bucketName } from '../constructs/bucket.ts';
import { logGroupOf } from '../constructs/log-group.ts';
import { type Site, stackOf } from '../constructs/site.ts';
import type { KeyRing, Keys } from './keys.ts';

/** Topics of `@ventanilla/messages`; a test compares. */
export const TOPIC_NAMES = [
  'documents.received',
  'documents.validated',
  'documents.transformed',
  'documents.registered',
  'documents.dead',
] as const;
export type TopicName = (typeof TOPIC_NAMES)[number];

export interface Streams {
  readonly topics: Readonly<Record<TopicName, Stream>>;
  readonly firehose: DeliveryStream;
}

/** Kinesis takes letters, digits, `.`, `_` and `-`. */
export const streamNameOf = ({ prefix }: Site, topic: TopicName): string => `${prefix}.${topic}`;

export function createStreams(site: Site, ring: KeyRing): Streams {
  const stack = stackOf(site, 'stream', 'topics and the raw archive');
  const keys = ring(stack);
  const topics = Object.fromEntries(
    TOPIC_NAMES.map((topic) => [topic, createTopic(stack, site, keys, topic)]),
  ) as Record<TopicName, Stream>;
  return { topics, firehose: createFirehose(stack, site, keys, topics['documents.received']) };
}

function createTopic(stack: Stack, site: Site, keys: Keys, topic: TopicName): Stream {
  const { stream } = site.settings;
  const id = topic
    .split('.')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('');
  return new Stream(stack, id, {
    streamName: streamNameOf(site, topic),
    encryption: StreamEncryption.KMS,
    encryptionKey: keys.storage,
    // Dead letters wait for a person, the rest for a service.
    retentionPeriod: Duration.hours(topic === 'documents.dead' ? 8_760 : stream.retentionHours),
    ...(stream.mode === 'on-demand'
      ? { streamMode: StreamMode.ON_DEMAND }
      : {
          streamMode: StreamMode.PROVISIONED,
          shardCount: topic === 'documents.dead' ? 1 : stream.shards,
        }),
  });
}

/**
 * Records are stored back to back, and each says where it ends: `ventanilla raw` cuts them apart. No
 * compression: they are compressed and encrypted already.
 */
function createFirehose(stack: Stack, site: Site, keys: Keys, received: Stream): DeliveryStream {
  const raw = Bucket.fromBucketAttributes(stack, 'Raw', {
    bucketName: bucketName(site, 'raw'),
    encryptionKey: keys.storage,
  });
  return new DeliveryStream(stack, 'RawArchive', {
    source: new KinesisStreamSource(received),
    destination: new S3Bucket(raw, {
      bufferingInterval: Duration.minutes(5),
      bufferingSize: Size.mebibytes(128),
      dataOutputPrefix: 'received/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
      errorOutputPrefix: 'failed/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/',
      encryptionKey: keys.storage,
      loggingConfig: new EnableLogging(logGroupOf(stack, 'RawArchiveLog', site, keys.logs)),
    }),
  });
}
