/** Signs documents as a taxpayer's software would, and as an attacker's would. */
import { createHash, sign } from 'node:crypto';
import {
  type Canonicalisation,
  createXmlEngine,
  type XmlDocument,
  type XmlElement,
} from '@ventanilla/xml';
import type { Holder } from './authority.ts';

export const URI = {
  inclusive: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  inclusiveWithComments: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
  inclusive11: 'http://www.w3.org/2006/12/xml-c14n11',
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  exclusiveWithComments: 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  signedProperties: 'http://uri.etsi.org/01903#SignedProperties',
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
} as const;
const HASHES: Readonly<Record<string, string>> = {
  [URI.sha1]: 'sha1',
  [URI.sha256]: 'sha256',
  [URI.sha384]: 'sha384',
  [URI.sha512]: 'sha512',
};

export interface WishedReference {
  readonly uri: string;
  readonly transforms?: readonly string[];
  readonly type?: string;
}

export interface XadesWish {
  readonly signingTime?: string;
  /** Digest and certificate named by SigningCertificateV2; default: the signer's by SHA-256. */
  readonly certificate?: Uint8Array;
  readonly version?: 1 | 2;
  readonly digest?: string;
  /** Inside SignedSignatureProperties, behind the certificate. */
  readonly more?: string;
  /** Inside UnsignedSignatureProperties; made from the signature value. */
  readonly unsigned?: (value: string) => string;
}

export interface SigningWish {
  readonly by: Holder;
  readonly references: readonly WishedReference[];
  readonly id?: string;
  readonly algorithm?: string;
  readonly digest?: string;
  readonly canonicalisation?: string;
  /** Certificates in KeyInfo; default: the signer's. */
  readonly certificates?: readonly Uint8Array[];
  readonly xades?: XadesWish;
  /** Changes the text of the signature before anything is digested. */
  readonly bend?: (signature: string) => string;
}

const engine = createXmlEngine();
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function parse(text: string): XmlDocument {
  const result = engine.parse(Buffer.from(text));
  if (!result.ok) throw new Error(`the document to sign is not XML: ${result.detail}`);
  return result.document;
}

function search(element: XmlElement, is: (one: XmlElement) => boolean): XmlElement | undefined {
  if (is(element)) return element;
  for (const child of element.children) {
    const found = search(child, is);
    if (found !== undefined) return found;
  }
  return undefined;
}

const hasId = (element: XmlElement, id: string): boolean =>
  element.attributes.some(({ name, value }) => name.toLowerCase() === 'id' && value === id);

function formOf(uri: string | undefined): Canonicalisation {
  return {
    exclusive: uri?.includes('exc-c14n') ?? false,
    comments: uri?.includes('WithComments') ?? false,
    version: uri === URI.inclusive11 ? '1.1' : '1.0',
  };
}

function writeReference(
  { uri, transforms = [], type }: WishedReference,
  digest: string,
  i: number,
) {
  const list = transforms.map((one) => `<ds:Transform Algorithm="${one}"/>`).join('');
  return `<ds:Reference${type === undefined ? '' : ` Type="${type}"`} URI="${uri}">${
    list === '' ? '' : `<ds:Transforms>${list}</ds:Transforms>`
  }<ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue>@digest${i}@</ds:DigestValue></ds:Reference>`;
}

function writeXades(id: string, wish: XadesWish, by: Holder): string {
  const { version = 2, digest = URI.sha256, more = '' } = wish;
  const name = version === 2 ? 'SigningCertificateV2' : 'SigningCertificate';
  const value = createHash(HASHES[digest] ?? 'sha256').update(wish.certificate ?? by.certificate);
  return `<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#${id}"><xades:SignedProperties Id="${id}-props"><xades:SignedSignatureProperties><xades:SigningTime>${
    wish.signingTime ?? '2026-11-01T10:00:00Z'
  }</xades:SigningTime><xades:${name}><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue>${value.digest('base64')}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:${name}>${more}</xades:SignedSignatureProperties></xades:SignedProperties>@unsigned@</xades:QualifyingProperties></ds:Object>`;
}

