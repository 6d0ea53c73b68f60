/** Whether a signature is what it says: its parts covered, unchanged, and signed by the key it brings. */
import { hash as hashOf, type KeyObject, verify } from 'node:crypto';
import type { Fault } from '@ventanilla/rules';
import type { XmlDocument, XmlElement } from '@ventanilla/xml';
import type { SignatureAlgorithm } from './algorithms.ts';
import { decodeBase64 } from './base64.ts';
import { type Certificate, fits, parseCertificate } from './certificate.ts';
import { signatureFault } from './faults.ts';
import { type Found, findSignatures, isWithin } from './find.ts';
import type { Coverage, Demand, SignatureProfile } from './profile.ts';
import {
  dsChildren,
  type Reference,
  readSignature,
  type Signature,
  type Tell,
} from './signature.ts';
import { readStapled, type Stapled } from './stapled.ts';
import { parseTime, readXades, type XadesProperties } from './xades.ts';

/** What may be used to check a signature. */
export interface VerifyPolicy {
  /** SHA-1 in digests and signatures; broken since 2017, for archives only. */
  readonly allowsSha1: boolean;
  readonly rsaBitsMin: number;
  /** In place of what the format demands. */
  readonly xades?: Demand | undefined;
  readonly signer?: Demand | undefined;
}

/** A signature that holds; whom it is by, and whether to trust them, is not said yet. */
export interface VerifiedSignature {
  readonly element: XmlElement;
  readonly coverage: Coverage;
  readonly signer: Certificate;
  /** The other certificates it brings. */
  readonly others: readonly Certificate[];
  /** Claimed by the signer; undefined without XAdES. */
  readonly signingTime: number | undefined;
  readonly stapled: Stapled;
}

export interface SignatureReading {
  readonly faults: readonly Fault[];
  readonly verified: readonly VerifiedSignature[];
  /** Of a certificate that names its taxpayer. */
  readonly signer: Demand;
  readonly placeOf: XmlDocument['placeOf'];
}

/** No document of business has more. */
const SIGNATURES_MAX = 5;
const CERTIFICATES_MAX = 10;
const CERTIFICATE_CHARS_MAX = 16_384;
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** Checks every signature of a document against what its format says. Needs the document undisposed. */
export function verifySignatures(
  xml: XmlDocument,
  profile: SignatureProfile,
  policy: VerifyPolicy,
): SignatureReading {
  const faults: Fault[] = [];
  const tell: Tell = (kind, at, values, demand) => {
    faults.push(signatureFault(kind, xml.placeOf(at), values, demand));
  };
  const signer = policy.signer ?? profile.signer ?? 'observe';
  const found = findSignatures(xml.root);
  const coverage = profile.coverage?.(xml.root);
  if (found.signatures.length > SIGNATURES_MAX) {
    tell('too-many', xml.root, { actual: `${found.signatures.length} Signature` });
    return { faults, verified: [], signer, placeOf: xml.placeOf };
  }
  const xades = policy.xades ?? profile.xades;
  const check = { xml, found, coverage, policy, xades, tell };
  const verified: VerifiedSignature[] = [];
  const claimed = new Set<XmlElement>();
  for (const element of found.signatures) {
    if (!profile.isPlace(element)) {
      tell('place', element, { actual: xml.pathOf(element) });
      continue;
    }
    const { covers, result } = checkSignature(element, check);
    for (const one of covers) claimed.add(one.element);
    if (result !== undefined) verified.push(result);
  }
  for (const { element } of coverage ?? []) {
    // One that is there and does not hold has its own fault.
    if (!claimed.has(element)) tell('missing', element, { expected: xml.pathOf(element) });
  }
  return { faults, verified, signer, placeOf: xml.placeOf };
}

interface Check {
  readonly xml: XmlDocument;
  readonly found: Found;
  readonly coverage: readonly Coverage[] | undefined;
  readonly policy: VerifyPolicy;
  readonly xades: Demand | undefined;
  readonly tell: Tell;
}

interface Checked {
  /** What it is meant to cover, whether or not it holds. */
  readonly covers: readonly Coverage[];
  readonly result?: VerifiedSignature;
}

