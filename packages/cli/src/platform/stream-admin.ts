/** The stream as an operator sees it: values as they lie there, encrypted. */
import { openBareStream, type StreamSettings, streamSettings } from '@ventanilla/backends';
import { TOPICS } from '@ventanilla/messages';
import type { Stream } from '@ventanilla/stream';
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

/** Makes the topics that are not there; resolves with the names of all. */
export async function ensureTopics(
  settings: StreamSettings,
  grantTo: readonly string[] = [],
): Promise<readonly string[]> {
  const stream = await openOperatorStream(settings, grantTo);
  const names = Object.values(TOPICS);
  try {
    await stream.ensure(names.map((name) => ({ name, partitions: settings.STREAM_PARTITIONS })));
  } finally {
    await stream.close();
  }
  return names;
}
