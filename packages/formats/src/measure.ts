/** CPU per document and stage, for `bench validate`. The clock comes from outside: this package has none. */
import { DEFAULT_XML_LIMITS, guardBytes, parseWithoutTree, type XmlEngine } from '@ventanilla/xml';
import {
  judgeSignatures,
  type SignaturePolicy,
  verifySignatures,
} from '@ventanilla/xml-signatures';
import { createValidator } from './create-validator.ts';
import type { Format, Source } from './format.ts';
import { readJson } from './strict-json/index.ts';

export const MEASURED_STAGES = [
  'guard',
  'parse',
  'tree',
  'structure',
  'read',
  'signatures',
  'rules',
] as const;
export type MeasuredStage = (typeof MEASURED_STAGES)[number];

export interface MeasureParts {
  // biome-ignore lint/suspicious/noExplicitAny: each format has its own model; only it reads it.
  readonly formats: readonly Format<any>[];
  readonly engine: XmlEngine;
  /** CPU time used by this process so far, in microseconds. */
  readonly cpuMicros: () => number;
  /** About how much CPU each stage may use before its mean is taken. Default 300,000. */
  readonly budgetMicros?: number;
  /** How signatures are judged; without it they are not. */
  readonly signatures?: SignaturePolicy;
}

export interface StageFigures {
  readonly format: string;
  readonly sizeBytes: number;
  /** Microseconds of CPU a document; they add up to `total`. */
  readonly stages: Readonly<Record<MeasuredStage, number>>;
  /** One document judged as the validation service does it, report included. */
  readonly total: number;
}

const DEFAULT_BUDGET = 300_000;
/** Rounds go over all stages in turn, and the median counts: a machine has slow and fast moments. */
const ROUNDS = 5;
/** A service judges for months: its code is as fast as the compiler can make it. */
const WARM_UP_BUDGETS = 6;
const RUNS_PER_LOOK = 10;
const LONG_CALL_MICROS = 1_000;

type Clock = Pick<MeasureParts, 'cpuMicros'>;

/** Mean of `call` over as many runs as the budget allows. */
function mean(call: () => void, budgetMicros: number, { cpuMicros }: Clock): number {
  const start = cpuMicros();
  let runs = 0;
  let used = 0;
  let runsPerLook = 1;
  while (used < budgetMicros) {
    for (let run = 0; run < runsPerLook; run += 1) call();
    runs += runsPerLook;
    used = cpuMicros() - start;
    // Looking costs a microsecond or two, so short calls are looked at less often.
    if (used / runs < LONG_CALL_MICROS) runsPerLook = RUNS_PER_LOOK;
  }
  return used / runs;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * The stages of one document; undefined when no format knows it.
 *
 * Each is what a run that ends behind it costs more than one that ends before it: a document read
 * anew every time, so that nothing a stage keeps for the next one is counted as free.
 */
export function measureDocument(bytes: Uint8Array, parts: MeasureParts): StageFigures | undefined {
  const source = openXml(bytes, parts.engine) ?? openJson(bytes);
  if (source === undefined) return undefined;
  const format = parts.formats.find((candidate) => candidate.recognise(source));
  const day = format?.read(source).summary?.issueDate ?? '2026-01-01';
  close(source);
  if (format === undefined) return undefined;
  const receivedAt = `${day}T12:00:00.000Z`;
  const until = untilEachStage({ format, kind: source.kind, bytes, receivedAt }, parts);
  const { budgetMicros = DEFAULT_BUDGET } = parts;
  mean(until.rules, budgetMicros * WARM_UP_BUDGETS, parts);
  for (const stage of MEASURED_STAGES) mean(until[stage], budgetMicros / ROUNDS, parts);
  const seen = MEASURED_STAGES.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    MEASURED_STAGES.forEach((stage, index) => {
      seen[index]?.push(mean(until[stage], budgetMicros / ROUNDS, parts));
    });
  }
  let before = 0;
  const stages = {} as Record<MeasuredStage, number>;
  MEASURED_STAGES.forEach((stage, index) => {
    const end = median(seen[index] ?? []);
    stages[stage] = Math.max(0, end - before);
    before = Math.max(before, end);
  });
  return { format: format.id, sizeBytes: bytes.byteLength, stages, total: before };
}

interface Measured {
  readonly format: Format;
  readonly kind: Source['kind'];
  readonly bytes: Uint8Array;
  readonly receivedAt: string;
}

/** What to run so that it ends with that stage, by stage. */
function untilEachStage(
  { format, kind, bytes, receivedAt }: Measured,
  parts: MeasureParts,
): Record<MeasuredStage, () => void> {
  const { engine, signatures: policy } = parts;
  // JSON is guarded, parsed and built in one pass.
  const isXml = kind === 'xml';
  const opened = (use: (source: Source) => void) => () => {
    const source = isXml ? openXml(bytes, engine) : openJson(bytes);
    if (source === undefined) return;
    use(source);
    close(source);
  };
  const validator = createValidator({ ...parts, signatures: () => policy });
  const read = (source: Source) => {
    format.checkStructure(source);
    format.read(source);
  };
  return {
    guard: () => void (isXml && guardBytes(bytes, DEFAULT_XML_LIMITS)),
    parse: () => void (isXml ? parseWithoutTree(bytes) : readJson(bytes)),
    tree: opened(() => {}),
    structure: opened((source) => void format.checkStructure(source)),
    read: opened(read),
    signatures: opened((source) => {
      read(source);
      if (source.kind !== 'xml' || !format.signatures || !policy) return;
      const reading = verifySignatures(source.xml, format.signatures, policy);
      judgeSignatures(reading, policy, Date.parse(receivedAt));
    }),
    rules: () => void validator.judge(validator.read(bytes), { receivedAt }),
  };
}

function openXml(bytes: Uint8Array, engine: XmlEngine): Source | undefined {
  const xml = engine.parse(bytes);
  return xml.ok ? { kind: 'xml', xml: xml.document } : undefined;
}

function openJson(bytes: Uint8Array): Source | undefined {
  const json = readJson(bytes);
  return json.ok ? { kind: 'json', json: json.document } : undefined;
}

function close(source: Source): void {
  if (source.kind === 'xml') source.xml.dispose();
}
