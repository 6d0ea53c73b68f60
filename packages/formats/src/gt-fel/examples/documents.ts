/** Documents of our own for the rule tests: one sound document per type, every part replaceable. */
import { COMPLEMENT } from '../schema/index.ts';

export interface TaxSpec {
  readonly name?: string;
  readonly unit?: string;
  readonly taxable?: string | undefined;
  readonly quantity?: string | undefined;
  readonly amount?: string;
}
export interface ItemSpec {
  readonly kind?: string;
  readonly product?: string;
  readonly quantity?: string;
  readonly unitPrice?: string;
  readonly price?: string;
  readonly discount?: string;
  readonly taxes?: readonly TaxSpec[];
  readonly total?: string;
  readonly complement?: string;
}
export interface DteSpec {
  readonly type?: string;
  readonly emitted?: string;
  readonly currency?: string;
  /** More attributes of DatosGenerales. */
  readonly general?: string;
  readonly issuer?: string;
  readonly establishment?: string;
  readonly affiliation?: string;
  /** More attributes of Emisor. */
  readonly issuerMore?: string;
  readonly receiver?: string;
  readonly receiverMore?: string;
  readonly phrases?: readonly string[];
  readonly items?: readonly ItemSpec[];
  readonly taxTotals?: Readonly<Record<string, string>>;
  readonly grandTotal?: string;
  readonly complements?: readonly string[];
  readonly certified?: string | undefined;
  readonly certifier?: string;
  readonly series?: string;
  readonly number?: string;
  readonly signatures?: number;
}

export const UUID = '7F1C0A52-3B9D-4E61-9C2A-5D0E8B7A6F43';
export const ORIGIN = '0C3F9A11-2B4C-4D5E-8F60-718293A4B5C6';
export const ISSUER = '99999999905';
export const CERTIFIER = '16693949';

export const vat = (taxable: string, amount: string, unit = '1'): TaxSpec => ({
  name: 'IVA',
  unit,
  taxable,
  amount,
});
/** 2 × 300 less 40: base 500, VAT 60, total 560. */
export const ITEM: ItemSpec = {
  kind: 'B',
  quantity: '2',
  unitPrice: '300',
  price: '600',
  discount: '40',
  taxes: [vat('500', '60')],
  total: '560',
};
export const UNTAXED: ItemSpec = { ...ITEM, taxes: [] };

const when = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `<dte:${name}>${value}</dte:${name}>`;

const writeTax = (tax: TaxSpec): string =>
  `<dte:Impuesto>${when('NombreCorto', tax.name ?? 'IVA')}${when('CodigoUnidadGravable', tax.unit ?? '1')}${when('MontoGravable', tax.taxable)}${when('CantidadUnidadesGravables', tax.quantity)}${when('MontoImpuesto', tax.amount ?? '0')}</dte:Impuesto>`;

const writeItem = (item: ItemSpec, index: number): string => {
  const taxes = item.taxes ?? [];
  const complement =
    item.complement === undefined
      ? ''
      : `<dte:ComplementosItem><dte:ComplementoItem NombreComplementoItem="x" URIComplementoItem="x">${item.complement}</dte:ComplementoItem></dte:ComplementosItem>`;
  return `<dte:Item NumeroLinea="${index + 1}" BienOServicio="${item.kind ?? 'B'}">${when('CodigoProducto', item.product)}${when('Cantidad', item.quantity ?? '1')}<dte:UnidadMedida>UND</dte:UnidadMedida><dte:Descripcion>Artículo</dte:Descripcion>${when('PrecioUnitario', item.unitPrice ?? '0')}${when('Precio', item.price ?? '0')}${when('Descuento', item.discount)}${taxes.length === 0 ? '' : `<dte:Impuestos>${taxes.map(writeTax).join('')}</dte:Impuestos>`}${when('Total', item.total ?? '0')}${complement}</dte:Item>`;
};

const SIGNATURE =
  '<ds:Signature><ds:SignedInfo/><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>';

const writePhrase = (phrase: string): string => {
  const [pair = '', resolution] = phrase.split(' ');
  const [type, scenario] = pair.split('/');
  const more = resolution === undefined ? '' : ` NumeroResolucion="${resolution}"`;
  return `<dte:Frase TipoFrase="${type}" CodigoEscenario="${scenario}"${more}/>`;
};

