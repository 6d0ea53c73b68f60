/**
 * Settings → the stream: documents bundled, then compressed and encrypted, whatever carries them.
 * See docs/adr/0004-documents-travel-in-bundles.md.
 */
import { bundleStream, type DeliveredRecord, protectStream, type Stream } from '@ventanilla/stream';
import { openEnvelope, type Profile } from './custody.ts';
import { createPayloadCodec } from './payload-codec.ts';
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
): Promise<Stream> {
  switch (settings.STREAM_KIND) {
    case 'postgres': {
      const { createPostgresStream } = await import('@ventanilla/stream-postgres');
      return createPostgresStream({
        url: settings.STREAM_URL,
        applicationName: `${applicationName}-stream`,
        retentionHours: settings.STREAM_RETENTION_HOURS,
      });
    }
  }
}
