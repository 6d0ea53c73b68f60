import type { Admin } from 'kafkajs';
import { translated } from './errors.ts';

export interface EnsureSettings {
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  readonly retentionHours: number;
  readonly requestBytesMax: number;
  /** Topics whose records are never removed. */
  readonly isKept: (topic: string) => boolean;
}

/** Creates the topics that are not there; existing ones stay as they are. */
export const ensureTopics = (
  admin: Admin,
  topics: readonly { readonly name: string; readonly partitions: number }[],
  settings: EnsureSettings,
): Promise<void> =>
  translated(async () => {
    const known = new Set(await admin.listTopics());
    const lacking = topics.filter(({ name }) => !known.has(name));
    if (lacking.length === 0) return;
    // Creating what another has just created answers false, without an error.
    await admin.createTopics({
      waitForLeaders: true,
      topics: lacking.map(({ name, partitions }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: settings.replicationFactor,
        configEntries: [
          { name: 'min.insync.replicas', value: String(settings.minInsyncReplicas) },
          // The broker's clock, so that ages and orders do not depend on the senders'.
          { name: 'message.timestamp.type', value: 'LogAppendTime' },
          { name: 'max.message.bytes', value: String(settings.requestBytesMax) },
          { name: 'compression.type', value: 'producer' },
          {
            name: 'retention.ms',
            value: settings.isKept(name) ? '-1' : String(settings.retentionHours * 3_600_000),
          },
        ],
      })),
    });
  });
