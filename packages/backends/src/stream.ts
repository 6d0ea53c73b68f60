/**
 * Settings → the stream: documents bundled, then compressed and encrypted, whatever carries them.
 * See docs/adr/0004-documents-travel-in-bundles.md.
 */
import { bundleStream, type DeliveredRecord, protectStream, type Stream } from '@ventanilla/stream';
import { openEnvelope, type Profile } from './custody.ts';
import { kafkaConnection } from './kafka-connection.ts';
import { createPayloadCodec } from './payload-codec.ts';
import { required } from './required.ts';
import type { EncryptionSettings, StreamSettings } from './settings.ts';

export interface OpenStreamOptions {
  readonly applicationName: string;
  /** Where records go that do not decode. */
  readonly deadTopic: string;
  /** Told of each of them. */
  readonly log?: (record: DeliveredRecord, topic: string, error: unknown) => void;
}

export async function openStream(
  settings: StreamSettings & EncryptionSettings & Profile,
  { applicationName, deadTopic, log }: OpenStreamOptions,
): Promise<Stream> {
  const envelope = await openEnvelope(settings, 'stream');
  const stream = await openBareStream(settings, applicationName);
  const protectedStream = protectStream(stream, {
    codec: createPayloadCodec(envelope),
    deadTopic,
    ...(log !== undefined && { log }),
  });
  const lanes = settings.STREAM_LANES;
  const bundled =
    lanes === 0 ? protectedStream : bundleStream(protectedStream, { lanes, alone: [deadTopic] });
  return {
    ...bundled,
    close: async () => {
      await bundled.close();
      envelope.close();
    },
  };
}

/** The adapter alone, values as they lie there: for creating topics and for the operator's tools. */
export async function openBareStream(
  settings: StreamSettings,
  applicationName: string,
  /** postgres: roles that may use the topics made through it. */
  grantTo: readonly string[] = [],
): Promise<Stream> {
  const { STREAM_RETENTION_HOURS: retentionHours } = settings;
  const timing = { lingerMs: settings.STREAM_LINGER_MS };
  const retention = retentionHours !== undefined && { retentionHours };
  switch (settings.STREAM_KIND) {
    case 'postgres': {
      const { createPostgresStream } = await import('@ventanilla/stream-postgres');
      return createPostgresStream({
        url: required(settings.STREAM_URL, 'STREAM_URL', 'STREAM_KIND=postgres'),
        applicationName: `${applicationName}-stream`,
        grantTo,
        timing,
        ...retention,
      });
    }
    case 'kafka': {
      const { createKafkaStream, mskIam } = await import('@ventanilla/stream-kafka');
      const { STREAM_KAFKA_REGION: region } = settings;
      const because = 'STREAM_KAFKA_SASL=msk-iam';
      return createKafkaStream({
        ...kafkaConnection(settings, applicationName),
        ...(settings.STREAM_KAFKA_SASL === 'msk-iam' && {
          sasl: mskIam(required(region, 'STREAM_KAFKA_REGION', because)),
        }),
        ...retention,
      });
    }
    case 'kinesis': {
      const { createKinesisStream } = await import('@ventanilla/stream-kinesis');
      const { STREAM_KINESIS_ENDPOINT: endpoint, STREAM_KINESIS_KMS_KEY_ID: kmsKeyId } = settings;
      const because = 'STREAM_KIND=kinesis';
      return createKinesisStream({
        region: required(settings.STREAM_KINESIS_REGION, 'STREAM_KINESIS_REGION', because),
        leasesUrl: required(settings.STREAM_URL, 'STREAM_URL', because),
        prefix: settings.STREAM_KINESIS_PREFIX,
        timing,
        ...(endpoint !== undefined && { endpoint }),
        ...(kmsKeyId !== undefined && { kmsKeyId }),
        ...retention,
      });
    }
  }
}
