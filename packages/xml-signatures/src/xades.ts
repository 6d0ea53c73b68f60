/** The signed properties of XAdES (ETSI EN 319 132): who signed, when, under which policy. */
import type { Buffer } from 'node:buffer';
import type { XmlElement } from '@ventanilla/xml';
import { DIGEST_ALGORITHMS, type Hash } from './algorithms.ts';
import { decodeBase64 } from './base64.ts';
import { attributeOf, dsChildren, type Signature, type Tell } from './signature.ts';

interface Digest {
  /** undefined when the algorithm is none of ours. */
  readonly hash: Hash | undefined;
  readonly value: Buffer | undefined;
}

export interface XadesProperties {
  readonly signed: XmlElement;
  readonly signingTime: XmlElement | undefined;
  readonly signingCertificates: readonly Digest[];
  readonly signingCertificate: XmlElement | undefined;
  /** `UnsignedSignatureProperties`: timestamps, certificates, revocation answers. */
  readonly unsigned: XmlElement | undefined;
}

const NAMESPACES = new Set([
  'http://uri.etsi.org/01903/v1.3.2#',
  'http://uri.etsi.org/01903/v1.2.2#',
  'http://uri.etsi.org/01903/v1.1.1#',
]);

export const xadesChildren = (element: XmlElement | undefined, name: string): XmlElement[] =>
  (element?.children ?? []).filter(
    (child) => child.name === name && NAMESPACES.has(child.namespace),
  );
const first = (element: XmlElement | undefined, ...path: readonly string[]) =>
  path.reduce<XmlElement | undefined>((at, name) => xadesChildren(at, name)[0], element);

/**
 * The XAdES properties of a signature, when it has any. Tells when they are there twice, belong to
 * another signature, or are not covered by a reference.
 */
export function readXades(
  signature: Signature,
  covered: ReadonlySet<XmlElement>,
  tell: Tell,
): XadesProperties | undefined {
  const all = signature.objects.flatMap((object) => xadesChildren(object, 'QualifyingProperties'));
  const [qualifying] = all;
  if (qualifying === undefined) return undefined;
  if (all.length > 1 || attributeOf(qualifying, 'Target') !== `#${signature.id ?? ''}`) {
    tell('shape', qualifying, { actual: 'QualifyingProperties' });
    return undefined;
  }
  const [signed, ...more] = xadesChildren(qualifying, 'SignedProperties');
  if (signed === undefined) return undefined;
  if (more.length > 0) tell('shape', qualifying, { actual: 'SignedProperties' });
  if (!covered.has(signed)) tell('unsigned-properties', signed);
  const properties = first(signed, 'SignedSignatureProperties');
  const signingCertificate =
    first(properties, 'SigningCertificateV2') ?? first(properties, 'SigningCertificate');
  return {
    signed,
    signingTime: first(properties, 'SigningTime'),
    signingCertificate,
    signingCertificates: xadesChildren(signingCertificate, 'Cert').map((certificate) =>
      readDigest(first(certificate, 'CertDigest')),
    ),
    unsigned: first(qualifying, 'UnsignedProperties', 'UnsignedSignatureProperties'),
  };
}

function readDigest(element: XmlElement | undefined): Digest {
  const method = dsChildren(element, 'DigestMethod')[0];
  const value = dsChildren(element, 'DigestValue')[0];
  return {
    hash: DIGEST_ALGORITHMS.get((method && attributeOf(method, 'Algorithm')) ?? ''),
    value: decodeBase64(value?.text ?? ''),
  };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;

/** Milliseconds of an xs:dateTime, read as UTC when it names no zone; undefined when it is none. */
export function parseTime(text: string): number | undefined {
  const trimmed = text.trim();
  if (!TIME.test(trimmed)) return undefined;
  const hasZone = /(?:Z|[+-]\d\d:\d\d)$/.test(trimmed);
  const time = Date.parse(hasZone ? trimmed : `${trimmed}Z`);
  return Number.isNaN(time) ? undefined : time;
}
