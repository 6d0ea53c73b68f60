/** What judging a document costs, stage by stage, for documents of several sizes. */
import { formats, MEASURED_STAGES, measureDocument, type StageFigures } from '@ventanilla/formats';
import { generateSamples, type SampleFormat } from '@ventanilla/samples';
import { createXmlEngine } from '@ventanilla/xml';
import { table } from '../terminal/output.ts';

export interface ValidateBenchOptions {
  /** CPU time for each stage of each document. */
  readonly seconds: number;
  readonly sizesBytes: readonly number[];
  readonly formats: readonly SampleFormat[];
  readonly onFigures: (figures: StageFigures) => void;
}

const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** One sound document of about this size. */
function documentOf(format: SampleFormat, sizeBytes: number): Uint8Array {
  const options = { seed: 'bench', now: new Date(), count: 50, faultRate: 0, sizeBytes };
  for (const sample of generateSamples({ ...options, formats: [format] })) {
    if (sample.dependsOn === undefined) return sample.bytes;
  }
  throw new Error(`no ${format} document stands alone`);
}

export async function benchValidate(options: ValidateBenchOptions): Promise<StageFigures[]> {
  const engine = await createXmlEngine();
  const measured: StageFigures[] = [];
  for (const format of options.formats) {
    for (const size of options.sizesBytes) {
      const parts = { formats, engine, cpuMicros, budgetMicros: options.seconds * 1e6 };
      const figures = measureDocument(documentOf(format, size), parts);
      if (figures === undefined) throw new Error(`the platform does not know ${format}`);
      measured.push(figures);
      options.onFigures(figures);
    }
  }
  return measured;
}

/** CPU microseconds a document, one line a format and size. */
export const describeFigures = (measured: readonly StageFigures[]): string =>
  table([
    ['format and kB', ...MEASURED_STAGES, 'total µs'],
    ...measured.map(({ format, sizeBytes, stages, total }) => [
      `${format} ${Math.round(sizeBytes / 1000)}`,
      ...MEASURED_STAGES.map((stage) => stages[stage].toFixed(0)),
      total.toFixed(0),
    ]),
  ]);
