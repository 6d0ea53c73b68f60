/** What the demonstration found, and whether it is what was seeded. */
import { collectDurations, readable, rounded } from '../statistics.ts';
import { table } from '../terminal/output.ts';

export interface Expectation {
  readonly verdict: string;
  readonly codes: readonly string[];
  readonly observations: readonly string[];
}

/** Everything known of one document at the end. */
export interface Finding {
  readonly name: string;
  readonly expect: Expectation;
  readonly documentId?: string;
  readonly ackMs: number;
  /** Code of the problem with which reception refused it. */
  readonly refusal?: string;
  readonly verdict?: string;
  readonly outcomeMs?: number;
  /** Codes of its fatal faults and of its warnings. */
  readonly codes: readonly string[];
  readonly observations: readonly string[];
  /** `verified`, or why it is not. */
  readonly receipt: string;
}

export interface Mismatch {
  readonly name: string;
  readonly documentId: string | null;
  readonly expected: string;
  readonly actual: string;
}

export interface DemoSummary {
  readonly seed: string;
  readonly documents: number;
  readonly received: number;
  readonly accepted: number;
  readonly acceptedWithObservations: number;
  readonly rejected: number;
  readonly rejectedByCode: Readonly<Record<string, number>>;
  readonly receiptsVerified: number;
  readonly ackP50Ms: number | null;
  readonly ackP99Ms: number | null;
  readonly outcomeP50Ms: number | null;
  readonly outcomeP99Ms: number | null;
  readonly documentsPerSecond: number;
  readonly mismatches: readonly Mismatch[];
  /** An accepted one, to ask about. */
  readonly sampleDocumentId: string | undefined;
}

const unique = (codes: readonly string[]) => [...new Set(codes)].sort().join(' ');
const outcomeText = (
  verdict: string,
  codes: readonly string[],
  observations: readonly string[],
): string => [verdict, unique(codes), unique(observations)].filter((part) => part !== '').join(' ');

/** The difference between what was seeded and what came back, undefined when there is none. */
export function mismatchOf(finding: Finding): Mismatch | undefined {
  const { expect, name, documentId = null } = finding;
  const expected = outcomeText(expect.verdict, expect.codes, expect.observations);
  const refused = finding.refusal === undefined ? undefined : `refused ${finding.refusal}`;
  const actual =
    refused ?? outcomeText(finding.verdict ?? 'none', finding.codes, finding.observations);
  if (actual !== expected) return { name, documentId, expected, actual };
  if (finding.receipt !== 'verified') {
    return { name, documentId, expected: 'a receipt that verifies', actual: finding.receipt };
  }
  return undefined;
}

export function summarise(
  seed: string,
  findings: readonly Finding[],
  elapsedMs: number,
): DemoSummary {
  const acks = collectDurations();
  const outcomes = collectDurations();
  const byCode = new Map<string, number>();
  const count = (verdict: string) => findings.filter((it) => it.verdict === verdict).length;
  for (const finding of findings) {
    acks.add(finding.ackMs);
    if (finding.outcomeMs !== undefined) outcomes.add(finding.outcomeMs);
    for (const code of new Set(finding.codes)) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  }
  const byFrequency = [...byCode].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  return {
    seed,
    documents: findings.length,
    received: findings.filter((it) => it.documentId !== undefined).length,
    accepted: count('accepted'),
    acceptedWithObservations: count('accepted-with-observations'),
    rejected: count('rejected'),
    rejectedByCode: Object.fromEntries(byFrequency),
    receiptsVerified: findings.filter((it) => it.receipt === 'verified').length,
    ackP50Ms: rounded(acks.quantile(0.5)),
    ackP99Ms: rounded(acks.quantile(0.99)),
    outcomeP50Ms: rounded(outcomes.quantile(0.5)),
    outcomeP99Ms: rounded(outcomes.quantile(0.99)),
    documentsPerSecond: rounded((findings.length / Math.max(1, elapsedMs)) * 1000) ?? 0,
    mismatches: findings.flatMap((finding) => mismatchOf(finding) ?? []),
    sampleDocumentId: findings.find((it) => it.verdict === 'accepted')?.documentId,
  };
}

const CODES_SHOWN = 12;
const MISMATCHES_SHOWN = 10;

/** The summary as a person reads it. */
export function describeSummary(summary: DemoSummary): string {
  const codes = Object.entries(summary.rejectedByCode);
  const ms = (value: number | null) => `${readable(value ?? undefined)} ms`;
  const rows = [
    ['Documents received', `${summary.received} of ${summary.documents}`],
    ['accepted', String(summary.accepted)],
    ['accepted with observations', String(summary.acceptedWithObservations)],
    ['rejected', String(summary.rejected)],
    ...codes.slice(0, CODES_SHOWN).map(([code, count]) => [`  ${code}`, String(count)]),
    ...(codes.length > CODES_SHOWN ? [[`  and ${codes.length - CODES_SHOWN} more codes`, '']] : []),
    ['Receipts verified offline', `${summary.receiptsVerified} of ${summary.documents}`],
    ['Acknowledged in (p50, p99)', `${ms(summary.ackP50Ms)}, ${ms(summary.ackP99Ms)}`],
    ['Registered in (p50, p99)', `${ms(summary.outcomeP50Ms)}, ${ms(summary.outcomeP99Ms)}`],
    ['Documents a second', readable(summary.documentsPerSecond)],
  ];
  const verdict =
    summary.mismatches.length === 0
      ? 'Every document ended as it was seeded, and every receipt verifies.'
      : `${summary.mismatches.length} documents did not end as they were seeded:`;
  const listed = summary.mismatches
    .slice(0, MISMATCHES_SHOWN)
    .map((it) => `  ${it.name}: expected ${it.expected}; was ${it.actual} (${it.documentId})`);
  return [table(rows), '', verdict, ...listed].join('\n');
}
