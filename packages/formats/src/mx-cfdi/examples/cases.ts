/** How every rule of CFDI is broken: a sound document, changed before or after it is sealed. */
import type { Facts } from '@ventanilla/rules';
import { createCertificate } from './certificate.ts';
import { type Change, INCOME, ISSUER, PAYMENT, RECEIVER } from './documents.ts';

/** Issuer and receiver are registered. */
export const REGISTERED: Facts = {
  receivedAt: '2026-05-06T16:00:00.000Z',
  registry: {
    taxpayers: new Map(
      [ISSUER, RECEIVER].map((id) => [
        id,
        {
          id,
          name: id,
          status: 'active',
          affiliation: '601',
          activity: '47',
          region: 'MX-CMX',
          size: 'small',
          establishments: ['1'],
          since: '2025-01-01',
        },
      ]),
    ),
    submitter: { clientId: 'c', taxpayerId: ISSUER, kind: 'taxpayer' },
    mandates: new Set(),
  },
};

export interface Case {
  readonly code: string;
  readonly of?: string;
  /** Before the seal is set. */
  readonly bad?: readonly Change[];
  /** After it. */
  readonly after?: readonly Change[];
  readonly good?: readonly Change[];
  readonly at: string;
  readonly facts?: Facts;
}

const other = createCertificate(RECEIVER);
const GLOBAL = '<cfdi:InformacionGlobal Periodicidad="04" Meses="04" Año="2026"/>\n  <cfdi:Emisor';
const asGlobal: readonly Change[] = [
  ['<cfdi:Emisor', GLOBAL],
  [RECEIVER, 'XAXX010101000'],
  ['RECEPTOR DE PRUEBA', 'PUBLICO EN GENERAL'],
];
const CERTIFICATE = /Certificado="([A-Za-z0-9+/=]{100,})"/.exec(INCOME)![1]!;

