/** The authorisation that the certifier adds: number, series, signatures in place. */
import { numberOfUuid, seriesOf } from '../identifiers.ts';
import { AT, type FelDocument } from '../model.ts';
import { type FelRule, onDte } from './define.ts';

const authorisationAt = `${AT.certification}/NumeroAutorizacion`;
const UUID = /^[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}$/;

const bodyOf = (document: FelDocument): string =>
  document.kind === 'dte' ? AT.dte : document.kind === 'annulment' ? AT.annulment : AT.reversal;

const catalogue = (code: string): string => `FEL, catálogo de mensajes 0.3.0: ${code}`;

const NOT_CERTIFIED: FelRule = {
  code: 'GEN101',
  severity: 'fatal',
  source: catalogue('GEN101'),
  message: {
    es: 'El documento no trae certificación',
    en: 'The document carries no certification',
  },
  hint: {
    es: 'Envíe el documento que devolvió el certificador, no el que se le entregó.',
    en: 'Send the document that the certifier gave back, not the one it was given.',
  },
  check: (document, report) => {
    if (document.certification === undefined) report({ at: bodyOf(document) });
  },
};

/** One signature on an annulment or DTE is the issuer's; the certifier's is the second. */
const NOT_SIGNED: FelRule = {
  code: 'GEN103',
  severity: 'fatal',
  source: catalogue('GEN103'),
  message: {
    es: 'Falta la firma del certificador: hay {actual} de {expected} firmas',
    en: "The certifier's signature is missing: {actual} of {expected} signatures",
  },
  hint: {
    es: 'Envíe el documento firmado por emisor y certificador.',
    en: 'Send the document signed by issuer and certifier.',
  },
  check: ({ kind, signatures }, report) => {
    const expected = kind === 'reversal' ? 1 : 2;
    if (signatures >= expected) return;
    report({ at: '', expected: String(expected), actual: String(signatures) });
  },
};

export const CERTIFICATION: readonly FelRule[] = [
  NOT_CERTIFIED,
  NOT_SIGNED,
  onDte({
    code: 'RCP366',
    es: 'La serie debe ser {expected}, los primeros ocho caracteres de la autorización, no {actual}',
    en: 'The series must be {expected}, the first eight characters of the authorisation, not {actual}',
    fix: [
      'Derive la serie del número de autorización.',
      'Derive the series from the authorisation number.',
    ],
    check: ({ certification }, report) => {
      if (certification === undefined || !UUID.test(certification.uuid)) return;
      const expected = seriesOf(certification.uuid);
      if (certification.series === expected) return;
      report({ at: `${authorisationAt}/@Serie`, expected, actual: certification.series });
    },
  }),
  onDte({
    code: 'RCP367',
    es: 'El número debe ser {expected}, los caracteres 9 a 16 de la autorización en decimal, no {actual}',
    en: 'The number must be {expected}, characters 9 to 16 of the authorisation in decimal, not {actual}',
    fix: [
      'Derive el número del número de autorización.',
      'Derive the number from the authorisation number.',
    ],
    check: ({ certification }, report) => {
      if (certification === undefined || !UUID.test(certification.uuid)) return;
      const expected = numberOfUuid(certification.uuid);
      if (certification.number === expected) return;
      report({ at: `${authorisationAt}/@Numero`, expected, actual: certification.number });
    },
  }),
];
