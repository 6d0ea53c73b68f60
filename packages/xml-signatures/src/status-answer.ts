/** Answers of the Online Certificate Status Protocol (RFC 6960), as a responder gave them out. */
import { createHash } from 'node:crypto';
import type { Hash } from './algorithms.ts';
import {
  type Certificate,
  hashByOid,
  parseCertificate,
  readSignedPart,
  type SignedPart,
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

export interface StatusAnswer extends SignedPart {
  readonly kind: 'ocsp';
  readonly certificates: readonly Certificate[];
  readonly statuses: readonly CertificateStatus[];
}

export interface CertificateStatus {
  readonly hash: Hash | undefined;
  /** In hex: digests of the issuer's name and key. */
  readonly issuerName: string;
  readonly issuerKey: string;
  readonly serial: string;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: number;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
}

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const STATUSES_MAX = 100;

/** The answer in these bytes (OCSPResponse or BasicOCSPResponse); undefined when there is none. */
export const parseStatusAnswer = (bytes: Uint8Array): StatusAnswer | undefined =>
  attempt(() => read(bytes));

function read(bytes: Uint8Array): StatusAnswer {
  const outer = parseDer(bytes);
  const [status, wrapper] = childrenOf(outer);
  if (status?.tag !== TAG.enumerated) return readBasic(outer);
  const [type, response] = childrenOf(childrenOf(expectTag(wrapper, context(0)))[0] ?? outer);
  if (status.content[0] !== 0 || oidOf(type) !== BASIC) throw new DerError('no basic answer');
  return readBasic(parseDer(expectTag(response, TAG.octetString).content));
}

function readBasic(basic: Der): StatusAnswer {
  const { content, ...signed } = readSignedPart(basic);
  const [, , , wrapper] = childrenOf(basic);
  const list = wrapper === undefined ? undefined : childrenOf(wrapper)[0];
  const fields = childrenOf(content);
  if (fields[0]?.tag === context(0)) fields.shift();
  const [, , responses] = fields;
  const statuses = childrenOf(expectTag(responses, TAG.sequence));
  if (statuses.length > STATUSES_MAX) throw new DerError('too many statuses');
  return {
    ...signed,
    kind: 'ocsp',
    certificates: (list === undefined ? [] : childrenOf(list))
      .map(({ bytes }) => parseCertificate(bytes))
      .filter((one) => one !== undefined),
    statuses: statuses.map(readStatus),
  };
}

function readStatus(single: Der): CertificateStatus {
  const [id, status, thisUpdate, next] = childrenOf(single);
  const [algorithm, name, key, serial] = childrenOf(expectTag(id, TAG.sequence));
  const isRevoked = status?.tag === context(1);
  const nextUpdate = next?.tag === context(0) ? timeOf(childrenOf(next)[0]) : undefined;
  return {
    hash: hashByOid(oidOf(childrenOf(expectTag(algorithm, TAG.sequence))[0])),
    issuerName: expectTag(name, TAG.octetString).content.toString('hex'),
    issuerKey: expectTag(key, TAG.octetString).content.toString('hex'),
    serial: expectTag(serial, TAG.integer).content.toString('hex'),
    status: isRevoked ? 'revoked' : status?.tag === context(0, false) ? 'good' : 'unknown',
    revokedAt: isRevoked ? timeOf(childrenOf(status)[0]) : Number.NaN,
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: nextUpdate ?? Number.POSITIVE_INFINITY,
  };
}

/** True when `status` is about `certificate` of `issuer`. */
export function isAbout(
  { hash, issuerName, issuerKey, serial }: CertificateStatus,
  certificate: Certificate,
  issuer: Certificate,
): boolean {
  if (hash === undefined || serial !== certificate.serial) return false;
  const digest = (bytes: Buffer) => createHash(hash).update(bytes).digest('hex');
  return (
    digest(Buffer.from(certificate.issuer, 'hex')) === issuerName &&
    digest(issuer.keyBits) === issuerKey
  );
}
