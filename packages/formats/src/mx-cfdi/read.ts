import type { XmlElement } from '@ventanilla/xml';
import { attribute, attributeNumber, child, childrenNamed } from '../xml-tree.ts';
import type { Cfdi, CfdiLine, CfdiStamp, CfdiTax } from './model.ts';
import { PAYMENTS_NAMESPACE, STAMP_NAMESPACE } from './schema.ts';

const LOCAL_TAXES_NAMESPACE = 'http://www.sat.gob.mx/implocal';

const text = (element: XmlElement | undefined, name: string): string =>
  attribute(element, name) ?? '';

const readTax = (element: XmlElement): CfdiTax => ({
  tax: text(element, 'Impuesto'),
  factor: text(element, 'TipoFactor'),
  rate: attributeNumber(element, 'TasaOCuota'),
  base: attributeNumber(element, 'Base'),
  amount: attributeNumber(element, 'Importe'),
});

const readTaxes = (taxes: XmlElement | undefined, group: string, each: string) =>
  childrenNamed(child(taxes, group), each).map(readTax);

function readLine(element: XmlElement): CfdiLine {
  const taxes = child(element, 'Impuestos');
  return {
    product: text(element, 'ClaveProdServ'),
    unit: text(element, 'ClaveUnidad'),
    description: text(element, 'Descripcion'),
    quantity: attributeNumber(element, 'Cantidad'),
    unitPrice: attributeNumber(element, 'ValorUnitario'),
    amount: attributeNumber(element, 'Importe'),
    discount: attributeNumber(element, 'Descuento'),
    taxObject: text(element, 'ObjetoImp'),
    hasTaxes: taxes !== undefined,
    transferred: readTaxes(taxes, 'Traslados', 'Traslado'),
    withheld: readTaxes(taxes, 'Retenciones', 'Retencion'),
  };
}

const readStamp = (element: XmlElement | undefined): CfdiStamp | undefined =>
  element === undefined
    ? undefined
    : {
        providerId: text(element, 'RfcProvCertif'),
        uuid: text(element, 'UUID').toUpperCase(),
        moment: text(element, 'FechaTimbrado'),
        seal: text(element, 'SelloCFD'),
        certificateNumber: text(element, 'NoCertificadoSAT'),
      };

function readParties(root: XmlElement): Pick<Cfdi, 'issuer' | 'receiver'> {
  const issuer = child(root, 'Emisor');
  const receiver = child(root, 'Receptor');
  return {
    issuer: {
      rfc: text(issuer, 'Rfc'),
      name: text(issuer, 'Nombre'),
      regime: text(issuer, 'RegimenFiscal'),
    },
    receiver: {
      rfc: text(receiver, 'Rfc'),
      name: text(receiver, 'Nombre'),
      regime: text(receiver, 'RegimenFiscalReceptor'),
      postCode: text(receiver, 'DomicilioFiscalReceptor'),
      use: text(receiver, 'UsoCFDI'),
    },
  };
}

function readTotals(root: XmlElement) {
  const taxes = child(root, 'Impuestos');
  return {
    subtotal: attributeNumber(root, 'SubTotal'),
    discount: attributeNumber(root, 'Descuento'),
    total: attributeNumber(root, 'Total'),
    hasTaxes: taxes !== undefined,
    transferredTotal: attributeNumber(taxes, 'TotalImpuestosTrasladados'),
    withheldTotal: attributeNumber(taxes, 'TotalImpuestosRetenidos'),
    transferred: readTaxes(taxes, 'Traslados', 'Traslado'),
    withheld: readTaxes(taxes, 'Retenciones', 'Retencion'),
  };
}

function readComplements(root: XmlElement) {
  const complements = childrenNamed(root, 'Complemento').flatMap(({ children }) => children);
  const of = (uri: string) => complements.find(({ namespace }) => namespace === uri);
  const local = of(LOCAL_TAXES_NAMESPACE);
  const stamp = complements.find(
    ({ namespace, name }) => namespace === STAMP_NAMESPACE && name === 'TimbreFiscalDigital',
  );
  return {
    complements: complements.map(({ namespace }) => namespace),
    localTransferred: attributeNumber(local, 'TotaldeTraslados'),
    localWithheld: attributeNumber(local, 'TotaldeRetenciones'),
    payments: of(PAYMENTS_NAMESPACE),
    stamp: readStamp(stamp),
  };
}

/** One pass over the tree; nothing is judged. */
export function readCfdi(root: XmlElement): Cfdi {
  const global = child(root, 'InformacionGlobal');
  return {
    root,
    type: text(root, 'TipoDeComprobante'),
    series: attribute(root, 'Serie'),
    folio: attribute(root, 'Folio'),
    moment: text(root, 'Fecha'),
    currency: text(root, 'Moneda'),
    exchangeRate: attributeNumber(root, 'TipoCambio'),
    paymentForm: attribute(root, 'FormaPago'),
    paymentMethod: attribute(root, 'MetodoPago'),
    exportation: text(root, 'Exportacion'),
    postCode: text(root, 'LugarExpedicion'),
    certificateNumber: text(root, 'NoCertificado'),
    certificate: text(root, 'Certificado'),
    seal: text(root, 'Sello'),
    ...readParties(root),
    global:
      global === undefined
        ? undefined
        : {
            period: text(global, 'Periodicidad'),
            months: text(global, 'Meses'),
            year: text(global, 'Año'),
          },
    relations: childrenNamed(root, 'CfdiRelacionados').map((relation) => ({
      type: text(relation, 'TipoRelacion'),
      uuids: childrenNamed(relation, 'CfdiRelacionado').map((related) =>
        text(related, 'UUID').toUpperCase(),
      ),
    })),
    lines: childrenNamed(child(root, 'Conceptos'), 'Concepto').map(readLine),
    ...readTotals(root),
    ...readComplements(root),
  };
}
