/** Structure of a CFDI 4.0, its stamp and its payments complement, written from the published facts. */
import { defineSchema, type XmlSchema } from '@ventanilla/xml';
import {
  attribute,
  complex,
  like,
  many,
  may,
  must,
  oneOf,
  restrict,
  text,
  XSD_OPEN,
} from '../xsd.ts';

export const CFDI_NAMESPACE = 'http://www.sat.gob.mx/cfd/4';
export const STAMP_NAMESPACE = 'http://www.sat.gob.mx/TimbreFiscalDigital';
export const PAYMENTS_NAMESPACE = 'http://www.sat.gob.mx/Pagos20';

/** Closed catalogues that are short and have not changed since version 4.0 began. */
const AMOUNT = restrict(
  'decimal',
  '<xs:minInclusive value="0"/><xs:fractionDigits value="6"/><xs:pattern value="[0-9]{1,18}(\\.[0-9]{1,6})?"/>',
);
const SIGNED = restrict('decimal', '<xs:fractionDigits value="6"/>');
const POSITIVE = restrict(
  'decimal',
  '<xs:minInclusive value="0.000001"/><xs:fractionDigits value="10"/>',
);
const RATE = restrict('decimal', '<xs:minInclusive value="0"/><xs:fractionDigits value="6"/>');
const collapsed = (max: number, regex = '[^|]+'): string =>
  restrict(
    'token',
    `<xs:minLength value="1"/><xs:maxLength value="${max}"/><xs:pattern value="${regex}"/>`,
  );
const RFC = collapsed(
  13,
  '[A-Z&amp;Ñ]{3,4}[0-9]{2}(0[1-9]|1[012])(0[1-9]|[12][0-9]|3[01])[A-Z0-9]{2}[0-9A]',
);
const UUID = like('[a-fA-F0-9]{8}-([a-fA-F0-9]{4}-){3}[a-fA-F0-9]{12}', 36);
const MOMENT = restrict(
  'dateTime',
  '<xs:pattern value="20[1-9][0-9]-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"/>',
);
const NAME = collapsed(300);
const POST_CODE = like('[0-9]{5}', 5);
const REGIME = like('6[0-9]{2}', 3);
const CURRENCY = like('[A-Z]{3}', 3);
const TAX = oneOf('001', '002', '003');
const FACTOR = oneOf('Tasa', 'Cuota', 'Exento');
const CERTIFICATE_NUMBER = like('[0-9]{20}', 20);
const BASE64 = restrict('string', '');
const PRODUCT = like('[0-9]{8}', 8);
const UNIT = like('[A-Z0-9]{2,3}', 3);
const CUSTOMS = like('[0-9]{2}  [0-9]{2}  [0-9]{4}  [0-9]{7}', 21);
const PAYMENT_FORM = like('[0-9]{2}', 2);
const ANYTHING =
  '<xs:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>';

const optional = (name: string, type: string): string =>
  `<xs:element name="${name}" minOccurs="0">${type}</xs:element>`;
const any = (name: string, type: string): string =>
  `<xs:element name="${name}" minOccurs="0" maxOccurs="unbounded">${type}</xs:element>`;

const customs = any(
  'InformacionAduanera',
  complex([], [must('NumeroPedimento', CUSTOMS)].map(attribute)),
);

const lineTaxes = complex([
  optional(
    'Traslados',
    complex([
      many(
        'Traslado',
        complex(
          [],
          [
            must('Base', POSITIVE),
            must('Impuesto', TAX),
            must('TipoFactor', FACTOR),
            may('TasaOCuota', RATE),
            may('Importe', AMOUNT),
          ].map(attribute),
        ),
      ),
    ]),
  ),
  optional(
    'Retenciones',
    complex([
      many(
        'Retencion',
        complex(
          [],
          [
            must('Base', POSITIVE),
            must('Impuesto', TAX),
            must('TipoFactor', FACTOR),
            must('TasaOCuota', RATE),
            must('Importe', AMOUNT),
          ].map(attribute),
        ),
      ),
    ]),
  ),
]);

const part = any(
  'Parte',
  complex(
    [customs],
    [
      must('ClaveProdServ', PRODUCT),
      may('NoIdentificacion', collapsed(100)),
      must('Cantidad', POSITIVE),
      may('Unidad', collapsed(20)),
      must('Descripcion', collapsed(1000)),
      may('ValorUnitario', AMOUNT),
      may('Importe', AMOUNT),
    ].map(attribute),
  ),
);

