/**
 * The authority's catalogue of messages (208 codes) against this platform: what is not a rule of the
 * pack is named here, with who answers for it instead or what it would need.
 */

/** Answered by another part of the platform, under its own code or by how it works. */
export interface Elsewhere {
  readonly how: 'elsewhere';
  readonly by: string;
}
/** Another code says the same, or a later rule replaced it. */
export interface Superseded {
  readonly how: 'superseded';
  readonly by: string;
}
/** Needs a fact that neither the document nor the registry given to the rules holds. */
export interface Outside {
  readonly how: 'outside';
  readonly needs: string;
}
export type CatalogueEntry = Elsewhere | Superseded | Outside;

const elsewhere = (by: string): Elsewhere => ({ how: 'elsewhere', by });
const superseded = (by: string): Superseded => ({ how: 'superseded', by });
const outside = (needs: string): Outside => ({ how: 'outside', needs });

const SIGNATURE = elsewhere('the signature stage: VEN-SIG-010 to 012');
const SIGNER = elsewhere('the signature stage: VEN-SIG-027');
const OPERATIONS = elsewhere(
  'our own failures are retried and never become a verdict on the document',
);
const ORIGIN_TAX = outside(
  "the origin's amount of each tax; the ledger keeps the sum of all taxes and the grand total",
);
const OLD_PAPER = outside('the register of resolutions for paper documents of the old régime');
const LEGAL_FORM = outside("the taxpayer's legal form (personería) and its list per document type");
const ISSUER_INCOME_TAX = outside("the issuer's income-tax régime in the RTU");
const PROVISIONAL = outside('a ledger link from the final export invoice to its provisional one');
const CERTIFICATES = outside('a ledger link from exemption certificates to their origin');
const VEHICLES = outside('the register of vehicles');
const DISPATCH = outside('the tables of origin, destination and source of fuel dispatches');
const ESTABLISHMENT = outside("the establishment's class, type and activity in the RTU");
const LIVESTOCK = outside("the issuer's way of paying in the primary and livestock régimes");

const ACCESS: Readonly<Record<string, CatalogueEntry>> = {
  RCP000: elsewhere('the verdict accepted, with its receipt'),
  AUT001: elsewhere('reception: a request without an access token is refused'),
  AUT002: elsewhere('reception: an expired access token is refused'),
  AUT003: elsewhere('the issuer of tokens, which knows clients and their secrets'),
  ASO099: elsewhere('VEN-SUB-001: the submitter has no mandate of the issuer'),
  GEN100: OPERATIONS,
  GEN102: elsewhere('the structure stage'),
  GEN104: OPERATIONS,
  GEN105: OPERATIONS,
  GEN106: elsewhere('the same bytes are the same document, and get the same receipt again'),
  GEN107: OPERATIONS,
  GEN108: OPERATIONS,
  GEN110: outside('the module of late annulments'),
};

