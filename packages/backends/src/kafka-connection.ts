/** Settings → how Kafka is reached: brokers, TLS and who signs in. */
import { required } from './required.ts';
import type { StreamSettings } from './settings.ts';

const KIND = 'STREAM_KIND=kafka';

/** Of the adapter's settings those that come from the environment; throws `setting-missing`. */
export function kafkaConnection(settings: StreamSettings, clientId: string) {
  const brokers = required(settings.STREAM_KAFKA_BROKERS, 'STREAM_KAFKA_BROKERS', KIND)
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  return {
    brokers,
    clientId,
    replicationFactor: settings.STREAM_KAFKA_REPLICATION,
    minInsyncReplicas: settings.STREAM_KAFKA_IN_SYNC_MIN,
    ...(settings.STREAM_KAFKA_TLS && { ssl: tls(settings) }),
    // msk-iam signs in by itself: see stream.ts.
    ...(!['none', 'msk-iam'].includes(settings.STREAM_KAFKA_SASL) && { sasl: sasl(settings) }),
  };
}

function tls(settings: StreamSettings) {
  const { STREAM_KAFKA_TLS_CA: ca, STREAM_KAFKA_TLS_CERT: cert } = settings;
  const because = 'STREAM_KAFKA_TLS_CERT is set';
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && {
      cert,
      key: required(settings.STREAM_KAFKA_TLS_KEY, 'STREAM_KAFKA_TLS_KEY', because),
    }),
  };
}

function sasl(settings: StreamSettings) {
  const because = `STREAM_KAFKA_SASL=${settings.STREAM_KAFKA_SASL}`;
  const need = (name: 'STREAM_KAFKA_SASL_USERNAME' | 'STREAM_KAFKA_SASL_PASSWORD') =>
    required(settings[name], name, because);
  return {
    mechanism: settings.STREAM_KAFKA_SASL as 'plain',
    username: need('STREAM_KAFKA_SASL_USERNAME'),
    password: need('STREAM_KAFKA_SASL_PASSWORD'),
  };
}
