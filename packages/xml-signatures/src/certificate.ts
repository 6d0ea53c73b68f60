/** An X.509 certificate (RFC 5280), read once and kept: a few certifiers sign most documents. */
import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { SignatureAlgorithm } from './algorithms.ts';
import {
  attempt,
  bitsOf,
  childrenOf,
  context,
  type Der,
  DerError,
  expectTag,
  oidOf,
  parseDer,
  TAG,
  timeOf,
} from './der.ts';

export interface Certificate {
  readonly raw: Buffer;
  /** SHA-256 of the certificate in hex. */
  readonly id: string;
  /** Hex. */
  readonly serial: string;
  /** DER of the names, in hex. */
  readonly issuer: string;
  readonly subject: string;
  /** Text values of the subject: common name, serial number and the rest. */
  readonly subjectValues: readonly string[];
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: KeyObject;
  /** The key's bits, whose SHA-1 names an issuer in OCSP. */
  readonly keyBits: Buffer;
  readonly signed: SignedPart;
  readonly extensions: Extensions;
}

/** Bytes with the signature over them: of certificates, revocation lists and answers. */
export interface SignedPart {
  readonly tbs: Buffer;
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly signature: Buffer;
}

export interface Extensions {
  readonly isAuthority: boolean;
  readonly pathLengthMax: number;
  /** undefined when the certificate does not say. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** Critical ones that are not understood here. */
  readonly unknownCritical: readonly string[];
}

export type KeyUsage = 'digitalSignature' | 'nonRepudiation' | 'keyCertSign' | 'cRLSign';
const KEY_USAGE_BITS: Readonly<Record<KeyUsage, number>> = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyCertSign: 5,
  cRLSign: 6,
};

const rsa = (hash: SignatureAlgorithm['hash']): SignatureAlgorithm => ({
  hash,
  key: 'rsa',
  isPss: false,
});
const ec = (hash: SignatureAlgorithm['hash']): SignatureAlgorithm => ({
  hash,
  key: 'ec',
  isPss: false,
});
const ALGORITHMS: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ['1.2.840.113549.1.1.5', rsa('sha1')],
  ['1.2.840.113549.1.1.11', rsa('sha256')],
  ['1.2.840.113549.1.1.12', rsa('sha384')],
  ['1.2.840.113549.1.1.13', rsa('sha512')],
  ['1.2.840.10045.4.1', ec('sha1')],
  ['1.2.840.10045.4.3.2', ec('sha256')],
  ['1.2.840.10045.4.3.3', ec('sha384')],
  ['1.2.840.10045.4.3.4', ec('sha512')],
]);
const RSA_PSS = '1.2.840.113549.1.1.10';
const HASHES: ReadonlyMap<string, SignatureAlgorithm['hash']> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
export const hashByOid = (oid: string): SignatureAlgorithm['hash'] | undefined => HASHES.get(oid);

/** An AlgorithmIdentifier of a signature; undefined when it is not one of ours. */
export function algorithmOf(der: Der): SignatureAlgorithm | undefined {
  const [oid, parameters] = childrenOf(expectTag(der, TAG.sequence));
  const name = oidOf(oid);
  if (name !== RSA_PSS) return ALGORITHMS.get(name);
  // RSASSA-PSS-params: [0] hash; the mask and salt that go with it are checked by the verification.
  const [hash] = parameters === undefined ? [] : childrenOf(parameters);
  if (hash?.tag !== context(0)) return { hash: 'sha1', key: 'rsa', isPss: true };
  const [identifier] = childrenOf(hash);
  const [hashOid] = childrenOf(expectTag(identifier, TAG.sequence));
  const known = HASHES.get(oidOf(hashOid));
  return known === undefined ? undefined : { hash: known, key: 'rsa', isPss: true };
}

/** The three parts that certificates, lists and answers share. */
export function readSignedPart(der: Der): SignedPart & { readonly content: Der } {
  const [content, algorithm, signature] = childrenOf(der);
  const tbs = expectTag(content, TAG.sequence);
  return {
    content: tbs,
    tbs: tbs.bytes,
    algorithm: algorithmOf(expectTag(algorithm, TAG.sequence)),
    signature: bitsOf(signature),
  };
}

/** Answers of `isSignedBy`, for the life of the signed part. */
const known = new WeakMap<SignedPart, Map<string, boolean>>();

/** True when `part` was signed by the key of this certificate. SHA-1 only where the policy allows it. */
export function isSignedBy(part: SignedPart, by: Certificate, allowsSha1: boolean): boolean {
  const { algorithm } = part;
  if (algorithm === undefined || (algorithm.hash === 'sha1' && !allowsSha1)) return false;
  const answers = known.get(part) ?? new Map<string, boolean>();
  known.set(part, answers);
  const answer = answers.get(by.id) ?? verifyPart(part, algorithm, by.publicKey);
  answers.set(by.id, answer);
  return answer;
}