function writeSignature(wish: SigningWish): string {
  const { by, id = 'sig', digest = URI.sha256, canonicalisation = URI.inclusive, xades } = wish;
  const { certificates = [by.certificate], references, bend = (text) => text } = wish;
  const algorithm = wish.algorithm ?? defaultAlgorithm(by);
  const all = [...references];
  if (xades !== undefined) all.push({ uri: `#${id}-props`, type: URI.signedProperties });
  const info = `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${canonicalisation}"/><ds:SignatureMethod Algorithm="${algorithm}"/>${all
    .map((one, i) => writeReference(one, digest, i))
    .join('')}</ds:SignedInfo>`;
  const data = certificates
    .map((one) => `<ds:X509Certificate>${base64(one)}</ds:X509Certificate>`)
    .join('');
  const key = data === '' ? '' : `<ds:KeyInfo><ds:X509Data>${data}</ds:X509Data></ds:KeyInfo>`;
  return bend(
    `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="${id}">${info}<ds:SignatureValue>@value@</ds:SignatureValue>${key}${
      xades === undefined ? '' : writeXades(id, xades, by)
    }</ds:Signature>`,
  );
}

const defaultAlgorithm = ({ publicKey }: Holder): string =>
  `http://www.w3.org/2001/04/xmldsig-more#${publicKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa'}-sha256`;

/** `text` with a signature in place of `<?signature?>`; what it covers is digested as it then stands. */
export function signXml(text: string, wish: SigningWish): string {
  const { id = 'sig', digest = URI.sha256, xades, references } = wish;
  let signed = text.replace('<?signature?>', () => writeSignature(wish));
  // Unsigned properties come last and are covered by nothing.
  const draft = parse(signed.replace('@unsigned@', ''));
  const signature = search(draft.root, (one) => one.name === 'Signature' && hasId(one, id));
  const all = [...references, ...(xades === undefined ? [] : [{ uri: `#${id}-props` }])];
  all.forEach(({ uri, transforms = [] }: WishedReference, i) => {
    const at = uri === '' ? undefined : search(draft.root, (one) => hasId(one, uri.slice(1)));
    const isEnveloped = transforms.includes(URI.enveloped);
    const form = draft.canonicalise(at, {
      ...formOf(transforms.find((one) => one !== URI.enveloped)),
      comments: false,
      ...(isEnveloped && signature !== undefined && { without: signature }),
    });
    const value = createHash(HASHES[digest] ?? 'sha256').update(form?.bytes ?? '');
    signed = signed.replaceAll(`@digest${i}@`, value.digest('base64'));
  });
  draft.dispose();
  const value = signInfo(signed.replace('@unsigned@', ''), wish);
  const unsigned = xades?.unsigned?.(value) ?? '';
  return signed
    .replace('@value@', value)
    .replace(
      '@unsigned@',
      unsigned === ''
        ? ''
        : `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${unsigned}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>`,
    );
}

function signInfo(text: string, { by, id = 'sig', ...wish }: SigningWish): string {
  const document = parse(text);
  const signature = search(document.root, (one) => one.name === 'Signature' && hasId(one, id));
  const info = signature?.children.find(({ name }) => name === 'SignedInfo');
  const form = document.canonicalise(info, formOf(wish.canonicalisation));
  document.dispose();
  const algorithm = wish.algorithm ?? defaultAlgorithm(by);
  const hash = /sha\d+/.exec(algorithm)?.[0] ?? 'sha256';
  const isPss = algorithm.includes('MGF1');
  const key =
    by.privateKey.asymmetricKeyType === 'ec'
      ? { key: by.privateKey, dsaEncoding: 'ieee-p1363' as const }
      : { key: by.privateKey, ...(isPss ? { padding: 6, saltLength: -1 } : {}) };
  return base64(sign(hash, form?.bytes ?? Buffer.alloc(0), key));
}