const writeTotals = ({ taxTotals = {}, grandTotal = '560' }: DteSpec): string => {
  const rows = Object.entries(taxTotals).map(
    ([name, amount]) => `<dte:TotalImpuesto NombreCorto="${name}" TotalMontoImpuesto="${amount}"/>`,
  );
  const taxes =
    rows.length === 0 ? '' : `<dte:TotalImpuestos>${rows.join('')}</dte:TotalImpuestos>`;
  return `<dte:Totales>${taxes}<dte:GranTotal>${grandTotal}</dte:GranTotal></dte:Totales>`;
};

const writeComplements = (complements: readonly string[]): string =>
  complements.length === 0
    ? ''
    : `<dte:Complementos>${complements
        .map(
          (body) =>
            `<dte:Complemento NombreComplemento="x" URIComplemento="x">${body}</dte:Complemento>`,
        )
        .join('')}</dte:Complementos>`;

/** A DTE as text; without a spec the sound FACT. */
function writeDte(spec: DteSpec = {}): string {
  const { phrases = ['1/1'], items = [ITEM], complements = [], signatures = 2 } = spec;
  const certified = 'certified' in spec ? spec.certified : '2026-05-04T10:15:02-06:00';
  const certification =
    certified === undefined
      ? ''
      : `<dte:Certificacion><dte:NITCertificador>${spec.certifier ?? CERTIFIER}</dte:NITCertificador><dte:NombreCertificador>C</dte:NombreCertificador><dte:NumeroAutorizacion Serie="${spec.series ?? '7F1C0A52'}" Numero="${spec.number ?? '1000164961'}">${UUID}</dte:NumeroAutorizacion><dte:FechaHoraCertificacion>${certified}</dte:FechaHoraCertificacion></dte:Certificacion>`;
  const taxTotals = spec.taxTotals ?? (spec.items === undefined ? { IVA: '60' } : {});
  return `<?xml version="1.0" encoding="UTF-8"?>
<dte:GTDocumento xmlns:dte="http://www.sat.gob.gt/dte/fel/0.2.0" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Version="0.1"><dte:SAT ClaseDocumento="dte"><dte:DTE ID="DatosCertificados"><dte:DatosEmision ID="DatosEmision">
<dte:DatosGenerales Tipo="${spec.type ?? 'FACT'}" FechaHoraEmision="${spec.emitted ?? '2026-05-04T10:15:00-06:00'}" CodigoMoneda="${spec.currency ?? 'GTQ'}" ${spec.general ?? ''}/>
<dte:Emisor NITEmisor="${spec.issuer ?? ISSUER}" NombreEmisor="E" CodigoEstablecimiento="${spec.establishment ?? '1'}" NombreComercial="E" AfiliacionIVA="${spec.affiliation ?? 'GEN'}" ${spec.issuerMore ?? ''}><dte:DireccionEmisor><dte:Direccion>1 CALLE</dte:Direccion><dte:CodigoPostal>1001</dte:CodigoPostal><dte:Municipio>G</dte:Municipio><dte:Departamento>G</dte:Departamento><dte:Pais>GT</dte:Pais></dte:DireccionEmisor></dte:Emisor>
<dte:Receptor IDReceptor="${spec.receiver ?? 'CF'}" NombreReceptor="R" ${spec.receiverMore ?? ''}/>
${phrases.length === 0 ? '' : `<dte:Frases>${phrases.map(writePhrase).join('')}</dte:Frases>`}
<dte:Items>
${items.map(writeItem).join('\n')}
</dte:Items>
${writeTotals({ ...spec, taxTotals })}${writeComplements(complements)}</dte:DatosEmision>${certification}</dte:DTE></dte:SAT>
${SIGNATURE.repeat(signatures)}</dte:GTDocumento>`;
}

export interface AnnulmentSpec {
  readonly issuer?: string;
  readonly emitted?: string;
  readonly annulled?: string;
  readonly certified?: string | undefined;
  readonly signatures?: number;
}

