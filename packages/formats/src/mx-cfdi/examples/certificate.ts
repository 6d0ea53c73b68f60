/** A certificate of our own, made anew in every process: DER by hand, since Node writes none. */
import { generateKeyPairSync, sign } from 'node:crypto';

const bytes = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = bytes(...content);
  const { length } = body;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return bytes(Uint8Array.from([tag, ...size]), body);
}

const sequence = (...content: readonly Uint8Array[]) => der(0x30, ...content);
const text = (value: string) => der(0x0c, Buffer.from(value, 'utf8'));
const hex = (value: string) => new Uint8Array(Buffer.from(value, 'hex'));

/** 2.5.4.3 common name, 2.5.4.45 unique identifier. */
const attribute = (oid: string, value: string) =>
  der(0x31, sequence(der(0x06, hex(oid)), text(value)));
const name = (common: string, identifier: string) =>
  sequence(attribute('550403', common), attribute('55042d', identifier));
/** sha256WithRSAEncryption. */
const ALGORITHM = sequence(der(0x06, hex('2a864886f70d01010b')), der(0x05));
const utcTime = (value: string) => der(0x17, Buffer.from(value, 'latin1'));

export interface ExampleCertificate {
  readonly number: string;
  readonly base64: string;
  readonly seal: (cadena: string) => string;
}

/** Valid from 2024 to 2028. */
export function createCertificate(
  rfc: string,
  number = '00001000000500000001',
): ExampleCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const subject = name('EMISOR DE PRUEBA', `${rfc} / XXXX000000XX0`);
  const toBeSigned = sequence(
    der(0xa0, der(0x02, hex('02'))),
    der(0x02, Buffer.from(number, 'latin1')),
    ALGORITHM,
    subject,
    sequence(utcTime('240101000000Z'), utcTime('280101000000Z')),
    subject,
    new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, ALGORITHM, der(0x03, hex('00'), signature));
  return {
    number,
    base64: Buffer.from(certificate).toString('base64'),
    seal: (cadena) => sign('sha256', Buffer.from(cadena, 'utf8'), privateKey).toString('base64'),
  };
}
