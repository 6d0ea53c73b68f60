/** The complements: one namespace, one root and one schema each, written from the published element trees. */
import {
  amount,
  attribute,
  complex,
  date,
  element,
  integer,
  like,
  many,
  may,
  must,
  oneOf,
  schema,
  text,
} from '../../xsd.ts';

const FACE = 'http://www.sat.gob.gt/face2/';

export const COMPLEMENT = {
  instalments: 'http://www.sat.gob.gt/dte/fel/CompCambiaria/0.1.0',
  note: `${FACE}ComplementoReferenciaNota/0.1.0`,
  special: `${FACE}ComplementoFacturaEspecial/0.1.0`,
  exports: `${FACE}ComplementoExportaciones/0.1.0`,
  provisionalExport: `${FACE}ComplementoExportacionProvisional/0.1.0`,
  certificate: `${FACE}ComplementoReferenciaConstancia/0.1.0`,
  thirdParty: `${FACE}CobroXCuentaAjena/0.1.0`,
  shows: `${FACE}ComplementoEspectaculos/0.1.0`,
  payments: `${FACE}ComplementoMediosDePago/0.1.0`,
  passage: `${FACE}ComplementoTurismoPasaje/0.1.0`,
  parties: `${FACE}ComplementoPartidosPolitico/0.1.0`,
  transport: `${FACE}TrasladoMercancias/0.1.0`,
  specific: `${FACE}ComplementoRetencionesFacturaEspecifica/0.1.0`,
  item: `${FACE}ComplementoAlItem/0.1.0`,
  products: `${FACE}ComplementoDetalleDeProductos/0.1.0`,
  gas: `${FACE}ComplementoGasLicuadoPetroleo/0.1.0`,
  storage: `${FACE}ComplementoAlmacenamientoGalonaje/0.1.0`,
  dispatch: `${FACE}ComplementoReferenciaBoletaDespacho/0.1.0`,
} as const;

export type Complement = keyof typeof COMPLEMENT;

const NUMBER = amount();
const UUID_OR_PAPER = like(
  '[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}|[0-9]{4}-[0-9]{1,3}-[0-9]{1,7}-[0-9]{1,7}',
  36,
);
const INCOTERM = oneOf(...'EXW FCA FAS FOB CFR CIF CPT CIP DDP DAP DAT DPU ZZZ'.split(' '));
const DISPATCH_ITEM = [
  must('Descripcion', text(100)),
  must('CantidadGalonesAmbiente', amount(30)),
  must('Orden', text(20)),
  must('CantidadGalones60F', amount(30)),
].map(element);
const DUCA =
  '<xs:element name="Duca"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="codigo" type="xs:string" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>';
const LINE_NUMBER = attribute(must('NumeroLinea', integer('9999')));

const instalments = schema(COMPLEMENT.instalments, 'AbonosFacturaCambiaria', [
  many(
    'Abono',
    complex(
      [
        must('NumeroAbono', integer('999')),
        must('FechaVencimiento', date),
        must('MontoAbono', NUMBER),
      ].map(element),
    ),
  ),
]);

const note = schema(
  COMPLEMENT.note,
  'ReferenciasNota',
  [],
  [
    may('RegimenAntiguo', oneOf('Antiguo')),
    must('NumeroAutorizacionDocumentoOrigen', UUID_OR_PAPER),
    must('FechaEmisionDocumentoOrigen', date),
    may('MotivoAjuste', text(200)),
    must('SerieDocumentoOrigen', text(20)),
    must('NumeroDocumentoOrigen', text(20)),
  ].map(attribute),
);

const certificate = schema(
  COMPLEMENT.certificate,
  'ReferenciasConstancia',
  [],
  [
    may('RegimenAntiguo', oneOf('Antiguo')),
    must('NumeroAutorizacionDocumentoOrigen', UUID_OR_PAPER),
    must('FechaEmisionDocumentoOrigen', date),
    may('SerieDocumentoOrigen', text(20)),
    may('NumeroDocumentoOrigen', text(20)),
    may('MontoIVAExento', NUMBER),
  ].map(attribute),
);

