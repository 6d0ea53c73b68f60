import { checkSettings, readEnvironment } from '../src/settings/read.ts';

const prod = readEnvironment('prod');
const wrong = (over: object): string => {
  try {
    checkSettings({ ...prod, ...over }, 'environments/prod.json');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('These settings were taken.');
};

describe('settings', () => {
  it.each(['dev', 'staging', 'prod'])('of %s are sound', (name) => {
    expect(readEnvironment(name).name).toBe(name);
  });

  it('name every wrong place at once', () => {
    const message = wrong({
      region: 'here',
      database: { ...prod.database, acuMin: 99 },
      extra: true,
    });
    expect(message).toContain('region: not a region');
    expect(message).toContain('database.acuMin: must not be above acuMax');
    expect(message).toContain('"extra"');
  });

  it('ask for a typed sentence before anything is locked for good', () => {
    const retention = { mode: 'COMPLIANCE', days: 3653, glacierAfterDays: 180 };
    expect(wrong({ retention })).toContain('retention.complianceConfirmation');
    const other = 'I accept that nothing stored can be deleted for 1 days';
    expect(wrong({ retention: { ...retention, complianceConfirmation: other } })).toContain(
      'final',
    );
    const complianceConfirmation = 'I accept that nothing stored can be deleted for 3653 days';
    const sound = { ...prod, retention: { ...retention, complianceConfirmation } };
    expect(checkSettings(sound, 'x').retention.mode).toBe('COMPLIANCE');
  });

  it('know what Fargate sells, and what production needs', () => {
    const { services } = prod;
    const reception = { ...services.reception, cpu: 256, memoryMiB: 8192 };
    expect(wrong({ services: { ...services, reception } })).toContain(
      'services.reception.memoryMiB: Fargate gives 256 CPU units between 512 and 2048 MiB',
    );
    const query = { ...services.query, tasksMin: 1 };
    expect(wrong({ services: { ...services, query } })).toContain('at least two tasks');
    expect(wrong({ database: { ...prod.database, readers: 0 } })).toContain('fail over');
  });

  it('refuse a taxpayer that is listed twice', () => {
    const [first] = prod.dedicatedTaxpayers;
    expect(wrong({ dedicatedTaxpayers: [first, first] })).toContain(
      'dedicatedTaxpayers.1.id: large-01 is listed twice',
    );
  });

  it('say which file cannot be read', () => {
    expect(() => readEnvironment('nowhere')).toThrow('environments/nowhere.json cannot be read');
  });
});