const LEDGER: Readonly<Record<string, CatalogueEntry>> = {
  RCP333: ORIGIN_TAX,
  RCP337: ORIGIN_TAX,
  RCP339: ORIGIN_TAX,
  RCP341: ORIGIN_TAX,
  RCP343: ORIGIN_TAX,
  RCP345: ORIGIN_TAX,
  RCP347: ORIGIN_TAX,
  RCP350: elsewhere('VEN-LED-005: credit notes together do not exceed their origin'),
  RCP351: elsewhere('VEN-LED-002: the origin is not registered'),
  RCP352: elsewhere('VEN-LED-008: the origin is of a class that takes no notes'),
  RCP353: OLD_PAPER,
  RCP354: elsewhere('VEN-LED-003: issuer of the origin'),
  RCP355: elsewhere('VEN-LED-003: receiver of the origin'),
  RCP356: superseded('the rulebook lets notes be certified by another certifier than their origin'),
  RCP357: OLD_PAPER,
  RCP358: elsewhere('VEN-LED-003: emission date of the origin'),
  RCP359: OLD_PAPER,
  RCP360: OLD_PAPER,
  RCP365: elsewhere('VEN-LED-001: the authorisation number is unique for ever, not only for a day'),
  RCP383: elsewhere('VEN-LED-003: currency of the origin'),
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

const ANNULMENT: Readonly<Record<string, CatalogueEntry>> = {
  ANU001: outside('the module of late annulments, which holds them pending'),
  ANU145: outside('the returns on form 0611'),
  ANU147: outside('the register of vehicle transfers'),
  ANU368: elsewhere('VEN-LED-002: the document to annul is not registered'),
  ANU370: SIGNER,
  ANU371: elsewhere('VEN-LED-003: receiver of the document to annul'),
  ANU372: outside('the certifier of registered documents, which the ledger does not keep'),
  ANU373: SIGNER,
  ANU374: elsewhere('VEN-LED-003: emission date of the document to annul'),
  ANU451: CERTIFICATES,
  ANU455: outside('the VAT payroll (Planilla del IVA FEL)'),
  ANU456: outside('VAT withholdings (Retenciones Web)'),
  ANU457: outside('income-tax withholdings (Retenciones Web)'),
  ANU458: elsewhere('VEN-LED-006: the document was annulled already'),
  ANU461: outside('the register of secured transactions'),
  ANU462: outside('the module of late annulments, which holds them pending'),
  ANU464: outside('the electronic transactions book (LET)'),
};

const TAXPAYERS: Readonly<Record<string, CatalogueEntry>> = {
  RCP107: outside('the list of fuel importers of the Ministry of Energy and Mines'),
  RCP116: outside('the classification of primary and livestock taxpayers in the RTU'),
  RCP127: outside('the classification of primary and livestock taxpayers in the RTU'),
  RCP179: superseded('RCP379'),
  RCP306: outside('the dates on which establishments opened and closed; open today is RCP305'),
  RCP321: ISSUER_INCOME_TAX,
  RCP322: outside('the register of VAT withholding agents'),
  RCP387: LEGAL_FORM,
  RCP422: LEGAL_FORM,
  RCP423: superseded('the schema: AfiliacionIVA is never empty'),
  RCP428: outside('the civil register (RENAP)'),
  RCP430: VEHICLES,
  RCP431: VEHICLES,
  RCP444: outside('the list of exporters of the customs authority'),
  RCP450: outside('the list of issuers barred from maquila certificates'),
  RCP452: outside('the special trait DECRETO 29-89 in the RTU'),
  RCP459: outside('the history of VAT affiliations; the one of today is VEN-FEL-002'),
  RCP460: ESTABLISHMENT,
  RCP485: ESTABLISHMENT,
  RCP490: LIVESTOCK,
  RCP492: LIVESTOCK,
  RCP494: LIVESTOCK,
  RCP497: ESTABLISHMENT,
  RCP498: outside('whether a NIT belongs to a natural person'),
};

const CONTENT: Readonly<Record<string, CatalogueEntry>> = {
  RCP118: DISPATCH,
  RCP122: DISPATCH,
  RCP123: DISPATCH,
  RCP137: DISPATCH,
  RCP311: superseded(
    'exports to identified receivers, foreign or national, which the rulebook provides for',
  ),
  RCP361: SIGNATURE,
  RCP364: SIGNATURE,
  RCP434: outside('the field TipoDTEReferenciado, which no published schema has'),
  RCP438: outside('the catalogue of means of payment, which is not published'),
  INF380: superseded('later rules on CUI and EXT for every type (RCP111, RCP307, RCP308)'),
  SEC500: superseded('RCP226'),
  SEC533: outside("the central bank's exchange rate of the emission day; GTQ is SEC506"),
  SEC535: superseded('RCP535'),
};

/** Every catalogue code that is not a rule of the pack. */
export const NOT_RULES: Readonly<Record<string, CatalogueEntry>> = {
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
