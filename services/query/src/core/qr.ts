/** What a printed QR says. Facts stated on paper are only ever compared, never believed. */
import { type Decimal, parseDecimal } from '@ventanilla/invoice';

export type QrText =
  /** Our own link: the document's id. */
  | { readonly kind: 'document'; readonly documentId: string }
  /** Guatemala FEL: authorisation number, issuer, buyer and grand total, as the official verifier's link carries them. */
  | {
      readonly kind: 'fel';
      readonly businessKey: string;
      readonly issuerId: string | undefined;
      readonly buyerId: string | undefined;
      readonly amount: Decimal | undefined;
    };

/** Longest text read; a QR of version 40 holds 4,296 characters. */
export const QR_LENGTH_MAX = 4_296;

const DOCUMENT_ID = /^[0-9a-f]{64}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** undefined when the text is none that we know. */
export function readQr(text: string): QrText | undefined {
  if (text.length > QR_LENGTH_MAX) return undefined;
  const trimmed = text.trim();
  if (DOCUMENT_ID.test(trimmed.toLowerCase())) {
    return { kind: 'document', documentId: trimmed.toLowerCase() };
  }
  if (UUID.test(trimmed)) return felQr(new URLSearchParams({ numero: trimmed }));
  if (!URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  const last = url.pathname.split('/').at(-1)?.toLowerCase() ?? '';
  if (DOCUMENT_ID.test(last)) return { kind: 'document', documentId: last };
  return felQr(url.searchParams);
}

function felQr(parameters: URLSearchParams): QrText | undefined {
  const number = parameters.get('numero') ?? '';
  if (!UUID.test(number)) return undefined;
  return {
    kind: 'fel',
    businessKey: `gt-fel:${number.toUpperCase()}`,
    issuerId: normalisedId(parameters.get('emisor')),
    buyerId: normalisedId(parameters.get('receptor')),
    amount: parseDecimal(parameters.get('monto') ?? ''),
  };
}

const normalisedId = (text: string | null): string | undefined =>
  text ? text.toUpperCase().replace(/[^0-9A-Z]/g, '') || undefined : undefined;
