/**
 * The *cadena original*: the text that the issuer seals. Values in a fixed order, white space
 * collapsed, absent ones left out, between bars. The published form is an XSLT; the order is a fact
 * and stands here as data, so no stylesheet runs.
 */
import type { XmlElement } from '@ventanilla/xml';
import { CFDI_NAMESPACE, PAYMENTS_NAMESPACE, STAMP_NAMESPACE } from './schema.ts';

/** Attributes by name, then child elements in this order; `@` after a name takes attributes late. */
type Order = readonly (string | Group)[];
interface Group {
  readonly element: string;
  readonly order: Order;
}

const group = (element: string, ...order: Order): Group => ({ element, order });

const TRANSFERRED: Order = ['Base', 'Impuesto', 'TipoFactor', 'TasaOCuota', 'Importe'];
const CUSTOMS = group('InformacionAduanera', 'NumeroPedimento');

const LINE: Order = [
  'ClaveProdServ',
  'NoIdentificacion',
  'Cantidad',
  'ClaveUnidad',
  'Unidad',
  'Descripcion',
  'ValorUnitario',
  'Importe',
  'Descuento',
  'ObjetoImp',
  group(
    'Impuestos',
    group('Traslados', group('Traslado', ...TRANSFERRED)),
    group('Retenciones', group('Retencion', ...TRANSFERRED)),
  ),
  group(
    'ACuentaTerceros',
    'RfcACuentaTerceros',
    'NombreACuentaTerceros',
    'RegimenFiscalACuentaTerceros',
    'DomicilioFiscalACuentaTerceros',
  ),
  CUSTOMS,
  group('CuentaPredial', 'Numero'),
  group('ComplementoConcepto'),
  group(
    'Parte',
    'ClaveProdServ',
    'NoIdentificacion',
    'Cantidad',
    'Unidad',
    'Descripcion',
    'ValorUnitario',
    'Importe',
    CUSTOMS,
  ),
];

const DOCUMENT: Order = [
  'Version',
  'Serie',
  'Folio',
  'Fecha',
  'FormaPago',
  'NoCertificado',
  'CondicionesDePago',
  'SubTotal',
  'Descuento',
  'Moneda',
  'TipoCambio',
  'Total',
  'TipoDeComprobante',
  'Exportacion',
  'MetodoPago',
  'LugarExpedicion',
  'Confirmacion',
  group('InformacionGlobal', 'Periodicidad', 'Meses', 'Año'),
  group('CfdiRelacionados', 'TipoRelacion', group('CfdiRelacionado', 'UUID')),
  group('Emisor', 'Rfc', 'Nombre', 'RegimenFiscal', 'FacAtrAdquirente'),
  group(
    'Receptor',
    'Rfc',
    'Nombre',
    'DomicilioFiscalReceptor',
    'ResidenciaFiscal',
    'NumRegIdTrib',
    'RegimenFiscalReceptor',
    'UsoCFDI',
  ),
  group('Conceptos', group('Concepto', ...LINE)),
  group(
    'Impuestos',
    group('Retenciones', group('Retencion', 'Impuesto', 'Importe')),
    'TotalImpuestosRetenidos',
    group('Traslados', group('Traslado', ...TRANSFERRED)),
    'TotalImpuestosTrasladados',
  ),
];

const withSuffix = (order: readonly string[], suffix: string): Order =>
  order.map((name) => name + suffix);
const PAID_TAX = ['Base', 'Impuesto', 'TipoFactor', 'TasaOCuota', 'Importe'];

