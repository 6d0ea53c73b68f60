import { type Deviation, deviation } from '@ventanilla/stream';
import type { Admin, ConfigResourceTypes, ITopicMetadata } from 'kafkajs';
import { translated } from './errors.ts';

export interface EnsureSettings {
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  readonly retentionHours: number;
  readonly requestBytesMax: number;
  /** Topics whose records are never removed. */
  readonly isKept: (topic: string) => boolean;
}

/** As the protocol numbers it; kafkajs does not export it in a way that modules see. */
const TOPIC: ConfigResourceTypes.TOPIC = 2;

interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
}

const configOf = (topic: string, settings: EnsureSettings): Readonly<Record<string, string>> => ({
  'min.insync.replicas': String(settings.minInsyncReplicas),
  // The broker's clock, so that ages and orders do not depend on the senders'.
  'message.timestamp.type': 'LogAppendTime',
  'max.message.bytes': String(settings.requestBytesMax),
  'compression.type': 'producer',
  // A compacted topic keeps one record a key: of the others, documents would be lost.
  'cleanup.policy': 'delete',
  'retention.ms': settings.isKept(topic) ? '-1' : String(settings.retentionHours * 3_600_000),
});

const create = (admin: Admin, topics: readonly TopicSpec[], settings: EnsureSettings) =>
  // Creating what another has just created answers false, without an error.
  admin.createTopics({
    waitForLeaders: true,
    topics: topics.map(({ name, partitions }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: settings.replicationFactor,
      configEntries: Object.entries(configOf(name, settings)).map(([name, value]) => ({
        name,
        value,
      })),
    })),
  });

/** What the broker says of topics that are there, beside what was asked for. */
const compare = async (
  admin: Admin,
  topics: readonly TopicSpec[],
  settings: EnsureSettings,
): Promise<readonly Deviation[]> => {
  const names = topics.map(({ name }) => name);
  const metadata = await admin.fetchTopicMetadata({ topics: names });
  const found = new Map(metadata.topics.map((it): [string, ITopicMetadata] => [it.name, it]));
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: TOPIC, name })),
  });
  const configs = new Map(resources.map((it) => [it.resourceName, it.configEntries]));
  return topics.flatMap(({ name, partitions }) => {
    const there = found.get(name)?.partitions;
    const copies = there && Math.min(...there.map(({ replicas }) => replicas.length));
    const values = new Map(configs.get(name)?.map((it) => [it.configName, it.configValue]));
    return [
      ...deviation(name, 'partitions', there?.length, partitions),
      ...deviation(name, 'replication.factor', copies, settings.replicationFactor),
      ...Object.entries(configOf(name, settings)).flatMap(([key, wanted]) =>
        deviation(name, key, values.get(key), wanted),
      ),
    ];
  });
};

/** Creates the topics that are not there; existing ones stay as they are, and are compared. */
export const ensureTopics = (
  admin: Admin,
  topics: readonly TopicSpec[],
  settings: EnsureSettings,
): Promise<readonly Deviation[]> =>
  translated(async () => {
    const known = new Set(await admin.listTopics());
    const lacking = topics.filter(({ name }) => !known.has(name));
    if (lacking.length > 0) await create(admin, lacking, settings);
    const there = topics.filter(({ name }) => known.has(name));
    return there.length === 0 ? [] : compare(admin, there, settings);
  });
