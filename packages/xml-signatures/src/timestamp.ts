/** Timestamp tokens (RFC 3161): proof by another that a signature existed at some instant. */

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Hash } from './algorithms.ts';
import {
  algorithmOf,
  type Certificate,
  hashByOid,
  isSignedBy,
  parseCertificate,
} from './certificate.ts';
import {
  attempt,
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

export interface Timestamp {
  /** Milliseconds at which the authority saw the digest. */
  readonly time: number;
  readonly authority: Certificate;
  readonly others: readonly Certificate[];
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Bare key types, which some authorities name where the signature algorithm belongs. */
const RSA_KEY = '1.2.840.113549.1.1.1';

/**
 * The timestamp in these bytes over `stamped`; undefined when it is not one, is over other bytes, or
 * was not signed by the certificate it names. Whether to trust that certificate is not said yet.
 */
export const parseTimestamp = (
  token: Uint8Array,
  stamped: Uint8Array,
  allowsSha1: boolean,
): Timestamp | undefined => attempt(() => read(token, stamped, allowsSha1));

function read(token: Uint8Array, stamped: Uint8Array, allowsSha1: boolean): Timestamp | undefined {
  const [type, wrapper] = childrenOf(parseDer(token));
  if (oidOf(type) !== SIGNED_DATA) return undefined;
  const [, , content, ...rest] = childrenOf(
    childrenOf(expectTag(wrapper, context(0)))[0] ?? parseDer(token),
  );
  const [contentType, contentWrapper] = childrenOf(expectTag(content, TAG.sequence));
  if (oidOf(contentType) !== TST_INFO) return undefined;
  const info = expectTag(childrenOf(expectTag(contentWrapper, context(0)))[0], TAG.octetString);
  const certificates = childrenOf(
    expectTag(
      rest.find(({ tag }) => tag === context(0)),
      context(0),
    ),
  )
    .map(({ bytes }) => parseCertificate(bytes))
    .filter((one) => one !== undefined);
  const [signer, ...moreSigners] = childrenOf(expectTag(rest.at(-1), TAG.set));
  if (signer === undefined || moreSigners.length > 0) return undefined;
  const authority = signerOf(signer, info.content, certificates, allowsSha1);
  const time = readInfo(parseDer(info.content), stamped, allowsSha1);
  if (authority === undefined || time === undefined) return undefined;
  const others = certificates.filter((one) => one !== authority);
  return { time, authority, others };
}

/** The instant, when the imprint is of what was stamped. */
function readInfo(info: Der, stamped: Uint8Array, allowsSha1: boolean): number | undefined {
  const [, , imprint, , time] = childrenOf(info);
  const [algorithm, digest] = childrenOf(expectTag(imprint, TAG.sequence));
  const hash = hashByOid(oidOf(childrenOf(expectTag(algorithm, TAG.sequence))[0]));
  if (!isAllowed(hash, allowsSha1)) return undefined;
  const expected = expectTag(digest, TAG.octetString).content;
  return createHash(hash).update(stamped).digest().equals(expected) ? timeOf(time) : undefined;
}

const isAllowed = (hash: Hash | undefined, allowsSha1: boolean): hash is Hash =>
  hash !== undefined && (hash !== 'sha1' || allowsSha1);

/** The certificate that signed, checked for digest, signature and purpose. */
function signerOf(
  signer: Der,
  content: Buffer,
  certificates: readonly Certificate[],
  allowsSha1: boolean,
): Certificate | undefined {
  const [, id, digestAlgorithm, attributes, algorithm, signature] = childrenOf(signer);
  const hash = hashByOid(oidOf(childrenOf(expectTag(digestAlgorithm, TAG.sequence))[0]));
  const signed = expectTag(attributes, context(0));
  if (!isAllowed(hash, allowsSha1)) return undefined;
  const digest = createHash(hash).update(content).digest();
  const named = childrenOf(signed).find((one) => oidOf(childrenOf(one)[0]) === MESSAGE_DIGEST);
  const [values] = named === undefined ? [] : childrenOf(named).slice(1);
  const value = values === undefined ? undefined : childrenOf(values)[0];
  if (value === undefined || !digest.equals(value.content)) return undefined;
  const [issuer, serial] = childrenOf(expectTag(id, TAG.sequence));
  const certificate = certificates.find(
    (one) =>
      one.issuer === issuer?.bytes.toString('hex') &&
      one.serial === serial?.content.toString('hex'),
  );
  // Signed as a SET, carried as [0] (RFC 5652, 5.4).
  const tbs = Buffer.from(signed.bytes);
  tbs[0] = TAG.set;
  const part = {
    tbs,
    algorithm: signatureAlgorithm(expectTag(algorithm, TAG.sequence), hash),
    signature: expectTag(signature, TAG.octetString).content,
  };
  if (certificate?.extensions.extendedKeyUsage?.includes(TIME_STAMPING) !== true) return undefined;
  return isSignedBy(part, certificate, allowsSha1) ? certificate : undefined;
}

function signatureAlgorithm(der: Der, hash: Hash) {
  const [oid] = childrenOf(der);
  if (oid === undefined) throw new DerError('no algorithm');
  return oidOf(oid) === RSA_KEY ? { hash, key: 'rsa' as const, isPss: false } : algorithmOf(der);
}
