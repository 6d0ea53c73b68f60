import { z } from 'zod';
import { kafkaConnection } from './kafka-connection.ts';
import { streamSettings } from './settings.ts';

const connection = (environment: Record<string, string>) =>
  kafkaConnection(
    z.object(streamSettings).parse({ STREAM_KIND: 'kafka', ...environment }),
    'validation',
  );
const BROKERS = { STREAM_KAFKA_BROKERS: 'a:9092, b:9092,' };

describe('kafkaConnection', () => {
  it('reads several brokers and asks for neither TLS nor a sign-in by itself', () => {
    expect(connection(BROKERS)).toEqual({
      brokers: ['a:9092', 'b:9092'],
      clientId: 'validation',
      replicationFactor: 3,
      minInsyncReplicas: 2,
    });
  });

  it('signs in over TLS with our own certificate', () => {
    const secured = connection({
      ...BROKERS,
      STREAM_KAFKA_TLS: 'true',
      STREAM_KAFKA_TLS_CA: 'authority',
      STREAM_KAFKA_TLS_CERT: 'certificate',
      STREAM_KAFKA_TLS_KEY: 'key',
      STREAM_KAFKA_SASL: 'scram-sha-512',
      STREAM_KAFKA_SASL_USERNAME: 'validation',
      STREAM_KAFKA_SASL_PASSWORD: 'secret',
    });
    expect(secured.ssl).toEqual({ ca: 'authority', cert: 'certificate', key: 'key' });
    expect(secured.sasl).toEqual({
      mechanism: 'scram-sha-512',
      username: 'validation',
      password: 'secret',
    });
  });

  it.each([
    ['STREAM_KAFKA_BROKERS', {}],
    ['STREAM_KAFKA_TLS_KEY', { ...BROKERS, STREAM_KAFKA_TLS: 'true', STREAM_KAFKA_TLS_CERT: 'c' }],
    ['STREAM_KAFKA_SASL_USERNAME', { ...BROKERS, STREAM_KAFKA_SASL: 'plain' }],
    [
      'STREAM_KAFKA_SASL_PASSWORD',
      { ...BROKERS, STREAM_KAFKA_SASL: 'plain', STREAM_KAFKA_SASL_USERNAME: 'u' },
    ],
  ])('says that %s is missing', (name, environment) => {
    expect(() => connection(environment)).toThrow(
      expect.objectContaining({
        code: 'setting-missing',
        message: expect.stringContaining(`${name} is needed`),
      }),
    );
  });
});
