/** The 27 document types and what each may carry: data, so that a new decree is a change of rows. */
import type { DocumentClass } from '@ventanilla/invoice';
import type { Complement } from '../schema/index.ts';

export type TaxSet = 'all' | 'vat-only' | 'note' | 'none';

export interface DocumentType {
  readonly class: DocumentClass;
  /** UNTDID 1001 code of the canonical invoice. */
  readonly untdid: string;
  /** VAT affiliations that may issue it; undefined where the published matrix is not known to us. */
  readonly affiliations?: readonly string[];
  readonly taxes: TaxSet;
  readonly requires?: readonly Complement[];
  /** Phrase types that must be present. */
  readonly phrases?: readonly number[];
  /** A final consumer (CF) is refused from this many quetzales on. */
  readonly finalConsumerCap?: true;
  readonly finalConsumerRefused?: true;
  readonly exportRefused?: true;
  /** Only goods (B) or only services (S). */
  readonly only?: 'B' | 'S';
  /** Emission may be dated back without limit. */
  readonly backdating?: true;
}

const INVOICE = { class: 'invoice', untdid: '380', finalConsumerCap: true } as const;
const SMALL = { ...INVOICE, taxes: 'none' } as const;
const OTHER = { class: 'other', untdid: '380' } as const;
const NOTE = { affiliations: ['GEN'], taxes: 'note', requires: ['note'], phrases: [1] } as const;
const RECEIPT = {
  ...OTHER,
  affiliations: ['GEN', 'EXE'],
  taxes: 'none',
  exportRefused: true,
} as const;
const CERTIFICATE = {
  ...OTHER,
  requires: ['certificate'],
  exportRefused: true,
  backdating: true,
} as const;

export const DOCUMENT_TYPES: Readonly<Record<string, DocumentType>> = {
  FACT: { ...INVOICE, affiliations: ['GEN'], taxes: 'all', phrases: [1] },
  FCAM: {
    ...INVOICE,
    affiliations: ['GEN'],
    taxes: 'all',
    requires: ['instalments'],
    phrases: [1],
  },
  FPEQ: { ...SMALL, affiliations: ['PEQ'], phrases: [3] },
  FCAP: { ...SMALL, affiliations: ['PEQ'], phrases: [3] },
  FESP: {
    class: 'invoice',
    untdid: '389',
    taxes: 'vat-only',
    requires: ['special'],
    phrases: [5],
    exportRefused: true,
  },
  NABN: {
    class: 'credit-note',
    untdid: '381',
    affiliations: ['GEN', 'EXE', 'PEQ', 'ECA', 'EXI'],
    taxes: 'none',
    exportRefused: true,
  },
  RDON: RECEIPT,
  RECI: RECEIPT,
  NDEB: { class: 'debit-note', untdid: '383', ...NOTE },
  NCRE: { class: 'credit-note', untdid: '381', ...NOTE },
  FEPE: {
    class: 'invoice',
    untdid: '389',
    affiliations: ['PRI', 'PEC'],
    taxes: 'none',
    requires: ['specific'],
    phrases: [12],
    only: 'B',
  },
  FARP: { class: 'invoice', untdid: '380', affiliations: ['PRI'], taxes: 'none', phrases: [3, 10] },
  FCRP: {
    class: 'invoice',
    untdid: '380',
    affiliations: ['PRI'],
    taxes: 'none',
    requires: ['instalments'],
    phrases: [3, 10],
  },
  FPEC: { class: 'invoice', untdid: '380', affiliations: ['PEC'], taxes: 'none', phrases: [3, 11] },
  FCPC: {
    class: 'invoice',
    untdid: '380',
    affiliations: ['PEC'],
    taxes: 'none',
    requires: ['instalments'],
    phrases: [3, 11],
  },
  CIVA: { ...CERTIFICATE, affiliations: ['GEN', 'EXE'], taxes: 'vat-only' },
  CAIS: { ...CERTIFICATE, affiliations: ['GEN'], taxes: 'all' },
  NEV: {
    ...OTHER,
    affiliations: ['GEN', 'ECA'],
    taxes: 'none',
    requires: ['transport'],
    phrases: [9],
    finalConsumerRefused: true,
    only: 'B',
  },
  RANT: {
    ...OTHER,
    untdid: '386',
    affiliations: ['GEN', 'EXE'],
    taxes: 'none',
    phrases: [9],
    finalConsumerRefused: true,
    only: 'S',
  },
  FACP: {
    class: 'other',
    untdid: '325',
    affiliations: ['GEN'],
    taxes: 'all',
    requires: ['provisionalExport'],
    phrases: [9],
    finalConsumerCap: true,
    only: 'B',
  },
  BIDP: { ...OTHER, affiliations: ['IDP'], taxes: 'none' },
  FACA: { ...SMALL, phrases: [3, 6], only: 'B' },
  FCCA: { ...SMALL, requires: ['instalments'], phrases: [3, 6], only: 'B' },
  FAPE: { ...SMALL, phrases: [3, 7] },
  FCPE: { ...SMALL, requires: ['instalments'], phrases: [3, 7] },
  FAAE: { ...SMALL, phrases: [3, 7], only: 'B' },
  FCAE: { ...SMALL, requires: ['instalments'], phrases: [3, 7], only: 'B' },
};

const FULL_INVOICES = ['FACT', 'FCAM'];
const NOTES = ['NCRE', 'NDEB'];

/** Complements that belong to some types only; the others may stand on any. */
export const COMPLEMENT_TYPES: Readonly<Partial<Record<Complement, readonly string[]>>> = {
  instalments: ['FCAM', 'FCAP', 'FCRP', 'FCPC', 'FCCA', 'FCPE', 'FCAE'],
  note: NOTES,
  special: ['FESP'],
  specific: ['FEPE'],
  certificate: ['CIVA', 'CAIS'],
  provisionalExport: ['FACP'],
  transport: ['NEV'],
  parties: ['RDON'],
  gas: ['BIDP'],
  storage: ['BIDP'],
  exports: [
    ...FULL_INVOICES,
    ...NOTES,
    'FACP',
    'FPEQ',
    'FCAP',
    'FARP',
    'FCRP',
    'FPEC',
    'FCPC',
    'FACA',
    'FCCA',
    'FAPE',
    'FCPE',
    'FAAE',
    'FCAE',
  ],
};

/** Types that may carry a complement at the line (RCP10). */
export const LINE_COMPLEMENT_TYPES = [...FULL_INVOICES, 'FPEQ', 'FCAP', ...NOTES, 'CIVA', 'CAIS'];
/** Types that may name a fuel product (RCP106). */
export const PRODUCT_TYPES = [...FULL_INVOICES, ...NOTES];
/** Types that may be issued at a temporary site (RCP420). */
export const TEMPORARY_SITE_TYPES = [...FULL_INVOICES, 'FPEQ', 'FCAP', 'RANT', ...NOTES];

/** Quetzales from which a final consumer must be named (RCP535). */
export const FINAL_CONSUMER_CAP = '2500';