const line = complex(
  [
    optional('Impuestos', lineTaxes),
    optional(
      'ACuentaTerceros',
      complex(
        [],
        [
          must('RfcACuentaTerceros', RFC),
          must('NombreACuentaTerceros', NAME),
          must('RegimenFiscalACuentaTerceros', REGIME),
          must('DomicilioFiscalACuentaTerceros', POST_CODE),
        ].map(attribute),
      ),
    ),
    customs,
    any(
      'CuentaPredial',
      complex([], [must('Numero', collapsed(150, '[0-9a-zA-Z]+'))].map(attribute)),
    ),
    optional('ComplementoConcepto', complex([ANYTHING])),
    part,
  ],
  [
    must('ClaveProdServ', PRODUCT),
    may('NoIdentificacion', collapsed(100)),
    must('Cantidad', POSITIVE),
    must('ClaveUnidad', UNIT),
    may('Unidad', collapsed(20)),
    must('Descripcion', collapsed(1000)),
    must('ValorUnitario', AMOUNT),
    must('Importe', AMOUNT),
    may('Descuento', AMOUNT),
    must('ObjetoImp', like('0[1-8]', 2)),
  ].map(attribute),
);

const parties = [
  `<xs:element name="Emisor">${complex(
    [],
    [
      must('Rfc', RFC),
      must('Nombre', NAME),
      must('RegimenFiscal', REGIME),
      may('FacAtrAdquirente', like('[0-9]{10}', 10)),
    ].map(attribute),
  )}</xs:element>`,
  `<xs:element name="Receptor">${complex(
    [],
    [
      must('Rfc', RFC),
      must('Nombre', NAME),
      must('DomicilioFiscalReceptor', POST_CODE),
      may('ResidenciaFiscal', CURRENCY),
      may('NumRegIdTrib', text(40)),
      must('RegimenFiscalReceptor', REGIME),
      must('UsoCFDI', like('[A-Z]{1,2}[0-9]{2}', 4)),
    ].map(attribute),
  )}</xs:element>`,
];

const totals = optional(
  'Impuestos',
  complex(
    [
      optional(
        'Retenciones',
        complex([
          many(
            'Retencion',
            complex([], [must('Impuesto', TAX), must('Importe', AMOUNT)].map(attribute)),
          ),
        ]),
      ),
      optional(
        'Traslados',
        complex([
          many(
            'Traslado',
            complex(
              [],
              [
                must('Base', AMOUNT),
                must('Impuesto', TAX),
                must('TipoFactor', FACTOR),
                may('TasaOCuota', RATE),
                may('Importe', AMOUNT),
              ].map(attribute),
            ),
          ),
        ]),
      ),
    ],
    [may('TotalImpuestosRetenidos', AMOUNT), may('TotalImpuestosTrasladados', AMOUNT)].map(
      attribute,
    ),
  ),
);

const DOCUMENT = complex(
  [
    optional(
      'InformacionGlobal',
      complex(
        [],
        [
          must('Periodicidad', oneOf('01', '02', '03', '04', '05')),
          must('Meses', like('0[1-9]|1[0-8]', 2)),
          must('Año', restrict('short', '<xs:minInclusive value="2019"/>')),
        ].map(attribute),
      ),
    ),
    any(
      'CfdiRelacionados',
      complex(
        [many('CfdiRelacionado', complex([], [must('UUID', UUID)].map(attribute)))],
        [must('TipoRelacion', like('0[1-9]', 2))].map(attribute),
      ),
    ),
    ...parties,
    `<xs:element name="Conceptos">${complex([many('Concepto', line)])}</xs:element>`,
    totals,
    optional('Complemento', complex([ANYTHING])),
    optional('Addenda', complex([ANYTHING.replace('"lax"', '"skip"')])),
  ],
  [
    must('Version', oneOf('4.0')),
    may('Serie', collapsed(25)),
    may('Folio', collapsed(40)),
    must('Fecha', MOMENT),
    must('Sello', BASE64),
    may('FormaPago', PAYMENT_FORM),
    must('NoCertificado', CERTIFICATE_NUMBER),
    must('Certificado', BASE64),
    may('CondicionesDePago', collapsed(1000)),
    must('SubTotal', AMOUNT),
    may('Descuento', AMOUNT),
    must('Moneda', CURRENCY),
    may('TipoCambio', POSITIVE),
    must('Total', AMOUNT),
    must('TipoDeComprobante', oneOf('I', 'E', 'T', 'N', 'P')),
    must('Exportacion', oneOf('01', '02', '03', '04')),
    may('MetodoPago', oneOf('PUE', 'PPD')),
    must('LugarExpedicion', POST_CODE),
    may('Confirmacion', like('[0-9a-zA-Z]{5}', 5)),
  ].map(attribute),
);

