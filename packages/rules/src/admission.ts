/** Why bytes are not taken in as a document at all. Codes are stable for ever. */
import { createFault, type FaultPlace, type FaultText, type FaultValues } from './fault.ts';
import type { Fault } from './report.ts';
import type { Text } from './rule.ts';

const text = (code: string, message: Text, hint: Text): FaultText => ({
  code,
  severity: 'fatal',
  message,
  hint,
});

export const ADMISSION = {
  encoding: text(
    'VEN-ADM-001',
    {
      es: 'El documento no está en UTF-8: {actual}',
      en: 'The document is not UTF-8: {actual}',
    },
    {
      es: 'Guarde el documento en UTF-8 y declárelo así, o no declare codificación.',
      en: 'Save the document as UTF-8 and declare it so, or declare no encoding.',
    },
  ),
  doctype: text(
    'VEN-ADM-002',
    {
      es: 'El documento contiene una declaración DOCTYPE o entidades propias.',
      en: 'The document has a DOCTYPE declaration or entities of its own.',
    },
    {
      es: 'Quite la declaración DOCTYPE y escriba los textos sin entidades propias.',
      en: 'Remove the DOCTYPE declaration and write texts without entities of your own.',
    },
  ),
  'not-well-formed': text(
    'VEN-ADM-003',
    { es: 'El XML no está bien formado: {actual}', en: 'The XML is not well-formed: {actual}' },
    {
      es: 'Corrija la sintaxis en la línea indicada; genere el XML con una biblioteca.',
      en: 'Mend the syntax at the line shown; write XML with a library.',
    },
  ),
  'too-large': text(
    'VEN-ADM-004',
    { es: 'El documento es demasiado grande: {actual}', en: 'The document is too large: {actual}' },
    {
      es: 'Divida el documento o quite los anexos incrustados.',
      en: 'Split the document or take out embedded attachments.',
    },
  ),
  'too-deep': text(
    'VEN-ADM-005',
    {
      es: 'El documento anida demasiados niveles: {actual}',
      en: 'The document nests too deeply: {actual}',
    },
    { es: 'Quite los niveles que sobran.', en: 'Remove the levels that are not needed.' },
  ),
  'too-complex': text(
    'VEN-ADM-006',
    {
      es: 'El documento tiene demasiados elementos o atributos: {actual}',
      en: 'The document has too many elements or attributes: {actual}',
    },
    { es: 'Divida el documento en varios.', en: 'Split the document into several.' },
  ),
  'unknown-format': text(
    'VEN-ADM-007',
    {
      es: 'No se reconoce el formato del documento: {actual}',
      en: 'The format of the document is not known: {actual}',
    },
    {
      es: 'Envíe uno de los formatos admitidos: {expected}.',
      en: 'Send one of the formats taken here: {expected}.',
    },
  ),
  empty: text(
    'VEN-ADM-008',
    { es: 'El documento está vacío.', en: 'The document is empty.' },
    { es: 'Envíe el contenido del documento.', en: 'Send the content of the document.' },
  ),
  'json-syntax': text(
    'VEN-ADM-011',
    { es: 'El JSON no es válido: {actual}', en: 'The JSON is not valid: {actual}' },
    {
      es: 'Corrija la sintaxis en la línea y columna indicadas.',
      en: 'Mend the syntax at the line and column shown.',
    },
  ),
  'json-duplicate-key': text(
    'VEN-ADM-012',
    {
      es: 'Una clave JSON aparece dos veces en el mismo objeto: {actual}',
      en: 'A JSON key occurs twice in one object: {actual}',
    },
    { es: 'Deje la clave una sola vez.', en: 'Keep the key once.' },
  ),
  'json-lone-surrogate': text(
    'VEN-ADM-013',
    {
      es: 'Un texto JSON contiene medio par sustituto: {actual}',
      en: 'A JSON text holds half a surrogate pair: {actual}',
    },
    {
      es: 'Escriba el carácter completo, en UTF-8 o como par \\uD83D\\uDE00.',
      en: 'Write the whole character, in UTF-8 or as a pair like \\uD83D\\uDE00.',
    },
  ),
  'json-number-range': text(
    'VEN-ADM-014',
    {
      es: 'Un número JSON tiene demasiadas cifras o un exponente fuera de rango: {actual}',
      en: 'A JSON number has too many digits or an exponent out of range: {actual}',
    },
    {
      es: 'Escriba importes con pocas cifras, sin exponente, de preferencia como texto.',
      en: 'Write amounts with few digits, without exponent, preferably as text.',
    },
  ),
} as const satisfies Record<string, FaultText>;

export type AdmissionRefusal = keyof typeof ADMISSION;

/** A fault of the admission stage. */
export const admissionFault = (
  refusal: AdmissionRefusal,
  values: FaultValues = {},
  place: FaultPlace = { path: '' },
): Fault => createFault(ADMISSION[refusal], 'admission', place, values);
