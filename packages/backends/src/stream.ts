/**
 * Settings → the stream: documents bundled, compressed, encrypted, and by reference where they are too
 * large for what carries them. See docs/adr/0004-documents-travel-in-bundles.md.
 */
import type { KeyObserver } from '@ventanilla/encryption';
import { grantObjects, type ObjectGrants } from '@ventanilla/objects';
import {
  bundleStream,
  claimCheckStream,
  protectStream,
  type Stream,
  type UnreadableOptions,
  withoutRepeats,
} from '@ventanilla/stream';
import { openClaims } from './claims.ts';
import { openEnvelope, type Profile } from './custody.ts';
import { claimGrants, type Grantee } from './grants.ts';
import { kafkaConnection } from './kafka-connection.ts';
import { createPayloadCodec } from './payload-codec.ts';
import { required } from './required.ts';
import type { EncryptionSettings, StreamSettings } from './settings.ts';

export interface OpenStreamOptions extends UnreadableOptions {
  /** Whose rights it is opened with. */
  readonly grantee: Grantee;
  /** How the servers see it; the grantee when absent. */
  readonly applicationName?: string;
  /** Told of every call to the key service. */
  readonly onKeyCall?: KeyObserver;
}

export async function openStream(
  settings: StreamSettings & EncryptionSettings & Profile,
  options: OpenStreamOptions,
): Promise<Stream> {
  const { grantee, applicationName = grantee } = options;
  const bare = await openBareStream(settings, applicationName);
  return openOver(withoutRepeats(bare), settings, options);
}

type OverSettings = Parameters<typeof withClaims>[1] &
  Pick<StreamSettings, 'STREAM_LANES'> &
  EncryptionSettings &
  Profile;

/** What lies on `bare` as documents: large values fetched, decrypted, taken out of their bundles. */
export async function openOver(
  bare: Stream,
  settings: OverSettings,
  { grantee, applicationName: _, onKeyCall, ...unreadable }: OpenStreamOptions,
): Promise<Stream> {
  const envelope = await openEnvelope(settings, grantee, 'stream', onKeyCall && { onKeyCall });
  const claims = { holder: grantee, grants: claimGrants(grantee) };
  const stream = await withClaims(bare, settings, unreadable, claims);
  const protectedStream = protectStream(stream, {
    codec: createPayloadCodec(envelope),
    ...unreadable,
  });
  const { STREAM_LANES: lanes } = settings;
  const bundles = {
    lanes,
    alone: [unreadable.deadTopic],
    // Who sets records aside elsewhere may not write here, so nothing is taken apart either.
    ...(unreadable.setAside && { deliveriesMax: Number.POSITIVE_INFINITY }),
  };
  const bundled = lanes === 0 ? protectedStream : bundleStream(protectedStream, bundles);
  return {
    ...bundled,
    close: async () => {
      await bundled.close();
      envelope.close();
    },
  };
}

/** `stream`, its large values by reference where settings say where to keep them. */
export async function withClaims(
  stream: Stream,
  settings: StreamSettings,
  unreadable: UnreadableOptions,
  /** Absent for an operator's tool, which may carry any topic. */
  claims?: { readonly holder: string; readonly grants: ObjectGrants },
): Promise<Stream> {
  const opened = await openClaims(settings);
  if (!opened) return stream;
  const store = claims ? grantObjects(opened, claims.holder, claims.grants) : opened;
  const aboveBytes = settings.STREAM_CLAIMS_ABOVE_BYTES;
  const now = () => new Date();
  const checked = claimCheckStream(stream, { store, aboveBytes, now, ...unreadable });
  return {
    ...checked,
    close: async () => {
      await checked.close();
      await store.close();
    },
  };
}

/** The adapter alone, values as they lie there: for creating topics and for the operator's tools. */
export async function openBareStream(
  settings: StreamSettings,
  applicationName: string,
  /** postgres, kinesis: roles that may use the topics, or the leases, made through it. */
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
      const { STREAM_KINESIS_ACCESS_KEY_ID: accessKeyId } = settings;
      const because = 'STREAM_KIND=kinesis';
      return createKinesisStream({
        region: required(settings.STREAM_KINESIS_REGION, 'STREAM_KINESIS_REGION', because),
        leasesUrl: required(settings.STREAM_URL, 'STREAM_URL', because),
        prefix: settings.STREAM_KINESIS_PREFIX,
        fanOut: settings.STREAM_KINESIS_FAN_OUT,
        onDemand: settings.STREAM_KINESIS_ON_DEMAND,
        timing,
        grantTo,
        ...(accessKeyId !== undefined && {
          credentials: {
            accessKeyId,
            secretAccessKey: required(
              settings.STREAM_KINESIS_SECRET_ACCESS_KEY,
              'STREAM_KINESIS_SECRET_ACCESS_KEY',
              'STREAM_KINESIS_ACCESS_KEY_ID is set',
            ),
          },
        }),
        ...(endpoint !== undefined && { endpoint }),
        ...(kmsKeyId !== undefined && { kmsKeyId }),
        ...retention,
      });
    }
  }
}
