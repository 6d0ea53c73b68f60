/** The stream as an operator sees it: values as they lie there, encrypted. */
import { openBareStream, type StreamSettings, streamSettings } from '@ventanilla/backends';
import { TOPICS } from '@ventanilla/messages';
import type { Deviation, Stream } from '@ventanilla/stream';
import { z } from 'zod';
import type { Home } from './home.ts';
import type { StreamAddress } from './local-stream.ts';
import { readState } from './state.ts';

/** Of a platform that `up` runs. */
export const localStream = (address: StreamAddress, partitions = 2): StreamSettings =>
  z.object(streamSettings).parse({ ...address, STREAM_PARTITIONS: partitions });

/** The settings in the environment where STREAM_KIND is set, else the platform running in `home`. */
export async function streamOf(
  home: Home,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<StreamSettings> {
  if (environment.STREAM_KIND === undefined) return localStream(readState(home).stream);
  const { readSettings } = await import('@ventanilla/runtime');
  return readSettings(streamSettings, environment);
}

export const openOperatorStream = (
  settings: StreamSettings,
  grantTo: readonly string[] = [],
): Promise<Stream> => openBareStream(settings, 'ventanilla', grantTo);

export interface Ensured {
  readonly names: readonly string[];
  /** What topics that were there have otherwise than the settings say. */
  readonly deviations: readonly Deviation[];
}

/** Makes the topics that are not there. */
export async function ensureTopics(
  settings: StreamSettings,
  grantTo: readonly string[] = [],
): Promise<Ensured> {
  const stream = await openOperatorStream(settings, grantTo);
  const names = Object.values(TOPICS);
  const topics = names.map((name) => ({ name, partitions: settings.STREAM_PARTITIONS }));
  try {
    return { names, deviations: await stream.ensure(topics) };
  } finally {
    await stream.close();
  }
}
