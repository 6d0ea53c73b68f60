/** A CFDI 4.0 as its rules read it. */
import type { Decimal } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';

export interface CfdiTax {
  readonly tax: string;
  readonly factor: string;
  readonly rate: Decimal | undefined;
  readonly base: Decimal | undefined;
  readonly amount: Decimal | undefined;
}

export interface CfdiLine {
  readonly product: string;
  readonly unit: string;
  readonly description: string;
  readonly quantity: Decimal | undefined;
  readonly unitPrice: Decimal | undefined;
  readonly amount: Decimal | undefined;
  readonly discount: Decimal | undefined;
  readonly taxObject: string;
  readonly hasTaxes: boolean;
  readonly transferred: readonly CfdiTax[];
  readonly withheld: readonly CfdiTax[];
}

export interface CfdiStamp {
  /** Tax id of the provider that certified. */
  readonly providerId: string;
  readonly uuid: string;
  readonly moment: string;
  readonly seal: string;
  readonly certificateNumber: string;
}

export interface CfdiRelation {
  readonly type: string;
  readonly uuids: readonly string[];
}

export interface CfdiParty {
  readonly rfc: string;
  readonly name: string;
  readonly regime: string;
}

export interface Cfdi {
  readonly root: XmlElement;
  readonly type: string;
  readonly series: string | undefined;
  readonly folio: string | undefined;
  /** Local time of the place of issue, without a zone. */
  readonly moment: string;
  readonly currency: string;
  readonly exchangeRate: Decimal | undefined;
  readonly paymentForm: string | undefined;
  readonly paymentMethod: string | undefined;
  readonly exportation: string;
  readonly postCode: string;
  readonly certificateNumber: string;
  readonly certificate: string;
  readonly seal: string;
  readonly subtotal: Decimal | undefined;
  readonly discount: Decimal | undefined;
  readonly total: Decimal | undefined;
  readonly issuer: CfdiParty;
  readonly receiver: CfdiParty & { readonly postCode: string; readonly use: string };
  readonly global:
    | { readonly period: string; readonly months: string; readonly year: string }
    | undefined;
  readonly relations: readonly CfdiRelation[];
  readonly lines: readonly CfdiLine[];
  readonly hasTaxes: boolean;
  readonly transferredTotal: Decimal | undefined;
  readonly withheldTotal: Decimal | undefined;
  readonly transferred: readonly CfdiTax[];
  readonly withheld: readonly CfdiTax[];
  /** Namespaces of the complements, the stamp among them. */
  readonly complements: readonly string[];
  readonly localTransferred: Decimal | undefined;
  readonly localWithheld: Decimal | undefined;
  readonly payments: XmlElement | undefined;
  readonly stamp: CfdiStamp | undefined;
}

export const atLine = (index: number, part = ''): string =>
  `Conceptos/Concepto[${index + 1}]${part === '' ? '' : `/${part}`}`;
export const atLineTax = (line: number, kind: 'Traslado' | 'Retencion', tax: number): string =>
  atLine(
    line,
    `Impuestos/${kind === 'Traslado' ? 'Traslados' : 'Retenciones'}/${kind}[${tax + 1}]`,
  );
