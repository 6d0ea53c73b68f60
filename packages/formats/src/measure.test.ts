import { generateSamples } from '@ventanilla/samples';
import { createXmlEngine } from '@ventanilla/xml';
import { formats, MEASURED_STAGES, measureDocument } from './index.ts';

describe('measureDocument', () => {
  const engine = createXmlEngine();
  let micros = 0;
  // A clock that ticks with each look ends the loops without taking real time.
  const parts = { formats, engine, budgetMicros: 10, cpuMicros: () => (micros += 4) };

  it.each(['en16931-ubl', 'json'] as const)('tells the stages of %s', (format) => {
    const options = { seed: 1, now: '2026-03-02T10:00:00.000Z', count: 1, faultRate: 0 };
    const [sample] = generateSamples({ ...options, formats: [format] });
    const figures = measureDocument(sample!.bytes, parts);
    expect(figures).toMatchObject({ format, sizeBytes: sample!.bytes.byteLength });
    expect(Object.keys(figures!.stages)).toEqual([...MEASURED_STAGES]);
    expect(figures!.total).toBeGreaterThan(0);
  });

  it('measures nothing that is not known', () => {
    expect(measureDocument(new TextEncoder().encode('<a/>'), parts)).toBeUndefined();
    expect(measureDocument(new TextEncoder().encode('x'), parts)).toBeUndefined();
  });
});
