import type { WithoutRule } from '../../format.ts';

/**
 * The authority's catalogue of messages (208 codes) against this platform: what is not a rule of the
 * pack is named here, with who answers for it instead or what it would need.
 */

/** Answered by another part of the platform, under its own code or by how it works. */
const elsewhere = (es: string, en: string): WithoutRule => ({
  how: 'elsewhere',
  reason: { es: `Lo responde otra parte: ${es}`, en: `Answered elsewhere: ${en}` },
});
/** Another code says the same, or a later rule replaced it. */
const superseded = (es: string, en = es): WithoutRule => ({
  how: 'superseded',
  reason: { es: `Reemplazado por: ${es}`, en: `Superseded by: ${en}` },
});
/** Needs a fact that neither the document nor the registry given to the rules holds. */
const outside = (es: string, en: string): WithoutRule => ({
  how: 'outside',
  reason: { es: `Necesita: ${es}`, en: `Needs: ${en}` },
});

const SIGNATURE = elsewhere(
  'la etapa de firmas: VEN-SIG-010 a 012',
  'the signature stage: VEN-SIG-010 to 012',
);
const SIGNER = elsewhere('la etapa de firmas: VEN-SIG-027', 'the signature stage: VEN-SIG-027');
const OPERATIONS = elsewhere(
  'nuestras fallas se reintentan y nunca son un veredicto sobre el documento',
  'our own failures are retried and never become a verdict on the document',
);
const ORIGIN_TAX = outside(
  'el monto de cada impuesto del origen; el registro guarda la suma de todos y el gran total',
  "the origin's amount of each tax; the ledger keeps the sum of all taxes and the grand total",
);
const OLD_PAPER = outside(
  'el registro de resoluciones de documentos en papel del régimen antiguo',
  'the register of resolutions for paper documents of the old régime',
);
const LEGAL_FORM = outside(
  'la personería del contribuyente y su lista por tipo de documento',
  "the taxpayer's legal form (personería) and its list per document type",
);
const ISSUER_INCOME_TAX = outside(
  'el régimen de ISR del emisor en el RTU',
  "the issuer's income-tax régime in the RTU",
);
const PROVISIONAL = outside(
  'un enlace en el registro de la factura de exportación definitiva a su provisional',
  'a ledger link from the final export invoice to its provisional one',
);
const CERTIFICATES = outside(
  'un enlace en el registro de las constancias de exención a su origen',
  'a ledger link from exemption certificates to their origin',
);
const VEHICLES = outside('el registro de vehículos', 'the register of vehicles');
const DISPATCH = outside(
  'las tablas de origen, destino y procedencia de despachos de combustible',
  'the tables of origin, destination and source of fuel dispatches',
);
const ESTABLISHMENT = outside(
  'la clasificación, el tipo y la actividad del establecimiento en el RTU',
  "the establishment's class, type and activity in the RTU",
);
const LIVESTOCK = outside(
  'la forma de pago del emisor en los regímenes primario y pecuario',
  "the issuer's way of paying in the primary and livestock régimes",
);

const ACCESS: Readonly<Record<string, WithoutRule>> = {
  RCP000: elsewhere(
    'el veredicto de aceptado, con su acuse',
    'the verdict accepted, with its receipt',
  ),
  AUT001: elsewhere(
    'la recepción: rechaza una petición sin token de acceso',
    'reception: a request without an access token is refused',
  ),
  AUT002: elsewhere(
    'la recepción: rechaza un token de acceso vencido',
    'reception: an expired access token is refused',
  ),
  AUT003: elsewhere(
    'el emisor de tokens, que conoce a los clientes y sus secretos',
    'the issuer of tokens, which knows clients and their secrets',
  ),
  ASO099: elsewhere(
    'VEN-SUB-001: quien envía no tiene mandato del emisor',
    'VEN-SUB-001: the submitter has no mandate of the issuer',
  ),
  GEN100: OPERATIONS,
  GEN102: elsewhere('la etapa de estructura', 'the structure stage'),
  GEN104: OPERATIONS,
  GEN105: OPERATIONS,
  GEN106: elsewhere(
    'los mismos bytes son el mismo documento, y reciben otra vez el mismo acuse',
    'the same bytes are the same document, and get the same receipt again',
  ),
  GEN107: OPERATIONS,
  GEN108: OPERATIONS,
  GEN110: outside('el módulo de anulaciones extemporáneas', 'the module of late annulments'),
};