function checkSignature(element: XmlElement, check: Check): Checked {
  const { policy, coverage } = check;
  let isSound = true;
  const tell: Tell = (kind, at, values) => {
    isSound = false;
    check.tell(kind, at, values);
  };
  const signature = readSignature(element, policy.allowsSha1, tell);
  if (signature === undefined) return { covers: [] };
  const targets = resolveAll(signature, { ...check, tell });
  const covered = new Set(targets.map(({ target }) => target));
  const covers = coversOf(targets, coverage);
  if (covers.length !== 1) tellCoverage(signature, targets, { ...check, tell });
  const properties = readXades(signature, covered, tell);
  for (const target of targets) checkDigest(signature, target, { ...check, tell });
  const certificates = certificatesOf(signature, tell);
  const signer = checkValue(signature, certificates, { ...check, tell });
  if (signer === undefined) return { covers };
  checkSigningCertificate(signer, properties, policy, tell);
  const signingTime = signingTimeOf(properties, tell);
  const [only] = covers;
  if (!isSound || only === undefined) return { covers };
  if (check.xades !== undefined && properties === undefined) {
    check.tell('no-xades', element, {}, check.xades);
  }
  const others = certificates.filter((one) => one !== signer);
  const stapled = readStapled(signature, properties, check.xml, policy.allowsSha1, check.tell);
  return { covers, result: { element, coverage: only, signer, others, signingTime, stapled } };
}

/** What the format wants covered and these targets are. */
function coversOf(
  targets: readonly Target[],
  coverage: readonly Coverage[] | undefined,
): readonly Coverage[] {
  if (coverage === undefined) {
    return targets.slice(0, 1).map(({ target }) => ({ element: target }));
  }
  return coverage.filter((one) => targets.some(({ target }) => target === one.element));
}

interface Target {
  readonly reference: Reference;
  readonly target: XmlElement;
  /** True for URI="": what stands around the root is covered too. */
  readonly isWhole: boolean;
}

/** The element of each reference; nothing that is not the format's or the signature's own is digested. */
function resolveAll(signature: Signature, check: Check): readonly Target[] {
  const targets: Target[] = [];
  for (const reference of signature.references) {
    const target = resolve(reference, check);
    if (target === undefined) continue;
    const isCovered = coversOf([target], check.coverage).length > 0;
    const isTwice = targets.some((other) => other.target === target.target);
    if (isTwice) check.tell('too-many', reference.element, { actual: `URI="${reference.uri}"` });
    else if (isCovered || isWithin(target.target, signature.element)) targets.push(target);
    else tellCoverage(signature, [target], check);
  }
  return targets;
}

function resolve(reference: Reference, { xml, found, tell }: Check): Target | undefined {
  const { uri, element } = reference;
  if (uri === '') return { reference, target: xml.root, isWhole: true };
  const id = uri?.startsWith('#') ? uri.slice(1) : undefined;
  if (id === undefined || id.includes('(')) {
    tell('external', element, { actual: uri ?? 'URI' });
    return undefined;
  }
  const [target, ...others] = found.ids.get(id) ?? [];
  if (target === undefined || others.length > 0) {
    tell(target === undefined ? 'unresolved' : 'duplicate-id', element, { actual: `#${id}` });
    return undefined;
  }
  return { reference, target, isWhole: false };
}

function tellCoverage(
  { element }: Signature,
  targets: readonly Target[],
  { xml, coverage, tell }: Check,
): void {
  const foreign = targets.filter(({ target }) => !isWithin(target, element));
  const actual = foreign.map(({ target }) => xml.pathOf(target)).join(', ');
  const expected = (coverage ?? []).map((one) => xml.pathOf(one.element)).join(' | ');
  tell('coverage', foreign[0]?.reference.element ?? element, { expected, actual });
}

function checkDigest(
  { element }: Signature,
  { reference, target, isWhole }: Target,
  { xml, tell }: Check,
): void {
  // A same-document reference selects no comments, whatever its canonical form says (4.3.3.3).
  const canonicalisation = { ...reference.canonicalisation, comments: false };
  const form = xml.canonicalise(isWhole ? undefined : target, {
    ...canonicalisation,
    ...(reference.isEnveloped && { without: element }),
  });
  if (form === undefined) {
    tell('too-many', reference.element, { actual: 'C14N' });
    return;
  }
  if (form.splitText !== undefined) tell('split-text', form.splitText);
  const digest = hashOf(reference.hash, form.bytes, 'buffer');
  if (!digest.equals(reference.digest)) {
    tell('digest', reference.element, {
      actual: reference.uri === '' ? '/' : (reference.uri ?? ''),
    });
  }
}

/** Certificates by the text that brings them: decoding one costs as much as checking a signature. */
const CACHE_MAX = 1_000;
const byText = new Map<string, Certificate>();

