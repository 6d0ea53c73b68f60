/** The demonstration supply is judged as its seeds say: the same promise the whole platform makes. */
import { demoTaxpayers, generateSamples, type Sample } from '@ventanilla/samples';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator, formats } from './index.ts';

const NOW = '2026-03-02T10:00:00.000Z';
const validator = createValidator({ formats, engine: createXmlEngine() });
const taxpayers = new Map(demoTaxpayers().map((taxpayer) => [taxpayer.id, taxpayer]));
const known = new Set(formats.map(({ id }) => id));

function judge(sample: Sample) {
  const submitter = { clientId: 'test', taxpayerId: sample.issuerId, kind: 'taxpayer' as const };
  const registry = { taxpayers, submitter, mandates: new Set<string>() };
  const reading = validator.read(sample.bytes);
  const { report } = validator.judge(reading, { receivedAt: NOW, registry });
  const ofSeverity = (severity: string) =>
    [
      ...new Set(report.faults.filter((f) => f.severity === severity).map(({ code }) => code)),
    ].sort();
  return { codes: ofSeverity('fatal'), observations: ofSeverity('warning') };
}

describe('generated documents', () => {
  it('are judged as seeded', () => {
    const wrong: unknown[] = [];
    let judged = 0;
    for (const sample of generateSamples({ seed: 7, now: NOW, count: 900, faultRate: 0.4 })) {
      if (!known.has(sample.format)) continue;
      const { codes, observations, decidedBy, fault } = sample.expect;
      const isLater = decidedBy === 'ledger';
      const expected = { codes: isLater ? [] : codes, observations: isLater ? [] : observations };
      const found = judge(sample);
      judged += 1;
      if (JSON.stringify(found) !== JSON.stringify(expected))
        wrong.push({ fault, expected, found });
    }
    expect(judged).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });
});