const LEDGER: Readonly<Record<string, WithoutRule>> = {
  RCP333: ORIGIN_TAX,
  RCP337: ORIGIN_TAX,
  RCP339: ORIGIN_TAX,
  RCP341: ORIGIN_TAX,
  RCP343: ORIGIN_TAX,
  RCP345: ORIGIN_TAX,
  RCP347: ORIGIN_TAX,
  RCP350: elsewhere(
    'VEN-LED-005: las notas de crédito juntas no exceden su origen',
    'VEN-LED-005: credit notes together do not exceed their origin',
  ),
  RCP351: elsewhere(
    'VEN-LED-002: el origen no está registrado',
    'VEN-LED-002: the origin is not registered',
  ),
  RCP352: elsewhere(
    'VEN-LED-008: el origen es de una clase que no admite notas',
    'VEN-LED-008: the origin is of a class that takes no notes',
  ),
  RCP353: OLD_PAPER,
  RCP354: elsewhere('VEN-LED-003: emisor del origen', 'VEN-LED-003: issuer of the origin'),
  RCP355: elsewhere('VEN-LED-003: receptor del origen', 'VEN-LED-003: receiver of the origin'),
  RCP356: superseded(
    'el reglamento permite que otro certificador certifique las notas de un origen',
    'the rulebook lets notes be certified by another certifier than their origin',
  ),
  RCP357: OLD_PAPER,
  RCP358: elsewhere(
    'VEN-LED-003: fecha de emisión del origen',
    'VEN-LED-003: emission date of the origin',
  ),
  RCP359: OLD_PAPER,
  RCP360: OLD_PAPER,
  RCP365: elsewhere(
    'VEN-LED-001: el número de autorización es único para siempre, no solo un día',
    'VEN-LED-001: the authorisation number is unique for ever, not only for a day',
  ),
  RCP383: elsewhere('VEN-LED-003: moneda del origen', 'VEN-LED-003: currency of the origin'),
  RCP442: CERTIFICATES,
  RCP453: CERTIFICATES,
  RCP465: CERTIFICATES,
  RCP443: PROVISIONAL,
  RCP446: PROVISIONAL,
  RCP447: PROVISIONAL,
  RCP448: PROVISIONAL,
  RCP449: PROVISIONAL,
  RCP454: PROVISIONAL,
};

const ANNULMENT: Readonly<Record<string, WithoutRule>> = {
  ANU001: outside(
    'el módulo de anulaciones extemporáneas, que las deja pendientes',
    'the module of late annulments, which holds them pending',
  ),
  ANU145: outside('las declaraciones del formulario 0611', 'the returns on form 0611'),
  ANU147: outside('el registro de traspasos de vehículos', 'the register of vehicle transfers'),
  ANU368: elsewhere(
    'VEN-LED-002: el documento que se anula no está registrado',
    'VEN-LED-002: the document to annul is not registered',
  ),
  ANU370: SIGNER,
  ANU371: elsewhere(
    'VEN-LED-003: receptor del documento que se anula',
    'VEN-LED-003: receiver of the document to annul',
  ),
  ANU372: outside(
    'el certificador de los documentos registrados, que el registro no guarda',
    'the certifier of registered documents, which the ledger does not keep',
  ),
  ANU373: SIGNER,
  ANU374: elsewhere(
    'VEN-LED-003: fecha de emisión del documento que se anula',
    'VEN-LED-003: emission date of the document to annul',
  ),
  ANU451: CERTIFICATES,
  ANU455: outside('la Planilla del IVA FEL', 'the VAT payroll (Planilla del IVA FEL)'),
  ANU456: outside('las retenciones de IVA (Retenciones Web)', 'VAT withholdings (Retenciones Web)'),
  ANU457: outside(
    'las retenciones de ISR (Retenciones Web)',
    'income-tax withholdings (Retenciones Web)',
  ),
  ANU458: elsewhere(
    'VEN-LED-006: el documento ya fue anulado',
    'VEN-LED-006: the document was annulled already',
  ),
  ANU461: outside('el registro de garantías mobiliarias', 'the register of secured transactions'),
  ANU462: outside(
    'el módulo de anulaciones extemporáneas, que las deja pendientes',
    'the module of late annulments, which holds them pending',
  ),
  ANU464: outside(
    'el libro electrónico de transacciones (LET)',
    'the electronic transactions book (LET)',
  ),
};

