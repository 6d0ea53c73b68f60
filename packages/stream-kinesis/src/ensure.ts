import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  StartStreamEncryptionCommand,
  type StreamDescriptionSummary,
} from '@aws-sdk/client-kinesis';
import { OperationalError } from '@ventanilla/errors';
import { type Deviation, deviation } from '@ventanilla/stream';
import { pause, persistently } from '@ventanilla/stream/leased';
import { errorName, translated } from './errors.ts';

export interface EnsureSettings {
  /** Put before each topic to make the stream's name. */
  readonly prefix: string;
  /** 24 to 8,760; more than 24 costs extra. */
  readonly retentionHours: number;
  /** New streams scale by themselves, whatever number of partitions is asked for. */
  readonly onDemand: boolean;
  /** Key for encryption by the service, beside our own. */
  readonly kmsKeyId?: string;
}

const ACTIVE_MS = 180_000;

interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
}

/** Throttled calls are made again: the service allows few of them a second. */
const persist = async <T>(work: () => Promise<T>): Promise<T> => {
  const signal = AbortSignal.timeout(ACTIVE_MS);
  const timing = { retryMinMs: 100, retryMaxMs: 2_000 };
  const done = await persistently(async () => ({ value: await translated(work) }), timing, signal);
  if (done) return done.value;
  throw new OperationalError('stream-unavailable', 'Kinesis refuses for too long', {
    retryable: true,
  });
};

const describe = (client: KinesisClient, name: string) =>
  persist(async () => {
    try {
      const answer = await client.send(new DescribeStreamSummaryCommand({ StreamName: name }));
      return answer.StreamDescriptionSummary;
    } catch (error) {
      if (errorName(error) === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  });

/** Creating, retention and encryption each make a stream unavailable for changes for a while. */
const whenActive = async (
  client: KinesisClient,
  name: string,
): Promise<StreamDescriptionSummary> => {
  const deadline = performance.now() + ACTIVE_MS;
  for (let waitMs = 20; performance.now() < deadline; waitMs = Math.min(waitMs * 2, 2_000)) {
    const found = await describe(client, name);
    if (found?.StreamStatus === 'ACTIVE') return found;
    await pause(waitMs, new AbortController().signal);
  }
  throw new OperationalError('stream-unavailable', `stream ${name} does not become active`, {
    retryable: true,
  });
};

const create = (
  client: KinesisClient,
  { name, partitions }: TopicSpec,
  { prefix, onDemand }: EnsureSettings,
): Promise<void> =>
  persist(async () => {
    const mode = onDemand
      ? ({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } } as const)
      : { ShardCount: partitions };
    try {
      await client.send(new CreateStreamCommand({ StreamName: prefix + name, ...mode }));
    } catch (error) {
      if (errorName(error) !== 'ResourceInUseException') throw error; // another was faster
    }
  });

/** Longer is harmless and encryption takes nothing away, so both are mended; the rest is only told. */
const complete = async (
  client: KinesisClient,
  StreamName: string,
  { retentionHours, kmsKeyId }: EnsureSettings,
): Promise<StreamDescriptionSummary> => {
  let found = await whenActive(client, StreamName);
  const change = async (work: () => Promise<unknown>) => {
    await persist(work);
    found = await whenActive(client, StreamName);
  };
  if ((found.RetentionPeriodHours ?? 0) < retentionHours) {
    const longer = { StreamName, RetentionPeriodHours: retentionHours };
    await change(() => client.send(new IncreaseStreamRetentionPeriodCommand(longer)));
  }
  if (kmsKeyId !== undefined && found.EncryptionType !== 'KMS') {
    const encrypted = { StreamName, EncryptionType: 'KMS', KeyId: kmsKeyId } as const;
    await change(() => client.send(new StartStreamEncryptionCommand(encrypted)));
  }
  return found;
};

const compare = (
  { name, partitions }: TopicSpec,
  found: StreamDescriptionSummary,
  { retentionHours, kmsKeyId, onDemand }: EnsureSettings,
): readonly Deviation[] => {
  const mode = found.StreamModeDetails?.StreamMode ?? 'PROVISIONED';
  // A key is named by its id, its ARN or an alias; the service tells the name it was given.
  const key = found.KeyId?.split(/key\//).at(-1);
  const wantedKey = kmsKeyId?.split(/key\//).at(-1);
  return [
    ...deviation(name, 'mode', mode, onDemand ? 'ON_DEMAND' : 'PROVISIONED'),
    ...(mode === 'PROVISIONED'
      ? deviation(name, 'partitions', found.OpenShardCount, partitions)
      : []),
    ...deviation(name, 'retention hours', found.RetentionPeriodHours, retentionHours),
    ...(wantedKey === undefined ? [] : deviation(name, 'KMS key', key, wantedKey)),
  ];
};

/** Creates the streams that are not there, and tells what of the others is not as asked. */
export const ensureStreams = (
  client: KinesisClient,
  topics: readonly TopicSpec[],
  settings: EnsureSettings,
): Promise<readonly Deviation[]> =>
  translated(async () => {
    const deviations: Deviation[] = [];
    for (const topic of topics) {
      const streamName = settings.prefix + topic.name;
      if (!(await describe(client, streamName))) await create(client, topic, settings);
      const found = await complete(client, streamName, settings);
      deviations.push(...compare(topic, found, settings));
    }
    return deviations;
  });