const special = schema(
  COMPLEMENT.special,
  'RetencionesFacturaEspecial',
  [
    must('RetencionISR', NUMBER),
    may('RetencionIVA', NUMBER),
    must('TotalMenosRetenciones', NUMBER),
  ].map(element),
);

const specific = schema(
  COMPLEMENT.specific,
  'RetencionesFacturaEspecifica',
  [may('RetencionICT', NUMBER), may('TotalMenosRetenciones', NUMBER)].map(element),
);

const exportsSchema = schema(
  COMPLEMENT.exports,
  'Exportacion',
  [
    may('LugarExpedicion', text(150)),
    must('NombreConsignatarioODestinatario', text(300)),
    must('DireccionConsignatarioODestinatario', text(300)),
    may('CodigoConsignatarioODestinatario', text(17)),
    may('NombreComprador', text(150)),
    may('DireccionComprador', text(150)),
    may('CodigoComprador', text(17)),
    may('PaisConsignatario', text(70)),
    may('OtraReferencia', text(1000)),
    may('INCOTERM', INCOTERM),
    may('NombreExportador', text(70)),
    may('CodigoExportador', text(17)),
    may('NumeroAutorizacionProvisional', text(36)),
    may('SerieDocumentoOrigen', text(20)),
    may('NumeroDocumentoOrigen', integer('999999999999999')),
    may('NumeroDeclaracionMercancias', text(50)),
    may('fechaExportacion', like('[0-9]{2}/[0-9]{2}/[0-9]{4}', 10)),
    may('viaTransporte', oneOf('Aérea', 'Marítima', 'Terrestre')),
    may('aduanaSalida', text(200, 0)),
  ].map(element),
);

const provisionalExport = schema(
  COMPLEMENT.provisionalExport,
  'ExportacionProvisional',
  [
    may('LugarExpedicion', text(56)),
    must('NombreConsignatarioODestinatario', text(1000)),
    must('DireccionConsignatarioODestinatario', text(1000)),
    may('PaisConsignatario', text(56)),
    may('INCOTERM', INCOTERM),
    may('OtraReferencia', text(1000)),
    may('NombreExportador', text(1000)),
    may('CodigoExportador', text(1000)),
  ].map(element),
);

const thirdParty = schema(COMPLEMENT.thirdParty, 'CobroXCuentaAjena', [
  many(
    'ItemCuentaAjena',
    complex(
      [
        may('NITtercero', like('[1-9][0-9]*[0-9K]', 13)),
        may('NumeroDocumento', text(100, 0)),
        may('FechaDocumento', date),
        must('Descripcion', text(10_000)),
        may('BaseImponible', NUMBER),
        may('MontoCobroDAI', NUMBER),
        may('MontoCobroIVA', NUMBER),
        may('MontoCobroOtros', NUMBER),
        may('MontoCobroTotal', NUMBER),
      ].map(element),
    ),
  ),
]);

const shows = schema(
  COMPLEMENT.shows,
  'Espectaculos',
  [
    must('CodigoEvento', text(10)),
    must('NombreEvento', text(256)),
    must('NombreLocalidad', text(256)),
    must('PrecioAdmision', NUMBER),
    must('NumeroBoleto', integer('9999999999')),
  ].map(element),
);

/** The published file does not compile and copies the body of another; these are its evident fields. */
const payments = schema(
  COMPLEMENT.payments,
  'MediosDePago',
  [
    may('TipoFormaPago', text(50, 0)),
    may('NumeroTransaccion', text(50, 0)),
    may('FechaTransaccion', date),
    may('Monto', NUMBER),
  ].map(element),
);

const passage = schema(
  COMPLEMENT.passage,
  'TurismoPasaje',
  [
    may('NitReclutadora', text(13, 0)),
    may('CuiBeneficiario', like('[0-9]{13}', 13)),
    may('NombreBeneficiario', text(50, 0)),
    may('FechaViaje', date),
    may('PaisDestino', text(30, 0)),
  ].map(element),
);

