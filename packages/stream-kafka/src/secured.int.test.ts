import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendAll } from '@ventanilla/stream';
import {
  describeUnless,
  freePort,
  type KafkaServer,
  kafkaObstacle,
  startKafka,
} from '@ventanilla/testing';
import { createKafkaStream, type KafkaStreamSettings } from './index.ts';

const USER = { username: 'ventanilla', password: 'not a secret here' };

/** A certificate for 127.0.0.1 in a store of the broker's, and its PEM. */
const certify = (dataDir: string) => {
  const store = join(dataDir, 'broker.p12');
  const common = ['-keystore', store, '-storepass', 'changeit', '-alias', 'broker'];
  const how = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=broker', '-validity', '2'];
  execFileSync('keytool', ['-genkeypair', ...common, ...how, '-ext', 'san=ip:127.0.0.1'], {
    stdio: 'ignore',
  });
  const pem = join(dataDir, 'broker.pem');
  execFileSync('keytool', ['-exportcert', '-rfc', ...common, '-file', pem], { stdio: 'ignore' });
  return { store, ca: readFileSync(pem, 'utf8') };
};

describeUnless(await kafkaObstacle(), 'Kafka behind TLS and SCRAM', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ventanilla-kafka-'));
  let server: KafkaServer | undefined;
  let settings: KafkaStreamSettings;

  beforeAll(async () => {
    const { store, ca } = certify(dataDir);
    const [port, inner, controller] = [await freePort(), await freePort(), await freePort()];
    server = await startKafka({
      dataDir,
      port,
      format: ['--add-scram', `SCRAM-SHA-512=[name=${USER.username},password="${USER.password}"]`],
      settings: {
        listeners: `SASL_SSL://127.0.0.1:${port},PLAINTEXT://127.0.0.1:${inner},CONTROLLER://127.0.0.1:${controller}`,
        'controller.quorum.voters': `1@127.0.0.1:${controller}`,
        'listener.security.protocol.map':
          'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL',
        'inter.broker.listener.name': 'PLAINTEXT',
        'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
        'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config':
          'org.apache.kafka.common.security.scram.ScramLoginModule required;',
        'ssl.keystore.type': 'PKCS12',
        'ssl.keystore.location': store,
        'ssl.keystore.password': 'changeit',
      },
    });
    settings = {
      brokers: server.brokers,
      clientId: 'secured',
      ssl: { ca },
      sasl: { mechanism: 'scram-sha-512', ...USER },
      appendDeadlineMs: 5_000,
    };
  }, 240_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('carries records, and says what a topic has otherwise than asked', async () => {
    const stream = createKafkaStream(settings);
    const topics = [{ name: 'secured', partitions: 2 }];
    await expect(stream.ensure(topics)).resolves.toEqual([]);
    await appendAll(stream, 'secured', [{ key: 'k', headers: {}, value: Buffer.from('v') }]);
    const stop = new AbortController();
    const seen: string[] = [];
    await stream.consume({
      topic: 'secured',
      group: 'g',
      member: 'm',
      signal: stop.signal,
      handler: async ({ records }) => {
        seen.push(...records.map(({ value }) => Buffer.from(value).toString()));
        stop.abort();
      },
    });
    expect(seen).toEqual(['v']);
    await expect(stream.ensure(topics)).resolves.toEqual([]);
    await stream.close();

    const stricter = createKafkaStream({
      ...settings,
      replicationFactor: 3,
      minInsyncReplicas: 2,
      retentionHours: 24,
    });
    await expect(stricter.ensure([{ name: 'secured', partitions: 6 }])).resolves.toEqual([
      { topic: 'secured', of: 'partitions', found: '2', wanted: '6' },
      { topic: 'secured', of: 'replication.factor', found: '1', wanted: '3' },
      { topic: 'secured', of: 'min.insync.replicas', found: '1', wanted: '2' },
      { topic: 'secured', of: 'retention.ms', found: '604800000', wanted: '86400000' },
    ]);
    await stricter.close();
  }, 60_000);

  it.each([
    ['another password', { sasl: { mechanism: 'scram-sha-512', ...USER, password: 'guess' } }],
    ['an authority that is not ours', { ssl: true }],
  ] as const)(
    'takes nothing with %s',
    async (_, wrong) => {
      const stream = createKafkaStream({ ...settings, ...wrong });
      const record = { key: 'k', headers: {}, value: Buffer.from('v') };
      await expect(stream.append('secured', [record])).rejects.toMatchObject({
        name: 'OperationalError',
      });
      await stream.close();
    },
    60_000,
  );
});
