/** Every sample of the generator is judged as it says, with the demonstration registry as facts. */
import {
  DEMO_CERTIFIER_ID,
  demoTaxpayers,
  generateSamples,
  listFaults,
  type Sample,
} from '@ventanilla/samples';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator, formats } from './index.ts';

const NOW = '2026-05-06T21:00:00.000Z';
const validator = createValidator({ formats, engine: createXmlEngine() });
const taxpayers = new Map(demoTaxpayers().map((taxpayer) => [taxpayer.id, taxpayer]));
const facts = {
  receivedAt: NOW,
  registry: {
    taxpayers,
    submitter: {
      clientId: 'demo-certifier',
      taxpayerId: DEMO_CERTIFIER_ID,
      kind: 'certifier' as const,
    },
    mandates: new Set(taxpayers.keys()),
  },
};

const found = (codes: readonly string[]): readonly string[] => [...new Set(codes)].sort();

function outcomeOf({ bytes }: Sample) {
  const { report } = validator.judge(validator.read(bytes), facts);
  const ofSeverity = (wanted: string) =>
    found(report.faults.filter(({ severity }) => severity === wanted).map(({ code }) => code));
  return {
    verdict: report.verdict,
    codes: ofSeverity('fatal'),
    observations: report.verdict === 'rejected' ? [] : ofSeverity('warning'),
  };
}

/** What the ledger decides is sound until then. */
const expectedOf = ({ expect: { verdict, codes, observations, decidedBy } }: Sample) =>
  decidedBy === 'ledger'
    ? { verdict: 'accepted', codes: [], observations: [] }
    : { verdict, codes, observations };

const judge = (samples: Iterable<Sample>) => {
  const wrong: unknown[] = [];
  const seeded = new Set<string>();
  for (const sample of samples) {
    const expected = expectedOf(sample);
    const outcome = outcomeOf(sample);
    if (JSON.stringify(outcome) !== JSON.stringify(expected)) {
      wrong.push({ name: sample.name, outcome, expected });
    }
    if (sample.expect.fault !== undefined) seeded.add(`${sample.format} ${sample.expect.fault}`);
  }
  return { wrong: wrong.slice(0, 12), seeded };
};

describe('generated samples', () => {
  it.each(['gt-fel', 'en16931-ubl', 'json'] as const)(
    'of %s are sound without a fault',
    (format) => {
      const options = { seed: format, now: NOW, count: 200, faultRate: 0, formats: [format] };
      expect(judge(generateSamples(options)).wrong).toEqual([]);
    },
  );

  it('end as seeded, for every fault there is', () => {
    // Few annulments are left sound at this rate, so what needs one has a supply of its own.
    const many = { seed: 'faults', now: NOW, count: 1000, faultRate: 0.9 };
    const faults = ['credit-on-annulled', 'annulment-repeated'];
    const annulled = { seed: 'annulled', now: NOW, count: 300, faultRate: 0.2, faults };
    const { wrong, seeded } = judge([...generateSamples(many), ...generateSamples(annulled)]);
    expect(wrong).toEqual([]);
    expect(listFaults().filter(({ format, name }) => !seeded.has(`${format} ${name}`))).toEqual([]);
  });

  it('stay sound near midnight and at the end of a month', () => {
    for (const now of [
      '2026-06-01T05:59:30.000Z',
      '2026-06-01T06:10:00.000Z',
      '2026-01-01T00:30:00.000Z',
    ]) {
      const samples = generateSamples({ seed: now, now, count: 100, faultRate: 0 });
      const wrong = [...samples].filter(
        ({ bytes }) =>
          validator.judge(validator.read(bytes), { ...facts, receivedAt: now }).report.verdict !==
          'accepted',
      );
      expect(wrong.map(({ name }) => name)).toEqual([]);
    }
  });
});
