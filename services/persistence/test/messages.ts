/** Messages for tests: a sound invoice, changed where the test cares. */
import { createHash } from 'node:crypto';
import type { DocumentSummary, OriginReference } from '@ventanilla/invoice';
import type { DocumentTransformed } from '@ventanilla/messages';
import type { Fault, Report } from '@ventanilla/rules';

export interface Draft {
  readonly name: string;
  readonly receivedAt?: string;
  readonly submissionId?: string;
  readonly submitter?: string;
  readonly batchId?: string;
  readonly summary?: Partial<DocumentSummary> | 'unreadable';
  readonly origin?: OriginReference;
  readonly faults?: readonly Fault[];
  readonly region?: string;
}

export const T0 = '2026-03-10T12:00:00.000Z';
export const after = (iso: string, ms: number): string =>
  new Date(Date.parse(iso) + ms).toISOString();

export const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');

/** A UUID made of any text. */
export const uuidOf = (text: string): string =>
  idOf(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

export const fault = (code: string, severity: Fault['severity'] = 'fatal'): Fault => ({
  code,
  severity,
  stage: 'rules',
  message: { es: 'Falla.', en: 'Fault.' },
  hint: { es: 'Corrija.', en: 'Correct.' },
  path: '/Invoice',
  line: 3,
});

function reportOf(faults: readonly Fault[]): Report {
  const isRejected = faults.some(({ severity }) => severity === 'fatal');
  const verdict = isRejected
    ? 'rejected'
    : faults.some(({ severity }) => severity === 'warning')
      ? 'accepted-with-observations'
      : 'accepted';
  return {
    format: 'json',
    pack: { id: 'json', version: '1', hash: 'aa' },
    verdict,
    stages: [
      { name: 'admission', outcome: 'passed' },
      { name: 'structure', outcome: 'passed' },
      { name: 'rules', outcome: isRejected ? 'failed' : 'passed' },
      { name: 'registry', outcome: 'passed' },
      { name: 'ledger', outcome: 'skipped' },
    ],
    faults,
  };
}

/** An invoice `name` of issuer 100 to buyer 200 over 112.00 GTQ, under the key `json:<name>`. */
export function messageOf(draft: Draft): DocumentTransformed {
  const { name, origin, region = '01' } = draft;
  const documentId = idOf(name);
  const summary: DocumentSummary = {
    format: 'json',
    documentType: '380',
    documentClass: 'invoice',
    businessKey: `json:${name}`,
    issuerId: '100',
    issuerName: 'Tienda La Esquina',
    buyerId: '200',
    buyerName: 'Compras, S.A.',
    number: name,
    issueDate: '2026-03-09',
    currency: 'GTQ',
    totalAmount: '112.00',
    taxAmount: '12.00',
    ...(origin !== undefined && { origin }),
    ...(draft.summary !== 'unreadable' && draft.summary),
  };
  return {
    submission: {
      documentId,
      submissionId: draft.submissionId ?? uuidOf(name),
      receivedAt: draft.receivedAt ?? T0,
      submitter: {
        clientId: `client-${draft.submitter ?? '100'}`,
        taxpayerId: draft.submitter ?? '100',
        kind: 'taxpayer',
      },
      mediaType: 'application/json',
      sizeBytes: 1000,
      ...(draft.batchId !== undefined && { batchId: draft.batchId }),
    },
    validatedAt: T0,
    transformedAt: T0,
    report: reportOf(draft.faults ?? []),
    ...(draft.summary !== 'unreadable' && {
      summary,
      invoiceJson: JSON.stringify({ number: name, totals: { withTax: summary.totalAmount } }),
      classification: {
        activity: '47',
        region,
        issuerSize: 'small',
        documentClass: summary.documentClass,
      },
    }),
  };
}

type Effect = OriginReference['effect'];
const CLASSES = { credits: 'credit-note', debits: 'debit-note', annuls: 'annulment' } as const;

/** A note or annulment of the invoice `origin`. */
export const noteOf = (
  name: string,
  origin: string,
  effect: Effect = 'credits',
  draft: Partial<Draft> & {
    readonly presence?: OriginReference['presence'];
    readonly expected?: OriginReference['expected'];
  } = {},
): DocumentTransformed =>
  messageOf({
    ...draft,
    name,
    summary: { documentClass: CLASSES[effect], ...(draft.summary as Partial<DocumentSummary>) },
    origin: {
      effect,
      businessKey: `json:${origin}`,
      presence: draft.presence ?? 'required',
      ...(draft.expected && { expected: draft.expected }),
    },
  });