function certificateOf(text: string): Certificate | undefined {
  const known = byText.get(text);
  if (known !== undefined) return known;
  const raw = text.length > CERTIFICATE_CHARS_MAX ? undefined : decodeBase64(text);
  const certificate = raw && parseCertificate(raw);
  if (certificate === undefined) return undefined;
  if (byText.size >= CACHE_MAX) byText.clear();
  byText.set(text, certificate);
  return certificate;
}

function certificatesOf({ keyInfo, element }: Signature, tell: Tell): readonly Certificate[] {
  const elements = dsChildren(keyInfo, 'X509Data').flatMap((data) =>
    dsChildren(data, 'X509Certificate'),
  );
  if (elements.length > CERTIFICATES_MAX) {
    tell('too-many', keyInfo ?? element, { actual: `${elements.length} X509Certificate` });
    return [];
  }
  const certificates = elements.map((one) => certificateOf(one.text));
  const unreadable = elements.find((_, index) => certificates[index] === undefined);
  if (unreadable !== undefined) tell('certificate', unreadable, { actual: 'X509Certificate' });
  else if (elements.length === 0) tell('certificate', keyInfo ?? element, { actual: 'KeyInfo' });
  return certificates.filter((one) => one !== undefined);
}

/** The certificate whose key made the signature value. */
function checkValue(
  signature: Signature,
  certificates: readonly Certificate[],
  { xml, policy, tell }: Check,
): Certificate | undefined {
  if (certificates.length === 0) return undefined;
  const { algorithm, canonicalisation, signedInfo, value, valueElement } = signature;
  const usable = certificates.filter(({ publicKey }) => isUsable(publicKey, algorithm, policy));
  if (usable.length === 0) {
    const { publicKey } = certificates[0]!;
    const expected = algorithm.key === 'rsa' ? `RSA ≥ ${policy.rsaBitsMin}` : 'EC P-256/384/521';
    tell('key', signature.keyInfo ?? signature.element, { expected, actual: nameOf(publicKey) });
    return undefined;
  }
  const form = xml.canonicalise(signedInfo, canonicalisation);
  if (form === undefined) {
    tell('too-many', signedInfo, { actual: 'C14N' });
    return undefined;
  }
  if (form.splitText !== undefined) tell('split-text', form.splitText);
  const signer = usable.find(({ publicKey }) => isBy(publicKey, algorithm, form.bytes, value));
  if (signer === undefined) tell('value', valueElement);
  return signer;
}

/** A bare key, which means PKCS #1 padding for RSA: naming that padding doubles the cost of the call. */
const isBy = (
  key: KeyObject,
  { hash, key: kind, isPss }: SignatureAlgorithm,
  bytes: Uint8Array,
  value: Uint8Array,
): boolean =>
  verify(
    hash,
    bytes,
    kind === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : isPss ? { key, ...PSS } : key,
    value,
  );
/** The salt is as long as the hash (RFC 6931, 2.3.10). */
const PSS = { padding: 6, saltLength: -1 };

function isUsable(key: KeyObject, algorithm: SignatureAlgorithm, policy: VerifyPolicy): boolean {
  if (!fits(algorithm, key)) return false;
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return algorithm.key === 'rsa'
    ? (modulusLength ?? 0) >= policy.rsaBitsMin
    : CURVES.has(namedCurve ?? '');
}

const nameOf = (key: KeyObject): string => {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return [key.asymmetricKeyType, modulusLength ?? namedCurve].filter(Boolean).join(' ');
};

function checkSigningCertificate(
  signer: Certificate,
  properties: XadesProperties | undefined,
  { allowsSha1 }: VerifyPolicy,
  tell: Tell,
): void {
  if (properties?.signingCertificate === undefined) return;
  const isNamed = properties.signingCertificates.some(({ hash, value }) => {
    if (hash === undefined || value === undefined || (hash === 'sha1' && !allowsSha1)) return false;
    return hashOf(hash, signer.raw, 'buffer').equals(value);
  });
  if (!isNamed) tell('signing-certificate', properties.signingCertificate);
}

function signingTimeOf(properties: XadesProperties | undefined, tell: Tell): number | undefined {
  const element = properties?.signingTime;
  if (element === undefined) return undefined;
  const time = parseTime(element.text);
  if (time === undefined) tell('signing-time', element, { actual: element.text.trim() });
  return time;
}
