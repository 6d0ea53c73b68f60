import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  StartStreamEncryptionCommand,
} from '@aws-sdk/client-kinesis';
import { OperationalError } from '@ventanilla/errors';
import { pause, persistently } from '@ventanilla/stream/leased';
import { errorName, translated } from './errors.ts';

export interface EnsureSettings {
  /** 24 to 8,760; more than 168 costs extra. */
  readonly retentionHours: number;
  /** Key for encryption by the service, beside our own. */
  readonly kmsKeyId?: string;
}

const ACTIVE_MS = 180_000;
const DEFAULT_RETENTION_HOURS = 24;

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
const untilActive = async (client: KinesisClient, name: string): Promise<void> => {
  const deadline = performance.now() + ACTIVE_MS;
  let waitMs = 20;
  while ((await describe(client, name))?.StreamStatus !== 'ACTIVE') {
    if (performance.now() > deadline) {
      throw new OperationalError('stream-unavailable', `stream ${name} does not become active`, {
        retryable: true,
      });
    }
    await pause(waitMs, new AbortController().signal);
    waitMs = Math.min(waitMs * 2, 2_000);
  }
};

const create = (client: KinesisClient, name: string, shards: number): Promise<boolean> =>
  persist(async () => {
    try {
      await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
      return true;
    } catch (error) {
      if (errorName(error) === 'ResourceInUseException') return false; // another was faster
      throw error;
    }
  });

/** Creates the streams that are not there; existing ones stay as they are. */
export const ensureStreams = (
  client: KinesisClient,
  streams: readonly { readonly name: string; readonly partitions: number }[],
  { retentionHours, kmsKeyId }: EnsureSettings,
): Promise<void> =>
  translated(async () => {
    for (const { name, partitions } of streams) {
      const made = !(await describe(client, name)) && (await create(client, name, partitions));
      await untilActive(client, name);
      if (!made) continue;
      if (retentionHours > DEFAULT_RETENTION_HOURS) {
        await persist(() =>
          client.send(
            new IncreaseStreamRetentionPeriodCommand({
              StreamName: name,
              RetentionPeriodHours: retentionHours,
            }),
          ),
        );
        await untilActive(client, name);
      }
      if (kmsKeyId === undefined) continue;
      await persist(() =>
        client.send(
          new StartStreamEncryptionCommand({
            StreamName: name,
            EncryptionType: 'KMS',
            KeyId: kmsKeyId,
          }),
        ),
      );
      await untilActive(client, name);
    }
  });