const TAXPAYERS: Readonly<Record<string, WithoutRule>> = {
  RCP107: outside(
    'la lista de importadores de combustible del Ministerio de Energía y Minas',
    'the list of fuel importers of the Ministry of Energy and Mines',
  ),
  RCP116: outside(
    'la clasificación de contribuyentes primarios y pecuarios en el RTU',
    'the classification of primary and livestock taxpayers in the RTU',
  ),
  RCP127: outside(
    'la clasificación de contribuyentes primarios y pecuarios en el RTU',
    'the classification of primary and livestock taxpayers in the RTU',
  ),
  RCP179: superseded('RCP379'),
  RCP306: outside(
    'las fechas de apertura y cierre de establecimientos; si está abierto hoy es RCP305',
    'the dates on which establishments opened and closed; open today is RCP305',
  ),
  RCP321: ISSUER_INCOME_TAX,
  RCP322: outside(
    'el registro de agentes de retención de IVA',
    'the register of VAT withholding agents',
  ),
  RCP387: LEGAL_FORM,
  RCP422: LEGAL_FORM,
  RCP423: superseded(
    'el esquema: AfiliacionIVA nunca va vacío',
    'the schema: AfiliacionIVA is never empty',
  ),
  RCP428: outside('el registro civil (RENAP)', 'the civil register (RENAP)'),
  RCP430: VEHICLES,
  RCP431: VEHICLES,
  RCP444: outside(
    'la lista de exportadores de la autoridad aduanera',
    'the list of exporters of the customs authority',
  ),
  RCP450: outside(
    'la lista de emisores sin derecho a constancias de maquila',
    'the list of issuers barred from maquila certificates',
  ),
  RCP452: outside(
    'la característica especial DECRETO 29-89 en el RTU',
    'the special trait DECRETO 29-89 in the RTU',
  ),
  RCP459: outside(
    'el historial de afiliaciones al IVA; la de hoy es VEN-FEL-002',
    'the history of VAT affiliations; the one of today is VEN-FEL-002',
  ),
  RCP460: ESTABLISHMENT,
  RCP485: ESTABLISHMENT,
  RCP490: LIVESTOCK,
  RCP492: LIVESTOCK,
  RCP494: LIVESTOCK,
  RCP497: ESTABLISHMENT,
  RCP498: outside(
    'si un NIT es de una persona individual',
    'whether a NIT belongs to a natural person',
  ),
};

const CONTENT: Readonly<Record<string, WithoutRule>> = {
  RCP118: DISPATCH,
  RCP122: DISPATCH,
  RCP123: DISPATCH,
  RCP137: DISPATCH,
  RCP311: superseded(
    'las exportaciones a receptores identificados, extranjeros o nacionales, que el reglamento prevé',
    'exports to identified receivers, foreign or national, which the rulebook provides for',
  ),
  RCP361: SIGNATURE,
  RCP364: SIGNATURE,
  RCP434: outside(
    'el campo TipoDTEReferenciado, que ningún esquema publicado tiene',
    'the field TipoDTEReferenciado, which no published schema has',
  ),
  RCP438: outside(
    'el catálogo de medios de pago, que no está publicado',
    'the catalogue of means of payment, which is not published',
  ),
  INF380: superseded(
    'reglas posteriores sobre CUI y EXT para todo tipo (RCP111, RCP307, RCP308)',
    'later rules on CUI and EXT for every type (RCP111, RCP307, RCP308)',
  ),
  SEC500: superseded('RCP226'),
  SEC533: outside(
    'el tipo de cambio del banco central del día de emisión; GTQ es SEC506',
    "the central bank's exchange rate of the emission day; GTQ is SEC506",
  ),
  SEC535: superseded('RCP535'),
};

/** Every catalogue code that is not a rule of the pack. */
export const NOT_RULES: Readonly<Record<string, WithoutRule>> = {
  ...ACCESS,
  ...LEDGER,
  ...ANNULMENT,
  ...TAXPAYERS,
  ...CONTENT,
};

/** Codes in the catalogue as published, by family. */
export const CATALOGUE_SIZES = {
  RCP: 151,
  ANU: 22,
  SEC: 15,
  GEN: 10,
  INF: 6,
  AUT: 3,
  ASO: 1,
} as const;

/** Codes of our own, where the authority's rules have no code. */
export const OWN_PREFIX = 'VEN-';
