/** What judging a document costs, stage by stage, and beside it the official rules under Saxon-HE. */
import { formats, MEASURED_STAGES, measureDocument, type StageFigures } from '@ventanilla/formats';
import { type SampleFormat, sampleAlone } from '@ventanilla/samples';
import {
  newAuthority,
  newKey,
  newSigner,
  pemOf,
  signFel,
  signUbl,
} from '@ventanilla/samples/signing';
import { cenRules, officialObstacle, startOfficial } from '@ventanilla/testing/official-rules';
import { createXmlEngine } from '@ventanilla/xml';
import { policyTrusting } from '@ventanilla/xml-signatures';
import { table } from '../terminal/output.ts';
import { ownCpuMicros } from './usage.ts';

/** One document to judge: of about so many bytes, or of exactly so many lines. */
export interface ValidateCase {
  readonly format: SampleFormat;
  readonly sizeBytes?: number;
  readonly lines?: number;
  /** With XAdES signatures of RSA 2048, and all of them checked. */
  readonly isSigned?: boolean;
}

export interface ValidateFigures extends StageFigures {
  readonly lines?: number;
  readonly isSigned: boolean;
  /** The official rules of its syntax without structure, parse included; undefined where there are none. */
  readonly saxonMicros?: number;
}

export interface ValidateBenchOptions {
  /** CPU time for each stage of each document. */
  readonly seconds: number;
  readonly cases: readonly ValidateCase[];
  readonly onFigures: (figures: ValidateFigures) => void;
  /** Told why when Saxon-HE is not in the table. */
  readonly onObstacle: (obstacle: string) => void;
}

/** The sizes and lines that the aims speak of. */
export const usualCases = (format: SampleFormat): readonly ValidateCase[] => [
  { format, sizeBytes: 5_000 },
  ...(format === 'json' ? [] : [{ format, sizeBytes: 5_000, isSigned: true }]),
  { format, sizeBytes: 11_000 },
  { format, sizeBytes: 200_000 },
  { format, lines: 8_000 },
];

/** One sound document. */
function documentOf({ format, sizeBytes, lines }: ValidateCase): Uint8Array {
  const size = { ...(sizeBytes && { sizeBytes }), ...(lines && { lines }) };
  const options = { seed: 'bench', now: new Date(), count: 50, faultRate: 0, ...size };
  return sampleAlone({ ...options, formats: [format] }).bytes;
}

/** Signs documents as their format says, and the policy that trusts who signed. */
function createSigning() {
  const root = newAuthority('Root', { key: newKey('rsa') });
  const policy = policyTrusting(pemOf(root));
  const holder = (name: string) => newSigner(name, root, { key: newKey('rsa') });
  return {
    policy,
    sign: (format: SampleFormat, bytes: Uint8Array): Uint8Array => {
      const text = Buffer.from(bytes).toString();
      const nit = (name: string) => new RegExp(`${name}(?:="|>)([0-9K]+)`).exec(text)?.[1] ?? name;
      const signers = {
        issuer: holder(nit('NITEmisor')),
        certifier: holder(nit('NITCertificador')),
        xades: { signingTime: new Date().toISOString() },
      };
      return Buffer.from((format === 'gt-fel' ? signFel : signUbl)(bytes, signers));
    },
  };
}

/** Saxon judges about as much as this to warm up and as much again; its compiler wants many runs. */
const SAXON_BYTES = 10_000_000;
const SAXON_RUNS_MIN = 3;

export async function benchValidate(options: ValidateBenchOptions): Promise<ValidateFigures[]> {
  const engine = createXmlEngine();
  const signing = createSigning();
  const obstacle = officialObstacle();
  if (obstacle !== undefined) options.onObstacle(obstacle);
  const official = obstacle === undefined ? await startOfficial([cenRules('ubl')]) : undefined;
  const measured: ValidateFigures[] = [];
  try {
    for (const one of options.cases) {
      const bare = documentOf(one);
      const bytes = one.isSigned ? signing.sign(one.format, bare) : bare;
      const stages = measureDocument(bytes, {
        formats,
        engine,
        cpuMicros: ownCpuMicros,
        budgetMicros: options.seconds * 1e6,
        ...(one.isSigned && { signatures: signing.policy }),
      });
      if (stages === undefined) throw new Error(`the platform does not know ${one.format}`);
      const runs = Math.max(SAXON_RUNS_MIN, Math.round(SAXON_BYTES / bytes.byteLength));
      const isOfficial = one.format === 'en16931-ubl' && !one.isSigned;
      const saxonMicros = isOfficial ? await official?.time(bytes, runs) : undefined;
      const figures = {
        ...stages,
        ...(one.lines && { lines: one.lines }),
        isSigned: one.isSigned ?? false,
        ...(saxonMicros !== undefined && { saxonMicros }),
      };
      measured.push(figures);
      options.onFigures(figures);
    }
  } finally {
    official?.stop();
  }
  return measured;
}

export const describeCase = ({ format, sizeBytes, lines, isSigned }: ValidateFigures): string => {
  const size = `${Math.round(sizeBytes / 1000)} kB`;
  return [format, size, lines && `${lines} lines`, isSigned && 'signed'].filter(Boolean).join(' ');
};

/** CPU microseconds a document, one line a format and size. */
export const describeFigures = (measured: readonly ValidateFigures[]): string =>
  table([
    ['document', ...MEASURED_STAGES, 'total µs', 'Saxon-HE, rules only'],
    ...measured.map((figures) => [
      describeCase(figures),
      ...MEASURED_STAGES.map((stage) => figures.stages[stage].toFixed(0)),
      figures.total.toFixed(0),
      figures.saxonMicros?.toFixed(0) ?? '',
    ]),
  ]);
