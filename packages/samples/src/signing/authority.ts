/** A certification authority of our own: certificates as good or as bad as a test wants them. */
import type { Buffer } from 'node:buffer';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  bits,
  bool,
  explicit,
  integer,
  NULL,
  octets,
  oid,
  sequence,
  set,
  time,
  utf8,
} from './der-writer.ts';

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface CertificateWish {
  readonly name: string;
  readonly key?: KeyPair;
  readonly serial?: number;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly isAuthority?: boolean;
  readonly pathLength?: number;
  /** Bits of KeyUsage, e.g. 0x06 for keyCertSign and cRLSign; absent: no extension. */
  readonly keyUsage?: number;
  readonly extendedKeyUsage?: readonly string[];
  /** An extension nobody knows, critical. */
  readonly unknownCritical?: boolean;
}

/** A certificate with its key: a signer, or an authority that issues others. */
export interface Holder extends KeyPair {
  readonly name: string;
  readonly serial: number;
  readonly certificate: Buffer;
}

export const newKey = (
  kind: 'rsa' | 'P-256' | 'P-384' | 'P-521' = 'P-256',
  bitLength = 2048,
): KeyPair =>
  kind === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: bitLength })
    : generateKeyPairSync('ec', { namedCurve: kind });

export const nameOf = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(name))));

/** The AlgorithmIdentifier that goes with a key, always with SHA-256. */
export const algorithmFor = ({ asymmetricKeyType }: KeyObject): Buffer =>
  asymmetricKeyType === 'rsa'
    ? sequence(oid('1.2.840.113549.1.1.11'), NULL)
    : sequence(oid('1.2.840.10045.4.3.2'));

/** `tbs` with its algorithm and signature. */
export const signPart = (tbs: Buffer, { privateKey }: KeyPair): Buffer =>
  sequence(tbs, algorithmFor(privateKey), bits(sign('sha256', tbs, privateKey)));

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [bool(true)] : []), octets(value));

function extensionsOf(wish: CertificateWish): Buffer[] {
  const list: Buffer[] = [];
  if (wish.isAuthority !== undefined) {
    const length = wish.pathLength === undefined ? [] : [integer(wish.pathLength)];
    const content = wish.isAuthority ? [bool(true), ...length] : [];
    list.push(extension('2.5.29.19', true, sequence(...content)));
  }
  if (wish.keyUsage !== undefined) {
    list.push(extension('2.5.29.15', true, bits(Uint8Array.of(wish.keyUsage))));
  }
  if (wish.extendedKeyUsage !== undefined) {
    list.push(extension('2.5.29.37', false, sequence(...wish.extendedKeyUsage.map(oid))));
  }
  if (wish.unknownCritical) list.push(extension('1.3.6.1.4.1.99999.1', true, NULL));
  return list;
}

let serials = 1_000;

/** A certificate by `issuer`, or by itself when there is none. */
export function issue(wish: CertificateWish, issuer?: Holder): Holder {
  const key = wish.key ?? newKey();
  const serial = wish.serial ?? ++serials;
  const extensions = extensionsOf(wish);
  const by = issuer ?? { ...key, name: wish.name };
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(serial),
    algorithmFor(by.privateKey),
    nameOf(by.name),
    sequence(
      time(Date.parse(wish.notBefore ?? '2026-01-01T00:00:00Z')),
      time(Date.parse(wish.notAfter ?? '2028-01-01T00:00:00Z')),
    ),
    nameOf(wish.name),
    key.publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length === 0 ? [] : [explicit(3, sequence(...extensions))]),
  );
  return { ...key, name: wish.name, serial, certificate: signPart(tbs, by) };
}

const CERT_AND_CRL_SIGN = 0x06;
const DIGITAL_SIGNATURE = 0x80;

/** A root that may issue authorities and signers. */
export const newAuthority = (name: string, wish: Partial<CertificateWish> = {}, issuer?: Holder) =>
  issue({ name, isAuthority: true, keyUsage: CERT_AND_CRL_SIGN, ...wish }, issuer);

/** A certificate to sign documents with. */
export const newSigner = (name: string, issuer: Holder, wish: Partial<CertificateWish> = {}) =>
  issue({ name, isAuthority: false, keyUsage: DIGITAL_SIGNATURE, ...wish }, issuer);

export const pemOf = ({ certificate }: Holder): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
