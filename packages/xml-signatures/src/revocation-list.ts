/** Certificate revocation lists (RFC 5280, 5). */
import { extensionsOf, readSignedPart, type SignedPart } from './certificate.ts';
import { attempt, childrenOf, context, type Der, expectTag, parseDer, TAG, timeOf } from './der.ts';

export interface RevocationList extends SignedPart {
  readonly kind: 'crl';
  /** DER of the issuer's name, in hex. */
  readonly issuer: string;
  readonly thisUpdate: number;
  /** Infinite when the list does not say. */
  readonly nextUpdate: number;
  /** Instants of revocation by serial number in hex. */
  readonly revoked: ReadonlyMap<string, number>;
}

const DISTRIBUTION_POINT = '2.5.29.28';
/** onlySomeReasons, indirectCRL, onlyContainsAttributeCerts: lists that do not speak for every certificate. */
const PARTIAL = new Set([context(3, false), context(4, false), context(5, false)]);

/** The list in these bytes; undefined when there is none, or one for some certificates only. */
export const parseRevocationList = (bytes: Uint8Array): RevocationList | undefined =>
  attempt(() => read(bytes));

function read(bytes: Uint8Array): RevocationList | undefined {
  const { content, ...signed } = readSignedPart(parseDer(bytes));
  const fields = childrenOf(content);
  if (fields[0]?.tag === TAG.integer) fields.shift();
  const [, issuer, thisUpdate, ...rest] = fields;
  const hasNext = rest[0]?.tag === TAG.utcTime || rest[0]?.tag === TAG.generalizedTime;
  const nextUpdate = hasNext ? timeOf(rest.shift()) : Number.POSITIVE_INFINITY;
  const entries = rest[0]?.tag === TAG.sequence ? childrenOf(rest[0]) : [];
  if (isPartial(rest.find(({ tag }) => tag === context(0)))) return undefined;
  return {
    ...signed,
    kind: 'crl',
    issuer: expectTag(issuer, TAG.sequence).bytes.toString('hex'),
    thisUpdate: timeOf(thisUpdate),
    nextUpdate,
    revoked: new Map(entries.map(readEntry)),
  };
}

function readEntry(entry: Der): [string, number] {
  const [serial, date] = childrenOf(entry);
  return [expectTag(serial, TAG.integer).content.toString('hex'), timeOf(date)];
}

function isPartial(extensions: Der | undefined): boolean {
  return extensionsOf(extensions).some(({ oid, isCritical, value }) => {
    if (!isCritical) return false;
    if (oid !== DISTRIBUTION_POINT) return true;
    return childrenOf(parseDer(value)).some(
      ({ tag, content }) => PARTIAL.has(tag) || (tag === context(3) && content.length > 0),
    );
  });
}
