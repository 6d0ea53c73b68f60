/** Reads a document into the model of the rules: one pass, nothing judged. */
import type { XmlElement } from '@ventanilla/xml';
import {
  attribute,
  attributeNumber,
  child,
  childNumber,
  childrenNamed,
  childText,
  numberOf,
  textOf,
} from '../xml-tree.ts';
import type {
  FelAddress,
  FelCertification,
  FelComplement,
  FelDocument,
  FelDte,
  FelLine,
  FelPhrase,
  FelTax,
  FelWithdrawal,
} from './model.ts';
import { parseMoment } from './moment.ts';
import { COMPLEMENT, type Complement } from './schema/index.ts';

const KIND_BY_NAMESPACE = new Map(
  Object.entries(COMPLEMENT).map(([kind, uri]) => [uri as string, kind as Complement]),
);

function readTax(element: XmlElement): FelTax {
  return {
    name: childText(element, 'NombreCorto') ?? '',
    unit: childText(element, 'CodigoUnidadGravable') ?? '',
    taxable: childNumber(element, 'MontoGravable'),
    quantity: childNumber(element, 'CantidadUnidadesGravables'),
    amount: childNumber(element, 'MontoImpuesto'),
  };
}

/** One walk over the children instead of a search per field: lines are most of a document. */
function readLine(element: XmlElement): FelLine {
  const parts: Record<string, XmlElement> = {};
  for (const part of element.children) parts[part.name] ??= part;
  const number = (name: string) => numberOf(parts[name]?.text);
  return {
    kind: attribute(element, 'BienOServicio') ?? '',
    product: textOf(parts.CodigoProducto),
    unit: textOf(parts.UnidadMedida),
    description: textOf(parts.Descripcion) ?? '',
    quantity: number('Cantidad'),
    unitPrice: number('PrecioUnitario'),
    price: number('Precio'),
    discount: number('Descuento'),
    otherDiscount: number('OtrosDescuento'),
    taxes: childrenNamed(parts.Impuestos, 'Impuesto').map(readTax),
    total: number('Total'),
    complements: childrenNamed(parts.ComplementosItem, 'ComplementoItem').map(
      (complement) => complement.children[0]?.namespace ?? '',
    ),
  };
}

const readAddress = (element: XmlElement | undefined): FelAddress | undefined =>
  element === undefined
    ? undefined
    : {
        street: childText(element, 'Direccion') ?? '',
        postCode: childText(element, 'CodigoPostal'),
        municipality: childText(element, 'Municipio'),
        department: childText(element, 'Departamento'),
        country: childText(element, 'Pais'),
      };

const readPhrase = (element: XmlElement): FelPhrase => ({
  type: Number(attribute(element, 'TipoFrase')),
  scenario: Number(attribute(element, 'CodigoEscenario')),
  resolution: attribute(element, 'NumeroResolucion'),
  resolutionDate: attribute(element, 'FechaResolucion'),
});

function readComplement(wrapper: XmlElement): FelComplement {
  const element = wrapper.children[0];
  const namespace = element?.namespace ?? attribute(wrapper, 'URIComplemento') ?? '';
  return { kind: KIND_BY_NAMESPACE.get(namespace), element };
}

function readCertification(element: XmlElement | undefined): FelCertification | undefined {
  if (element === undefined) return undefined;
  const authorisation = child(element, 'NumeroAutorizacion');
  return {
    certifierId: childText(element, 'NITCertificador') ?? '',
    certifierName: childText(element, 'NombreCertificador') ?? '',
    uuid: textOf(authorisation) ?? '',
    series: attribute(authorisation, 'Serie') ?? '',
    number: attribute(authorisation, 'Numero') ?? '',
    moment: parseMoment(childText(element, 'FechaHoraCertificacion') ?? ''),
  };
}

const readDispatch = (idp: XmlElement | undefined): FelDte['dispatch'] =>
  idp === undefined
    ? undefined
    : {
        origin: attribute(idp, 'Origendespacho') ?? '',
        destination: attribute(idp, 'Destinodespacho') ?? '',
        source: attribute(idp, 'Procedencia') ?? '',
      };

