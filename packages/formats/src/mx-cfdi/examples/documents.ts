/** Sound CFDI of our own, sealed by a certificate of our own after any change. */
import { createXmlEngine } from '@ventanilla/xml';
import { cadenaOriginal } from '../cadena.ts';
import { createCertificate } from './certificate.ts';

export const ISSUER = 'EMP240101AB1';
export const RECEIVER = 'REC240101AB2';
export const UUID = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';

const own = createCertificate(ISSUER);
const engine = createXmlEngine();
const encoder = new TextEncoder();

const STAMP = `<tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1" UUID="${UUID}" FechaTimbrado="2026-05-04T10:20:00" RfcProvCertif="PAC240101AB3" SelloCFD="@@SEAL@@" NoCertificadoSAT="00001000000500000002" SelloSAT="AAAA"/>`;

/** Two lines: 100.00 less 10 at 16 %, and 50.00 exempt; 10 % withheld of the first. */
export const INCOME = `<?xml version="1.0" encoding="UTF-8"?>
<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0" Serie="A" Folio="12" Fecha="2026-05-04T10:15:00" Sello="@@SEAL@@" FormaPago="03" NoCertificado="${own.number}" Certificado="${own.base64}" SubTotal="150.00" Descuento="10.00" Moneda="MXN" Total="145.40" TipoDeComprobante="I" Exportacion="01" MetodoPago="PUE" LugarExpedicion="06300">
  <cfdi:Emisor Rfc="${ISSUER}" Nombre="EMISOR DE PRUEBA" RegimenFiscal="601"/>
  <cfdi:Receptor Rfc="${RECEIVER}" Nombre="RECEPTOR DE PRUEBA" DomicilioFiscalReceptor="06300" RegimenFiscalReceptor="601" UsoCFDI="G03"/>
  <cfdi:Conceptos>
    <cfdi:Concepto ClaveProdServ="43211500" Cantidad="2" ClaveUnidad="H87" Descripcion="Teclado  en   español" ValorUnitario="50.00" Importe="100.00" Descuento="10.00" ObjetoImp="02"><cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado Base="90.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="14.40"/></cfdi:Traslados><cfdi:Retenciones><cfdi:Retencion Base="90.00" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.100000" Importe="9.00"/></cfdi:Retenciones></cfdi:Impuestos></cfdi:Concepto>
    <cfdi:Concepto ClaveProdServ="55101500" Cantidad="1" ClaveUnidad="H87" Descripcion="Libro" ValorUnitario="50.00" Importe="50.00" ObjetoImp="02"><cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado Base="50.00" Impuesto="002" TipoFactor="Exento"/></cfdi:Traslados></cfdi:Impuestos></cfdi:Concepto>
  </cfdi:Conceptos>
  <cfdi:Impuestos TotalImpuestosRetenidos="9.00" TotalImpuestosTrasladados="14.40"><cfdi:Retenciones><cfdi:Retencion Impuesto="001" Importe="9.00"/></cfdi:Retenciones><cfdi:Traslados><cfdi:Traslado Base="90.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="14.40"/><cfdi:Traslado Base="50.00" Impuesto="002" TipoFactor="Exento"/></cfdi:Traslados></cfdi:Impuestos>
  <cfdi:Complemento>${STAMP}</cfdi:Complemento>
</cfdi:Comprobante>`;

/** One payment of 400 against an invoice of 1,160. */
export const PAYMENT = `<?xml version="1.0" encoding="UTF-8"?>
<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0" Fecha="2026-05-04T10:15:00" Sello="@@SEAL@@" NoCertificado="${own.number}" Certificado="${own.base64}" SubTotal="0" Moneda="XXX" Total="0" TipoDeComprobante="P" Exportacion="01" LugarExpedicion="06300">
  <cfdi:Emisor Rfc="${ISSUER}" Nombre="EMISOR DE PRUEBA" RegimenFiscal="601"/>
  <cfdi:Receptor Rfc="${RECEIVER}" Nombre="RECEPTOR DE PRUEBA" DomicilioFiscalReceptor="06300" RegimenFiscalReceptor="601" UsoCFDI="CP01"/>
  <cfdi:Conceptos><cfdi:Concepto ClaveProdServ="84111506" Cantidad="1" ClaveUnidad="ACT" Descripcion="Pago" ValorUnitario="0" Importe="0" ObjetoImp="01"/></cfdi:Conceptos>
  <cfdi:Complemento><pago20:Pagos xmlns:pago20="http://www.sat.gob.mx/Pagos20" Version="2.0"><pago20:Totales MontoTotalPagos="400.00"/><pago20:Pago FechaPago="2026-05-04T12:00:00" FormaDePagoP="03" MonedaP="MXN" TipoCambioP="1" Monto="400.00"><pago20:DoctoRelacionado IdDocumento="${UUID}" MonedaDR="MXN" EquivalenciaDR="1" NumParcialidad="1" ImpSaldoAnt="1160.00" ImpPagado="400.00" ImpSaldoInsoluto="760.00" ObjetoImpDR="01"/></pago20:Pago></pago20:Pagos>${STAMP}</cfdi:Complemento>
</cfdi:Comprobante>`;

export type Change = readonly [from: string, to: string];

/** Applies changes; one that changes nothing is a mistake in the test. */
export function change(xml: string, changes: readonly Change[]): string {
  let result = xml;
  for (const [from, to] of changes) {
    const next = result.replaceAll(from, () => to);
    if (next === result) throw new Error(`nothing to change: ${from}`);
    result = next;
  }
  return result;
}

/** Seals what the document says now. */
export function seal(xml: string): string {
  const parsed = engine.parse(encoder.encode(xml));
  if (!parsed.ok) throw new Error(parsed.detail);
  const text = own.seal(cadenaOriginal(parsed.document.root));
  parsed.document.dispose();
  return xml.replaceAll('@@SEAL@@', text);
}
