/** CPU per document and stage, for `bench validate`. The clock comes from outside: this package has none. */
import { runRules } from '@ventanilla/rules';
import {
  DEFAULT_XML_LIMITS,
  guardBytes,
  parseWithoutTree,
  type XmlDocument,
  type XmlEngine,
} from '@ventanilla/xml';
import {
  judgeSignatures,
  type SignaturePolicy,
  verifySignatures,
} from '@ventanilla/xml-signatures';
import { createValidator } from './create-validator.ts';
import type { Binding, Format, Source } from './format.ts';
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
  /** Microseconds of CPU a document, each stage measured on its own. */
  readonly stages: Readonly<Record<MeasuredStage, number>>;
  /** All of them in one, as the validation service runs them, report included. */
  readonly total: number;
}

const WARM_UP_RUNS = 200;
const DEFAULT_BUDGET = 300_000;
const RUNS_PER_LOOK = 20;
const LONG_CALL_MICROS = 1_000;

/** Mean of `call` over as many runs as the budget allows, after warming up. */
function mean(
  call: () => void,
  { cpuMicros, budgetMicros = DEFAULT_BUDGET }: MeasureParts,
): number {
  const warmEnd = cpuMicros() + budgetMicros / 2;
  for (let run = 0; run < WARM_UP_RUNS && cpuMicros() < warmEnd; run += 1) call();
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

/** Each stage of one document, each measured on its own; undefined when no format knows it. */
export function measureDocument(bytes: Uint8Array, parts: MeasureParts): StageFigures | undefined {
  const source = open(bytes, parts.engine);
  if (source === undefined) return undefined;
  try {
    const format = parts.formats.find((candidate) => candidate.recognise(source));
    return format === undefined ? undefined : measureAs(format, source, bytes, parts);
  } finally {
    if (source.kind === 'xml') source.xml.dispose();
  }
}

function open(bytes: Uint8Array, engine: XmlEngine): Source | undefined {
  const xml = engine.parse(bytes);
  if (xml.ok) return { kind: 'xml', xml: xml.document };
  const json = readJson(bytes);
  return json.ok ? { kind: 'json', json: json.document } : undefined;
}

function measureAs(
  format: Format,
  source: Source,
  bytes: Uint8Array,
  parts: MeasureParts,
): StageFigures {
  const { guard, parse, tree } =
    source.kind === 'xml' ? measureXml(bytes, parts) : measureJson(bytes, parts);
  const structure = mean(() => void format.checkStructure(source), parts);
  const read = mean(() => void format.read(source), parts);
  const binding: Binding<unknown> = format.read(source);
  const date = binding.summary?.issueDate ?? '2026-01-01';
  const facts = { receivedAt: `${date}T12:00:00.000Z` };
  const signatures = measureSignatures(format, bytes, Date.parse(facts.receivedAt), parts);
  const rules = mean(() => void runRules(format.pack, binding.model, facts, date), parts);
  const stages = { guard, parse, tree, structure, read, signatures, rules };
  const validator = createValidator({ ...parts, signatures: () => parts.signatures });
  const total = mean(() => void validator.judge(validator.read(bytes), facts), parts);
  return { format: format.id, sizeBytes: bytes.byteLength, stages, total };
}

function measureXml(bytes: Uint8Array, parts: MeasureParts) {
  const guard = mean(() => void guardBytes(bytes, DEFAULT_XML_LIMITS), parts);
  const flat = mean(() => void parseWithoutTree(bytes), parts);
  const whole = mean(() => {
    const result = parts.engine.parse(bytes);
    if (result.ok) result.document.dispose();
  }, parts);
  return { guard, parse: Math.max(0, flat - guard), tree: Math.max(0, whole - flat) };
}

/** With a parse each time, which is taken off again: a document remembers what it wrote canonically. */
function measureSignatures(
  { signatures: profile }: Format,
  bytes: Uint8Array,
  receivedAt: number,
  parts: MeasureParts,
): number {
  const { signatures: policy, engine } = parts;
  if (policy === undefined || profile === undefined) return 0;
  const parseAnd = (use: (document: XmlDocument) => void) =>
    mean(() => {
      const result = engine.parse(bytes);
      if (!result.ok) return;
      use(result.document);
      result.document.dispose();
    }, parts);
  const signed = parseAnd((document) => {
    judgeSignatures(verifySignatures(document, profile, policy), policy, receivedAt);
  });
  return Math.max(0, signed - parseAnd(() => {}));
}

/** JSON is guarded, parsed and built in one pass. */
const measureJson = (bytes: Uint8Array, parts: MeasureParts) => ({
  guard: 0,
  parse: mean(() => void readJson(bytes), parts),
  tree: 0,
});