export function writeAnnulment(spec: AnnulmentSpec = {}): string {
  const { annulled = '2026-05-06T09:00:00-06:00', signatures = 2 } = spec;
  const certified = 'certified' in spec ? spec.certified : '2026-05-06T09:00:01-06:00';
  const certification =
    certified === undefined
      ? ''
      : `<dte:Certificacion><dte:NITCertificador>${CERTIFIER}</dte:NITCertificador><dte:NombreCertificador>C</dte:NombreCertificador><dte:FechaHoraCertificacion>${certified}</dte:FechaHoraCertificacion></dte:Certificacion>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<dte:GTAnulacionDocumento xmlns:dte="http://www.sat.gob.gt/dte/fel/0.1.0" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Version="0.1"><dte:SAT><dte:AnulacionDTE ID="DatosCertificados"><dte:DatosGenerales ID="DatosAnulacion" NumeroDocumentoAAnular="${UUID}" NITEmisor="${spec.issuer ?? ISSUER}" IDReceptor="CF" FechaEmisionDocumentoAnular="${spec.emitted ?? '2026-05-04T10:15:00-06:00'}" FechaHoraAnulacion="${annulled}" MotivoAnulacion="Error"/>${certification}</dte:AnulacionDTE></dte:SAT>${SIGNATURE.repeat(signatures)}</dte:GTAnulacionDocumento>`;
}

export const COMPLEMENTS = {
  instalments: `<c:AbonosFacturaCambiaria xmlns:c="${COMPLEMENT.instalments}" Version="1"><c:Abono><c:NumeroAbono>1</c:NumeroAbono><c:FechaVencimiento>2026-06-04</c:FechaVencimiento><c:MontoAbono>560</c:MontoAbono></c:Abono></c:AbonosFacturaCambiaria>`,
  note: `<c:ReferenciasNota xmlns:c="${COMPLEMENT.note}" Version="0.1" NumeroAutorizacionDocumentoOrigen="${ORIGIN}" FechaEmisionDocumentoOrigen="2026-05-02" MotivoAjuste="x" SerieDocumentoOrigen="0C3F9A11" NumeroDocumentoOrigen="726420830"/>`,
  special: (isr = '25', vatHeld = '60') =>
    `<c:RetencionesFacturaEspecial xmlns:c="${COMPLEMENT.special}" Version="1"><c:RetencionISR>${isr}</c:RetencionISR><c:RetencionIVA>${vatHeld}</c:RetencionIVA><c:TotalMenosRetenciones>475</c:TotalMenosRetenciones></c:RetencionesFacturaEspecial>`,
  specific: (ict = '8.40') =>
    `<c:RetencionesFacturaEspecifica xmlns:c="${COMPLEMENT.specific}" Version="1"><c:RetencionICT>${ict}</c:RetencionICT><c:TotalMenosRetenciones>551.60</c:TotalMenosRetenciones></c:RetencionesFacturaEspecifica>`,
  exports: `<c:Exportacion xmlns:c="${COMPLEMENT.exports}" Version="1"><c:NombreConsignatarioODestinatario>N</c:NombreConsignatarioODestinatario><c:DireccionConsignatarioODestinatario>D</c:DireccionConsignatarioODestinatario><c:INCOTERM>FOB</c:INCOTERM></c:Exportacion>`,
  provisionalExport: `<c:ExportacionProvisional xmlns:c="${COMPLEMENT.provisionalExport}" Version="1"><c:NombreConsignatarioODestinatario>N</c:NombreConsignatarioODestinatario><c:DireccionConsignatarioODestinatario>D</c:DireccionConsignatarioODestinatario></c:ExportacionProvisional>`,
  certificate: (amount?: string) =>
    `<c:ReferenciasConstancia xmlns:c="${COMPLEMENT.certificate}" Version="1" NumeroAutorizacionDocumentoOrigen="${ORIGIN}" FechaEmisionDocumentoOrigen="2026-05-02"${amount === undefined ? '' : ` MontoIVAExento="${amount}"`}/>`,
  transport: (type = 'NIT', id = ISSUER) =>
    `<c:TrasladoMercancias xmlns:c="${COMPLEMENT.transport}" Version="1" IDTransportista="${id}" TipoDocumentoIdentificacion="${type}" NombreTransportista="T" Placa="C000AAA" DireccionProcedencia="A" NITCUIConsignatario="${ISSUER}" NombreConsignatario="C" DireccionDestino="B" Motivo="venta"/>`,
  thirdParty: (collected = '12') =>
    `<c:CobroXCuentaAjena xmlns:c="${COMPLEMENT.thirdParty}" Version="1"><c:ItemCuentaAjena><c:NITtercero>${ISSUER}</c:NITtercero><c:Descripcion>x</c:Descripcion><c:BaseImponible>100</c:BaseImponible><c:MontoCobroIVA>${collected}</c:MontoCobroIVA></c:ItemCuentaAjena></c:CobroXCuentaAjena>`,
  parties: (kind = 'No dineraria o en especie', amount = '560') =>
    `<c:LEPP xmlns:c="${COMPLEMENT.parties}" Version="1" CalidadAportante="Afiliado" TipoAporte="${kind}" DeclaracionProcedencia="x" Aporte="${amount}"/>`,
  payments: (body: string) =>
    `<c:MediosDePago xmlns:c="${COMPLEMENT.payments}" Version="1">${body}</c:MediosDePago>`,
  products: (body: string) =>
    `<c:DetalleProductos xmlns:c="${COMPLEMENT.products}" Version="1"><c:ItemDetalleProductos><c:NoItem>1</c:NoItem><c:CodigoUnidadGravable>1</c:CodigoUnidadGravable>${body}</c:ItemDetalleProductos></c:DetalleProductos>`,
  shows: `<c:Espectaculos xmlns:c="${COMPLEMENT.shows}" Version="1"><c:CodigoEvento>1</c:CodigoEvento><c:NombreEvento>E</c:NombreEvento><c:NombreLocalidad>L</c:NombreLocalidad><c:PrecioAdmision>560</c:PrecioAdmision><c:NumeroBoleto>1</c:NumeroBoleto></c:Espectaculos>`,
} as const;