function verifyPart(part: SignedPart, algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  if (!fits(algorithm, key)) return false;
  const { hash, isPss } = algorithm;
  return verify(hash, part.tbs, { key, ...(isPss ? PSS : {}) }, part.signature);
}
/** The salt of any length: its parameters say how long, and a wrong one does not verify. */
const PSS = { padding: 6, saltLength: -2 };

export const fits = ({ key, isPss }: SignatureAlgorithm, { asymmetricKeyType }: KeyObject) =>
  asymmetricKeyType === key || (isPss && asymmetricKeyType === 'rsa-pss');

const CERTIFICATE_BYTES_MAX = 12_288;
/** Certificates by `id`; cleared when full, since a flood of them is hostile. */
const CACHE_MAX = 2_000;
const cache = new Map<string, Certificate | undefined>();

/** The certificate of these DER bytes; undefined when they are none. */
export function parseCertificate(raw: Uint8Array): Certificate | undefined {
  if (raw.length > CERTIFICATE_BYTES_MAX) return undefined;
  const id = createHash('sha256').update(raw).digest('hex');
  if (cache.has(id)) return cache.get(id);
  // A copy, so that what is kept does not keep the document it came in.
  const certificate = attempt(() => read(Buffer.from(raw), id));
  if (cache.size >= CACHE_MAX) cache.clear();
  cache.set(id, certificate);
  return certificate;
}

function read(raw: Buffer, id: string): Certificate {
  const { content, ...signed } = readSignedPart(parseDer(raw));
  const fields = childrenOf(content);
  if (fields[0]?.tag === context(0)) fields.shift();
  const [serial, , issuer, validity, subject, spki, ...optional] = fields;
  const [notBefore, notAfter] = childrenOf(expectTag(validity, TAG.sequence));
  const [, keyBits] = childrenOf(expectTag(spki, TAG.sequence));
  const extensions = optional.find(({ tag }) => tag === context(3));
  return {
    raw,
    id,
    serial: expectTag(serial, TAG.integer).content.toString('hex'),
    issuer: expectTag(issuer, TAG.sequence).bytes.toString('hex'),
    subject: expectTag(subject, TAG.sequence).bytes.toString('hex'),
    subjectValues: nameValues(expectTag(subject, TAG.sequence)),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    publicKey: publicKeyOf(expectTag(spki, TAG.sequence)),
    keyBits: bitsOf(keyBits),
    signed,
    extensions: readExtensions(extensions),
  };
}

function publicKeyOf({ bytes }: Der): KeyObject {
  try {
    return createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  } catch {
    throw new DerError('not a public key');
  }
}

function nameValues(name: Der): readonly string[] {
  return childrenOf(name)
    .flatMap(childrenOf)
    .map((attribute) => childrenOf(attribute)[1]?.content.toString('utf8') ?? '');
}

const OID = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
} as const;
/** Critical and harmless to a signature: policies and alternative names say who, not whether. */
const IGNORED = new Set(['2.5.29.32', '2.5.29.17', '2.5.29.14', '2.5.29.35']);

/** Extensions by OID. */
export function extensionsOf(wrapper: Der | undefined) {
  const [list] = wrapper === undefined ? [] : childrenOf(wrapper);
  return (list === undefined ? [] : childrenOf(list)).map((extension) => {
    const [oid, ...rest] = childrenOf(extension);
    const isCritical = rest.length > 1 && rest[0]?.content[0] !== 0;
    return { oid: oidOf(oid), isCritical, value: expectTag(rest.at(-1), TAG.octetString).content };
  });
}

function readExtensions(wrapper: Der | undefined): Extensions {
  let isAuthority = false;
  let pathLengthMax = Number.POSITIVE_INFINITY;
  let keyUsage: Set<KeyUsage> | undefined;
  let extendedKeyUsage: string[] | undefined;
  const unknownCritical: string[] = [];
  for (const { oid, isCritical, value } of extensionsOf(wrapper)) {
    if (oid === OID.basicConstraints) {
      const [first, second] = childrenOf(parseDer(value));
      isAuthority = first?.tag === TAG.boolean && first.content[0] !== 0;
      const length = first?.tag === TAG.integer ? first : second;
      if (length !== undefined) pathLengthMax = Number(`0x${length.content.toString('hex')}`);
    } else if (oid === OID.keyUsage) keyUsage = readKeyUsage(parseDer(value, TAG.bitString));
    else if (oid === OID.extendedKeyUsage)
      extendedKeyUsage = childrenOf(parseDer(value)).map(oidOf);
    else if (isCritical && !IGNORED.has(oid)) unknownCritical.push(oid);
  }
  return { isAuthority, pathLengthMax, keyUsage, extendedKeyUsage, unknownCritical };
}

function readKeyUsage({ content }: Der): Set<KeyUsage> {
  const bit = (number: number): boolean =>
    ((content[1 + (number >> 3)] ?? 0) & (0x80 >> (number & 7))) !== 0;
  const names = Object.keys(KEY_USAGE_BITS) as KeyUsage[];
  return new Set(names.filter((name) => bit(KEY_USAGE_BITS[name])));
}
