/** What a signature brings along to be believed later: certificates, revocation answers, timestamps. */
import type { XmlDocument, XmlElement } from '@ventanilla/xml';
import { DEFAULT_CANONICALISATION } from './algorithms.ts';
import { decodeBase64 } from './base64.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { parseAnswer, type RevocationAnswer } from './revocation.ts';
import { dsChildren, readCanonicalisation, type Signature, type Tell } from './signature.ts';
import { parseTimestamp, type Timestamp } from './timestamp.ts';
import { type XadesProperties, xadesChildren } from './xades.ts';

export interface Stapled {
  readonly certificates: readonly Certificate[];
  readonly answers: readonly RevocationAnswer[];
  readonly timestamps: readonly Timestamp[];
}

/** Of each kind; a signature of business has one or two. */
const ITEMS_MAX = 10;

const bytesOf = (elements: readonly XmlElement[]): Buffer[] =>
  elements
    .slice(0, ITEMS_MAX)
    .map(({ text }) => decodeBase64(text))
    .filter((one) => one !== undefined);

const under = (element: XmlElement | undefined, ...path: readonly string[]): XmlElement[] =>
  path.reduce<XmlElement[]>(
    (at, name) => at.flatMap((one) => xadesChildren(one, name)),
    element === undefined ? [] : [element],
  );

/** Reads the unsigned properties; they prove themselves, so what is not readable just does not count. */
export function readStapled(
  signature: Signature,
  properties: XadesProperties | undefined,
  xml: XmlDocument,
  allowsSha1: boolean,
  tell: Tell,
): Stapled {
  const unsigned = properties?.unsigned;
  const lists = dsChildren(signature.keyInfo, 'X509Data').flatMap((data) =>
    dsChildren(data, 'X509CRL'),
  );
  const answers = [
    ...lists,
    ...under(unsigned, 'RevocationValues', 'CRLValues', 'EncapsulatedCRLValue'),
    ...under(unsigned, 'RevocationValues', 'OCSPValues', 'EncapsulatedOCSPValue'),
  ];
  const certificates = under(unsigned, 'CertificateValues', 'EncapsulatedX509Certificate');
  return {
    certificates: bytesOf(certificates)
      .map(parseCertificate)
      .filter((one) => one !== undefined),
    answers: bytesOf(answers)
      .map(parseAnswer)
      .filter((one) => one !== undefined),
    timestamps: under(unsigned, 'SignatureTimeStamp')
      .slice(0, ITEMS_MAX)
      .map((element) => readTimestamp(element, signature, xml, allowsSha1, tell))
      .filter((one) => one !== undefined),
  };
}

function readTimestamp(
  element: XmlElement,
  { valueElement }: Signature,
  xml: XmlDocument,
  allowsSha1: boolean,
  tell: Tell,
): Timestamp | undefined {
  const [method] = dsChildren(element, 'CanonicalizationMethod');
  const [token] = bytesOf(xadesChildren(element, 'EncapsulatedTimeStamp'));
  const how =
    method === undefined
      ? DEFAULT_CANONICALISATION
      : readCanonicalisation(method, 'algorithm', tell);
  const form = how && xml.canonicalise(valueElement, how);
  const timestamp = token && form && parseTimestamp(token, form.bytes, allowsSha1);
  if (timestamp === undefined) tell('timestamp', element, { actual: 'EncapsulatedTimeStamp' });
  return timestamp;
}