const INVOICE: DteSpec = { items: [UNTAXED], receiver: '28733657' };
const small = (affiliation: string, phrases: readonly string[]): DteSpec => ({
  ...INVOICE,
  affiliation,
  phrases,
});

/** A sound document of every type. */
export const SOUND: Readonly<Record<string, DteSpec>> = {
  FACT: { type: 'FACT' },
  FCAM: { type: 'FCAM', complements: [COMPLEMENTS.instalments] },
  FPEQ: small('PEQ', ['3/1']),
  FCAP: small('PEQ', ['3/1']),
  FESP: {
    phrases: ['5/1'],
    receiver: '28733657',
    complements: [COMPLEMENTS.special()],
  },
  NABN: small('GEN', []),
  RDON: { ...small('GEN', ['4/4']), general: 'TipoPersoneria="720"' },
  RECI: small('EXE', ['4/5']),
  NDEB: { complements: [COMPLEMENTS.note] },
  NCRE: { complements: [COMPLEMENTS.note] },
  FEPE: { ...small('PRI', ['12/1']), complements: [COMPLEMENTS.specific()] },
  FARP: small('PRI', ['3/1', '10/1']),
  FCRP: { ...small('PRI', ['3/1', '10/1']), complements: [COMPLEMENTS.instalments] },
  FPEC: small('PEC', ['3/1', '11/1']),
  FCPC: { ...small('PEC', ['3/1', '11/1']), complements: [COMPLEMENTS.instalments] },
  CIVA: {
    phrases: [],
    receiver: '28733657',
    complements: [COMPLEMENTS.certificate('60')],
  },
  CAIS: { phrases: [], receiver: '28733657', complements: [COMPLEMENTS.certificate()] },
  NEV: { ...small('GEN', ['9/8']), complements: [COMPLEMENTS.transport()] },
  RANT: { ...small('GEN', ['9/9']), items: [{ ...UNTAXED, kind: 'S' }] },
  FACP: {
    phrases: ['9/11', '4/1'],
    general: 'Exp="SI"',
    items: [{ ...ITEM, taxes: [vat('560', '0', '2')] }],
    taxTotals: { IVA: '0' },
    complements: [COMPLEMENTS.provisionalExport],
  },
  BIDP: small('IDP', []),
  FACA: small('ECA', ['3/1', '6/1']),
  FCCA: { ...small('ECA', ['3/1', '6/1']), complements: [COMPLEMENTS.instalments] },
  FAPE: small('PEQ', ['3/1', '7/1 RES-1']),
  FCPE: { ...small('PEQ', ['3/1', '7/1 RES-1']), complements: [COMPLEMENTS.instalments] },
  FAAE: small('ECA', ['3/1', '7/2 RES-1']),
  FCAE: { ...small('ECA', ['3/1', '7/2 RES-1']), complements: [COMPLEMENTS.instalments] },
};

/** The sound document of a type with some parts replaced. */
export const variant = (type: string, more: DteSpec = {}): string =>
  writeDte({ type, ...SOUND[type], ...more });