const readIssuer = (element: XmlElement | undefined): FelDte['issuer'] => ({
  id: attribute(element, 'NITEmisor') ?? '',
  name: attribute(element, 'NombreEmisor') ?? '',
  tradeName: attribute(element, 'NombreComercial') ?? '',
  establishment: attribute(element, 'CodigoEstablecimiento') ?? '',
  affiliation: attribute(element, 'AfiliacionIVA') ?? '',
  omissionAffiliation: attribute(element, 'AfiliacionOmiso'),
  classification: attribute(element, 'ClasificacionEmisor'),
  email: attribute(element, 'CorreoEmisor'),
  address: readAddress(child(element, 'DireccionEmisor')),
});

const readReceiver = (element: XmlElement | undefined): FelDte['receiver'] => ({
  id: attribute(element, 'IDReceptor') ?? '',
  special: attribute(element, 'TipoEspecial'),
  name: attribute(element, 'NombreReceptor') ?? '',
  email: attribute(element, 'CorreoReceptor'),
  saleDestination: attribute(element, 'DestinodelaVenta'),
  address: readAddress(child(element, 'DireccionReceptor')),
});

const countSignatures = (root: XmlElement): number => childrenNamed(root, 'Signature').length;

function readDte(root: XmlElement): FelDte {
  const dte = child(child(root, 'SAT'), 'DTE');
  const data = child(dte, 'DatosEmision');
  const general = child(data, 'DatosGenerales');
  const totals = child(data, 'Totales');
  return {
    kind: 'dte',
    type: attribute(general, 'Tipo') ?? '',
    emission: parseMoment(attribute(general, 'FechaHoraEmision') ?? ''),
    currency: attribute(general, 'CodigoMoneda') ?? '',
    isExport: attribute(general, 'Exp') === 'SI',
    isShow: attribute(general, 'Espectaculo') === 'SI',
    isTemporarySite: attribute(general, 'EmisionUbicacionTemporal') === 'SI',
    personality: attribute(general, 'TipoPersoneria'),
    dispatch: readDispatch(child(general, 'Idp')),
    issuer: readIssuer(child(data, 'Emisor')),
    receiver: readReceiver(child(data, 'Receptor')),
    phrases: childrenNamed(child(data, 'Frases'), 'Frase').map(readPhrase),
    lines: childrenNamed(child(data, 'Items'), 'Item').map(readLine),
    taxTotals: childrenNamed(child(totals, 'TotalImpuestos'), 'TotalImpuesto').map((element) => ({
      name: attribute(element, 'NombreCorto') ?? '',
      amount: attributeNumber(element, 'TotalMontoImpuesto'),
    })),
    grandTotal: childNumber(totals, 'GranTotal'),
    complements: childrenNamed(child(data, 'Complementos'), 'Complemento').map(readComplement),
    certification: readCertification(child(dte, 'Certificacion')),
    signatures: countSignatures(root),
  };
}

function readWithdrawal(root: XmlElement, kind: FelWithdrawal['kind']): FelWithdrawal {
  const isAnnulment = kind === 'annulment';
  const body = child(child(root, 'SAT'), isAnnulment ? 'AnulacionDTE' : 'ReversionDTE');
  const general = child(body, 'DatosGenerales');
  const get = (annulment: string, reversal: string) =>
    attribute(general, isAnnulment ? annulment : reversal) ?? '';
  return {
    kind,
    uuid: get('NumeroDocumentoAAnular', 'NumeroDocumentoAReversar'),
    issuerId: attribute(general, 'NITEmisor') ?? '',
    receiverId: attribute(general, 'IDReceptor') ?? '',
    emission: parseMoment(get('FechaEmisionDocumentoAnular', 'FechaEmisionDocumentoReversar')),
    moment: parseMoment(get('FechaHoraAnulacion', 'FechaHoraReversion')),
    reason: get('MotivoAnulacion', 'MotivoReversion'),
    certification: readCertification(child(body, 'Certificacion')),
    signatures: countSignatures(root),
  };
}

/** Reads any of the three roots. */
export function readFel(root: XmlElement): FelDocument {
  if (root.name === 'GTAnulacionDocumento') return readWithdrawal(root, 'annulment');
  if (root.name === 'GTReversionDocumento') return readWithdrawal(root, 'reversal');
  return readDte(root);
}
