/** What can be wrong with a signature, in words of people. Codes are stable for ever. */
import { createHash } from 'node:crypto';
import { createFault, type Fault, type FaultText, type FaultValues } from '@ventanilla/rules';
import type { XmlPlace } from '@ventanilla/xml';
import type { Demand } from './profile.ts';

type Words = readonly [es: string, en: string];

const text = (
  code: number,
  [es, en]: Words,
  [hintEs, hintEn]: Words,
  severity: FaultText['severity'] = 'fatal',
): FaultText => ({
  code: `VEN-SIG-${String(code).padStart(3, '0')}`,
  severity,
  message: { es, en },
  hint: { es: hintEs, en: hintEn },
});

const SIGN_AGAIN: Words = [
  'Firme de nuevo con una biblioteca de firma XML, y no cambie el documento después.',
  'Sign again with an XML signature library, and do not change the document afterwards.',
];
const SIGN_AS_PROFILE: Words = [
  'Use solo los algoritmos y transformaciones que la guía de firmas admite.',
  'Use only the algorithms and transforms that the signature guide allows.',
];
const ASK_ISSUER: Words = [
  'Firme con un certificado vigente de una autoridad de certificación admitida.',
  'Sign with a certificate in force of a certification authority that is trusted here.',
];
const STAPLE: Words = [
  'Incluya en la firma la respuesta OCSP o la CRL del día.',
  'Put the OCSP answer or the CRL of the day into the signature.',
];

const SIGNATURE_SOURCE = 'W3C XML Signature 1.1; ETSI EN 319 132-1; RFC 5280';

