/** Revocation lists, status answers and timestamps, authentic or not. */
import { createHash, sign } from 'node:crypto';
import { algorithmFor, type Holder, nameOf, signPart } from './authority.ts';
import {
  bits,
  explicit,
  generalizedTime,
  integer,
  NULL,
  octets,
  oid,
  sequence,
  set,
  time,
  tlv,
} from './der-writer.ts';

const at = (iso: string): number => Date.parse(iso);
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), NULL);
const SHA1 = sequence(oid('1.3.14.3.2.26'), NULL);
const hash = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest();

interface Window {
  readonly thisUpdate?: string;
  readonly nextUpdate?: string;
}
const THIS_UPDATE = '2026-11-01T00:00:00Z';
const NEXT_UPDATE = '2026-11-30T00:00:00Z';

/** A revocation list of this issuer. */
export function newRevocationList(
  issuer: Holder,
  revoked: readonly { readonly holder: Holder; readonly at: string }[],
  { thisUpdate = THIS_UPDATE, nextUpdate = NEXT_UPDATE }: Window = {},
): Buffer {
  const entries = revoked.map((one) => sequence(integer(one.holder.serial), time(at(one.at))));
  const tbs = sequence(
    integer(1),
    algorithmFor(issuer.privateKey),
    nameOf(issuer.name),
    time(at(thisUpdate)),
    time(at(nextUpdate)),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
  );
  return signPart(tbs, issuer);
}

/** An OCSP response about `holder`, signed by the issuer or a responder of its. */
export function newStatusAnswer(
  issuer: Holder,
  holder: Holder,
  status: 'good' | 'unknown' | { readonly revokedAt: string },
  { responder = issuer, ...window }: Window & { readonly responder?: Holder } = {},
): Buffer {
  const spki = issuer.publicKey.export({ type: 'spki', format: 'der' });
  const keyBits = spki.subarray(spki.length - 65);
  const said =
    status === 'good'
      ? tlv(0x80)
      : status === 'unknown'
        ? tlv(0x82)
        : explicit(1, generalizedTime(at(status.revokedAt)));
  const single = sequence(
    sequence(
      SHA1,
      octets(hash('sha1', nameOf(issuer.name))),
      octets(hash('sha1', keyBits)),
      integer(holder.serial),
    ),
    said,
    generalizedTime(at(window.thisUpdate ?? THIS_UPDATE)),
    explicit(0, generalizedTime(at(window.nextUpdate ?? NEXT_UPDATE))),
  );
  const data = sequence(
    explicit(1, nameOf(responder.name)),
    generalizedTime(at(THIS_UPDATE)),
    sequence(single),
  );
  const basic = sequence(
    data,
    algorithmFor(responder.privateKey),
    bits(sign('sha256', data, responder.privateKey)),
    explicit(0, sequence(responder.certificate)),
  );
  return sequence(
    tlv(0x0a, Buffer.from([0])),
    explicit(0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic))),
  );
}

const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/** A timestamp token over `stamped`. */
export function newTimestamp(authority: Holder, issuer: Holder, stamped: Uint8Array, when: string) {
  const info = sequence(
    integer(1),
    oid('1.3.6.1.4.1.99999.2'),
    sequence(SHA256, octets(hash('sha256', stamped))),
    integer(7),
    generalizedTime(at(when)),
  );
  const attribute = (id: string, value: Buffer) => sequence(oid(id), set(value));
  const attributes = [
    attribute('1.2.840.113549.1.9.3', oid(TST_INFO)),
    attribute('1.2.840.113549.1.9.4', octets(hash('sha256', info))),
  ];
  const signer = sequence(
    integer(1),
    sequence(nameOf(issuer.name), integer(authority.serial)),
    SHA256,
    explicit(0, ...attributes),
    algorithmFor(authority.privateKey),
    octets(sign('sha256', set(...attributes), authority.privateKey)),
  );
  return sequence(
    oid('1.2.840.113549.1.7.2'),
    explicit(
      0,
      sequence(
        integer(3),
        set(SHA256),
        sequence(oid(TST_INFO), explicit(0, octets(info))),
        explicit(0, authority.certificate),
        set(signer),
      ),
    ),
  );
}
