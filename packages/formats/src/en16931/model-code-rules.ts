/** BR-CL-* over the canonical invoice, for syntaxes that carry it as it is. */
import type { Identifier, Invoice } from '@ventanilla/invoice';
import {
  ALLOWANCE_REASONS,
  CHARGE_REASONS,
  COUNTRIES,
  CREDIT_NOTE_TYPES,
  CURRENCIES,
  EAS_SCHEMES,
  EXEMPTION_REASONS,
  ICD_SCHEMES,
  INVOICE_TYPES,
  ITEM_CLASS_SCHEMES,
  MEDIA_TYPES,
  PAYMENT_MEANS,
  TAX_POINT_CODES,
  TAX_POINT_CODES_2475,
  VAT_CATEGORIES,
} from './code-lists.ts';
import { REFERENCE_QUALIFIERS, SUBJECT_CODES, UNITS } from './code-lists-long.ts';
import { codeRules } from './code-rules.ts';
import { type EnRule, each } from './define.ts';
import type { EnModel } from './model.ts';

type Visit = (code: string | undefined, at: string) => void;
type Visitor = (invoice: Invoice, visit: Visit) => void;

interface Codes {
  readonly list: ReadonlySet<string>;
  readonly visit: Visitor;
  readonly isUpperCased?: boolean;
}

const union = (...lists: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => [...list]));

const PARTIES = ['seller', 'buyer', 'payee', 'taxRepresentative'] as const;

const ofParties =
  (pick: (party: NonNullable<Invoice['seller']>, at: string, visit: Visit) => void): Visitor =>
  (invoice, visit) => {
    for (const name of PARTIES) {
      const party = invoice[name];
      if (party !== undefined) pick(party, name, visit);
    }
  };

const ofLines =
  (
    pick: (line: NonNullable<Invoice['lines']>[number], at: string, visit: Visit) => void,
  ): Visitor =>
  (invoice, visit) =>
    each(invoice.lines, 'lines', (line, at) => pick(line, at, visit));

const schemeOf = (id: Identifier | undefined): string | undefined => id?.scheme;

const reasons =
  (kind: 'allowances' | 'charges'): Visitor =>
  (invoice, visit) => {
    each(invoice[kind], kind, ({ reasonCode }, at) => visit(reasonCode, `${at}/reasonCode`));
    each(invoice.lines, 'lines', (line, base) =>
      each(line[kind], `${base}/${kind}`, ({ reasonCode }, at) =>
        visit(reasonCode, `${at}/reasonCode`),
      ),
    );
  };

