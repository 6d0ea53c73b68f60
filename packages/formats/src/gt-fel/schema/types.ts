/** Simple types shared by the schemas of DTE, annulment and reversal. */

const text = (name: string, max: number, min = 1): string =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:string"><xs:minLength value="${min}"/><xs:maxLength value="${max}"/></xs:restriction></xs:simpleType>`;

const choice = (name: string, values: readonly string[]): string =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:string">${values.map((value) => `<xs:enumeration value="${value}"/>`).join('')}</xs:restriction></xs:simpleType>`;

const pattern = (name: string, base: string, regex: string, max = 18): string =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:${base}"><xs:maxLength value="${max}"/><xs:pattern value="${regex}"/></xs:restriction></xs:simpleType>`;

const number = (name: string, digits: number, decimals: number): string =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:decimal"><xs:minInclusive value="0"/><xs:totalDigits value="${digits}"/><xs:fractionDigits value="${decimals}"/></xs:restriction></xs:simpleType>`;

const upTo = (name: string, min: string, max: string): string =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:positiveInteger"><xs:minInclusive value="${min}"/><xs:maxInclusive value="${max}"/></xs:restriction></xs:simpleType>`;

/** The published list of currencies, in its order; PTE is obsolete but still in it. */
const CURRENCIES =
  'GTQ USD VES CRC SVC NIO DKK NOK SEK CAD HKD TWD PTE EUR CHF HNL GBP ARS DOP COP MXN BRL MYR INR PKR KPW JPY';
/** Types of the published schema, and the six that only the rulebook names. */
const TYPES =
  'FACT FCAM FPEQ FCAP FESP NABN RDON RECI NDEB NCRE CIVA CAIS NEV RANT FACP FEPE FARP FCRP FPEC FCPC BIDP FACA FCCA FAPE FCPE FAAE FCAE';

const CHOICES = [
  choice('TipoDte', TYPES.split(' ')),
  choice('Moneda', CURRENCIES.split(' ')),
  choice('Si', ['SI']),
  choice('Afiliacion', 'GEN EXE PEQ ECA EXI PRI PEC OMI IDP'.split(' ')),
  choice('CodigoProducto', ['GALDIESEL', 'GALSUPER', 'GALREGULAR']),
  choice('Litoral', ['Norte', 'Sur', 'Central']),
  choice('Procedencia', ['Nacional', 'Importado']),
  choice('OrigenDespacho', [
    'Importaciones',
    'Compras locales',
    'Transferencias de entrada',
    'Degradaciones',
    'Resolución por variaciones positivas',
  ]),
  choice('DestinoDespacho', [
    'Venta local',
    'Exportaciones',
    'Transferencias de salida',
    'Degradaciones',
    'Reexportaciones',
    'Variaciones negativas',
    'Nacionalización',
  ]),
  choice('DestinoVenta', [
    'Supermercado',
    'Mercado cantonal',
    'Mercado municipal',
    'Centro de acopio',
    'Exportación',
    'Exportación en pie',
    'Intermediación de productos bovinos',
    'Restaurante',
    'Organización de Padres de Familia',
  ]),
  choice('NombreImpuesto', [
    'IVA',
    'PETROLEO',
    'TURISMO HOSPEDAJE',
    'TURISMO PASAJES',
    'TIMBRE DE PRENSA',
    'BOMBEROS',
    'TASA MUNICIPAL',
    'BEBIDAS ALCOHOLICAS',
    'TABACO',
    'CEMENTO',
    'BEBIDAS NO ALCOHOLICAS',
    'TARIFA PORTUARIA',
  ]),
];

export const SIMPLE_TYPES = [
  ...CHOICES,
  pattern('Nit', 'string', '[1-9][0-9]*[0-9K]', 13),
  pattern('IdReceptor', 'string', '[A-Z0-9&amp;%\\-/#=]+'),
  pattern('Uuid', 'token', '[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}', 36),
  pattern('Pais', 'string', '[A-Z]{2}', 2),
  pattern('Correo', 'string', '([^@;]+@[^@;]+(;[^@;]+@[^@;]+)*;?)?', 1000),
  pattern('Placa', 'string', '.*', 10),
  number('Numero', 22, 10),
  upTo('Hasta9999', '1', '9999'),
  upTo('NumeroAcceso', '100000000', '999999999'),
  upTo('Numero15', '1', '999999999999999'),
  text('Texto20', 20),
  text('Texto50', 50),
  text('Texto100', 100),
  text('Hasta100', 100, 0),
  text('Texto200', 200),
  text('Texto255', 255),
  text('Texto400', 400),
  text('Texto500', 500),
].join('\n');
