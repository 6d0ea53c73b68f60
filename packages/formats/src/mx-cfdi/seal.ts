/** Certificates and seals: RSA over SHA-256 of the cadena original. */
import { verify, X509Certificate } from 'node:crypto';

export interface IssuerCertificate {
  /** Twenty digits: the serial number is their ASCII. */
  readonly number: string;
  /** RFC in the subject's unique identifier. */
  readonly rfc: string;
  /** ISO instants. */
  readonly from: string;
  readonly until: string;
  readonly isSealedBy: (cadena: string, seal: string) => boolean;
}

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
const RFC = /[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{2}[0-9A]/;

const numberOf = (serial: string): string => Buffer.from(serial, 'hex').toString('latin1');

/** undefined when the text is not a certificate with an RSA key. */
export function readCertificate(text: string): IssuerCertificate | undefined {
  if (!BASE64.test(text)) return undefined;
  try {
    const certificate = new X509Certificate(Buffer.from(text, 'base64'));
    const key = certificate.publicKey;
    if (key.asymmetricKeyType !== 'rsa') return undefined;
    const identifier = /x500UniqueIdentifier=([^\n]*)/.exec(certificate.subject)?.[1] ?? '';
    return {
      number: numberOf(certificate.serialNumber),
      rfc: RFC.exec(identifier)?.[0] ?? '',
      from: new Date(certificate.validFrom).toISOString(),
      until: new Date(certificate.validTo).toISOString(),
      isSealedBy: (cadena, seal) =>
        BASE64.test(seal) &&
        verify('sha256', Buffer.from(cadena, 'utf8'), key, Buffer.from(seal, 'base64')),
    };
  } catch {
    // Not DER, or a key the library refuses: for the document it is simply no certificate.
    return undefined;
  }
}