const CODES: Readonly<Record<string, Codes>> = {
  'BR-CL-01': {
    list: union(INVOICE_TYPES, CREDIT_NOTE_TYPES),
    visit: ({ typeCode }, visit) => visit(typeCode, 'typeCode'),
  },
  'BR-CL-04': { list: CURRENCIES, visit: ({ currency }, visit) => visit(currency, 'currency') },
  'BR-CL-05': {
    list: CURRENCIES,
    visit: ({ taxCurrency }, visit) => visit(taxCurrency, 'taxCurrency'),
  },
  'BR-CL-06': {
    list: union(TAX_POINT_CODES, TAX_POINT_CODES_2475),
    visit: ({ taxPointCode }, visit) => visit(taxPointCode, 'taxPointCode'),
  },
  'BR-CL-07': {
    list: REFERENCE_QUALIFIERS,
    visit: (invoice, visit) => {
      visit(schemeOf(invoice.object), 'object/scheme');
      each(invoice.lines, 'lines', ({ object }, at) =>
        visit(schemeOf(object), `${at}/object/scheme`),
      );
    },
  },
  'BR-CL-08': {
    list: SUBJECT_CODES,
    visit: ({ notes }, visit) =>
      each(notes, 'notes', ({ subject }, at) => visit(subject, `${at}/subject`)),
  },
  'BR-CL-10': {
    list: ICD_SCHEMES,
    visit: ofParties(({ identifiers }, name, visit) =>
      each(identifiers, `${name}/identifiers`, ({ scheme }, at) => visit(scheme, `${at}/scheme`)),
    ),
  },
  'BR-CL-11': {
    list: ICD_SCHEMES,
    visit: ofParties(({ legalRegistration }, at, visit) =>
      visit(schemeOf(legalRegistration), `${at}/legalRegistration/scheme`),
    ),
  },
  'BR-CL-13': {
    list: ITEM_CLASS_SCHEMES,
    visit: ofLines(({ item }, line, visit) =>
      each(item?.classifications, `${line}/item/classifications`, ({ scheme }, at) =>
        visit(scheme, `${at}/scheme`),
      ),
    ),
  },
  'BR-CL-14': {
    list: COUNTRIES,
    visit: (invoice, visit) => {
      for (const name of [...PARTIES, 'delivery'] as const) {
        visit(invoice[name]?.address?.country, `${name}/address/country`);
      }
    },
  },
  'BR-CL-15': {
    list: COUNTRIES,
    visit: ofLines(({ item }, at, visit) => visit(item?.originCountry, `${at}/item/originCountry`)),
  },
  'BR-CL-16': {
    list: PAYMENT_MEANS,
    visit: ({ payments }, visit) =>
      each(payments, 'payments', ({ meansCode }, at) => visit(meansCode, `${at}/meansCode`)),
  },
  'BR-CL-17': {
    list: VAT_CATEGORIES,
    visit: ({ allowances, charges, taxBreakdown }, visit) => {
      each(allowances, 'allowances', ({ taxCategory }, at) =>
        visit(taxCategory, `${at}/taxCategory`),
      );
      each(charges, 'charges', ({ taxCategory }, at) => visit(taxCategory, `${at}/taxCategory`));
      each(taxBreakdown, 'taxBreakdown', ({ category }, at) => visit(category, `${at}/category`));
    },
  },
  'BR-CL-18': {
    list: VAT_CATEGORIES,
    visit: ofLines(({ taxCategory }, at, visit) => visit(taxCategory, `${at}/taxCategory`)),
  },
  'BR-CL-19': { list: ALLOWANCE_REASONS, visit: reasons('allowances') },
  'BR-CL-20': { list: CHARGE_REASONS, visit: reasons('charges') },
  'BR-CL-21': {
    list: ICD_SCHEMES,
    visit: ofLines(({ item }, at, visit) =>
      visit(schemeOf(item?.standardId), `${at}/item/standardId/scheme`),
    ),
  },
  'BR-CL-22': {
    list: EXEMPTION_REASONS,
    isUpperCased: true,
    visit: ({ taxBreakdown }, visit) =>
      each(taxBreakdown, 'taxBreakdown', ({ exemptionReasonCode }, at) =>
        visit(exemptionReasonCode, `${at}/exemptionReasonCode`),
      ),
  },
  'BR-CL-23': {
    list: UNITS,
    visit: ofLines(({ unit, price }, at, visit) => {
      visit(unit, `${at}/unit`);
      visit(price?.baseUnit, `${at}/price/baseUnit`);
    }),
  },
  'BR-CL-24': {
    list: MEDIA_TYPES,
    visit: ({ supportingDocuments }, visit) =>
      each(supportingDocuments, 'supportingDocuments', ({ mediaType }, at) =>
        visit(mediaType, `${at}/mediaType`),
      ),
  },
  'BR-CL-25': {
    list: EAS_SCHEMES,
    visit: ofParties(({ electronicAddress }, at, visit) =>
      visit(schemeOf(electronicAddress), `${at}/electronicAddress/scheme`),
    ),
  },
  'BR-CL-26': {
    list: ICD_SCHEMES,
    visit: ({ delivery }, visit) => visit(schemeOf(delivery?.location), 'delivery/location/scheme'),
  },
};

const check =
  (code: string): EnRule['check'] =>
  ({ invoice }, report) => {
    const codes = CODES[code];
    codes?.visit(invoice, (value, at) => {
      if (value === undefined) return;
      const written = codes.isUpperCased === true ? value.toUpperCase() : value;
      if (!codes.list.has(written)) report({ at, actual: value });
    });
  };

export const MODEL_CODE_RULES: readonly EnRule[] = codeRules<EnModel>(Object.keys(CODES), check);
