/** Joins the stages: admission, structure, signatures, rules; each fault found is kept, none stops the next stage. */
import { OperationalError } from '@ventanilla/errors';
import {
  admissionFault,
  type BrokenRule,
  createFault,
  decideVerdict,
  type Facts,
  type Fault,
  type FaultText,
  orderFaults,
  type Report,
  runRules,
  type Stage,
  type StageName,
  toFault,
} from '@ventanilla/rules';
import type { XmlEngine } from '@ventanilla/xml';
import {
  judgeSignatures,
  type SignaturePolicy,
  type SignatureReading,
  verifySignatures,
} from '@ventanilla/xml-signatures';
import { isoDay } from './en16931/summary.ts';
import type { Binding, Format, Source } from './format.ts';
import { type JsonLimits, readJson } from './strict-json/index.ts';
import { structureFault } from './structure.ts';
import type { Reading, Validator } from './validator.ts';

export interface ValidatorParts {
  // biome-ignore lint/suspicious/noExplicitAny: each format has its own model; only it reads it.
  readonly formats: readonly Format<any>[];
  readonly engine: XmlEngine;
  readonly limits?: Partial<JsonLimits>;
  /** How signatures of a format are judged; undefined: not at all. Default: of none. */
  readonly signatures?: (formatId: string) => SignaturePolicy | undefined;
}

/** What was read of one document; opaque to callers. */
export interface DocumentReading extends Reading {
  readonly format?: Format;
  readonly binding?: Binding<unknown>;
  /** Of admission and structure. */
  readonly faults: readonly Fault[];
  /** Present where the format knows signatures and a policy asks for them. */
  readonly signatures?: SignatureReading;
}

type Parsed = { readonly source: Source } | { readonly fault: Fault };

/**
 * Builds the validator. `read` throws only OperationalError `xml-parser-trap` (the sandbox died
 * twice on one document: ours to look at, so a dead letter, never a verdict); `judge` only the
 * retryable `revocation-stale` of a policy that requires revocation answers.
 */
export function createValidator({
  formats,
  engine,
  limits = {},
  signatures = () => undefined,
}: ValidatorParts): Validator<DocumentReading> {
  const known = formats.map(({ id }) => id).join(', ');
  return {
    ready: engine.ready,
    read: (bytes) => {
      const parsed = parse(bytes, engine, limits);
      if ('fault' in parsed) return { references: [], faults: [parsed.fault] };
      const { source } = parsed;
      try {
        const format = formats.find((candidate) => candidate.recognise(source));
        return format === undefined
          ? { references: [], faults: [unknownFormat(source, known)] }
          : readAs(format, source, signatures(format.id));
      } finally {
        if (source.kind === 'xml') source.xml.dispose();
      }
    },
    judge: (reading, facts) => {
      const { format, binding } = reading;
      if (format === undefined || binding === undefined) {
        return { report: report('unknown', ['admission'], reading.faults) };
      }
      const signed = judgeSigned(reading, signatures(format.id), facts);
      const faults = [...reading.faults, ...signed];
      const all = runRules(format.pack, binding.model, facts, dateOfLaw(binding, facts));
      const broken = all.filter(({ rule }) => rule.mode !== 'shadow');
      const kept = keepWorst(broken, FAULTS_MAX);
      const found = kept.map(({ rule, finding }) =>
        toFault(rule, finding, binding.locate(finding.at)),
      );
      const shadowed = broken.length === all.length ? [] : codesInShadow(all);
      const told = [
        ...orderFaults([...faults, ...found]),
        ...(kept.length < broken.length ? [cutFault(broken.length - kept.length)] : []),
      ];
      const run: StageName[] = ['admission', 'structure', 'rules'];
      if (reading.signatures !== undefined) run.push('signatures');
      if (facts.registry !== undefined) run.push('registry');
      const { id, version, hash } = format.pack;
      return {
        report: { ...report(format.id, run, told), pack: { id, version, hash } },
        ...(binding.summary === undefined ? {} : { summary: binding.summary }),
        invoice: binding.invoice,
        ...(shadowed.length > 0 && { shadowed }),
      };
    },
  };
}

/** The day whose law judges a document: its own where it says one, else that of its reception. */
const dateOfLaw = ({ summary, invoice }: Binding<unknown>, { receivedAt }: Facts): string =>
  summary?.issueDate ?? isoDay(invoice.issueDate) ?? receivedAt.slice(0, 10);

const codesInShadow = <M>(broken: readonly BrokenRule<M>[]): readonly string[] => [
  ...new Set(broken.filter(({ rule }) => rule.mode === 'shadow').map(({ rule }) => rule.code)),
];

/** Of one report: a hostile document could break a rule in every element, and a report is stored. */
const FAULTS_MAX = 500;

