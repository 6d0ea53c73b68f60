/** Settings → the stream, its payloads compressed and encrypted whatever carries them. */
import { type DeliveredRecord, protectStream, type Stream } from '@ventanilla/stream';
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
  return {
    ...protectedStream,
    close: async () => {
      await protectedStream.close();
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