const open = (namespace: string, imports = ''): string =>
  `${XSD_OPEN} targetNamespace="${namespace}">${imports}`;

const STAMP = `${open(STAMP_NAMESPACE)}<xs:element name="TimbreFiscalDigital">${complex(
  [],
  [
    must('Version', oneOf('1.1')),
    must('UUID', UUID),
    must('FechaTimbrado', MOMENT),
    must('RfcProvCertif', RFC),
    may('Leyenda', text(150)),
    must('SelloCFD', BASE64),
    must('NoCertificadoSAT', CERTIFICATE_NUMBER),
    must('SelloSAT', BASE64),
  ].map(attribute),
)}</xs:element></xs:schema>`;

const relatedTaxes = (suffix: 'DR' | 'P'): string => {
  const tax = (withheld: boolean): string =>
    complex(
      [],
      [
        ...(suffix === 'DR' || !withheld ? [must(`Base${suffix}`, SIGNED)] : []),
        must(`Impuesto${suffix}`, TAX),
        ...(suffix === 'DR' || !withheld ? [must(`TipoFactor${suffix}`, FACTOR)] : []),
        ...(suffix === 'DR' || !withheld ? [may(`TasaOCuota${suffix}`, RATE)] : []),
        may(`Importe${suffix}`, SIGNED),
      ].map(attribute),
    );
  return complex([
    optional(`Retenciones${suffix}`, complex([many(`Retencion${suffix}`, tax(true))])),
    optional(`Traslados${suffix}`, complex([many(`Traslado${suffix}`, tax(false))])),
  ]);
};

const PAYMENT_TOTALS = [
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
];

const related = complex(
  [optional('ImpuestosDR', relatedTaxes('DR'))],
  [
    must('IdDocumento', like('[a-fA-F0-9-]{36}|[0-9]{3}-[0-9]{2}-[0-9]{9}', 36)),
    may('Serie', collapsed(25)),
    may('Folio', collapsed(40)),
    must('MonedaDR', CURRENCY),
    may('EquivalenciaDR', POSITIVE),
    must('NumParcialidad', like('[1-9][0-9]{0,2}', 3)),
    must('ImpSaldoAnt', AMOUNT),
    must('ImpPagado', AMOUNT),
    must('ImpSaldoInsoluto', AMOUNT),
    must('ObjetoImpDR', like('0[1-8]', 2)),
  ].map(attribute),
);

const PAYMENTS = `${open(PAYMENTS_NAMESPACE)}<xs:element name="Pagos">${complex(
  [
    `<xs:element name="Totales">${complex([], [...PAYMENT_TOTALS.map((name) => may(name, AMOUNT)), must('MontoTotalPagos', AMOUNT)].map(attribute))}</xs:element>`,
    many(
      'Pago',
      complex(
        [many('DoctoRelacionado', related), optional('ImpuestosP', relatedTaxes('P'))],
        [
          must('FechaPago', MOMENT),
          must('FormaDePagoP', PAYMENT_FORM),
          must('MonedaP', CURRENCY),
          may('TipoCambioP', POSITIVE),
          must('Monto', AMOUNT),
          may('NumOperacion', collapsed(100)),
          may('RfcEmisorCtaOrd', collapsed(13)),
          may('NomBancoOrdExt', collapsed(300)),
          may('CtaOrdenante', collapsed(50)),
          may('RfcEmisorCtaBen', RFC),
          may('CtaBeneficiario', collapsed(50)),
          may('TipoCadPago', PAYMENT_FORM),
          may('CertPago', BASE64),
          may('CadPago', text(8192)),
          may('SelloPago', BASE64),
        ].map(attribute),
      ),
    ),
  ],
  [must('Version', oneOf('2.0'))].map(attribute),
)}</xs:element></xs:schema>`;

const IMPORTS = `<xs:import namespace="${STAMP_NAMESPACE}" schemaLocation="stamp.xsd"/><xs:import namespace="${PAYMENTS_NAMESPACE}" schemaLocation="payments.xsd"/>`;

/** Our own schema of CFDI 4.0; other complements are let through unjudged. */
export const CFDI_SCHEMA: XmlSchema = defineSchema(
  'mx-cfdi-40.xsd',
  () =>
    new Map([
      [
        'mx-cfdi-40.xsd',
        `${open(CFDI_NAMESPACE, IMPORTS)}<xs:element name="Comprobante">${DOCUMENT}</xs:element></xs:schema>`,
      ],
      ['stamp.xsd', STAMP],
      ['payments.xsd', PAYMENTS],
    ]),
);
