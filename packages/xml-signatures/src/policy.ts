/** A policy as operators write it: which formats, how strictly, and whom to trust. */
import { Buffer } from 'node:buffer';
import { type Certificate, parseCertificate } from './certificate.ts';
import type { SignaturePolicy } from './judge.ts';
import { cacheOf, parseAnswer, type RevocationAnswer } from './revocation.ts';

export type SignatureMode = 'off' | SignaturePolicy['mode'];
const MODES: readonly string[] = ['off', 'observe', 'enforce'] satisfies SignatureMode[];

/** The mode of every format that has one, or what is wrong with the text. */
export type SignatureModes =
  | { readonly modes: ReadonlyMap<string, SignatureMode> }
  | { readonly problem: string };

/** Reads `enforce`, or `gt-fel=enforce,en16931-ubl=observe`; formats not named are off. */
export function readSignatureModes(text: string, formats: readonly string[]): SignatureModes {
  const modes = new Map<string, SignatureMode>();
  for (const part of text.split(',').map((one) => one.trim())) {
    const [name = '', mode, ...rest] = part.includes('=') ? part.split('=') : ['*', part];
    if (mode === undefined || !MODES.includes(mode) || rest.length > 0) {
      return { problem: `"${part}" is none of ${MODES.join(', ')}, nor FORMAT=MODE` };
    }
    if (name !== '*' && !formats.includes(name)) {
      return { problem: `${name} has no signatures; ${formats.join(', ')} have` };
    }
    for (const format of name === '*' ? formats : [name]) modes.set(format, mode as SignatureMode);
  }
  return { modes };
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g;

const blocksOf = (pem: string): readonly Buffer[] =>
  [...pem.matchAll(BLOCK)].map(([, , base64 = '']) => Buffer.from(base64, 'base64'));

/** The certificates of a PEM text; undefined when one cannot be read or there is none. */
export function readTrust(pem: string): readonly Certificate[] | undefined {
  const certificates = blocksOf(pem).map(parseCertificate);
  const readable = certificates.filter((one) => one !== undefined);
  return readable.length === 0 || readable.length < certificates.length ? undefined : readable;
}

/** The CRL or OCSP response in a file, DER or PEM. */
export function readAnswer(file: Uint8Array): RevocationAnswer | undefined {
  const [block] = blocksOf(Buffer.from(file).toString('latin1'));
  return parseAnswer(block ?? file);
}

/** Every signature has to hold and to lead to one of these certificates (PEM); revocation is not asked. */
export const policyTrusting = (pem: string): SignaturePolicy => ({
  ...SIGNATURE_DEFAULTS,
  mode: 'enforce',
  anchors: readTrust(pem) ?? [],
  revocation: 'ignore',
  cache: cacheOf([]),
});

/** What no setting changes: key sizes of today, and clocks that differ by minutes at most. */
export const SIGNATURE_DEFAULTS = {
  allowsSha1: false,
  rsaBitsMin: 2048,
  skewMs: 300_000,
} as const satisfies Partial<SignaturePolicy>;