const SIGNATURE_FAULTS = {
  missing: text(
    1,
    ['Falta la firma sobre {expected}', 'The signature over {expected} is missing'],
    ['Firme el documento antes de enviarlo.', 'Sign the document before sending it.'],
  ),
  place: text(
    2,
    [
      'Hay una firma donde el formato no la prevé: {actual}',
      'A signature stands where the format has none: {actual}',
    ],
    [
      'Ponga cada firma en el lugar que el formato define.',
      'Put each signature where the format says.',
    ],
  ),
  shape: text(
    3,
    [
      'La firma no tiene la estructura de XML Signature: {actual}',
      'The signature does not have the structure of XML Signature: {actual}',
    ],
    SIGN_AGAIN,
  ),
  algorithm: text(
    4,
    ['El algoritmo {actual} no se admite', 'The algorithm {actual} is not allowed'],
    SIGN_AS_PROFILE,
  ),
  transform: text(
    5,
    ['La transformación {actual} no se admite', 'The transform {actual} is not allowed'],
    SIGN_AS_PROFILE,
  ),
  'too-many': text(
    6,
    ['La firma tiene demasiadas partes: {actual}', 'The signature has too many parts: {actual}'],
    ['Firme con una referencia por parte firmada.', 'Sign with one reference a signed part.'],
  ),
  external: text(
    7,
    [
      'La referencia {actual} no es a este documento',
      'The reference {actual} is not to this document',
    ],
    [
      'Refiera al documento entero con URI="" o a un elemento con URI="#id".',
      'Refer to the whole document by URI="" or to an element by URI="#id".',
    ],
  ),
  unresolved: text(
    8,
    ['La referencia {actual} no señala nada', 'The reference {actual} points at nothing'],
    SIGN_AGAIN,
  ),
  'duplicate-id': text(
    9,
    [
      'El identificador {actual} está en más de un elemento',
      'The identifier {actual} is on more than one element',
    ],
    ['Use cada identificador una vez.', 'Use every identifier once.'],
  ),
  coverage: text(
    10,
    [
      'La firma no cubre lo que se lee: cubre {actual} y debe cubrir {expected}',
      'The signature does not cover what is read: it covers {actual} and must cover {expected}',
    ],
    [
      'Firme el elemento que el formato define, en su lugar.',
      'Sign the element that the format says, in its place.',
    ],
  ),
  digest: text(
    11,
    [
      'Lo firmado cambió después de firmar: {actual}',
      'What was signed changed after signing: {actual}',
    ],
    SIGN_AGAIN,
  ),
  value: text(
    12,
    [
      'El valor de la firma no corresponde a su certificado',
      'The signature value does not match its certificate',
    ],
    SIGN_AGAIN,
  ),
  'split-text': text(
    13,
    [
      'Un comentario o instrucción parte un texto firmado',
      'A comment or processing instruction splits a signed text',
    ],
    ['Quite el comentario y firme de nuevo.', 'Remove the comment and sign again.'],
  ),
  certificate: text(
    14,
    [
      'La firma no trae un certificado X.509 legible: {actual}',
      'The signature brings no readable X.509 certificate: {actual}',
    ],
    [
      'Incluya el certificado del firmante en KeyInfo/X509Data.',
      'Include the certificate of the signer in KeyInfo/X509Data.',
    ],
  ),
  key: text(
    15,
    [
      'La clave {actual} no sirve para esta firma; se esperaba {expected}',
      'The key {actual} does not serve for this signature; expected {expected}',
    ],
    ['Firme con una clave del tipo y tamaño pedidos.', 'Sign with a key of that kind and size.'],
  ),
  'unsigned-properties': text(
    16,
    [
      'Las propiedades firmadas de XAdES no están firmadas',
      'The signed properties of XAdES are not signed',
    ],
    SIGN_AGAIN,
  ),
  'signing-certificate': text(
    17,
    [
      'SigningCertificate no es el certificado que firmó',
      'SigningCertificate is not the certificate that signed',
    ],
    SIGN_AGAIN,
  ),
  'signing-time': text(
    18,
    [
      'La hora de firma {actual} no es legible o es futura',
      'The signing time {actual} is not readable or lies in the future',
    ],
    ['Ponga en hora el reloj del sistema que firma.', 'Set the clock of the system that signs.'],
  ),
  'no-xades': text(
    19,
    [
      'La firma no es XAdES: faltan sus propiedades firmadas',
      'The signature is not XAdES: its signed properties are missing',
    ],
    ['Firme con perfil XAdES-BES o superior.', 'Sign by XAdES-BES or better.'],
    'warning',
  ),
  untrusted: text(
    20,
    [
      'El certificado de {actual} no lleva a ninguna autoridad admitida',
      'The certificate of {actual} leads to no authority trusted here',
    ],
    ASK_ISSUER,
  ),
  constraint: text(
    21,
    [
      'La cadena de certificados no es válida: {actual}',
      'The chain of certificates is not valid: {actual}',
    ],
    ASK_ISSUER,
  ),
  'not-in-force': text(
    22,
    [
      'Al firmar ({actual}), el certificado no estaba vigente ({expected})',
      'When it signed ({actual}), the certificate was not in force ({expected})',
    ],
    ASK_ISSUER,
  ),
  revoked: text(
    23,
    ['El certificado fue revocado: {actual}', 'The certificate was revoked: {actual}'],
    ASK_ISSUER,
  ),
  'revocation-missing': text(
    24,
    [
      'Falta saber si el certificado de {actual} fue revocado, y la norma lo exige',
      'Whether the certificate of {actual} was revoked is not known, and must be',
    ],
    STAPLE,
  ),
  'revocation-unknown': text(
    25,
    [
      'No se sabe si el certificado de {actual} fue revocado',
      'Whether the certificate of {actual} was revoked is not known',
    ],
    STAPLE,
    'warning',
  ),
  timestamp: text(
    26,
    [
      'El sello de tiempo no es válido y no se tuvo en cuenta: {actual}',
      'The timestamp is not valid and was not counted: {actual}',
    ],
    [
      'Pida el sello de tiempo a una autoridad admitida, sobre esta firma.',
      'Ask a trusted authority for a timestamp over this signature.',
    ],
    'warning',
  ),
  'other-signer': text(
    27,
    [
      'El certificado no nombra a {expected}, sino a {actual}',
      'The certificate does not name {expected} but {actual}',
    ],
    [
      'Firme con el certificado de quien debe firmar.',
      'Sign with the certificate of who has to sign.',
    ],
  ),
} as const satisfies Record<string, FaultText>;

export type SignatureFault = keyof typeof SIGNATURE_FAULTS;

export const signatureFault = (
  kind: SignatureFault,
  place: XmlPlace,
  values: FaultValues = {},
  demand?: Demand,
): Fault => {
  const fault = createFault(SIGNATURE_FAULTS[kind], 'signatures', place, values);
  return demand === undefined ? fault : { ...fault, severity: SEVERITIES[demand] };
};

const SEVERITIES = { require: 'fatal', observe: 'warning' } as const satisfies Record<
  Demand,
  string
>;

/** All of them with a version and hash of their own, for lists of what documents are judged by. */
export const SIGNATURE_CATALOGUE = {
  id: 'xml-signatures',
  version: '2026.1',
  hash: createHash('sha256').update(JSON.stringify(SIGNATURE_FAULTS)).digest('hex'),
  source: SIGNATURE_SOURCE,
  rules: Object.values<FaultText>(SIGNATURE_FAULTS),
} as const;
