import { hostname } from 'node:os';
import { encryptionSettings, streamSettings } from '@ventanilla/backends/settings';
import { openStream } from '@ventanilla/backends/stream';
import { TOPICS } from '@ventanilla/messages';
import { readSettings } from '@ventanilla/runtime/settings';
import { type Consumer, type ConsumerOptions, createConsumer } from './consumer.ts';

export interface OpenConsumerOptions extends Omit<ConsumerOptions, 'stream' | 'member'> {
  /** `STREAM_*` and `ENCRYPTION_*` by name, as for the platform's services; usually `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of this process within its group; by default the name of the host. */
  readonly member?: string;
}

/**
 * Opens the stream that the settings name, to read only: nothing but positions is ever written to it.
 * Throws SettingsError naming every wrong setting, OperationalError when the stream cannot be opened.
 */
export async function openConsumer(options: OpenConsumerOptions): Promise<Consumer> {
  const { environment, member = hostname(), ...rest } = options;
  const settings = readSettings({ ...streamSettings, ...encryptionSettings }, environment);
  const stream = await openStream(settings, {
    grantee: 'consumer',
    applicationName: `consumer-${options.group}`,
    deadTopic: TOPICS.dead,
    setAside: async (unreadable) => {
      for (const unusable of unreadable) await options.onUnusable(unusable);
    },
  });
  return createConsumer({ ...rest, member, stream });
}
