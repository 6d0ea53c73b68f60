import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import {
  type LocalKinesis,
  startKinesis,
  type TestDatabase,
  testDatabase,
} from '@ventanilla/testing';
import { openClient } from './client.ts';
import { createKinesisStream, type KinesisStreamSettings } from './index.ts';

describe('ensure on Kinesis', () => {
  let kinesis: LocalKinesis;
  let database: TestDatabase;
  beforeAll(async () => {
    kinesis = await startKinesis();
    database = await testDatabase();
  }, 120_000);
  afterAll(async () => {
    kinesis.stop();
    await database.drop();
  });

  const ensure = async (
    topic: string,
    partitions: number,
    more: Partial<KinesisStreamSettings> = {},
  ) => {
    const { region, endpoint, credentials } = kinesis;
    const where = { region, endpoint, credentials, leasesUrl: database.url, prefix: 've-' };
    const stream = createKinesisStream({ ...where, ...more });
    const deviations = await stream.ensure([{ name: topic, partitions }]);
    await stream.close();
    return deviations;
  };
  const described = async (topic: string) => {
    const client = openClient(kinesis);
    const question = new DescribeStreamSummaryCommand({ StreamName: `ve-${topic}` });
    const { StreamDescriptionSummary: found } = await client.send(question);
    client.destroy();
    return found;
  };
  const KEY = 'arn:aws:kms:us-east-1:000000000000:key/4a3c9d0e-7f1b-4c52-9a57-0d6a2f6b1c11';

  it('keeps records for 30 days under a key where it is asked to, and is content when asked again', async () => {
    const settings = { retentionHours: 720, kmsKeyId: KEY };
    await expect(ensure('kept', 2, settings)).resolves.toEqual([]);
    await expect(ensure('kept', 2, settings)).resolves.toEqual([]);
    await expect(described('kept')).resolves.toMatchObject({
      OpenShardCount: 2,
      RetentionPeriodHours: 720,
      EncryptionType: 'KMS',
      KeyId: KEY,
      StreamStatus: 'ACTIVE',
    });
  }, 60_000);

  it('completes what an earlier call began, and shortens nothing', async () => {
    await ensure('begun', 1, { retentionHours: 24 });
    await expect(ensure('begun', 1, { kmsKeyId: KEY })).resolves.toEqual([]);
    await expect(described('begun')).resolves.toMatchObject({
      RetentionPeriodHours: 168,
      EncryptionType: 'KMS',
    });
    await expect(
      ensure('begun', 3, { retentionHours: 48, kmsKeyId: 'alias/other', onDemand: false }),
    ).resolves.toEqual([
      { topic: 'begun', of: 'partitions', found: '1', wanted: '3' },
      { topic: 'begun', of: 'retention hours', found: '168', wanted: '48' },
      { topic: 'begun', of: 'KMS key', found: KEY.slice(-36), wanted: 'alias/other' },
    ]);
  }, 60_000);

  it('makes streams that scale by themselves', async () => {
    await expect(ensure('elastic', 9, { onDemand: true })).resolves.toEqual([]);
    const { StreamModeDetails } = (await described('elastic')) ?? {};
    expect(StreamModeDetails?.StreamMode).toBe('ON_DEMAND');
    await expect(ensure('elastic', 9)).resolves.toEqual([
      { topic: 'elastic', of: 'mode', found: 'ON_DEMAND', wanted: 'PROVISIONED' },
    ]);
  }, 60_000);
});
