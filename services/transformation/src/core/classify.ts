/** Classification: what officials count by, from the summary and the issuer's registry record. */
import type { Classification, DocumentSummary, Taxpayer } from '@ventanilla/invoice';

/** An issuer the registry does not know is counted under `unknown`, never left out. */
export const classify = (
  summary: DocumentSummary,
  issuer: Taxpayer | undefined,
): Classification => ({
  activity: issuer?.activity ?? 'unknown',
  region: issuer?.region ?? 'unknown',
  issuerSize: issuer?.size ?? 'unknown',
  documentClass: summary.documentClass,
});

/** The summary with names as the registry spells them; the document's own where it knows none. */
export function enrich(
  summary: DocumentSummary,
  taxpayers: ReadonlyMap<string, Taxpayer>,
): DocumentSummary {
  const issuerName = taxpayers.get(summary.issuerId)?.name ?? summary.issuerName;
  const buyer = summary.buyerId === undefined ? undefined : taxpayers.get(summary.buyerId);
  const buyerName = buyer?.name ?? summary.buyerName;
  return {
    ...summary,
    ...(issuerName !== undefined && { issuerName }),
    ...(buyerName !== undefined && { buyerName }),
  };
}