/** The first `max`, fatal ones before others, so that cutting never changes the verdict. */
function keepWorst<M>(broken: readonly BrokenRule<M>[], max: number): readonly BrokenRule<M>[] {
  if (broken.length <= max) return broken;
  const isFatal = ({ rule }: BrokenRule<M>): boolean => rule.severity === 'fatal';
  const fatal = broken.filter(isFatal);
  const warnings = broken.filter(({ rule }) => rule.severity === 'warning');
  const rest = broken.filter(({ rule }) => rule.severity === 'information');
  return [...fatal, ...warnings, ...rest].slice(0, max);
}

/** Says that a report holds less than was found. */
export const REPORT_CUT: FaultText = {
  code: 'VEN-REP-001',
  severity: 'information',
  message: {
    es: 'El informe se cortó: hay {actual} hallazgos más',
    en: 'The report was cut: there are {actual} more findings',
  },
  hint: {
    es: 'Corrija los primeros y vuelva a enviar.',
    en: 'Mend the first ones and send again.',
  },
};

const cutFault = (count: number): Fault =>
  createFault(REPORT_CUT, 'rules', { path: '' }, { actual: String(count) });

const LESS_THAN = 0x3c;
const JSON_START = new Set([0x7b, 0x5b, 0x22]);

/** First byte that is neither BOM nor white space. */
function firstByte(bytes: Uint8Array): number | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)
    at += 1;
  return bytes[at];
}

function parse(bytes: Uint8Array, engine: XmlEngine, limits: Partial<JsonLimits>): Parsed {
  const first = firstByte(bytes);
  if (first === undefined) return { fault: admissionFault('empty') };
  // Anything that is not JSON goes to the XML guard, which knows UTF-16 and other encodings.
  return first !== LESS_THAN && JSON_START.has(first)
    ? parseJson(bytes, limits)
    : parseXml(bytes, engine);
}

function parseXml(bytes: Uint8Array, engine: XmlEngine): Parsed {
  const result = engine.parse(bytes);
  if (result.ok) return { source: { kind: 'xml', xml: result.document } };
  const { refusal, detail, line, column } = result;
  if (refusal === 'parser-trap') {
    throw new OperationalError('xml-parser-trap', detail, { retryable: false });
  }
  return { fault: admissionFault(refusal, { actual: detail }, place(line, column)) };
}

function parseJson(bytes: Uint8Array, limits: Partial<JsonLimits>): Parsed {
  const result = readJson(bytes, limits);
  if (result.ok) return { source: { kind: 'json', json: result.document } };
  const { refusal, detail, line, column } = result;
  return { fault: admissionFault(refusal, { actual: detail }, place(line, column)) };
}

const place = (line: number | undefined, column: number | undefined) => ({
  path: '',
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
});

function unknownFormat(source: Source, known: string): Fault {
  if (source.kind === 'json') {
    return admissionFault('unknown-format', { expected: known, actual: 'JSON' });
  }
  const { namespace, name } = source.xml.root;
  const actual = namespace === '' ? name : `{${namespace}}${name}`;
  return admissionFault('unknown-format', { expected: known, actual });
}

function readAs(
  format: Format,
  source: Source,
  policy: SignaturePolicy | undefined,
): DocumentReading {
  const structure = format.checkStructure(source);
  const binding = format.read(source);
  const isLost = binding.summary === undefined && !structure.some((f) => f.severity === 'fatal');
  const faults = isLost
    ? [...structure, structureFault('unidentified', binding.locate(''))]
    : structure;
  const reading = { format, binding, faults, references: binding.references };
  const profile = format.signatures;
  if (policy === undefined || profile === undefined || source.kind !== 'xml') return reading;
  return { ...reading, signatures: verifySignatures(source.xml, profile, policy) };
}

const judgeSigned = (
  { signatures }: DocumentReading,
  policy: SignaturePolicy | undefined,
  { receivedAt }: Facts,
): readonly Fault[] =>
  signatures === undefined || policy === undefined
    ? []
    : judgeSignatures(signatures, policy, Date.parse(receivedAt));

const STAGES: readonly StageName[] = [
  'admission',
  'structure',
  'signatures',
  'rules',
  'registry',
  'ledger',
];

function report(format: string, run: readonly StageName[], faults: readonly Fault[]): Report {
  const failed = new Set(faults.filter((f) => f.severity === 'fatal').map(({ stage }) => stage));
  const stages: Stage[] = STAGES.map((name) => ({
    name,
    outcome: !run.includes(name) ? 'skipped' : failed.has(name) ? 'failed' : 'passed',
  }));
  return { format, verdict: decideVerdict(faults), stages, faults };
}
