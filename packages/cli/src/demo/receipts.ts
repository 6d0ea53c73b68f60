/** Fetches what the platform says of settled documents and proves it without the platform. */
import type { Api, DocumentStatus } from '../client/api.ts';
import { concurrently } from '../client/concurrently.ts';
import { sentenceOf } from '../failure.ts';

/** Checks a receipt as fetched; `verified`, or the reason why not. */
export type ReceiptCheck = (receipt: unknown, expected: { readonly documentId: string }) => string;

export interface Evidence {
  readonly receipt: string;
  readonly codes: readonly string[];
  readonly observations: readonly string[];
}

interface ReportView {
  readonly faults?: readonly { readonly code: string; readonly severity: string }[];
}

const WIDTH = 12;

const codesOf = (report: ReportView, severity: string): readonly string[] =>
  (report.faults ?? []).filter((fault) => fault.severity === severity).map(({ code }) => code);

/** Receipt of every document, and the faults of those that have any. */
export async function gatherEvidence(
  outcomes: ReadonlyMap<string, DocumentStatus>,
  api: Pick<Api, 'json'>,
  check: ReceiptCheck,
  onDone: (done: number) => void,
): Promise<ReadonlyMap<string, Evidence>> {
  const evidence = new Map<string, Evidence>();
  await concurrently(outcomes.values(), WIDTH, async ({ documentId, status }) => {
    const path = `/v1/documents/${documentId}`;
    let receipt: string;
    try {
      receipt = check(await api.json(`${path}/receipt`), { documentId });
    } catch (error) {
      receipt = sentenceOf(error);
    }
    const report: ReportView =
      status === 'accepted' ? {} : await api.json<ReportView>(`${path}/report`);
    evidence.set(documentId, {
      receipt,
      codes: codesOf(report, 'fatal'),
      observations: codesOf(report, 'warning'),
    });
    onDone(evidence.size);
  });
  return evidence;
}