const parties = schema(
  COMPLEMENT.parties,
  'LEPP',
  [],
  [
    must('CalidadAportante', oneOf('Afiliado', 'Simpatizante')),
    must('TipoAporte', oneOf('Dineraria', 'No dineraria o en especie')),
    must('DeclaracionProcedencia', text(500, 0)),
    must('Aporte', amount(50, 6)),
  ].map(attribute),
);

const transport = schema(
  COMPLEMENT.transport,
  'TrasladoMercancias',
  [],
  [
    must('IDTransportista', text(18, 0)),
    must('TipoDocumentoIdentificacion', oneOf('CUI', 'NIT', 'Extranjero')),
    must('NombreTransportista', text(50, 0)),
    must('Placa', text(10, 0)),
    must('DireccionProcedencia', text(120, 0)),
    must('NITCUIConsignatario', text(13, 0)),
    must('NombreConsignatario', text(50, 0)),
    must('DireccionDestino', text(500, 0)),
    must('Motivo', text(500, 0)),
  ].map(attribute),
);

const item = schema(
  COMPLEMENT.item,
  'ComplementoalItem',
  [],
  [
    must('NoItem', integer('9999')),
    must('CodArancelario', text(500, 0)),
    must('Descripcion', text(500, 0)),
  ].map(attribute),
);

const products = schema(COMPLEMENT.products, 'DetalleProductos', [
  many(
    'ItemDetalleProductos',
    complex(
      [
        must('NoItem', integer('9999')),
        must('CodigoUnidadGravable', integer('19')),
        must('ClaseDeBebida', text(700)),
        may('MarcaDeBebida', text(150)),
        must('NoResolucionAutorizacion', text(70)),
        must('CapacidadEnvase', like('([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\\.[0-9]{1,10})?', 70)),
        may('TotalCajas', NUMBER),
        may('TotalEnvases', NUMBER),
        may('PrecioVentaSugerido', NUMBER),
        may('ImpuestoBebidasAlcoholicas', NUMBER),
      ].map(element),
    ),
  ),
]);

const gas = schema(COMPLEMENT.gas, 'GasLicuadoPetroleo', [
  `<xs:element name="Items">${complex([
    many(
      'Item',
      complex(
        [
          ...[
            'PesoTara',
            'PesoBruto',
            'PesoNeto',
            'DensidadOBS',
            'Temperatura',
            'Gravedad60',
            'GalonesRemitidos',
          ].map((name) => element(must(name, amount(30)))),
          ...DISPATCH_ITEM,
          DUCA,
        ],
        [LINE_NUMBER],
      ),
    ),
  ])}</xs:element>`,
  `<xs:element name="Totales">${complex([element(must('TotalGalonesRemitidos', amount(30)))])}</xs:element>`,
]);

const storage = schema(COMPLEMENT.storage, 'AlmacenamientoGalonaje', [
  `<xs:element name="Items">${complex([
    many(
      'Item',
      complex(
        [
          element(must('Compartimiento', text(20))),
          element(must('CapacidadGalones', amount(30))),
          ...DISPATCH_ITEM,
          DUCA,
        ],
        [LINE_NUMBER],
      ),
    ),
  ])}</xs:element>`,
  element(must('Marchamos', text(100, 0))),
  `<xs:element name="Totales">${complex([element(must('TotalCantidadAmbiente', amount(30)))])}</xs:element>`,
]);

const dispatch = schema(
  COMPLEMENT.dispatch,
  'ReferenciaBoletaDespacho',
  [],
  [must('NumeroAutorizacion', UUID_OR_PAPER), must('FechaEmision', date)].map(attribute),
);

/** Schema text by complement. */
export const COMPLEMENT_SCHEMAS: Readonly<Record<Complement, string>> = {
  instalments,
  note,
  special,
  exports: exportsSchema,
  provisionalExport,
  certificate,
  thirdParty,
  shows,
  payments,
  passage,
  parties,
  transport,
  specific,
  item,
  products,
  gas,
  storage,
  dispatch,
};
