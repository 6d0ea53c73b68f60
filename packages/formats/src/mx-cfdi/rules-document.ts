/** What belongs together on a CFDI: type, payment, currency, parties, global invoices. */
import { compare, decimal } from '@ventanilla/invoice';
import { atLine, type Cfdi } from './model.ts';
import { type CfdiRule, cfdi } from './rules-define.ts';
import { PAYMENTS_NAMESPACE } from './schema.ts';

const ONE = decimal(1);
export const PUBLIC_RFC = 'XAXX010101000';
export const FOREIGN_RFC = 'XEXX010101000';
const TRADE_COMPLEMENT = /^http:\/\/www\.sat\.gob\.mx\/ComercioExterior/;

/** Régimes of natural persons only, and of legal persons only; 610 and 626 are for both. */
const NATURAL = '605 606 607 608 611 612 614 615 616 621 625'.split(' ');
const LEGAL = '601 603 620 622 623 624'.split(' ');

const remove = (name: string): readonly [string, string] => [`Quite ${name}.`, `Remove ${name}.`];

const PAYMENT: readonly CfdiRule[] = [
  cfdi({
    code: 'CFDI40103',
    es: 'FormaPago no debe existir en un comprobante de tipo {actual}',
    en: 'FormaPago must not exist on a document of type {actual}',
    fix: remove('FormaPago'),
    check: ({ type, paymentForm }, report) => {
      if (paymentForm !== undefined && ['T', 'N', 'P'].includes(type)) {
        report({ at: '@FormaPago', actual: type });
      }
    },
  }),
  cfdi({
    code: 'CFDI40105',
    es: 'Con MetodoPago PPD la FormaPago debe ser {expected}, no {actual}',
    en: 'With MetodoPago PPD, FormaPago must be {expected}, not {actual}',
    fix: ['Escriba FormaPago 99.', 'Write FormaPago 99.'],
    check: ({ paymentForm, paymentMethod }, report) => {
      if (paymentMethod !== 'PPD' || paymentForm === undefined || paymentForm === '99') return;
      report({ at: '@FormaPago', expected: '99', actual: paymentForm });
    },
  }),
  cfdi({
    code: 'CFDI40125',
    es: 'MetodoPago no debe existir en un comprobante de tipo {actual}',
    en: 'MetodoPago must not exist on a document of type {actual}',
    fix: remove('MetodoPago'),
    check: ({ type, paymentMethod }, report) => {
      if (paymentMethod !== undefined && (type === 'T' || type === 'P')) {
        report({ at: '@MetodoPago', actual: type });
      }
    },
  }),
  cfdi({
    code: 'CFDI40161',
    es: 'El UsoCFDI de un comprobante de tipo P o N debe ser {expected}, no {actual}',
    en: 'UsoCFDI on a document of type P or N must be {expected}, not {actual}',
    fix: ['Use CP01 en pagos y CN01 en nómina.', 'Use CP01 on payments and CN01 on payroll.'],
    check: ({ type, receiver }, report) => {
      const expected = type === 'P' ? 'CP01' : type === 'N' ? 'CN01' : undefined;
      if (expected === undefined || receiver.use === expected) return;
      report({ at: 'Receptor/@UsoCFDI', expected, actual: receiver.use });
    },
  }),
  cfdi({
    code: 'VEN-MX-014',
    source: 'CFDI 4.0, complemento para recepción de pagos 2.0',
    es: 'Un comprobante de tipo P lleva el complemento Pagos 2.0 y la moneda XXX ({actual})',
    en: 'A document of type P carries the complement Pagos 2.0 and the currency XXX ({actual})',
    fix: ['Añada el complemento y use Moneda XXX.', 'Add the complement, and use Moneda XXX.'],
    check: ({ type, currency, complements }, report) => {
      if (type !== 'P') return;
      if (currency !== 'XXX') report({ at: '@Moneda', actual: currency });
      if (!complements.includes(PAYMENTS_NAMESPACE)) report({ at: 'Complemento', actual: '—' });
    },
  }),
];

const CURRENCY: readonly CfdiRule[] = [
  cfdi({
    code: 'CFDI40114',
    es: 'Con moneda MXN el TipoCambio debe ser 1',
    en: 'With currency MXN, TipoCambio must be 1',
    fix: ['Escriba 1 u omita TipoCambio.', 'Write 1, or leave TipoCambio out.'],
    check: ({ currency, exchangeRate }, report) => {
      if (currency !== 'MXN' || exchangeRate === undefined || compare(exchangeRate, ONE) === 0)
        return;
      report({ at: '@TipoCambio', expected: '1' });
    },
  }),
  cfdi({
    code: 'CFDI40115',
    es: 'Falta TipoCambio para la moneda {actual}',
    en: 'TipoCambio is missing for the currency {actual}',
    fix: ['Añada TipoCambio.', 'Add TipoCambio.'],
    check: ({ currency, exchangeRate }, report) => {
      if (exchangeRate !== undefined || ['', 'MXN', 'XXX'].includes(currency)) return;
      report({ at: '@Moneda', actual: currency });
    },
  }),
  cfdi({
    code: 'CFDI40116',
    es: 'TipoCambio no debe existir con la moneda XXX',
    en: 'TipoCambio must not exist with the currency XXX',
    fix: remove('TipoCambio'),
    check: ({ currency, exchangeRate }, report) => {
      if (currency === 'XXX' && exchangeRate !== undefined) report({ at: '@TipoCambio' });
    },
  }),
  cfdi({
    code: 'CFDI40122',
    es: 'Una exportación definitiva (02) lleva el complemento de comercio exterior',
    en: 'A definitive export (02) carries the foreign-trade complement',
    fix: ['Añada el complemento.', 'Add the complement.'],
    check: ({ exportation, complements }, report) => {
      if (exportation !== '02' || complements.some((uri) => TRADE_COMPLEMENT.test(uri))) return;
      report({ at: '@Exportacion' });
    },
  }),
];

