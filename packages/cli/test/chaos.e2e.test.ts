/**
 * The fault gates in short: `ventanilla bench chaos --profile NAME` without --times and --seconds is the whole.
 * Kafka, and Kinesis but for splits, are struck by their own packages' tests; their profiles are run by hand.
 */
import { run } from './command.ts';

const WITHIN_MS = 6 * 60_000;

interface Step {
  readonly step: string;
  readonly sound: boolean;
  readonly struck: Readonly<Record<string, number>>;
  readonly documents: number;
  readonly order: { readonly records: number };
}

const pass = async (profile: string, ...options: string[]): Promise<readonly Step[]> => {
  const short = ['--times', '1', '--seconds', '2', ...options];
  const { out, code } = await run('bench', 'chaos', '--profile', profile, '--json', ...short);
  const { sound, steps } = JSON.parse(out);
  expect(steps.filter((step: Step) => !step.sound)).toEqual([]);
  expect([sound, code]).toEqual([true, 0]);
  return steps;
};

/** A gate that strikes nothing, or watches nothing, is passed by anything. */
const expectWork = (steps: readonly Step[], count: number) => {
  expect(steps).toHaveLength(count);
  for (const { struck, documents, order } of steps) {
    expect(Math.min(...Object.values(struck), documents, order.records)).toBeGreaterThan(0);
  }
};

describe('fault gates', () => {
  it(
    'services killed and asked to stop',
    async () => {
      const steps = await pass('services');
      expectWork(steps, 2);
      expect(Object.keys(steps[0]?.struck ?? {})).toHaveLength(9);
    },
    WITHIN_MS,
  );

  // Who holds its partitions for want of a key says so: the step itself waits for that.
  it('key service', async () => expectWork(await pass('keys', '--fault', 'down'), 1), WITHIN_MS);
  it('Postgres', async () => expectWork(await pass('postgres'), 3), WITHIN_MS);
  it('clocks', async () => expectWork(await pass('clock', '--seconds', '1'), 2), WITHIN_MS);
  it('Kinesis', async () => expectWork(await pass('kinesis', '--fault', 'splits'), 1), WITHIN_MS);
});
