/** A FEL document as its rules read it: every part optional, since broken documents are judged too. */
import type { Decimal } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import type { Complement } from './schema/index.ts';

/** A point in time as written, with its Guatemalan calendar day. */
export interface Moment {
  readonly text: string;
  readonly ms: number;
  /** ISO day at UTC−6. */
  readonly day: string;
}

export interface FelTax {
  readonly name: string;
  readonly unit: string;
  readonly taxable: Decimal | undefined;
  readonly quantity: Decimal | undefined;
  readonly amount: Decimal | undefined;
}

export interface FelLine {
  readonly kind: string;
  readonly product: string | undefined;
  readonly unit: string | undefined;
  readonly description: string;
  readonly quantity: Decimal | undefined;
  readonly unitPrice: Decimal | undefined;
  readonly price: Decimal | undefined;
  readonly discount: Decimal | undefined;
  readonly otherDiscount: Decimal | undefined;
  readonly taxes: readonly FelTax[];
  readonly total: Decimal | undefined;
  /** Complements at the line: their namespaces. */
  readonly complements: readonly string[];
}

export interface FelPhrase {
  readonly type: number;
  readonly scenario: number;
  readonly resolution: string | undefined;
  readonly resolutionDate: string | undefined;
}

export interface FelAddress {
  readonly street: string;
  readonly postCode: string | undefined;
  readonly municipality: string | undefined;
  readonly department: string | undefined;
  readonly country: string | undefined;
}

export interface FelComplement {
  /** undefined for a namespace that is none of the published ones. */
  readonly kind: Complement | undefined;
  /** Root element of the complement; absent when the wrapper is empty. */
  readonly element: XmlElement | undefined;
}

export interface FelCertification {
  readonly certifierId: string;
  readonly certifierName: string;
  readonly uuid: string;
  readonly series: string;
  readonly number: string;
  readonly moment: Moment | undefined;
}

export interface FelDte {
  readonly kind: 'dte';
  readonly type: string;
  readonly emission: Moment | undefined;
  readonly currency: string;
  readonly isExport: boolean;
  readonly isShow: boolean;
  readonly isTemporarySite: boolean;
  readonly personality: string | undefined;
  readonly dispatch: Readonly<Record<'origin' | 'destination' | 'source', string>> | undefined;
  readonly issuer: {
    readonly id: string;
    readonly name: string;
    readonly tradeName: string;
    readonly establishment: string;
    readonly affiliation: string;
    readonly omissionAffiliation: string | undefined;
    readonly classification: string | undefined;
    readonly email: string | undefined;
    readonly address: FelAddress | undefined;
  };
  readonly receiver: {
    readonly id: string;
    readonly special: string | undefined;
    readonly name: string;
    readonly email: string | undefined;
    readonly saleDestination: string | undefined;
    readonly address: FelAddress | undefined;
  };
  readonly phrases: readonly FelPhrase[];
  readonly lines: readonly FelLine[];
  readonly taxTotals: readonly { readonly name: string; readonly amount: Decimal | undefined }[];
  readonly grandTotal: Decimal | undefined;
  readonly complements: readonly FelComplement[];
  readonly certification: FelCertification | undefined;
  readonly signatures: number;
}

/** Annulment or reversal of a DTE. */
export interface FelWithdrawal {
  readonly kind: 'annulment' | 'reversal';
  readonly uuid: string;
  readonly issuerId: string;
  readonly receiverId: string;
  readonly emission: Moment | undefined;
  readonly moment: Moment | undefined;
  readonly reason: string;
  readonly certification: Omit<FelCertification, 'uuid' | 'series' | 'number'> | undefined;
  readonly signatures: number;
}

export type FelDocument = FelDte | FelWithdrawal;

/** Where the parts lie, from the root element down. */
export const AT = {
  dte: 'SAT/DTE',
  emission: 'SAT/DTE/DatosEmision',
  general: 'SAT/DTE/DatosEmision/DatosGenerales',
  issuer: 'SAT/DTE/DatosEmision/Emisor',
  receiver: 'SAT/DTE/DatosEmision/Receptor',
  totals: 'SAT/DTE/DatosEmision/Totales',
  complements: 'SAT/DTE/DatosEmision/Complementos',
  certification: 'SAT/DTE/Certificacion',
  annulment: 'SAT/AnulacionDTE',
  reversal: 'SAT/ReversionDTE',
} as const;

/** Place of a line, or of one of its parts; `index` from 0. */
export const atLine = (index: number, part = ''): string =>
  `${AT.emission}/Items/Item[${index + 1}]${part === '' ? '' : `/${part}`}`;
export const atTax = (line: number, tax: number, part: string): string =>
  atLine(line, `Impuestos/Impuesto[${tax + 1}]/${part}`);
export const atPhrase = (index: number, part = '@CodigoEscenario'): string =>
  `${AT.emission}/Frases/Frase[${index + 1}]/${part}`;
export const atComplement = (index: number, part = ''): string =>
  `${AT.complements}/Complemento[${index + 1}]${part === '' ? '' : `/${part}`}`;
export const atTaxTotal = (index: number): string =>
  `${AT.totals}/TotalImpuestos/TotalImpuesto[${index + 1}]/@TotalMontoImpuesto`;
