/** The issuer's seal, its certificate, and the stamp of the certifier. */
import { cadenaOriginal, unknownComplements } from './cadena.ts';
import type { Cfdi } from './model.ts';
import { type CfdiRule, cfdi } from './rules-define.ts';
import { type IssuerCertificate, readCertificate } from './seal.ts';

/** Four rules look at the certificate of one document: it is read once, and forgotten with it. */
const CERTIFICATES = new WeakMap<Cfdi, { readonly certificate: IssuerCertificate | undefined }>();
const certificateOf = (document: Cfdi): IssuerCertificate | undefined => {
  const known = CERTIFICATES.get(document);
  if (known !== undefined) return known.certificate;
  const certificate = readCertificate(document.certificate);
  CERTIFICATES.set(document, { certificate });
  return certificate;
};

const SIGN: readonly [string, string] = [
  'Vuelva a sellar el comprobante con el CSD del emisor después de su último cambio.',
  "Seal the document again with the issuer's certificate, after its last change.",
];

const HOUR_MS = 3_600_000;
const STAMP_HOURS_MAX = 72;
/** Fecha is local to the place of issue and the stamp to its certifier: Mexico spans three hours. */
const ZONES_HOURS = 3;

const instant = (local: string): number => Date.parse(`${local}Z`);

export const SEAL_RULES: readonly CfdiRule[] = [
  cfdi({
    code: 'CFDI40102',
    es: 'El sello no corresponde al contenido del comprobante',
    en: 'The seal does not fit the content of the document',
    fix: SIGN,
    check: (document, report) => {
      const { root, seal } = document;
      // Other complements have orders of their own; a seal over them is told by VEN-MX-005.
      if (unknownComplements(root).length > 0) return;
      const known = certificateOf(document);
      if (known === undefined) return;
      if (!known.isSealedBy(cadenaOriginal(root), seal)) report({ at: '@Sello' });
    },
  }),
  cfdi({
    code: 'VEN-MX-005',
    severity: 'information',
    source: 'Ventanilla: sellos sobre complementos sin cadena propia aquí',
    es: 'El sello no se comprobó: el complemento {actual} no tiene aquí su cadena original',
    en: 'The seal was not checked: the complement {actual} has no cadena original here',
    fix: ['No tiene que hacer nada.', 'There is nothing to do.'],
    check: ({ root }, report) => {
      const [first] = unknownComplements(root);
      if (first !== undefined) report({ at: '@Sello', actual: first });
    },
  }),
  cfdi({
    code: 'CFDI40106',
    es: 'El certificado no es legible, no es RSA o no estaba vigente: {actual}',
    en: 'The certificate is not readable, not RSA, or was not in force: {actual}',
    fix: [
      'Incluya el CSD vigente en la fecha de emisión.',
      'Include the certificate in force on the date of issue.',
    ],
    check: (document, report) => {
      const { certificate, moment } = document;
      const known = certificateOf(document);
      if (known === undefined) {
        report({ at: '@Certificado', actual: certificate.slice(0, 20) || '—' });
        return;
      }
      const issued = instant(moment);
      if (Number.isNaN(issued)) return;
      const slack = 24 * HOUR_MS;
      const isEarly = issued < Date.parse(known.from) - slack;
      const isLate = issued > Date.parse(known.until) + slack;
      if (!isEarly && !isLate) return;
      report({ at: '@Certificado', expected: `${known.from}/${known.until}`, actual: moment });
    },
  }),
  cfdi({
    code: 'VEN-MX-002',
    source: 'Anexo 20, versión 4.0: NoCertificado',
    es: 'NoCertificado {actual} no es el número del certificado ({expected})',
    en: 'NoCertificado {actual} is not the number of the certificate ({expected})',
    fix: [
      'Escriba el número del certificado incluido.',
      'Write the number of the certificate included.',
    ],
    check: (document, report) => {
      const { certificateNumber } = document;
      const known = certificateOf(document);
      if (known === undefined || known.number === certificateNumber) return;
      report({ at: '@NoCertificado', expected: known.number, actual: certificateNumber });
    },
  }),
  cfdi({
    code: 'VEN-MX-003',
    source: 'Anexo 20, versión 4.0: Certificado',
    es: 'El certificado es de {expected}, no del emisor {actual}',
    en: 'The certificate is of {expected}, not of the issuer {actual}',
    fix: ['Selle con el CSD del emisor.', "Seal with the issuer's own certificate."],
    check: (document, report) => {
      const { issuer } = document;
      const known = certificateOf(document);
      if (known === undefined || known.rfc === '' || known.rfc === issuer.rfc) return;
      report({ at: 'Emisor/@Rfc', expected: known.rfc, actual: issuer.rfc });
    },
  }),
  cfdi({
    code: 'VEN-MX-001',
    source: 'CFDI 4.0: Timbre Fiscal Digital 1.1',
    es: 'El comprobante no está timbrado',
    en: 'The document is not stamped',
    fix: [
      'Envíe el comprobante que devolvió el PAC.',
      'Send the document that the certifier gave back.',
    ],
    check: ({ stamp }, report) => {
      if (stamp === undefined) report({ at: 'Complemento' });
    },
  }),
  cfdi({
    code: 'VEN-MX-006',
    source: 'Timbre Fiscal Digital 1.1: SelloCFD',
    es: 'El timbre certifica otro sello',
    en: 'The stamp certifies another seal',
    fix: ['Timbre de nuevo el comprobante.', 'Have the document stamped again.'],
    check: ({ stamp, seal }, report) => {
      if (stamp === undefined || stamp.seal === seal) return;
      report({ at: 'Complemento/TimbreFiscalDigital/@SelloCFD' });
    },
  }),
  cfdi({
    code: 'VEN-MX-004',
    severity: 'warning',
    source: 'Timbre Fiscal Digital 1.1: plazo de timbrado',
    es: 'El timbre {actual} no cae en las {expected} horas tras la emisión',
    en: 'The stamp {actual} does not fall within {expected} hours of issue',
    fix: ['Timbre dentro de las 72 horas.', 'Have documents stamped within 72 hours.'],
    check: ({ stamp, moment }, report) => {
      if (stamp === undefined) return;
      const hours = (instant(stamp.moment) - instant(moment)) / HOUR_MS;
      if (Number.isNaN(hours)) return;
      if (hours >= -ZONES_HOURS && hours <= STAMP_HOURS_MAX + ZONES_HOURS) return;
      report({
        at: 'Complemento/TimbreFiscalDigital/@FechaTimbrado',
        expected: String(STAMP_HOURS_MAX),
        actual: stamp.moment,
      });
    },
  }),
];