const PAYMENTS: Order = [
  'Version',
  group(
    'Totales',
    'TotalRetencionesIVA',
    'TotalRetencionesISR',
    'TotalRetencionesIEPS',
    'TotalTrasladosBaseIVA16',
    'TotalTrasladosImpuestoIVA16',
    'TotalTrasladosBaseIVA8',
    'TotalTrasladosImpuestoIVA8',
    'TotalTrasladosBaseIVA0',
    'TotalTrasladosImpuestoIVA0',
    'TotalTrasladosBaseIVAExento',
    'MontoTotalPagos',
  ),
  group(
    'Pago',
    'FechaPago',
    'FormaDePagoP',
    'MonedaP',
    'TipoCambioP',
    'Monto',
    'NumOperacion',
    'RfcEmisorCtaOrd',
    'NomBancoOrdExt',
    'CtaOrdenante',
    'RfcEmisorCtaBen',
    'CtaBeneficiario',
    'TipoCadPago',
    'CertPago',
    'CadPago',
    'SelloPago',
    group(
      'DoctoRelacionado',
      'IdDocumento',
      'Serie',
      'Folio',
      'MonedaDR',
      'EquivalenciaDR',
      'NumParcialidad',
      'ImpSaldoAnt',
      'ImpPagado',
      'ImpSaldoInsoluto',
      'ObjetoImpDR',
      group(
        'ImpuestosDR',
        group('RetencionesDR', group('RetencionDR', ...withSuffix(PAID_TAX, 'DR'))),
        group('TrasladosDR', group('TrasladoDR', ...withSuffix(PAID_TAX, 'DR'))),
      ),
    ),
    group(
      'ImpuestosP',
      group('RetencionesP', group('RetencionP', 'ImpuestoP', 'ImporteP')),
      group('TrasladosP', group('TrasladoP', ...withSuffix(PAID_TAX, 'P'))),
    ),
  ),
];

const STAMP: Order = [
  'Version',
  'UUID',
  'FechaTimbrado',
  'RfcProvCertif',
  'Leyenda',
  'SelloCFD',
  'NoCertificadoSAT',
];

const collapse = (text: string): string => text.trim().replace(/[ \t\r\n]+/g, ' ');

function append(element: XmlElement, order: Order, values: string[]): void {
  for (const step of order) {
    if (typeof step === 'string') {
      const found = element.attributes.find(
        ({ name, namespace }) => name === step && namespace === '',
      );
      if (found !== undefined) values.push(collapse(found.value));
      continue;
    }
    for (const child of element.children) {
      if (child.name === step.element && child.namespace === element.namespace) {
        append(child, step.order, values);
      }
    }
  }
}

const write = (values: readonly string[]): string => `||${values.join('|')}||`;

/** Complements whose order is known here; a seal over any other cannot be recomputed. */
const COMPLEMENT_ORDERS: ReadonlyMap<string, Order> = new Map([[PAYMENTS_NAMESPACE, PAYMENTS]]);

const contentsOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children
    .filter((child) => child.name === name && child.namespace === element.namespace)
    .flatMap(({ children }) => children);

/** Complements of a document that make its seal uncheckable here: their namespaces. */
export function unknownComplements(root: XmlElement): readonly string[] {
  const concepts = contentsOf(root, 'Conceptos').flatMap((concept) =>
    contentsOf(concept, 'ComplementoConcepto'),
  );
  return [...contentsOf(root, 'Complemento'), ...concepts]
    .map(({ namespace }) => namespace)
    .filter((namespace) => namespace !== STAMP_NAMESPACE && !COMPLEMENT_ORDERS.has(namespace));
}

/** Text under the issuer's seal. Right only when `unknownComplements` is empty. */
export function cadenaOriginal(root: XmlElement): string {
  const values: string[] = [];
  append(root, DOCUMENT, values);
  for (const complement of contentsOf(root, 'Complemento')) {
    const order = COMPLEMENT_ORDERS.get(complement.namespace);
    if (order !== undefined) append(complement, order, values);
  }
  return write(values);
}

/** Text under the certifier's seal: that of the stamp alone. */
export function stampCadena(stamp: XmlElement): string {
  const values: string[] = [];
  append(stamp, STAMP, values);
  return write(values);
}

export const isCfdi = ({ name, namespace }: XmlElement): boolean =>
  name === 'Comprobante' && namespace === CFDI_NAMESPACE;
