import { escapeXml } from '../goods.ts';
import type { Random } from '../random.ts';
import { certifier, type FelDraft, type FelLine } from './draft.ts';

const optional = (name: string, value: string): string =>
  value === '' ? '' : `<dte:${name}>${value}</dte:${name}>`;

const writeLine = (line: FelLine, index: number): string =>
  `<dte:Item NumeroLinea="${index + 1}" BienOServicio="${line.kind}"><dte:Cantidad>${line.quantity}</dte:Cantidad><dte:UnidadMedida>${line.unit}</dte:UnidadMedida><dte:Descripcion>${escapeXml(line.description)}</dte:Descripcion><dte:PrecioUnitario>${line.unitPrice}</dte:PrecioUnitario><dte:Precio>${line.price}</dte:Precio><dte:Descuento>${line.discount}</dte:Descuento><dte:Impuestos><dte:Impuesto><dte:NombreCorto>IVA</dte:NombreCorto><dte:CodigoUnidadGravable>${line.taxUnit}</dte:CodigoUnidadGravable>${optional('MontoGravable', line.taxable)}${optional('CantidadUnidadesGravables', line.taxableUnits)}<dte:MontoImpuesto>${line.tax}</dte:MontoImpuesto></dte:Impuesto></dte:Impuestos><dte:Total>${line.total}</dte:Total></dte:Item>\n`;

/** Random digests and values in the shape of a real signature: checked at a later stage, not by structure. */
const writeSignature = (id: string, covers: string, random: Random): string =>
  `<ds:Signature Id="${id}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference Id="${id}-ref0" URI="#${covers}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>${random.base64(44).slice(0, 43)}=</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>${random.base64(344).slice(0, 342)}==</ds:SignatureValue></ds:Signature>\n`;

const writeReceiver = ({ receiver }: FelDraft): string => {
  const special = receiver.special === '' ? '' : ` TipoEspecial="${receiver.special}"`;
  const attributes = `IDReceptor="${receiver.id}"${special} NombreReceptor="${escapeXml(receiver.name)}" CorreoReceptor=""`;
  return receiver.id === 'CF'
    ? `<dte:Receptor ${attributes}/>\n`
    : `<dte:Receptor ${attributes}><dte:DireccionReceptor><dte:Direccion>6 AVENIDA 7-21 ZONA 9</dte:Direccion><dte:CodigoPostal>1009</dte:CodigoPostal><dte:Municipio>GUATEMALA</dte:Municipio><dte:Departamento>GUATEMALA</dte:Departamento><dte:Pais>GT</dte:Pais></dte:DireccionReceptor></dte:Receptor>\n`;
};

/** The whole document as text: unsigned in truth, with two signature elements in place. */
export function writeFel(draft: FelDraft, random: Random): string {
  const phrases = draft.phrases
    .map(({ type, scenario }) => `<dte:Frase TipoFrase="${type}" CodigoEscenario="${scenario}"/>`)
    .join('');
  let lines = '';
  for (let i = 0; i < draft.lines.length; i += 1) lines += writeLine(draft.lines[i]!, i);
  const name = escapeXml(draft.issuer.name);
  return `<?xml version="1.0" encoding="UTF-8"?>
<dte:GTDocumento xmlns:dte="http://www.sat.gob.gt/dte/fel/0.2.0" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Version="0.1"><dte:SAT ClaseDocumento="dte"><dte:DTE ID="DatosCertificados"><dte:DatosEmision ID="DatosEmision">
<dte:DatosGenerales Tipo="${draft.type}" FechaHoraEmision="${draft.emittedAt}" CodigoMoneda="${draft.currency}"/>
<dte:Emisor NITEmisor="${draft.issuerId}" NombreEmisor="${name}" CodigoEstablecimiento="${draft.establishment}" NombreComercial="${name}" AfiliacionIVA="${draft.affiliation}" CorreoEmisor=""><dte:DireccionEmisor><dte:Direccion>1 CALLE 1-11 ZONA 1</dte:Direccion><dte:CodigoPostal>1001</dte:CodigoPostal><dte:Municipio>GUATEMALA</dte:Municipio><dte:Departamento>GUATEMALA</dte:Departamento><dte:Pais>GT</dte:Pais></dte:DireccionEmisor></dte:Emisor>
${writeReceiver(draft)}${phrases === '' ? '' : `<dte:Frases>${phrases}</dte:Frases>\n`}<dte:Items>
${lines}</dte:Items>
<dte:Totales><dte:TotalImpuestos><dte:TotalImpuesto NombreCorto="IVA" TotalMontoImpuesto="${draft.taxTotal}"/></dte:TotalImpuestos><dte:GranTotal>${draft.grandTotal}</dte:GranTotal></dte:Totales>${draft.complement}</dte:DatosEmision>
<dte:Certificacion><dte:NITCertificador>${certifier.id}</dte:NITCertificador><dte:NombreCertificador>${certifier.name}</dte:NombreCertificador><dte:NumeroAutorizacion Serie="${draft.series}" Numero="${draft.number}">${draft.uuid}</dte:NumeroAutorizacion><dte:FechaHoraCertificacion>${draft.certifiedAt}</dte:FechaHoraCertificacion></dte:Certificacion>
</dte:DTE></dte:SAT>
${writeSignature('sig-emisor', 'DatosEmision', random)}${writeSignature('sig-certificador', 'DatosCertificados', random)}</dte:GTDocumento>
`;
}

export interface AnnulmentDraft {
  uuid: string;
  issuerId: string;
  receiverId: string;
  emittedAt: string;
  annulledAt: string;
  certifiedAt: string;
  reason: string;
}

export const writeAnnulment = (draft: AnnulmentDraft, random: Random): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<dte:GTAnulacionDocumento xmlns:dte="http://www.sat.gob.gt/dte/fel/0.1.0" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Version="0.1"><dte:SAT><dte:AnulacionDTE ID="DatosCertificados">
<dte:DatosGenerales ID="DatosAnulacion" NumeroDocumentoAAnular="${draft.uuid}" NITEmisor="${draft.issuerId}" IDReceptor="${draft.receiverId}" FechaEmisionDocumentoAnular="${draft.emittedAt}" FechaHoraAnulacion="${draft.annulledAt}" MotivoAnulacion="${draft.reason}"/>
<dte:Certificacion><dte:NITCertificador>${certifier.id}</dte:NITCertificador><dte:NombreCertificador>${certifier.name}</dte:NombreCertificador><dte:FechaHoraCertificacion>${draft.certifiedAt}</dte:FechaHoraCertificacion></dte:Certificacion>
</dte:AnulacionDTE></dte:SAT>
${writeSignature('sig-emisor', 'DatosAnulacion', random)}${writeSignature('sig-certificador', 'DatosCertificados', random)}</dte:GTAnulacionDocumento>
`;