export const CASES: readonly Case[] = [
  { code: 'CFDI40102', after: [['Folio="12"', 'Folio="13"']], at: '@Sello' },
  { code: 'VEN-MX-005', bad: [['<tfd:Timbre', '<x xmlns="urn:otro"/><tfd:Timbre']], at: '@Sello' },
  { code: 'CFDI40106', bad: [[CERTIFICATE, 'AAAA']], at: '@Certificado' },
  { code: 'CFDI40106', bad: [['2026-05-04T10:15:00', '2023-05-04T10:15:00']], at: '@Certificado' },
  {
    code: 'VEN-MX-002',
    bad: [['NoCertificado="00001000000500000001"', 'NoCertificado="00001000000500000009"']],
    at: '@NoCertificado',
  },
  { code: 'VEN-MX-003', bad: [[CERTIFICATE, other.base64]], at: '@Rfc' },
  { code: 'VEN-MX-001', bad: [['tfd:TimbreFiscalDigital', 'tfd:Otro']], at: 'Complemento' },
  { code: 'VEN-MX-006', bad: [['SelloCFD="@@SEAL@@"', 'SelloCFD="AAAA"']], at: '@SelloCFD' },
  {
    code: 'VEN-MX-004',
    bad: [['2026-05-04T10:20:00', '2026-05-08T10:20:00']],
    good: [['2026-05-04T10:20:00', '2026-05-07T10:20:00']],
    at: '@FechaTimbrado',
  },
  {
    code: 'CFDI40103',
    of: PAYMENT,
    bad: [['Exportacion', 'FormaPago="03" Exportacion']],
    at: '@FormaPago',
  },
  {
    code: 'CFDI40105',
    bad: [['"PUE"', '"PPD"']],
    good: [
      ['"PUE"', '"PPD"'],
      ['FormaPago="03"', 'FormaPago="99"'],
    ],
    at: '@FormaPago',
  },
  {
    code: 'CFDI40125',
    of: PAYMENT,
    bad: [['Exportacion', 'MetodoPago="PUE" Exportacion']],
    at: '@MetodoPago',
  },
  { code: 'CFDI40161', of: PAYMENT, bad: [['CP01', 'G03']], at: '@UsoCFDI' },
  { code: 'VEN-MX-014', of: PAYMENT, bad: [['Moneda="XXX"', 'Moneda="MXN"']], at: '@Moneda' },
  {
    code: 'CFDI40114',
    bad: [['Moneda="MXN"', 'Moneda="MXN" TipoCambio="17.5"']],
    good: [['Moneda="MXN"', 'Moneda="MXN" TipoCambio="1.00"']],
    at: '@TipoCambio',
  },
  {
    code: 'CFDI40115',
    bad: [['Moneda="MXN"', 'Moneda="USD"']],
    good: [['Moneda="MXN"', 'Moneda="USD" TipoCambio="17.5"']],
    at: '@Moneda',
  },
  {
    code: 'CFDI40116',
    of: PAYMENT,
    bad: [['Moneda="XXX"', 'Moneda="XXX" TipoCambio="1"']],
    at: '@TipoCambio',
  },
  { code: 'CFDI40122', bad: [['Exportacion="01"', 'Exportacion="02"']], at: '@Exportacion' },
  {
    code: 'CFDI40141',
    bad: [['RegimenFiscal="601"', 'RegimenFiscal="605"']],
    good: [['RegimenFiscal="601"', 'RegimenFiscal="626"']],
    at: '@RegimenFiscal',
  },
  { code: 'CFDI40130', bad: [['<cfdi:Emisor', GLOBAL]], good: asGlobal, at: '@Rfc' },
  {
    code: 'CFDI40132',
    bad: [...asGlobal, ['Periodicidad="04"', 'Periodicidad="05"']],
    good: asGlobal,
    at: '@RegimenFiscal',
  },
  {
    code: 'CFDI40136',
    bad: [...asGlobal, ['Año="2026"', 'Año="2024"']],
    good: [...asGlobal, ['Año="2026"', 'Año="2025"']],
    at: '@Año',
  },
  { code: 'CFDI40143', bad: [[RECEIVER, 'OTR240101AB4']], at: '@Rfc', facts: REGISTERED },
  {
    code: 'CFDI40171',
    bad: [
      [
        '<cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado Base="50.00" Impuesto="002" TipoFactor="Exento"/></cfdi:Traslados></cfdi:Impuestos></cfdi:Concepto>',
        '</cfdi:Concepto>',
      ],
    ],
    at: '@ObjetoImp',
  },
  {
    code: 'CFDI40172',
    bad: [['Importe="50.00" ObjetoImp="02"', 'Importe="50.00" ObjetoImp="01"']],
    at: '@ObjetoImp',
  },
  {
    code: 'CFDI40201',
    of: PAYMENT,
    bad: [['<cfdi:Complemento>', '<cfdi:Impuestos/><cfdi:Complemento>']],
    at: 'Impuestos',
  },
  {
    code: 'CFDI40107',
    bad: [['SubTotal="150.00"', 'SubTotal="150.001"']],
    good: [['SubTotal="150.00"', 'SubTotal="150.000"']],
    at: '@SubTotal',
  },
  { code: 'CFDI40108', bad: [['SubTotal="150.00"', 'SubTotal="150.01"']], at: '@SubTotal' },
  {
    code: 'CFDI40109',
    of: PAYMENT,
    bad: [['SubTotal="0"', 'SubTotal="1"']],
    good: [['SubTotal="0"', 'SubTotal="0.00"']],
    at: '@SubTotal',
  },
  {
    code: 'CFDI40110',
    bad: [['Descuento="10.00" Moneda', 'Descuento="150.01" Moneda']],
    at: '@Descuento',
  },
  {
    code: 'CFDI40111',
    of: PAYMENT,
    bad: [['Importe="0" ObjetoImp', 'Importe="0" Descuento="0" ObjetoImp']],
    at: '@Descuento',
  },
  {
    code: 'CFDI40112',
    bad: [['Descuento="10.00" Moneda', 'Descuento="10.001" Moneda']],
    at: '@Descuento',
  },
  {
    code: 'VEN-MX-010',
    bad: [['Descuento="10.00" Moneda', 'Descuento="9.00" Moneda']],
    at: '@Descuento',
  },
  { code: 'CFDI40119', bad: [['Total="145.40"', 'Total="145.41"']], at: '@Total' },
  {
    code: 'VEN-MX-011',
    bad: [['Importe="100.00"', 'Importe="126.00"']],
    good: [['Importe="100.00"', 'Importe="100.01"']],
    at: '@Importe',
  },
  {
    code: 'VEN-MX-012',
    bad: [['TasaOCuota="0.160000" Importe="14.40"', 'TasaOCuota="0.160000" Importe="14.42"']],
    good: [['TasaOCuota="0.160000" Importe="14.40"', 'TasaOCuota="0.160000" Importe="14.41"']],
    at: '@Importe',
  },
  {
    code: 'CFDI40221',
    bad: [['Importe="14.40"/><cfdi:Traslado', 'Importe="14.41"/><cfdi:Traslado']],
    at: '@Importe',
  },
  {
    code: 'CFDI40205',
    bad: [['TotalImpuestosTrasladados="14.40"', 'TotalImpuestosTrasladados="14.41"']],
    at: '@TotalImpuestosTrasladados',
  },
  {
    code: 'VEN-MX-013',
    bad: [['TotalImpuestosRetenidos="9.00"', 'TotalImpuestosRetenidos="9.01"']],
    at: '@TotalImpuestosRetenidos',
  },
  {
    code: 'VEN-MX-020',
    of: PAYMENT,
    bad: [['ImpSaldoInsoluto="760.00"', 'ImpSaldoInsoluto="761.00"']],
    at: '@ImpSaldoInsoluto',
  },
];