const isPublic = ({ receiver }: Cfdi): boolean =>
  receiver.rfc === PUBLIC_RFC && receiver.name.toUpperCase() === 'PUBLICO EN GENERAL';

const PARTIES: readonly CfdiRule[] = [
  cfdi({
    code: 'CFDI40141',
    es: 'El régimen {actual} no corresponde al tipo de persona del emisor',
    en: "The régime {actual} does not fit the issuer's kind of person",
    fix: ['Use el régimen de la constancia fiscal.', 'Use the régime of the tax certificate.'],
    check: ({ issuer }, report) => {
      const wrong = issuer.rfc.length === 12 ? NATURAL : issuer.rfc.length === 13 ? LEGAL : [];
      if (wrong.includes(issuer.regime)) {
        report({ at: 'Emisor/@RegimenFiscal', actual: issuer.regime });
      }
    },
  }),
  cfdi({
    code: 'CFDI40130',
    es: 'Una factura global va a nombre de PUBLICO EN GENERAL, RFC {expected}, no {actual}',
    en: 'A global invoice is made out to PUBLICO EN GENERAL, RFC {expected}, not {actual}',
    fix: [
      'Corrija el receptor o quite InformacionGlobal.',
      'Mend the receiver, or remove InformacionGlobal.',
    ],
    check: (document, report) => {
      if (document.global === undefined || isPublic(document)) return;
      const { rfc, name } = document.receiver;
      report({ at: 'Receptor/@Rfc', expected: PUBLIC_RFC, actual: `${rfc} ${name}` });
    },
  }),
  cfdi({
    code: 'CFDI40132',
    es: 'Con periodicidad bimestral el régimen del emisor debe ser {expected}, no {actual}',
    en: "With two-monthly periods the issuer's régime must be {expected}, not {actual}",
    fix: ['Corrija Periodicidad o RegimenFiscal.', 'Mend Periodicidad or RegimenFiscal.'],
    check: ({ global, issuer }, report) => {
      if (global?.period !== '05' || issuer.regime === '621') return;
      report({ at: 'Emisor/@RegimenFiscal', expected: '621', actual: issuer.regime });
    },
  }),
  cfdi({
    code: 'CFDI40136',
    es: 'El año de la factura global {actual} no es el de emisión ni el anterior',
    en: 'The year of the global invoice {actual} is neither that of issue nor the one before',
    fix: ['Corrija Año.', 'Mend Año.'],
    check: ({ global, moment }, report) => {
      if (global === undefined) return;
      const issued = Number(moment.slice(0, 4));
      const year = Number(global.year);
      if (year === issued || year === issued - 1) return;
      report({ at: 'InformacionGlobal/@Año', expected: String(issued), actual: global.year });
    },
  }),
  cfdi({
    code: 'CFDI40143',
    scope: 'registry',
    es: 'El RFC del receptor {actual} no está en el registro',
    en: "The receiver's RFC {actual} is not in the registry",
    fix: ['Revise el RFC del receptor.', "Check the receiver's RFC."],
    check: ({ receiver }, report, { registry }) => {
      const { rfc } = receiver;
      if (rfc === '' || rfc === PUBLIC_RFC || rfc === FOREIGN_RFC || registry === undefined) return;
      if (!registry.taxpayers.has(rfc)) report({ at: 'Receptor/@Rfc', actual: rfc });
    },
  }),
];

const OBJECT: readonly CfdiRule[] = [
  cfdi({
    code: 'CFDI40171',
    es: 'El concepto es objeto de impuesto (02) y no desglosa impuestos',
    en: 'The line is subject to tax (02) and states no taxes',
    fix: ['Añada Impuestos al concepto.', 'Add Impuestos to the line.'],
    check: ({ lines }, report) => {
      lines.forEach(({ taxObject, hasTaxes }, index) => {
        if (taxObject === '02' && !hasTaxes) report({ at: atLine(index, '@ObjetoImp') });
      });
    },
  }),
  cfdi({
    code: 'CFDI40172',
    es: 'El concepto no es objeto de impuesto ({actual}) y desglosa impuestos',
    en: 'The line is not subject to tax ({actual}) and states taxes',
    fix: ['Quite Impuestos o use ObjetoImp 02.', 'Remove Impuestos, or use ObjetoImp 02.'],
    check: ({ lines }, report) => {
      lines.forEach(({ taxObject, hasTaxes }, index) => {
        if (!hasTaxes || (taxObject !== '01' && taxObject !== '03')) return;
        report({ at: atLine(index, '@ObjetoImp'), actual: taxObject });
      });
    },
  }),
  cfdi({
    code: 'CFDI40201',
    es: 'El nodo Impuestos no debe existir en un comprobante de tipo {actual}',
    en: 'Impuestos must not exist on a document of type {actual}',
    fix: remove('Impuestos'),
    check: ({ type, hasTaxes }, report) => {
      if (hasTaxes && (type === 'T' || type === 'P')) report({ at: 'Impuestos', actual: type });
    },
  }),
];

export const DOCUMENT_RULES: readonly CfdiRule[] = [...PAYMENT, ...CURRENCY, ...PARTIES, ...OBJECT];
