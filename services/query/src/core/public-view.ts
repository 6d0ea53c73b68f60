/** The public answer about a document: verdict, date, total, masked parties, and whether the paper agrees. */
import type { PublicRow } from '@ventanilla/database/reads';
import { compare, parseDecimal } from '@ventanilla/invoice';
import { maskId, maskName } from './mask.ts';
import type { QrText } from './qr.ts';

export interface PublicView {
  readonly exists: boolean;
  readonly verdict?: string;
  readonly annulled?: boolean;
  readonly issueDate?: string;
  readonly issuer?: { readonly id: string; readonly name?: string };
  readonly buyer?: { readonly id: string; readonly name?: string };
  readonly currency?: string;
  readonly totalAmount?: string;
  /** Of a QR that states facts: false when the paper says something else than the register. */
  readonly agrees?: boolean;
}

/**
 * Paper that disagrees learns only that: otherwise a made-up QR with a found number would read out
 * the true total.
 */
export function publicView(row: PublicRow | undefined, qr?: QrText): PublicView {
  if (!row) return { exists: false };
  const agrees = qr === undefined || qr.kind === 'document' || paperAgrees(row, qr);
  if (!agrees) return { exists: true, agrees };
  return {
    exists: true,
    verdict: row.verdict,
    annulled: row.annulled,
    ...(row.issueDate && { issueDate: row.issueDate }),
    ...(row.issuerId && { issuer: party(row.issuerId, row.issuerName) }),
    ...(row.buyerId && { buyer: party(row.buyerId, row.buyerName) }),
    ...(row.totalAmount && { currency: row.currency ?? '', totalAmount: row.totalAmount }),
    ...(qr?.kind === 'fel' && { agrees }),
  };
}

const party = (id: string, name: string | null) => ({
  id: maskId(id),
  ...(name && { name: maskName(name) }),
});

function paperAgrees(row: PublicRow, qr: Extract<QrText, { kind: 'fel' }>): boolean {
  const total = parseDecimal(row.totalAmount ?? '');
  return (
    (qr.issuerId === undefined || qr.issuerId === row.issuerId) &&
    (qr.buyerId === undefined || qr.buyerId === (row.buyerId ?? 'CF')) &&
    (qr.amount === undefined || (total !== undefined && compare(qr.amount, total) === 0))
  );
}
