import { environmentOfSide, settingsOfSide } from './sides.ts';

describe('the two sides of a bridge', () => {
  const environment = {
    STREAM_URL: 'postgres://both/db',
    STREAM_KAFKA_SASL_PASSWORD_FILE: '/both',
    TO_STREAM_KAFKA_SASL_PASSWORD: 'own',
    FROM_STREAM_URL: 'postgres://from/db',
    PATH: '/bin',
  };

  it('prefers what is said for one side, whether as a value or as a file', () => {
    expect(environmentOfSide(environment, 'FROM')).toMatchObject({
      STREAM_URL: 'postgres://from/db',
      STREAM_KAFKA_SASL_PASSWORD_FILE: '/both',
    });
    const to = environmentOfSide(environment, 'TO');
    expect(to).toMatchObject({
      STREAM_URL: 'postgres://both/db',
      STREAM_KAFKA_SASL_PASSWORD: 'own',
    });
    expect(to).not.toHaveProperty('STREAM_KAFKA_SASL_PASSWORD_FILE');
  });

  it('takes the kind from the command and says of which side a setting is wrong', () => {
    expect(settingsOfSide({ STREAM_KIND: 'kafka' }, 'TO', 'kinesis').STREAM_KIND).toBe('kinesis');
    const wrong = () => settingsOfSide({ FROM_STREAM_PARTITIONS: 'x' }, 'FROM', 'kafka');
    expect(wrong).toThrow(/STREAM_PARTITIONS/);
    expect(() => settingsOfSide({}, 'TO', 'pigeon')).toThrow(/STREAM_KIND/);
  });
});
